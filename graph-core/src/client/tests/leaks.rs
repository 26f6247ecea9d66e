//! What must not be seen: access tokens anywhere, ids and bodies in errors and logs.

use std::error::Error as _;
use std::fmt::Write as _;
use std::future::IntoFuture as _;
use std::sync::Arc;

use bytes::Bytes;

use super::spans::Notes;
use super::{PRINTER, Printer, TOKEN, answering, builder, failing, respond, update_error};
use crate::cloud::Cloud;
use crate::credential::{AccessToken, StaticToken, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::request::Request;
use crate::{GraphClient, transport};

/// A value that no random id holds.
const NUMBER: i32 = 1_234_567_890;

/// Everything that can be seen of an error.
fn whole(error: &Error) -> String {
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
async fn no_debug_holds_the_token() {
    let (client, _) = answering(respond(200), PRINTER);
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
    shown.push(whole(&client.send(Request::get_url("https://evil.example/").unwrap()).await.unwrap_err()));
    for text in &shown {
        assert_private(text);
    }
    // made to be looked at, ids and body included, but not the token
    let dry_run = operation(&client).dry_run().unwrap().to_string();
    assert!(
        dry_run.contains("private-id") && dry_run.contains(&NUMBER.to_string()) && !dry_run.contains("S3CR3T"),
        "{dry_run}"
    );
}

/// A service that is as careless as can be: it repeats everything that it was sent, wherever it can.
fn echo(status: u16) -> (GraphClient, Notes) {
    let service = tower::service_fn(move |request: http::Request<Bytes>| async move {
        let header = request.headers()["authorization"].to_str().unwrap().to_owned();
        let token = header.trim_start_matches("Bearer ");
        let cut = &token[..16];
        let body = serde_json::json!({"error": {
            "code": format!("Bad{token}"),
            "message": format!("Authorization: {header} is no good, {token}. {}", "x".repeat(100)),
            "target": header,
            "details": [{"code": token, "message": header, "target": token}],
            "innerError": {
                "message": token,
                "request-id": token,
                "client-request-id": header,
                "headers": {"Authorization": [header, cut]},
                token: 1,
                "innerError": {"code": header, "cookie": token},
            },
        }});
        let builder = respond(status)
            .header("location", format!("https://{token}.evil.example/{token}"))
            .header("request-id", token)
            .header("x-ms-ags-diagnostic", format!("{{\"Authorization\":\"{header}\"}}"))
            .header("www-authenticate", format!("Bearer claims=\"{token}\""));
        Ok::<_, Error>(builder.body(body.to_string()).unwrap())
    });
    (builder().service(service).build().unwrap(), Notes::default())
}

#[tokio::test]
async fn a_token_that_comes_back_is_taken_out() {
    for status in [302, 400, 401, 403, 404, 429, 500, 503] {
        let (client, notes) = echo(status);
        let guard = notes.listen();
        let error = operation(&client).await.unwrap_err();
        drop(guard);
        assert_eq!(error.status().unwrap().as_u16(), status);
        let text = whole(&error);
        assert_private(&text);
        assert!(text.contains("[redacted]"), "it was there: {text}");
        assert_private(&notes.text());
        assert!(notes.text().contains("graph.request"));
    }
    // where the error is no JSON
    let service = tower::service_fn(|request: http::Request<Bytes>| async move {
        let body = format!("<html>{:?}</html>", request.headers()["authorization"].to_str().unwrap());
        Ok::<_, Error>(respond(502).body(body).unwrap())
    });
    let error = operation(&builder().service(service).build().unwrap()).await.unwrap_err();
    let text = whole(&error);
    assert!(text.contains("<html>\"Bearer [redacted]\"</html>"), "{text}");
    assert_private(&text);
}

#[tokio::test]
async fn an_answer_that_is_no_resource_shows_nothing_of_itself() {
    for (content_type, body) in [
        ("application/json", format!(r#"{{"id":"{TOKEN}","jobCount":"{TOKEN}"}}"#)),
        ("application/json", format!(r#"{{"{TOKEN}":"#)),
        (TOKEN, "x".to_owned()),
    ] {
        let (client, _) =
            answering(respond(200).header("content-type", content_type).header("request-id", TOKEN), body);
        let error = operation(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_private(&whole(&error));
    }
}

#[tokio::test]
async fn faults_of_the_transport_show_no_request() {
    assert_private(&whole(&update_error(&failing(|| "broken".into())).await));
    // A service that shows the request in its error: the header is marked as sensitive.
    let echo = tower::service_fn(|request: http::Request<Bytes>| async move {
        Err::<http::Response<String>, transport::BoxError>(format!("{:?}", request.headers()).into())
    });
    let text = whole(&update_error(&builder().service(echo).build().unwrap()).await);
    assert!(text.contains("authorization") && !text.contains("S3CR3T"), "{text}");
    // A layer that fails with an error of this crate and puts the token into it.
    let layer = tower::service_fn(|request: http::Request<Bytes>| async move {
        let header = request.headers()["authorization"].to_str().unwrap().to_owned();
        Err::<http::Response<String>, _>(Error::new(ErrorKind::Transport, format!("cannot send {header}")))
    });
    assert_private(&whole(&update_error(&builder().service(layer).build().unwrap()).await));
}

#[tokio::test]
async fn spans_hold_neither_token_nor_ids_nor_values() {
    for (status, body) in [(200, PRINTER), (404, "{}"), (429, ""), (204, "")] {
        let notes = Notes::default();
        let (client, _) = answering(respond(status).header("retry-after", "600"), body);
        let guard = notes.listen();
        let _ = operation(&client).await;
        drop(guard);
        assert_private(&notes.text());
        assert!(notes.text().contains("url.template=/v1.0/printers/{printerId}"), "{}", notes.text());
    }
}

#[tokio::test]
async fn errors_are_shown_within_bounds() {
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
    let (client, _) = answering(respond(400).header("request-id", &long[..2_000]), body);
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
async fn the_token_is_shared_and_not_copied() {
    let provider: Arc<dyn TokenProvider> = Arc::new(StaticToken::new(TOKEN).unwrap());
    let request = TokenRequest::new(["scope"]);
    let first = provider.token(&request).await.unwrap().authorization();
    let second = provider.token(&request).await.unwrap().authorization();
    assert_eq!(first.as_bytes().as_ptr(), second.as_bytes().as_ptr());
}
