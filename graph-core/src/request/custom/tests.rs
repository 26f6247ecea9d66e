use http::Method;
use http::header::HeaderValue;
use proptest::prelude::*;
use serde::ser::Error as _;

use super::super::{Endpoint, PreparedRequest, Request};
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::schema::Version;

fn written(request: Request) -> Result<http::Request<bytes::Bytes>, Error> {
    let endpoint = Endpoint::parse("https://graph.microsoft.com")?;
    let request = PreparedRequest::new(request, &endpoint)?;
    request.authorize(HeaderValue::from_static("Bearer t"), &endpoint, &HeaderValue::from_static("test"))
}

fn get(path: &str) -> Request {
    Request::new(Method::GET, Version::V1, path)
}

fn message(request: Request) -> String {
    let error = written(request).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    error.to_string()
}

#[test]
fn a_request_is_sent_as_it_was_written() {
    let request = Request::new(Method::POST, Version::Beta, "/users/a b/ü/%2F('x')/microsoft.graph.assign")
        .query("$filter", "displayName eq 'O''Neil & Söhne+#%'")
        .query("$expand", "a($select=b;$top=2)")
        .header("ConsistencyLevel", "eventual")
        .header("X-Two", "1")
        .header("x-two", "2")
        .json(&serde_json::json!({"a": [1]}));
    let sent = written(request).unwrap();
    assert_eq!(
        sent.uri(),
        "https://graph.microsoft.com/beta/users/a%20b/%C3%BC/%2F('x')/microsoft.graph.assign\
         ?$filter=displayName%20eq%20%27O%27%27Neil%20%26%20S%C3%B6hne%2B%23%25%27&$expand=a($select%3Db%3B$top%3D2)"
    );
    assert_eq!((sent.method(), &**sent.body()), (&Method::POST, &br#"{"a":[1]}"#[..]));
    assert_eq!(sent.headers()["consistencylevel"], "eventual");
    assert_eq!(sent.headers().get_all("x-two").iter().collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(sent.headers()["content-type"], "application/json");
    assert_eq!(sent.headers()["authorization"], "Bearer t");
    assert!(!sent.headers().contains_key("content-length"), "the transport knows the length of a body");
}

#[test]
fn a_header_replaces_the_default_one() {
    let request = Request::new(Method::PUT, Version::V1, "/me/photo/$value")
        .with_body(&b"\xff\xd8"[..])
        .header("Content-Type", "image/jpeg")
        .header("Accept", "text/plain");
    let sent = written(request).unwrap();
    assert_eq!(sent.headers().get_all("content-type").iter().collect::<Vec<_>>(), ["image/jpeg"]);
    assert_eq!(sent.headers().get_all("accept").iter().collect::<Vec<_>>(), ["text/plain"]);
}

#[test]
fn an_empty_body_has_a_length_where_a_body_is_expected() {
    for (method, length) in
        [(Method::POST, Some("0")), (Method::PUT, Some("0")), (Method::GET, None), (Method::DELETE, None)]
    {
        let sent = written(Request::new(method, Version::V1, "/me/x")).unwrap();
        let found = sent.headers().get("content-length").map(|length| length.to_str().unwrap());
        assert_eq!((found, sent.headers().contains_key("content-type")), (length, false), "{}", sent.method());
    }
}

#[test]
fn a_path_that_is_not_one_is_an_error() {
    for (path, expected) in [
        ("", "does not start with a slash"),
        ("/", "does not start with a slash"),
        ("users", "does not start with a slash"),
        ("https://evil.example/users", "must not contain a host"),
        ("/users?$top=1", "add query options with `query`"),
        ("/users#x", "contains `#`"),
        ("/users\\x", "contains `\\\\`"),
        ("/users/\r\nx", "contains `\\r`"),
        ("/users/%zz", "without two hexadecimal digits"),
        ("/users/%2", "without two hexadecimal digits"),
        ("/users//manager", "an empty segment"),
        ("//evil.example/users", "an empty segment"),
        ("/users/../groups", "addresses another resource"),
        ("/users/.", "addresses another resource"),
        ("/users/%2e%2E/groups", "addresses another resource"),
        ("/users/%00", "addresses another resource"),
        ("/v1.0/users", "the version `v1.0`"),
        ("/BETA/users", "the version `BETA`"),
    ] {
        let message = message(get(path));
        assert!(message.starts_with("request to a path of the service: ") && message.contains(expected), "{message}");
    }
    for legal in ["/users", "/users/", "/me/drive/root:/a/b.txt:/content", "/users('a')", "/vans/v1.0"] {
        assert!(written(get(legal)).is_ok(), "{legal}");
    }
}

#[test]
fn headers_of_the_client_are_refused() {
    for name in ["Authorization", "HOST", "content-length", "Transfer-Encoding", "connection", "Proxy-Authorization"] {
        let message = message(get("/users").header(name, "x"));
        assert!(message.contains(&format!("writes the header `{}` itself", name.to_ascii_lowercase())), "{message}");
    }
    assert!(message(get("/users").header("If-Match", "*")).contains("`Request::if_match`"));
    assert!(message(get("/users").header("client-request-id", "1")).contains("`Request::client_request_id`"));
    assert!(message(get("/users").header("a b", "x")).contains("the name of a header"));
    let injected = message(get("/users").header("x", "s3cret\r\nAuthorization: y"));
    assert!(injected.contains("the value of the header `x`") && !injected.contains("s3cret"), "{injected}");
}

#[test]
fn a_body_that_cannot_be_sent_is_an_error() {
    struct Private;
    impl serde::Serialize for Private {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom("s3cret"))
        }
    }
    let message = |request| message(request);
    let failed = message(Request::new(Method::POST, Version::V1, "/users").json(&Private));
    assert!(failed.contains("the body cannot be written as JSON") && !failed.contains("s3cret"), "{failed}");
    assert!(message(get("/users").json("x")).contains("a `GET` request has no body"));
    let link = Request::get_url("https://graph.microsoft.com/v1.0/users?$skiptoken=1").unwrap();
    assert!(message(link.query("$top", "1")).contains("sent as it is"));
}

#[test]
fn the_method_decides_what_is_retried() {
    let custom = |method: Method| Request::new(method, Version::V1, "/users/1");
    for (method, retryable) in [
        (Method::GET, true),
        (Method::HEAD, true),
        (Method::PUT, true),
        (Method::DELETE, true),
        (Method::POST, false),
        (Method::PATCH, false),
    ] {
        assert_eq!(custom(method.clone()).is_retryable(), retryable, "{method}");
        assert!(custom(method.clone()).retryable(true).is_retryable(), "{method}");
    }
    let sent = written(custom(Method::DELETE).if_match(ETag::any())).unwrap();
    assert_eq!(sent.headers()["if-match"], "*");
}

#[test]
fn debug_shows_neither_ids_nor_values() {
    let request = get("/users/s3cret").query("$filter", "s3cret").header("x-mine", "s3cret");
    let shown = format!("{request:?}");
    assert!(shown.contains("request to a path") && shown.contains("x-mine") && !shown.contains("s3cret"), "{shown}");
}

proptest! {
    /// Whatever the path, the request is an error or goes to the host, below the version.
    #[test]
    fn no_path_leaves_the_version(path in "(/|%2e|\\.|%|[a-c]|:|@|\\?|#|\\\\| |é|[\u{0}-\u{7f}]){0,12}") {
        if let Ok(sent) = written(get(&path)) {
            let url = url::Url::parse(&sent.uri().to_string()).unwrap();
            prop_assert_eq!(url.host_str(), Some("graph.microsoft.com"));
            prop_assert!(url.path().starts_with("/v1.0/"), "{}", url);
            prop_assert_eq!(url.path(), sent.uri().path(), "a URL parser finds nothing to normalize");
        }
    }

    /// Query options are read by a URL parser as they were given.
    #[test]
    fn options_are_read_back(name in "[$a-z&=+% #]{1,8}", value in any::<String>()) {
        let sent = written(get("/users").query("$top", "1").query(&name, &value)).unwrap();
        let url = url::Url::parse(&sent.uri().to_string()).unwrap();
        let options: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(options, [("$top".to_owned(), "1".to_owned()), (name, value)]);
    }
}
