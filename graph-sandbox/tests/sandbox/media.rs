use graph_core::schema::Version;
use reqwest::{Method, redirect};

use crate::fixture::{Fixture, TestResponse, send};
use crate::organization::{User, organization};

const PHOTO: &str = "/v1.0/users/u/$value";

async fn put(fixture: &Fixture, path: &str, body: &'static [u8]) -> TestResponse {
    send(fixture.request(Method::PUT, path).header("Content-Type", "image/jpeg").body(body)).await
}

#[tokio::test]
async fn media_are_stored_as_they_were_sent() {
    let fixture = Fixture::only(organization()).await;
    fixture.get(PHOTO).await.assert_error(404, "ResourceNotFound");
    let stored = put(&fixture, PHOTO, b"\x00\xff{").await;
    assert_eq!(stored.status, 204);
    let response = fixture.request(Method::GET, PHOTO).send().await.expect("a response");
    assert_eq!(response.headers()["content-type"], "image/jpeg");
    assert_eq!(response.headers()["etag"], stored.header("etag"));
    assert_eq!(response.bytes().await.expect("bytes").as_ref(), b"\x00\xff{");

    assert_eq!(send(fixture.request(Method::DELETE, PHOTO)).await.status, 204);
    send(fixture.request(Method::DELETE, PHOTO)).await.assert_error(404, "ResourceNotFound");
    assert_eq!(fixture.get("/v1.0/users/u").await.status, 200, "the entity remains");
}

#[tokio::test]
async fn media_are_those_of_entities_and_declared_properties() {
    let fixture = Fixture::only(organization().media_properties::<User>(&["photo"])).await;
    for path in ["/v1.0/users/u/photo", "/v1.0/users/u/photo/$value"] {
        assert_eq!(put(&fixture, path, b"x").await.status, 204);
        assert_eq!(fixture.get(path).await.text, "x");
    }
    put(&fixture, "/v1.0/users/none/photo", b"x").await.assert_error(404, "ResourceNotFound");
    for path in ["/v1.0/users/u/cover", "/v1.0/groups/g/photo", "/v1.0/users/$value"] {
        put(&fixture, path, b"x").await.assert_error(400, "BadRequest");
    }
    let without_type = fixture.request(Method::PUT, PHOTO).body("x");
    send(without_type).await.assert_error(400, "BadRequest");
    put(&fixture, PHOTO, b"x").await;
    send(fixture.request(Method::POST, PHOTO)).await.assert_error(405, "Request_BadRequest");
}

#[tokio::test]
async fn a_test_reads_and_sets_media() {
    let fixture = Fixture::only(organization()).await;
    assert!(fixture.sandbox.set_media(Version::V1, "/users/u/$value", "text/plain", "hello"));
    assert!(!fixture.sandbox.set_media(Version::V1, "/users/$value", "text/plain", "hello"));
    assert_eq!(fixture.get(PHOTO).await.text, "hello");
    let (content_type, bytes) = fixture.sandbox.media(Version::V1, "/users/u/$value").expect("media");
    assert_eq!((content_type.as_str(), bytes.as_ref()), ("text/plain", &b"hello"[..]));
    fixture.sandbox.remove(User::at("u")).expect("the user");
    assert!(fixture.sandbox.media(Version::V1, "/users/u/$value").is_none(), "media are removed with their entity");
}

#[tokio::test]
async fn downloads_can_be_redirected_to_a_host_that_refuses_tokens() {
    let fixture = Fixture::only(organization().redirect_media()).await;
    fixture.sandbox.set_media(Version::V1, "/users/u/$value", "text/plain", "hello");
    let client = reqwest::Client::builder().redirect(redirect::Policy::none()).build().expect("a client");
    let url = format!("{}{PHOTO}", fixture.sandbox.endpoint());
    let redirected = client.get(url).bearer_auth("token").send().await.expect("a response");
    assert_eq!(redirected.status(), 302);
    let location = redirected.headers()["location"].to_str().expect("a URL").to_owned();
    assert!(!location.starts_with(fixture.sandbox.endpoint()), "another host: {location}");

    let with_token = send(client.get(&location).bearer_auth("token")).await;
    with_token.assert_error(401, "unauthenticated");
    let downloaded = send(client.get(&location)).await;
    assert_eq!((downloaded.status.as_u16(), downloaded.text.as_str()), (200, "hello"));
}
