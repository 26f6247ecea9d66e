use std::error::Error as _;
use std::fmt::Write as _;
use std::sync::Arc;

use bytes::Bytes;

use super::{PRINTER, Printer, TOKEN, answering, builder, failing, respond, update_error};
use crate::cloud::Cloud;
use crate::credential::{AccessToken, StaticToken, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::request::Request;
use crate::{GraphClient, transport};

/// Everything that can be seen of an error.
fn whole(error: &Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        let _ = write!(text, " {error} {error:?}");
        source = error.source();
    }
    text
}

#[tokio::test]
async fn no_debug_and_no_error_holds_the_token() {
    let (client, _) = answering(respond(200), PRINTER);
    let update = || client.update(Printer::at("p1"), Printer::update().job_count(4));
    let token = AccessToken::new(TOKEN).unwrap();
    let mut shown = vec![
        format!("{client:?} {:?}", builder()),
        format!("{token:?} {:?} {:?}", token.authorization(), StaticToken::new(TOKEN)),
        format!("{:?} {:?}", update(), client.get(Printer::at("p1"))),
        format!("{:?} {}", update().dry_run(), update().dry_run().unwrap()),
        format!("{:?} {:?}", update().await, client.get(Printer::at("p1")).await),
        format!("{:?}", Request::get(Printer::at("p1"))),
        format!("{:?}", client.inner.transport),
        format!("{:?}", AccessToken::new(format!("{TOKEN}\n"))),
        format!("{:?}", GraphClient::builder(Cloud::Global).token(format!("Bearer {TOKEN}")).build()),
    ];
    for status in [302, 400, 401, 403, 500] {
        let (client, _) = answering(respond(status).header("location", "https://evil.example/"), "{}");
        shown.push(whole(&update_error(&client).await));
    }
    shown.push(whole(&update_error(&failing(|| "broken".into())).await));
    shown.push(whole(&client.send(Request::link("https://evil.example/").unwrap()).await.unwrap_err()));
    for text in shown {
        assert!(!text.contains("S3CR3T"), "{text}");
    }
}

/// A service that repeats the header in its error is the one way that a token could come back.
#[tokio::test]
async fn requests_given_to_a_service_mark_the_token_as_sensitive() {
    let echo = tower::service_fn(|request: http::Request<Bytes>| async move {
        Err::<http::Response<String>, transport::BoxError>(format!("{request:?}").into())
    });
    let client = builder().service(echo).build().unwrap();
    let text = whole(&update_error(&client).await);
    assert!(text.contains("authorization") && !text.contains("S3CR3T"), "{text}");
}

#[tokio::test]
async fn errors_hold_neither_address_nor_body() {
    let (client, _) = answering(respond(500), "{}");
    let operation = client.update(Printer::at("private-id"), Printer::update().job_count(4711));
    assert!(!format!("{operation:?}").contains("private-id"));
    let text = whole(&operation.await.unwrap_err());
    assert!(!text.contains("private-id") && !text.contains("4711"), "{text}");
}

#[tokio::test]
async fn the_token_is_shared_and_not_copied() {
    let provider: Arc<dyn TokenProvider> = Arc::new(StaticToken::new(TOKEN).unwrap());
    let request = TokenRequest::new(["scope"]);
    let first = provider.token(&request).await.unwrap().authorization();
    let second = provider.token(&request).await.unwrap().authorization();
    assert_eq!(first.as_bytes().as_ptr(), second.as_bytes().as_ptr());
}
