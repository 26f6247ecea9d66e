use super::super::loopback::{Server, ok};
use super::super::scripted::{Step, scripted, status};
use super::super::{TOKEN, response};
use crate::failure::ErrorKind;
use crate::{graph_action, graph_function};

#[graph_function(crate = crate, path = "/reports/getUsage", returns = stream)]
struct GetUsage {
    period: String,
}

#[graph_action(crate = crate, path = "/reports/getDevices", returns = stream)]
struct GetDevices {
    top: i32,
}

#[tokio::test]
async fn the_bytes_of_a_function_may_be_elsewhere() {
    let storage = Server::start(vec![ok("content-type: text/csv\r\n", b"a,b\n1,2\n")]).await;
    let location = format!("{}/report.csv?sig=1", storage.cloud.endpoint());
    let redirect =
        format!("HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let server = Server::start(vec![redirect.into_bytes()]).await;
    let client = server.client().build().unwrap();
    let report = client.call_unbound(GetUsage { period: "D7".to_owned() }).query("$format", "text/csv").await.unwrap();
    assert_eq!(report.content_type(), Some("text/csv"));
    assert_eq!(report.bytes().await.unwrap(), "a,b\n1,2\n");
    let request = &server.requests.await.unwrap()[0];
    assert!(request.starts_with("GET /v1.0/reports/getUsage(period='D7')?$format=text/csv HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("accept: */*\r\n"), "{request}");
    assert!(!storage.requests.await.unwrap()[0].contains(TOKEN));
}

#[tokio::test]
async fn an_action_returns_bytes_and_is_not_repeated() {
    let (builder, received) = scripted([Step::Respond(response(200), "{\"Values\":[]}")]);
    let client = builder.build().unwrap();
    let report = client.call_unbound(GetDevices { top: 3 }).await.unwrap();
    assert_eq!(report.bytes().await.unwrap(), "{\"Values\":[]}");
    let request = &received.requests()[0];
    assert_eq!((request.method(), request.body().as_ref()), (&http::Method::POST, &b"{\"top\":3}"[..]));

    let (builder, received) = scripted([status(504), Step::Respond(response(200), "[]")]);
    let client = builder.build().unwrap();
    let error = client.call_unbound(GetDevices { top: 3 }).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::Ambiguous, 1), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_action_that_only_reads_may_be_repeated() {
    let (builder, received) = scripted([status(504), Step::Respond(response(200), "[]")]);
    let client = builder.build().unwrap();
    let report = client.call_unbound(GetDevices { top: 3 }).retryable(true).await.unwrap();
    assert_eq!((report.bytes().await.unwrap().as_ref(), received.count()), (&b"[]"[..], 2));
}

#[tokio::test]
async fn the_redirect_of_an_action_is_not_followed() {
    let redirect = response(302).header("location", "https://storage.example.com/x");
    let (builder, received) = scripted([Step::Respond(redirect, "")]);
    let client = builder.build().unwrap();
    let error = client.call_unbound(GetDevices { top: 3 }).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::Redirect, 1), "{error}");
}
