use std::future::IntoFuture;

use bytes::Bytes;
use uuid::Uuid;

use super::{PRINTER, Printer, TOKEN, builder, failing, responding, response, update, update_error};
use crate::cloud::Cloud;
use crate::credential::{TokenFuture, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::request::{Prefer, Request};
use crate::response::Updated;
use crate::{GraphClient, transport};

#[tokio::test]
async fn an_update_returns_the_entity() {
    let (client, requests) = responding(response(200).header("etag", "W/\"7\""), PRINTER);
    let id = Uuid::from_u128(9);
    let update = Printer::update().job_count(4);
    let updated = client
        .update(Printer::at("p1"), update)
        .if_match(ETag::new("W/\"6\"").unwrap())
        .prefer(Prefer::Minimal)
        .client_request_id(id)
        .await
        .unwrap();
    let Updated::Entity(entity) = &updated else { panic!("{updated:?}") };
    assert_eq!((entity.job_count, &*entity.id), (4, "p1"));
    assert_eq!(updated.etag().unwrap().as_str(), "W/\"7\"");
    let info = updated.info().unwrap();
    assert_eq!((info.status().as_u16(), info.client_request_id()), (200, id));
    assert_eq!((info.request_id(), info.date()), (Some("service-id"), Some("Fri, 20 Nov 2026 10:00:00 GMT")));
    let sent = requests.last();
    assert_eq!(sent.uri(), "https://graph.microsoft.com/v1.0/printers/p1");
    assert_eq!(sent.headers()["authorization"], format!("Bearer {TOKEN}"));
    assert!(sent.headers()["authorization"].is_sensitive());
    assert_eq!(sent.headers()["if-match"], "W/\"6\"");
    assert_eq!(sent.headers()["prefer"], "return=minimal");
    assert_eq!(updated.into_entity().unwrap().into_value(), Printer { id: "p1".into(), job_count: 4 });
}

#[tokio::test]
async fn the_annotation_is_the_etag_without_a_header() {
    let body = r#"{"@odata.etag":"W/\"a\"","id":"p1","jobCount":4}"#;
    let (client, _) = responding(response(200), body);
    assert_eq!(client.get(Printer::at("p1")).await.unwrap().etag().unwrap().as_str(), "W/\"a\"");
    let (client, _) = responding(response(200).header("etag", "\"b\""), body);
    assert_eq!(client.get(Printer::at("p1")).await.unwrap().etag().unwrap().as_str(), "\"b\"");
}

#[tokio::test]
async fn a_response_without_a_body_has_no_entity() {
    for status in [200, 201, 202, 204] {
        let (client, _) = responding(response(status).header("etag", "\"b\""), "");
        let updated = update(&client).await.unwrap();
        assert!(matches!(updated, Updated::NoContent(_)), "{status}: {updated:?}");
        assert_eq!(updated.etag().unwrap().as_str(), "\"b\"");
        assert_eq!((updated.entity(), updated.info().unwrap().status().as_u16()), (None, status));
        let error = client.get(Printer::at("p1")).await.unwrap_err();
        assert!(error.is_decode());
        assert_eq!(error.status().unwrap().as_u16(), status);
    }
}

#[tokio::test]
async fn an_empty_update_is_sent_with_even_if_empty() {
    let (client, requests) = responding(response(200), PRINTER);
    let operation = client.update(Printer::at("p1"), Printer::update()).even_if_empty();
    assert!(client.update(Printer::at("p1"), Printer::update()).even_if_empty().dry_run().unwrap().is_sent());
    assert!(matches!(operation.await.unwrap(), Updated::Entity(_)));
    assert_eq!(requests.last().body(), r##"{"@odata.type":"#microsoft.graph.printer"}"##);
}

#[tokio::test]
async fn an_empty_update_is_not_sent() {
    let (client, requests) = responding(response(200), PRINTER);
    assert_eq!(client.update(Printer::at("p1"), Printer::update()).await.unwrap(), Updated::Unchanged);
    let error = client.update(Printer::at(""), Printer::update()).await.expect_err("the address is not valid");
    assert_eq!(error.address_error().unwrap().placeholder(), "printerId");
    let dry_run = client.update(Printer::at("p1"), Printer::update()).dry_run().unwrap();
    assert!(!dry_run.is_sent());
    assert!(dry_run.to_string().starts_with("(no request is sent, because the update is empty)\n"));
    assert_eq!(requests.len(), 0);
}

#[tokio::test]
async fn a_dry_run_shows_what_would_be_sent() {
    let (client, requests) = responding(response(200), PRINTER);
    let operation = client.update(Printer::at("p1"), Printer::update().job_count(4)).client_request_id(Uuid::nil());
    let dry_run = operation.if_match(ETag::any()).dry_run().unwrap();
    assert_eq!(
        dry_run.to_string(),
        concat!(
            "PATCH /v1.0/printers/p1 HTTP/1.1\n",
            "host: graph.microsoft.com\n",
            "accept: application/json\n",
            "user-agent: graph-core/",
            env!("CARGO_PKG_VERSION"),
            "\n",
            "client-request-id: 00000000-0000-0000-0000-000000000000\n",
            "content-type: application/json\n",
            "if-match: *\n",
            "authorization: Bearer [redacted]\n",
            "content-length: 55\n",
            "\n",
            r##"{"@odata.type":"#microsoft.graph.printer","jobCount":4}"##,
            "\n",
        )
    );
    assert_eq!((dry_run.method().as_str(), dry_run.body().len()), ("PATCH", 55));
    assert_eq!(requests.len(), 0);
}

#[tokio::test]
async fn an_error_response_is_shown() {
    let body = r#"{"error":{"code":"ResourceNotFound","message":"No such printer.\nReally.","innerError":{"request-id":"inner"}}}"#;
    let (client, _) = responding(response(404), body);
    let error = update_error(&client).await;
    assert!(error.is_not_found() && !error.is_conflict() && !error.is_server_error());
    assert_eq!((error.code(), error.request_id()), (Some("ResourceNotFound"), Some("inner")));
    assert!(error.client_request_id().is_some());
    assert_eq!(error.date(), Some("Fri, 20 Nov 2026 10:00:00 GMT"));
    assert_eq!(error.service().unwrap().message(), Some("No such printer. Really."));
    assert_eq!(
        error.to_string(),
        "update of `#microsoft.graph.printer`: the service rejected the request with 404 Not Found, `ResourceNotFound`: \
         No such printer. Really (request-id inner)"
    );
    for (status, is) in [
        (400, Error::is_bad_request as fn(&Error) -> bool),
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (412, Error::is_precondition_failed),
        (429, Error::is_throttled),
        (500, Error::is_server_error),
        (503, Error::is_server_error),
        (304, |error| error.kind() == ErrorKind::Service),
    ] {
        let (client, _) = responding(response(status), "<html>\n<p>oops");
        let error = update_error(&client).await;
        assert!(is(&error), "{status}: {error}");
        assert!(error.to_string().contains("not a Graph error but an HTML page: <html> <p>oops"), "{error}");
        assert!(!error.to_string().contains('\n'));
    }
}

#[tokio::test]
async fn a_large_error_response_is_truncated() {
    let body = format!(r#"{{"error":{{"code":"Big","message":"{}"}}}}"#, "x".repeat(1 << 20));
    let (client, _) = responding(response(500), body);
    let error = update_error(&client).await;
    assert_eq!(error.code(), Some("Big"));
    assert!(error.service().unwrap().message().unwrap().len() < 4 << 10);
    assert!(error.to_string().contains("only the beginning of the response body was read"), "{error}");
    assert!(error.to_string().len() < 1000);
}

#[tokio::test]
async fn a_malformed_response_states_what_is_known_about_the_update() {
    let (client, _) = responding(response(200), r#"{"id":"p1","jobCount":"many"}"#);
    let error = update_error(&client).await;
    assert!(error.is_decode());
    assert_eq!(error.decode_error().unwrap().pointer(), "/jobCount");
    let shown = error.to_string();
    assert!(
        shown.starts_with("update of `#microsoft.graph.printer`: the service responded with 200 OK, but "),
        "{shown}"
    );
    assert!(shown.contains("jobCount") && shown.contains("the service reported that the update was made"), "{shown}");
    assert_eq!(shown.matches("microsoft.graph.printer").count(), 1, "{shown}");
    assert!(!shown.contains("many"), "{shown}");

    let (client, _) = responding(response(200).header("content-type", "text/html"), "<html>");
    let shown = update_error(&client).await.to_string();
    assert!(shown.contains("the response body is `text/html` instead of JSON"), "{shown}");
}

#[tokio::test]
async fn a_response_above_the_limit_is_an_error() {
    for announce in [true, false] {
        let respond = move |_: http::Request<Bytes>| async move {
            let mut response = http::Response::new("x".repeat(101));
            if announce {
                response.headers_mut().insert("content-length", 101.into());
            }
            Ok::<_, Error>(response)
        };
        let client = builder().service(tower::service_fn(respond)).max_response_bytes(100).build().unwrap();
        let error = update_error(&client).await;
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        assert_eq!(error.status().unwrap().as_u16(), 200);
        assert!(error.to_string().contains("larger than 100 bytes"), "{error}");
    }
}

#[tokio::test]
async fn a_redirect_is_an_error_that_names_the_host_only() {
    for (location, host) in [
        ("https://evil.example/steal?token=1", "evil.example"),
        ("//evil.example/x", "evil.example"),
        ("http://graph.microsoft.com/other/secret", "http://graph.microsoft.com"),
    ] {
        for status in [301, 302, 303, 307, 308] {
            let (client, requests) = responding(response(status).header("location", location), "");
            let error = update_error(&client).await;
            assert_eq!(error.kind(), ErrorKind::Redirect);
            let shown = error.to_string();
            assert!(shown.contains(&format!("redirected to `{host}` ({status} ")), "{shown}");
            assert!(!["steal", "token=", "secret", "other"].iter().any(|part| shown.contains(part)), "{shown}");
            assert_eq!(requests.len(), 1);
        }
    }
}

#[tokio::test]
async fn a_url_of_another_origin_is_not_requested() {
    #[derive(Debug)]
    struct Never;
    impl TokenProvider for Never {
        fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a> {
            panic!("a token was requested")
        }
    }
    let service =
        tower::service_fn(|_: http::Request<Bytes>| async { panic!("sent") as Result<http::Response<String>, Error> });
    let client = GraphClient::builder(Cloud::Global).credential(Never).service(service).build().unwrap();
    let error = client.send(Request::get_url("https://evil.example/").unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Origin);
}

#[tokio::test]
async fn a_url_of_the_service_returns_the_response_unchanged() {
    let (client, requests) = responding(response(200), "[1]");
    let link = "https://graph.microsoft.com/v1.0/printers?$skiptoken=x";
    let response = client.send(Request::get_url(link).unwrap()).await.unwrap();
    assert_eq!((response.status().as_u16(), &**response.body()), (200, &b"[1]"[..]));
    assert_eq!(requests.last().uri(), link);
    assert!(requests.last().headers().contains_key("authorization"));
}

#[tokio::test]
async fn a_failed_provider_prevents_the_request() {
    struct Sealed;
    impl TokenProvider for Sealed {
        fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
            assert_eq!(request.scopes(), ["https://microsoftgraph.chinacloudapi.cn/.default"]);
            Box::pin(async { Err(Error::credential("the vault is sealed")) })
        }
    }
    let service =
        tower::service_fn(|_: http::Request<Bytes>| async { panic!("sent") as Result<http::Response<String>, Error> });
    let client =
        GraphClient::builder(Cloud::China).credential(std::sync::Arc::new(Sealed)).service(service).build().unwrap();
    let error = update_error(&client).await;
    assert!(error.is_credential());
    let expected = "update of `#microsoft.graph.printer`: failed to acquire an access token: the vault is sealed (";
    assert!(error.to_string().starts_with(expected), "{error}");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the vault is sealed");
}

#[tokio::test]
async fn errors_of_a_custom_service_keep_their_source() {
    let error = update_error(&failing(|| "broken".into())).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "broken");
    assert!(!error.to_string().contains("broken"));
    assert!(error.to_string().contains("may or may not have been made"), "{error}");
    let refused = || Box::new(std::io::Error::from(std::io::ErrorKind::ConnectionRefused)) as transport::BoxError;
    assert!(update_error(&failing(refused)).await.is_connect());
    let late = || Box::new(std::io::Error::from(std::io::ErrorKind::TimedOut)) as transport::BoxError;
    assert!(update_error(&failing(late)).await.is_timeout());
    let own = || Box::new(Error::new(ErrorKind::Timeout, "late")) as transport::BoxError;
    let error = update_error(&failing(own)).await;
    assert!(error.is_timeout() && std::error::Error::source(&error).is_none());
}

#[tokio::test]
async fn a_layer_receives_requests_and_responses() {
    let (inner, requests) = responding(response(500), "x".repeat(1 << 20));
    drop(inner);
    let service = tower::service_fn(move |request: http::Request<Bytes>| {
        requests.0.lock().unwrap().push(request);
        async { Ok::<_, Error>(response(500).body("x".repeat(1 << 20)).unwrap()) }
    });
    let layer = tower::util::MapRequestLayer::new(|mut request: http::Request<Bytes>| {
        request.headers_mut().insert("x-layer", "seen".parse().unwrap());
        request
    });
    let client = builder().service(service).layer(layer).build().unwrap();
    let error = update_error(&client).await;
    assert!(error.is_server_error());
    assert!(
        error.to_string().contains("only the beginning of the response body was read"),
        "also through a layer: {error}"
    );
}

#[test]
fn invalid_options_are_errors_of_build() {
    let kind = |builder: crate::client::GraphClientBuilder| builder.build().unwrap_err().kind();
    assert_eq!(kind(GraphClient::builder(Cloud::Global)), ErrorKind::Configuration);
    assert_eq!(kind(builder().user_agent("a\r\nb")), ErrorKind::Configuration);
    assert_eq!(kind(GraphClient::builder(Cloud::Global).token("")), ErrorKind::Credential);
}

#[test]
fn operations_and_futures_are_send() {
    fn is_send<T: Send + 'static>(value: T) {
        drop(value);
    }
    fn is_shared<T: Send + Sync + 'static>() {}
    let (client, _) = responding(response(200), PRINTER);
    is_send(client.update(Printer::at("p1"), Printer::update()).into_future());
    is_send(client.get(Printer::at("p1")).into_future());
    is_send(async move { client.get(Printer::at("p1")).await });
    is_shared::<GraphClient>();
    is_shared::<Error>();
}
