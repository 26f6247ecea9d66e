use http::header::HeaderValue;
use uuid::Uuid;

use super::{Endpoint, Prefer, PreparedRequest, Request};
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::graph_resource;

#[graph_resource(crate = crate, path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
#[derive(Debug)]
struct Printer {
    #[graph(key)]
    id: String,
    job_count: i32,
}

#[graph_resource(crate = crate, path = "/x/{id}/y/", odata_type = "#microsoft.graph.beta", version = "beta")]
#[derive(Debug)]
struct Beta {
    #[graph(key)]
    id: String,
    name: String,
}

fn written(request: Request, endpoint: &str) -> Result<http::Request<bytes::Bytes>, Error> {
    let endpoint = Endpoint::parse(endpoint)?;
    let request = PreparedRequest::new(request, &endpoint)?;
    request.authorize(HeaderValue::from_static("Bearer t"), &endpoint, &HeaderValue::from_static("test"))
}

const GRAPH: &str = "https://graph.microsoft.com";

#[test]
fn a_patch_has_all_headers() {
    let id = Uuid::from_u128(7);
    let request = Request::patch(Printer::at("a/ü"), Printer::update().job_count(4))
        .unwrap()
        .if_match(ETag::new("W/\"1\"").unwrap())
        .prefer(Prefer::Representation)
        .client_request_id(id);
    let sent = written(request, GRAPH).unwrap();
    assert_eq!(sent.method(), http::Method::PATCH);
    assert_eq!(sent.uri(), "https://graph.microsoft.com/v1.0/printers/a%2F%C3%BC");
    assert_eq!(&**sent.body(), br##"{"@odata.type":"#microsoft.graph.printer","jobCount":4}"##);
    let mut headers: Vec<_> =
        sent.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
    headers.sort();
    assert_eq!(
        headers,
        [
            "accept: application/json",
            "authorization: Bearer t",
            "client-request-id: 00000000-0000-0000-0000-000000000007",
            "content-type: application/json",
            "if-match: W/\"1\"",
            "prefer: return=representation",
            "user-agent: test",
        ]
    );
}

#[test]
fn a_get_has_no_body_and_a_random_id() {
    let sent = || written(Request::get(Beta::at("1")).unwrap(), "http://127.0.0.1:5000/prefix/").unwrap();
    let first = sent();
    assert_eq!(first.method(), http::Method::GET);
    assert_eq!(first.uri(), "http://127.0.0.1:5000/prefix/beta/x/1/y/?$select=id,name");
    assert!(first.body().is_empty());
    assert!(!first.headers().contains_key("content-type") && !first.headers().contains_key("prefer"));
    let id = |request: &http::Request<_>| request.headers()["client-request-id"].clone();
    assert_eq!(Uuid::parse_str(id(&first).to_str().unwrap()).unwrap().get_version_num(), 4);
    assert_ne!(id(&first), id(&sent()));
}

#[test]
fn an_address_error_names_the_resource_once() {
    let error = Request::patch(Printer::at(".."), Printer::update().job_count(4)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Address);
    assert_eq!(
        error.to_string(),
        "update of `#microsoft.graph.printer`: `..` for `{printerId}` would address another resource"
    );
    assert_eq!((error.resource(), error.operation()), (Some("#microsoft.graph.printer"), Some("update")));
}

#[test]
fn a_url_of_another_origin_is_an_error() {
    let sent =
        written(Request::get_url("https://graph.microsoft.com/v1.0/printers?$skiptoken=a%20b#x").unwrap(), GRAPH)
            .unwrap();
    assert_eq!(sent.uri(), "https://graph.microsoft.com/v1.0/printers?$skiptoken=a%20b");
    for other in ["https://graph.microsoft.com.evil.example/secret?q=1", "http://graph.microsoft.com/", "mailto:x@y"] {
        let error = written(Request::get_url(other).unwrap(), GRAPH).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Origin, "{other}");
        assert!(!error.to_string().contains("secret") && !error.to_string().contains("q=1"), "{error}");
    }
    for wrong in ["/v1.0/printers", "", "https://", "https://graph.microsoft.com/\r\nx"] {
        assert_eq!(Request::get_url(wrong).unwrap_err().kind(), ErrorKind::Request, "{wrong}");
    }
}

#[test]
fn debug_shows_neither_ids_nor_body() {
    let request = Request::patch(Printer::at("private-id"), Printer::update().job_count(4711)).unwrap();
    let shown = format!("{request:?}");
    assert!(shown.contains("PATCH") && shown.contains("#microsoft.graph.printer"), "{shown}");
    assert!(!shown.contains("private-id") && !shown.contains("4711"), "{shown}");
}

#[test]
fn reads_and_updates_without_if_match_are_retryable() {
    let patch = || Request::patch(Printer::at("p1"), Printer::update().job_count(4)).unwrap();
    let get = || Request::get(Printer::at("p1")).unwrap();
    let etag = || ETag::new("W/\"1\"").unwrap();
    assert!(get().is_retryable() && get().if_match(etag()).is_retryable());
    assert!(patch().is_retryable());
    assert!(!patch().if_match(etag()).is_retryable(), "a retry would fail");
    assert!(!patch().if_match(ETag::any()).is_retryable());
    assert!(patch().if_match(etag()).retryable(true).is_retryable(), "set by the caller");
    assert!(!patch().retryable(false).is_retryable() && !get().retryable(false).is_retryable());
}

#[test]
fn the_method_can_be_changed() {
    let patch = Request::patch(Printer::at("a"), Printer::update().job_count(4)).unwrap();
    let put = written(patch.clone().with_method(http::Method::PUT), GRAPH).unwrap();
    assert_eq!((put.method(), put.body()), (&http::Method::PUT, patch.body()));
}
