//! Redirects of downloads to other hosts, which never receive the access token.

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use super::super::loopback::{Server, ok};
use super::super::scripted::{Step, printer, scripted, status};
use super::super::{Printer, TOKEN, response};
use super::{Photo, download, read};
use crate::failure::ErrorKind;
use crate::retry::RetryPolicy;

fn redirect(location: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 302 Found\r\nlocation: {location}\r\nrequest-id: r1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    )
    .into_bytes()
}

fn redirect_to(location: &str) -> Step {
    Step::Respond(response(302).header("location", location), "")
}

#[tokio::test]
async fn a_redirect_is_followed_without_the_token() {
    let storage = Server::start(vec![ok("content-type: video/mp4\r\nrequest-id: s1\r\n", b"film")]).await;
    let url = format!("{}/files/film.mp4?sig=a%2Bb%3D'x'&t=1", storage.cloud.endpoint());
    let server = Server::start(vec![redirect(&url)]).await;
    let film = download(&server.client().build().unwrap()).await.unwrap();
    assert_eq!((film.content_type(), film.info().request_id()), (Some("video/mp4"), Some("r1")));
    assert_eq!(film.bytes().await.unwrap(), "film");
    let requests = storage.requests.await.unwrap();
    let request = requests[0].to_lowercase();
    assert!(request.starts_with("get /files/film.mp4?sig=a%2bb%3d"), "{request}");
    let names: Vec<_> = request.lines().skip(1).filter_map(|line| Some(line.split_once(':')?.0)).collect();
    for name in &names {
        assert!(["host", "accept", "accept-encoding", "user-agent"].contains(name), "{name} in {request}");
    }
    assert!(!request.contains("s3cr3t"), "{request}");
    assert!(server.requests.await.unwrap()[0].contains(TOKEN), "the service receives the token");
}

#[tokio::test]
async fn a_redirected_body_is_streamed_and_limited() {
    let storage =
        Server::start(vec![ok("", &[7; 5_000]), b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhello".to_vec()]).await;
    let url = format!("{}/x", storage.cloud.endpoint());
    let server = Server::start(vec![redirect(&url), redirect(&url)]).await;
    let client = server.client().build().unwrap();
    let error = client.download(Photo::at("u1").media()).max_size(4_999).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    let (bytes, error) = read(download(&client).await.unwrap()).await;
    assert_eq!((&*bytes, error.unwrap().kind()), (&b"hello"[..], ErrorKind::Transport));
}

#[tokio::test]
async fn two_redirects_are_followed_and_a_loop_is_not() {
    let last = Server::start(vec![ok("", b"hello")]).await;
    // relative to the URL of the first redirect
    let first = Server::start(vec![redirect(&format!("{}/x", last.cloud.endpoint()))]).await;
    let server = Server::start(vec![redirect(&format!("{}/x", first.cloud.endpoint()))]).await;
    assert_eq!(download(&server.client().build().unwrap()).await.unwrap().bytes().await.unwrap(), "hello");

    let server = Server::start(vec![redirect("/loop"), redirect("loop"), redirect("/loop")]).await;
    let error = download(&server.client().build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert!(error.to_string().contains("more than 2 times"), "{error}");
    let requests = server.requests.await.unwrap();
    assert_eq!(requests.len(), 3);
    let with_token = requests.iter().filter(|request| request.contains(TOKEN)).count();
    assert_eq!(with_token, 1, "a redirect to the service itself has no token either");
}

#[tokio::test]
async fn redirects_that_must_not_be_followed_are_errors() {
    let encoded = percent_encoding::percent_encode(TOKEN.as_bytes(), percent_encoding::NON_ALPHANUMERIC);
    let encoded = encoded.to_string().replace('S', "%53");
    for (location, reason) in [
        ("http://storage.example.com/x?sig=S1GNATURE".to_owned(), "`storage.example.com` without `https`"),
        ("ftp://storage.example.com/S1GNATURE".to_owned(), "without `https`"),
        ("file:///S1GNATURE".to_owned(), "without `https`"),
        ("data:text/plain,S1GNATURE".to_owned(), "without `https`"),
        ("javascript:S1GNATURE".to_owned(), "without `https`"),
        ("https://user:S1GNATURE@storage.example.com/".to_owned(), "with a user name"),
        (format!("https://storage.example.com/?t={TOKEN}"), "contains the access token"),
        (format!("https://storage.example.com/{encoded}"), "contains the access token"),
        (format!("https://storage.example.com/#{TOKEN}"), "contains the access token"),
        ("https://".to_owned(), "is not a URL"),
        ("http://[".to_owned(), "is not a URL"),
    ] {
        let server = Server::start(vec![redirect(&location)]).await;
        let error = download(&server.client().build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect, "{location}");
        let text = format!("{error} {error:?}");
        assert!(text.contains(reason), "{location}: {text}");
        assert!(!text.contains("S1GNATURE") && !text.contains("S3CR3T"), "{text}");
        assert_eq!(server.requests.await.unwrap().len(), 1);
    }
}

/// The client of a cloud does not follow a redirect to this machine, which a service on loopback may request.
#[tokio::test]
async fn a_cloud_cannot_redirect_to_http_on_loopback() {
    for location in ["http://127.0.0.1:80/x", "http://localhost/x", "http://169.254.169.254/metadata"] {
        let (client, received) = scripted([redirect_to(location)]);
        let error = download(&client.build().unwrap()).await.unwrap_err();
        assert_eq!((error.kind(), received.count()), (ErrorKind::Redirect, 1), "{error}");
    }
}

#[tokio::test]
async fn a_custom_service_receives_the_second_request_without_the_token() {
    let (client, received) = scripted([redirect_to("https://storage.example.com/x?sig=1#part"), printer()]);
    download(&client.build().unwrap()).await.unwrap();
    let requests = received.requests();
    assert_eq!(requests[1].uri(), "https://storage.example.com/x?sig=1");
    assert!(requests[0].headers().contains_key("authorization"));
    assert!(!requests[1].headers().contains_key("authorization") && !format!("{:?}", requests[1]).contains("S3CR3T"));
}

/// A layer that adds the token to each request cannot make the transport send it elsewhere.
#[tokio::test]
async fn a_layer_cannot_add_the_token_to_a_redirected_request() {
    let storage = Server::start(vec![ok("", b"hello")]).await;
    let server = Server::start(vec![redirect(&format!("{}/x", storage.cloud.endpoint()))]).await;
    let layer = tower::util::MapRequestLayer::new(|mut request: http::Request<bytes::Bytes>| {
        for name in ["authorization", "cookie", "x-secret"] {
            request.headers_mut().insert(name, TOKEN.parse().unwrap());
        }
        request
    });
    let client = server.client().layer(layer).build().unwrap();
    assert_eq!(download(&client).await.unwrap().bytes().await.unwrap(), "hello");
    assert!(!storage.requests.await.unwrap()[0].contains("S3CR3T"));
}

#[tokio::test(start_paused = true)]
async fn an_unavailable_storage_is_retried_from_the_service() {
    let url = "https://storage.example.com/x";
    let steps = [redirect_to(url), status(503), redirect_to(url), printer()];
    let (client, received) = scripted(steps);
    let film = download(&client.build().unwrap()).await.unwrap();
    assert_eq!(film.info().failed_attempts().len(), 1);
    let hosts: Vec<_> = received.requests().iter().map(|request| request.uri().host().unwrap().to_owned()).collect();
    let (service, storage) = ("graph.microsoft.com", "storage.example.com");
    assert_eq!(hosts, [service, storage, service, storage]);

    for refused in [401, 403, 404, 410] {
        let (client, received) = scripted([redirect_to(url), status(refused)]);
        let error = download(&client.build().unwrap()).await.unwrap_err();
        assert_eq!((error.kind(), received.count()), (ErrorKind::Redirect, 2), "{error}");
        assert!(error.to_string().contains(&format!("`{storage}`, which responded with {refused}")), "{error}");
        assert!(!error.is_not_found() && error.permissions().is_none(), "it is not about the entity");
    }
}

#[tokio::test]
async fn other_operations_follow_no_redirect() {
    let url = "https://storage.example.com/x";
    let (client, received) = scripted([redirect_to(url), redirect_to(url), redirect_to(url)]);
    let client = client.retry(RetryPolicy::none()).build().unwrap();
    for error in [
        client.get(Printer::at("p1")).await.unwrap_err(),
        client.delete(Printer::at("p1")).await.unwrap_err(),
        client.upload(Photo::at("u1").media(), "x").await.unwrap_err(),
    ] {
        assert_eq!(error.kind(), ErrorKind::Redirect);
    }
    assert_eq!(received.count(), 3);
}

#[tokio::test]
async fn a_storage_that_cannot_be_reached_does_not_show_the_url() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let server = Server::start(vec![redirect(&format!("http://{address}/S1GNATURE?sig=S1GNATURE"))]).await;
    let error = download(&server.client().build().unwrap()).await.unwrap_err();
    assert!(error.is_connect(), "{error}");
    assert!(!format!("{error} {error:?}").contains("S1GNATURE"), "{error:?}");

    // The storage breaks the connection in the middle of the body.
    let storage = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/S1GNATURE", storage.local_addr().unwrap());
    let serving = tokio::spawn(async move {
        let (mut stream, _) = storage.accept().await.unwrap();
        super::read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n").await.unwrap();
    });
    let server = Server::start(vec![redirect(&url)]).await;
    let (bytes, error) = read(download(&server.client().build().unwrap()).await.unwrap()).await;
    let text = format!("{:?}", error.unwrap());
    assert!(bytes == b"hello" && text.contains("after 5 bytes") && !text.contains("S1GNATURE"), "{text}");
    serving.await.unwrap();
}
