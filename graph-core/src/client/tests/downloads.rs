//! Downloads and uploads: bytes as they arrive, limits, broken bodies. `redirects` has the redirects to other hosts, and `returned`
//! the bytes that actions and functions return.

mod frames;
mod redirects;
mod returned;

use std::time::Duration;

use futures_util::TryStreamExt as _;
use proptest::prelude::*;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use self::frames::{Frames, serving};
use super::loopback::{LARGE, SMALL, Server, ok, read_request};
use super::scripted::{Step, scripted, status};
use super::{TOKEN, responding, response};
use crate::client::{Download, GraphClient};
use crate::cloud::Cloud;
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::graph_resource;
use crate::retry::RetryPolicy;

#[graph_resource(
    crate = crate,
    path = "/users/{userId}/photo",
    paths(file = "/drives/{driveId}/root:/{path}:"),
    odata_type = "#microsoft.graph.profilePhoto",
)]
#[derive(Debug)]
struct Photo {
    #[graph(key)]
    id: String,
}

async fn download(client: &GraphClient) -> Result<Download, Error> {
    client.download(Photo::at("u1").media()).await
}

/// Returns the bytes before the error, and the error.
async fn read(download: Download) -> (Vec<u8>, Option<Error>) {
    let mut stream = download.stream();
    let mut bytes = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return (bytes, None),
            Err(error) => {
                assert_eq!(stream.received(), bytes.len() as u64);
                assert!(stream.try_next().await.unwrap().is_none(), "the stream ends after an error");
                return (bytes, Some(error));
            }
        }
    }
}

#[tokio::test]
async fn the_whole_photo_is_read_with_its_metadata() {
    let jpeg = [0xff, 0xd8, 0, 0xff];
    let server =
        Server::start(vec![ok("content-type: image/jpeg\r\netag: W/\"7\"\r\nrequest-id: r1\r\n", &jpeg)]).await;
    let photo = download(&server.client().build().unwrap()).await.unwrap();
    assert_eq!((photo.content_type(), photo.content_length()), (Some("image/jpeg"), Some(4)));
    assert_eq!(photo.etag().map(ETag::as_str), Some("W/\"7\""));
    assert_eq!(photo.info().request_id(), Some("r1"));
    assert_eq!(photo.bytes().await.unwrap(), &jpeg[..]);
    let requests = server.requests.await.unwrap();
    assert!(requests[0].starts_with("GET /v1.0/users/u1/photo/$value HTTP/1.1\r\n"), "{}", requests[0]);
    assert!(requests[0].contains("\r\naccept: */*\r\n") && requests[0].contains(TOKEN), "{}", requests[0]);
}

/// The server sends the second half only after the client has received the first.
#[tokio::test]
async fn bytes_arrive_before_the_body_is_complete() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let cloud = Cloud::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let (received, first_half) = oneshot::channel();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nabc").await.unwrap();
        first_half.await.unwrap();
        stream.write_all(b"def").await.unwrap();
    });
    let client = GraphClient::builder(cloud).token(TOKEN).build().unwrap();
    let mut stream = download(&client).await.unwrap().stream();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "abc");
    received.send(()).unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "def");
    assert!(stream.try_next().await.unwrap().is_none());
    assert_eq!(stream.received(), 6);
    server.await.unwrap();
}

#[tokio::test]
async fn an_empty_body_has_no_bytes() {
    let server =
        Server::start(vec![ok("", b""), b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_vec()]).await;
    let client = server.client().build().unwrap();
    for _ in 0..2 {
        assert!(download(&client).await.unwrap().bytes().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn announced_bytes_above_the_limit_are_not_read() {
    let (client, frames) = serving(|| (response(200).header("content-length", "11"), Frames::of(["hello world"])));
    let error = client.download(Photo::at("u1").media()).max_size(10).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
    assert!(error.to_string().contains("more than 10 bytes") && error.to_string().contains("`max_size`"), "{error}");
    assert!(error.client_request_id().is_some() && error.operation() == Some("download"));
    assert!(frames.polled() <= 1, "only the first chunk, for which the attempt waits");
    let download = client.download(Photo::at("u1").media()).max_size(11).await.unwrap();
    assert_eq!(download.bytes().await.unwrap(), "hello world");
}

#[tokio::test]
async fn an_endless_body_ends_at_the_limit() {
    let (client, _) = serving(|| (response(200), Frames::endless("0123456789")));
    let download = client.download(Photo::at("u1").media()).max_size(1_005).await.unwrap();
    let (bytes, error) = read(download).await;
    assert_eq!((bytes.len(), error.unwrap().kind()), (1_000, ErrorKind::TooLarge));
    let error = client.download(Photo::at("u1").media()).max_size(1_005).await.unwrap().bytes().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn the_limit_defaults_to_that_of_the_client() {
    let server = Server::start(vec![ok("", &[7; 101]), ok("", &[7; 100])]).await;
    let client = server.client().max_response_bytes(100).build().unwrap();
    assert_eq!(download(&client).await.unwrap_err().kind(), ErrorKind::TooLarge);
    assert_eq!(download(&client).await.unwrap().bytes().await.unwrap().len(), 100);
}

#[tokio::test]
async fn a_truncated_body_is_an_error_that_counts_the_bytes() {
    let truncated = b"HTTP/1.1 200 OK\r\nrequest-id: r1\r\ncontent-length: 100\r\n\r\nhello".to_vec();
    let server = Server::start(vec![truncated.clone(), truncated]).await;
    let client = server.client().build().unwrap();
    let (bytes, error) = read(download(&client).await.unwrap()).await;
    let error = error.unwrap();
    assert_eq!((&*bytes, error.kind()), (&b"hello"[..], ErrorKind::Transport));
    assert!(error.to_string().contains("after 5 bytes") && error.request_id() == Some("r1"), "{error}");
    assert_eq!(download(&client).await.unwrap().bytes().await.unwrap_err().kind(), ErrorKind::Transport);

    // A custom service does not check the length.
    for (length, text) in [("6", "hello"), ("4", "hello")] {
        let (client, _) = serving(move || (response(200).header("content-length", length), Frames::of([text])));
        let (bytes, error) = read(download(&client).await.unwrap()).await;
        assert_eq!((&*bytes, error.unwrap().kind()), (text.as_bytes(), ErrorKind::Transport), "{length}");
    }
}

/// The first connection ends after the head of the response, so no byte was given to the caller.
#[tokio::test]
async fn a_body_that_breaks_before_its_first_byte_is_retried() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n".to_vec();
    let server = Server::start(vec![head, ok("", b"hello")]).await;
    let retry = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    let client = server.client().retry(retry).build().unwrap();
    let download = download(&client).await.unwrap();
    assert_eq!(download.info().failed_attempts().len(), 1);
    assert_eq!(download.bytes().await.unwrap(), "hello");
}

#[tokio::test]
async fn gzip_is_decoded_within_the_limit() {
    let gzip = |body: &[u8]| ok("content-encoding: gzip\r\n", body);
    let responses = [SMALL, LARGE, LARGE, &LARGE[..LARGE.len() - 9], &SMALL[1..]].map(gzip);
    let server = Server::start(responses.to_vec()).await;
    let client = server.client().build().unwrap();
    let small = download(&client).await.unwrap();
    assert_eq!(small.content_length(), None, "it was that of the compressed bytes");
    assert_eq!(small.bytes().await.unwrap(), r#"{"id":"p1","jobCount":4}"#);
    let (bytes, error) = read(client.download(Photo::at("u1").media()).max_size(20_000).await.unwrap()).await;
    assert!(error.is_none() && bytes == vec![b'a'; 20_000]);
    let (_, error) = read(client.download(Photo::at("u1").media()).max_size(19_999).await.unwrap()).await;
    assert_eq!(error.unwrap().kind(), ErrorKind::TooLarge);
    for defect in ["the end is missing", "not gzip"] {
        let error = match download(&client).await {
            Ok(download) => download.bytes().await.unwrap_err(),
            Err(error) => error,
        };
        assert_eq!(error.kind(), ErrorKind::Decode, "{defect}");
    }
}

#[tokio::test]
async fn other_encodings_are_errors() {
    for encoding in ["br", "gzip, gzip"] {
        let server = Server::start(vec![ok(&format!("content-encoding: {encoding}\r\n"), b"x")]).await;
        let error = download(&server.client().build().unwrap()).await.unwrap_err();
        assert!(error.is_decode() && error.to_string().contains(&format!("`{encoding}`")), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stops_is_an_error_after_the_time_of_an_attempt() {
    let (client, _) = serving(|| (response(200), Frames::stopping("hello")));
    let start = tokio::time::Instant::now();
    let (bytes, error) = read(download(&client).await.unwrap()).await;
    let error = error.unwrap();
    assert_eq!((&*bytes, error.kind()), (&b"hello"[..], ErrorKind::Timeout));
    assert!(error.to_string().contains("within 100 s, after 5 bytes"), "{error}");
    assert_eq!(start.elapsed().as_secs(), 100, "on the paused clock");
}

#[tokio::test]
async fn custom_services_and_layers_may_return_whole_bodies() {
    let (client, requests) = responding(response(200).header("content-type", "text/plain"), "hello");
    let photo = download(&client).await.unwrap();
    assert_eq!(photo.content_type(), Some("text/plain"));
    let chunks: Vec<_> = photo.stream().try_collect().await.unwrap();
    assert_eq!(chunks, ["hello"]);
    assert_eq!(requests.last().uri().path(), "/v1.0/users/u1/photo/$value");

    // A layer that forgets the extensions of a request gets the whole body, and one that keeps them does not.
    for keeps_extensions in [true, false] {
        let server = Server::start(vec![ok("", b"hello")]).await;
        let layer = tower::util::MapRequestLayer::new(move |request: http::Request<bytes::Bytes>| {
            let (mut parts, body) = request.into_parts();
            if !keeps_extensions {
                parts.extensions.clear();
            }
            http::Request::from_parts(parts, body)
        });
        let client = server.client().layer(layer).build().unwrap();
        assert_eq!(download(&client).await.unwrap().bytes().await.unwrap(), "hello");
    }
}

#[tokio::test]
async fn an_error_of_the_service_is_read() {
    let (client, _) =
        scripted([Step::Respond(response(404), r#"{"error":{"code":"ImageNotFound","message":"None."}}"#)]);
    let error = download(&client.build().unwrap()).await.unwrap_err();
    assert!(error.is_not_found() && error.code() == Some("ImageNotFound"), "{error}");
}

#[tokio::test]
async fn a_name_that_is_not_an_identifier_is_not_sent() {
    let (client, requests) = responding(response(200), "");
    for name in ["", "a/b", "x?y", "$value", "..", "%2e", "a b", "café", "1a", "content/../../me"] {
        for error in [
            client.download(Photo::at("u1").media_property(name)).await.unwrap_err(),
            client.upload(Photo::at("u1").media_property(name), "x").await.unwrap_err(),
        ] {
            assert_eq!(error.kind(), ErrorKind::Request, "{name}");
            assert!(error.to_string().contains("is not the name of a property"), "{error}");
        }
    }
    assert_eq!(client.download(Photo::at("..").media()).await.unwrap_err().kind(), ErrorKind::Address);
    assert_eq!(requests.len(), 0);
    client.download(Photo::at_file("d1", "a/content").media_property("content")).await.unwrap();
    assert_eq!(requests.last().uri().path(), "/v1.0/drives/d1/root:/a/content:/content");
}

#[tokio::test(start_paused = true)]
async fn an_upload_sends_the_bytes_and_returns_the_body() {
    let (client, received) = scripted([status(503), Step::Respond(response(200), super::PRINTER)]);
    let client = client.build().unwrap();
    let uploaded = client.upload(Photo::at("u1").media(), vec![0xff, 0xd8]).content_type("image/jpeg").await.unwrap();
    assert_eq!(uploaded.info().status().as_u16(), 200);
    assert_eq!(crate::json::from_slice::<super::Printer>(uploaded.body()).unwrap().job_count, 4);
    let requests = received.requests();
    assert_eq!(requests.len(), 2, "retried after 503");
    for request in requests {
        assert_eq!((request.method().as_str(), request.uri().path()), ("PUT", "/v1.0/users/u1/photo/$value"));
        assert_eq!(
            (&request.headers()["content-type"], &request.body()[..]),
            (&"image/jpeg".parse().unwrap(), &[0xff, 0xd8][..])
        );
    }
}

#[tokio::test]
async fn uploads_have_a_type_a_length_and_no_redirects() {
    let redirect =
        b"HTTP/1.1 307 Temporary Redirect\r\nlocation: /elsewhere\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let server = Server::start(vec![ok("", b""), ok("", b""), redirect.to_vec()]).await;
    let client = server.client().build().unwrap();
    let upload = |bytes: &'static [u8]| client.upload(Photo::at("u1").media(), bytes);
    assert!(upload(b"bytes").if_match(ETag::new("\"1\"").unwrap()).await.unwrap().body().is_empty());
    upload(b"").await.unwrap();
    assert_eq!(upload(b"bytes").await.unwrap_err().kind(), ErrorKind::Redirect);
    let error = upload(b"bytes").content_type("text/plain\n").await.unwrap_err();
    assert!(error.to_string().contains("the content type contains a character"), "{error}");
    let requests = server.requests.await.unwrap();
    for (request, lines) in requests.iter().zip([
        &["content-type: application/octet-stream", "content-length: 5", "if-match: \"1\""][..],
        &["content-type: application/octet-stream", "content-length: 0"],
        &["content-length: 5"],
    ]) {
        for line in lines {
            assert!(request.lines().any(|sent| sent == *line), "{line} in {request}");
        }
    }
}

#[test]
fn debug_output_has_no_bytes_and_no_ids() {
    let media = Photo::at("S3CR3T").media_property("S3CR3T/x");
    assert!(!format!("{media:?}").contains("S3CR3T"), "{media:?}");
    let (client, _) = responding(response(200), "");
    let upload = client.upload(Photo::at("S3CR3T").media(), "S3CR3T");
    assert!(!format!("{upload:?}").contains("S3CR3T"), "{upload:?}");
}

proptest! {
    /// Whatever the chunks are, the bytes are those of the body up to the limit, and more are an error.
    #[test]
    fn the_bytes_are_those_of_the_body_up_to_the_limit(
        chunks in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..40), 0..12),
        max_size in 0_u64..300,
        announces in any::<bool>(),
    ) {
        let body = chunks.concat();
        let length = body.len() as u64;
        let sent = chunks.clone();
        let (client, _) = serving(move || {
            let head = response(200);
            let head = if announces { head.header("content-length", length) } else { head };
            (head, Frames::of(sent.clone()))
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let outcome = runtime.block_on(client.download(Photo::at("u1").media()).max_size(max_size).into_future());
        if announces && length > max_size {
            prop_assert_eq!(outcome.unwrap_err().kind(), ErrorKind::TooLarge);
            return Ok(());
        }
        let (bytes, error) = runtime.block_on(read(outcome.unwrap()));
        prop_assert!(bytes.len() as u64 <= max_size && body.starts_with(&bytes));
        prop_assert_eq!(error.map(|error| error.kind()), (length > max_size).then_some(ErrorKind::TooLarge));
        prop_assert_eq!(length <= max_size, bytes.len() as u64 == length);
    }
}
