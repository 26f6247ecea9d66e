//! Private data: access tokens are never shown, ids and bodies never in errors and logs.

use std::error::Error as _;
use std::fmt::Write as _;
use std::future::IntoFuture as _;
use std::sync::Arc;

use bytes::Bytes;

use super::spans::Recorder;
use super::{PRINTER, Printer, TOKEN, builder, failing, responding, response, update_error};
use crate::cloud::Cloud;
use crate::credential::{AccessToken, StaticToken, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::request::Request;
use crate::{GraphClient, transport};

/// A number that does not occur in a random id.
const NUMBER: i32 = 1_234_567_890;

/// Returns all texts of an error.
fn all_texts(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?} {} {:?}", error.support(), error.support());
    let _ = write!(text, " {:?} {:?} {:?}", error.service(), error.permissions(), error.failed_attempts());
    for inner in error.service().into_iter().flat_map(crate::error::ServiceError::inner_errors) {
        let _ = write!(text, " {:?} {:?}", inner.additional(), inner.message());
    }
    for detail in error.service().into_iter().flat_map(crate::error::ServiceError::details) {
        let _ = write!(text, " {:?} {:?} {:?}", detail.code(), detail.message(), detail.target());
    }
    for attempt in error.failed_attempts() {
        let _ = write!(text, " {attempt}");
    }
    if let Some(service) = error.service() {
        let _ = write!(text, " {:?} {:?} {:?}", service.message(), service.code(), service.target());
    }
    let mut source = error.source();
    while let Some(error) = source {
        let _ = write!(text, " {error} {error:?}");
        source = error.source();
    }
    text
}

fn assert_private(text: &str) {
    for private in ["S3CR3T", "private-id", &NUMBER.to_string(), "p@ss"] {
        assert!(!text.contains(private), "`{private}` in {text}");
    }
}

fn operation(client: &GraphClient) -> crate::client::UpdateOperation<Printer> {
    client.update(Printer::at("private-id"), Printer::update().job_count(NUMBER))
}

#[tokio::test]
async fn no_debug_output_contains_the_token() {
    let (client, _) = responding(response(200), PRINTER);
    let token = AccessToken::new(TOKEN).unwrap();
    let mut shown = vec![
        format!("{client:?} {:?}", builder()),
        format!("{token:?} {:?} {:?}", token.authorization(), StaticToken::new(TOKEN)),
        format!("{:?} {:?}", operation(&client), client.get(Printer::at("private-id"))),
        format!("{:?}", operation(&client).dry_run()),
        format!("{:?} {:?}", operation(&client).await, client.get(Printer::at("private-id")).await),
        format!("{:?} {:?}", operation(&client).into_future(), Request::get(Printer::at("private-id"))),
        format!("{:?}", client.inner.transport),
        format!("{:?}", AccessToken::new(format!("{TOKEN}\n"))),
        format!("{:?}", GraphClient::builder(Cloud::Global).token(format!("Bearer {TOKEN}")).build()),
    ];
    shown.push(all_texts(&client.send(Request::get_url("https://evil.example/").unwrap()).await.unwrap_err()));
    for text in &shown {
        assert_private(text);
    }
    // It shows the ids and the body, but not the token.
    let dry_run = operation(&client).dry_run().unwrap().to_string();
    assert!(
        dry_run.contains("private-id") && dry_run.contains(&NUMBER.to_string()) && !dry_run.contains("S3CR3T"),
        "{dry_run}"
    );
}

/// Returns a client of a service that echoes the token wherever it can.
fn echo(status: u16) -> (GraphClient, Recorder) {
    let service = tower::service_fn(move |request: http::Request<Bytes>| async move {
        let header = request.headers()["authorization"].to_str().unwrap().to_owned();
        let token = header.trim_start_matches("Bearer ");
        let truncated = &token[..16];
        let body = serde_json::json!({"error": {
            "code": format!("Bad{token}"),
            "message": format!("Authorization: {header} is not valid, {token}. {}", "x".repeat(100)),
            "target": header,
            "details": [{"code": token, "message": header, "target": token}],
            "innerError": {
                "message": token,
                "request-id": token,
                "client-request-id": header,
                "headers": {"Authorization": [header, truncated]},
                token: 1,
                "innerError": {"code": header, "cookie": token},
            },
        }});
        let builder = response(status)
            .header("location", format!("https://{token}.evil.example/{token}"))
            .header("request-id", token)
            .header("x-ms-ags-diagnostic", format!("{{\"Authorization\":\"{header}\"}}"))
            .header("www-authenticate", format!("Bearer claims=\"{token}\""));
        Ok::<_, Error>(builder.body(body.to_string()).unwrap())
    });
    (builder().service(service).build().unwrap(), Recorder::default())
}

#[tokio::test]
async fn an_echoed_token_is_redacted() {
    for status in [302, 400, 401, 403, 404, 429, 500, 503] {
        let (client, recorder) = echo(status);
        let guard = recorder.listen();
        let error = operation(&client).await.unwrap_err();
        drop(guard);
        assert_eq!(error.status().unwrap().as_u16(), status);
        let text = all_texts(&error);
        assert_private(&text);
        assert!(text.contains("[redacted]"), "{text}");
        assert_private(&recorder.text());
        assert!(recorder.text().contains("graph.request"));
    }
    // an error that is not JSON
    let service = tower::service_fn(|request: http::Request<Bytes>| async move {
        let body = format!("<html>{:?}</html>", request.headers()["authorization"].to_str().unwrap());
        Ok::<_, Error>(response(502).body(body).unwrap())
    });
    let error = operation(&builder().service(service).build().unwrap()).await.unwrap_err();
    let text = all_texts(&error);
    assert!(text.contains("<html>\"Bearer [redacted]\"</html>"), "{text}");
    assert_private(&text);
}

#[tokio::test]
async fn values_of_a_malformed_response_are_not_shown() {
    for (content_type, body) in [
        ("application/json", format!(r#"{{"id":"{TOKEN}","jobCount":"{TOKEN}"}}"#)),
        ("application/json", format!(r#"{{"{TOKEN}":"#)),
        (TOKEN, "x".to_owned()),
    ] {
        let (client, _) =
            responding(response(200).header("content-type", content_type).header("request-id", TOKEN), body);
        let error = operation(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_private(&all_texts(&error));
    }
}

#[tokio::test]
async fn transport_errors_do_not_show_the_request() {
    assert_private(&all_texts(&update_error(&failing(|| "broken".into())).await));
    // A service that shows the request in its error: the header is marked as sensitive.
    let echo = tower::service_fn(|request: http::Request<Bytes>| async move {
        Err::<http::Response<String>, transport::BoxError>(format!("{:?}", request.headers()).into())
    });
    let text = all_texts(&update_error(&builder().service(echo).build().unwrap()).await);
    assert!(text.contains("authorization") && !text.contains("S3CR3T"), "{text}");
    // A layer that fails with an error of this crate and puts the token into it.
    let layer = tower::service_fn(|request: http::Request<Bytes>| async move {
        let header = request.headers()["authorization"].to_str().unwrap().to_owned();
        Err::<http::Response<String>, _>(Error::new(ErrorKind::Transport, format!("cannot send {header}")))
    });
    assert_private(&all_texts(&update_error(&builder().service(layer).build().unwrap()).await));
}

#[tokio::test]
async fn spans_contain_neither_tokens_nor_ids_nor_values() {
    for (status, body) in [(200, PRINTER), (404, "{}"), (429, ""), (204, "")] {
        let recorder = Recorder::default();
        let (client, _) = responding(response(status).header("retry-after", "600"), body);
        let guard = recorder.listen();
        let _ = operation(&client).await;
        drop(guard);
        assert_private(&recorder.text());
        assert!(recorder.text().contains("url.template=/v1.0/printers/{printerId}"), "{}", recorder.text());
    }
}

#[tokio::test]
async fn error_texts_are_bounded() {
    let long = "y".repeat(6_000);
    let detail = format!(r#"{{"code":"{long}","message":"{long}"}}"#);
    let details = vec![detail; 3].join(",");
    let mut inner = format!(r#"{{"code":"{long}"}}"#);
    for _ in 0..50 {
        inner = format!(r#"{{"code":"c","p@ss":"{}","innerError":{inner}}}"#, &long[..100]);
    }
    let body =
        format!(r#"{{"error":{{"code":"{long}","message":"{long}","details":[{details}],"innerError":{inner}}}}}"#);
    assert!(body.len() > 60_000 && body.len() < 64 << 10, "{}", body.len());
    let (client, _) = responding(response(400).header("request-id", &long[..2_000]), body);
    let error = operation(&client).await.unwrap_err();
    for text in
        [format!("{error}"), format!("{error:?}"), format!("{:?}", error.service()), error.support().to_string()]
    {
        assert!(text.len() < 20_000, "{}: {text}", text.len());
    }
    let message = error.service().unwrap().message().unwrap();
    assert!(message.len() > 1_000 && message.len() < 4_000 && message.ends_with('…'), "{}", message.len());
}

#[tokio::test]
async fn the_token_is_not_copied() {
    let provider: Arc<dyn TokenProvider> = Arc::new(StaticToken::new(TOKEN).unwrap());
    let request = TokenRequest::new(["scope"]);
    let first = provider.token(&request).await.unwrap().authorization();
    let second = provider.token(&request).await.unwrap().authorization();
    assert_eq!(first.as_bytes().as_ptr(), second.as_bytes().as_ptr());
}
