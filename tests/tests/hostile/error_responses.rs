//! Error responses that are not in the documented format, or that could make a client wait, retry or renew its token forever.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::time::Duration;

use graph_core::credential::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use graph_core::retry::RetryPolicy;
use graph_core::{ErrorKind, GraphClient};

use crate::harness::{ID, TOKEN, VALUE, assert_token_in_header_only, builder, client, failure, run};
use crate::peer::Peer;
use crate::{Printer, response};

const STATUSES: [&str; 9] = [
    "400 Bad Request",
    "401 Unauthorized",
    "403 Forbidden",
    "404 Not Found",
    "409 Conflict",
    "412 Precondition Failed",
    "429 Too Many Requests",
    "500 Internal Server Error",
    "503 Service Unavailable",
];

#[test]
fn an_error_is_one_line_for_any_body() {
    run(async {
        let inner = r#"{"innerError":"#.repeat(120) + "{}" + &"}".repeat(120);
        let bodies: Vec<Vec<u8>> = [
            "",
            " ",
            "null",
            "[]",
            "{}",
            "{\"error\":null}",
            "{\"error\":[]}",
            "{\"error\":{}}",
            "{\"error\":{\"code\":7,\"message\":[]}}",
            "{\"error\":{\"code\":\"a\\nb\\u001b[2J\",\"message\":\"x\\r\\ny\\u202ez\\u2028\"}}",
            "{\"error\":\"\\u0000\",\"error_description\":\"\\n\"}",
            "<html>\r\n<h1>502</h1>\u{1b}[31m\u{202e}",
            "\u{0}\u{1}\u{2}",
            &format!("{{\"error\":{inner}}}"),
            &"{\"error\":".repeat(7_000),
            &"[".repeat(60_000),
            &format!("{{\"error\":{{\"message\":\"{}\"}}}}", "m".repeat(60_000)),
            &format!("{{\"error\":{{\"details\":[{}{{}}]}}}}", "{},".repeat(15_000)),
        ]
        .iter()
        .map(|body| body.as_bytes().to_vec())
        .chain([b"\xff\xfe\xfd".to_vec(), b"{\"error\":{\"code\":\"\xff\xc3\"}}".to_vec(), vec![0x80; 60_000]])
        .collect();
        for (index, body) in bodies.iter().enumerate() {
            let status = STATUSES[index % STATUSES.len()];
            let headers = "request-id: a\tb\r\ndate: \u{e9}\r\nx-ms-ags-diagnostic: {\r\n";
            let peer = Peer::responding_with(response(status, headers, body));
            let error = failure(client(&peer).update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
            let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
            assert_eq!(error.kind(), ErrorKind::Service, "{shown}: {error}");
            assert_eq!(error.status().map(|status| status.as_str().to_owned()), Some(status[..3].to_owned()));
            assert!(error.service().is_some());
            assert_token_in_header_only(&peer);
        }
    });
}

#[test]
fn a_service_cannot_make_a_client_wait_for_ever() {
    run(async {
        for wait in ["99999999999999999999", "1e99", "Fri, 31 Dec 9999 23:59:59 GMT", "86400", "1, 2, 600.5"] {
            for status in ["429 Too Many Requests", "503 Service Unavailable"] {
                let peer = Peer::responding_with(response(status, &format!("retry-after: {wait}\r\n"), "{}"));
                let retry = RetryPolicy::default().max_attempts(3).initial_backoff(Duration::ZERO);
                let client = builder(&peer).retry(retry).build().expect("a client");
                let error = failure(client.get(Printer::at(ID)).await);
                if wait == "1e99" {
                    // not a number of seconds, so the header is ignored
                    assert_eq!((error.kind(), peer.requests()), (ErrorKind::Service, 3), "{error}");
                } else {
                    assert_eq!((error.kind(), peer.requests()), (ErrorKind::Throttled, 1), "{error}");
                    assert!(error.retry_at().is_some());
                }
            }
        }
    });
}

#[test]
fn a_service_cannot_make_a_client_retry_for_ever() {
    run(async {
        for header in ["retry-after: 0\r\n", "retry-after: -1\r\n", "retry-after: 0\r\nretry-after: 0.0\r\n", ""] {
            let peer = Peer::responding_with(response("503 Service Unavailable", header, "{}"));
            let retry = RetryPolicy::default().initial_backoff(Duration::ZERO);
            let client = builder(&peer).retry(retry).build().expect("a client");
            let error = failure(client.get(Printer::at(ID)).await);
            assert_eq!((error.kind(), peer.requests()), (ErrorKind::Service, 5), "{error}");
        }
    });
}

/// Returns another token for each request.
struct CountingProvider(Arc<AtomicUsize>);

impl TokenProvider for CountingProvider {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a> {
        let number = self.0.fetch_add(1, SeqCst);
        Box::pin(async move { AccessToken::new(format!("{TOKEN}.{number}")) })
    }
}

#[test]
fn a_service_cannot_make_a_client_renew_its_token_for_ever() {
    run(async {
        let claims = "eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiY3AxIn19fQ==";
        for header in [
            String::new(),
            format!("www-authenticate: Bearer claims=\"{claims}\"\r\n"),
            format!("www-authenticate: Bearer claims=\"{claims}\"\r\n").repeat(50),
            format!(
                "www-authenticate: Bearer authorization_uri=\"https://evil.example/\", claims=\"{}\"\r\n",
                "A".repeat(60_000)
            ),
            format!("www-authenticate: {}\r\n", "Bearer claims=\"\\\"".repeat(5_000)),
            format!("www-authenticate: {}\r\n", "=,".repeat(30_000)),
        ] {
            let peer = Peer::responding_with(response("401 Unauthorized", &header, "{}"));
            let token_requests = Arc::new(AtomicUsize::new(0));
            let client =
                GraphClient::builder(peer.cloud()).credential(CountingProvider(Arc::clone(&token_requests))).build();
            let error = failure(client.expect("a client").get(Printer::at(ID)).await);
            assert!(error.is_unauthorized(), "{error}");
            assert_eq!((peer.requests(), token_requests.load(SeqCst)), (2, 2));
        }
    });
}
