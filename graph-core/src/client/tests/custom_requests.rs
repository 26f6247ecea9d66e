use std::io::ErrorKind::ConnectionReset;

use super::scripted::{Step, printer, retry_after, scripted, status};
use crate::failure::ErrorKind;
use crate::request::{Method, Request};
use crate::schema::Version;

fn request(method: Method) -> Request {
    Request::new(method, Version::V1, "/printers/p1/restoreFactoryDefaults")
}

#[tokio::test(start_paused = true)]
async fn a_throttled_request_is_retried_whatever_its_method() {
    let (builder, received) = scripted([retry_after(429, "1"), status(204)]);
    let response = builder.build().unwrap().send(request(Method::POST)).await.unwrap();
    assert_eq!((response.status().as_u16(), received.count()), (204, 2));
    let attempts = received.headers("retry-attempt");
    assert_eq!(attempts.last().unwrap().as_deref(), Some("1"));
    assert_eq!(received.headers("authorization")[0].as_deref(), Some("Bearer eyJ0eXAi.S3CR3T-t0ken"));
}

#[tokio::test(start_paused = true)]
async fn after_a_broken_connection_the_method_decides() {
    for (method, count) in [(Method::DELETE, 2), (Method::GET, 2), (Method::POST, 1), (Method::PATCH, 1)] {
        let (builder, received) = scripted([Step::Break(ConnectionReset), printer()]);
        let outcome = builder.build().unwrap().send(request(method.clone())).await;
        assert_eq!((outcome.is_ok(), received.count()), (count == 2, count), "{method}");
    }
    let (builder, received) = scripted([Step::Break(ConnectionReset), printer()]);
    builder.build().unwrap().send(request(Method::POST).retryable(true)).await.unwrap();
    assert_eq!(received.count(), 2);
}

#[tokio::test]
async fn an_invalid_request_is_not_sent() {
    let (builder, received) = scripted([]);
    let invalid = Request::new(Method::GET, Version::V1, "/printers/../users");
    let error = builder.build().unwrap().send(invalid).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::Request, 0));
}
