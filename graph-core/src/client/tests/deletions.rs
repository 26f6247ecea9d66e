//! Deletions: what is sent, what counts as done, and what is refused.

use std::io::ErrorKind::ConnectionReset;

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use super::loopback::read_request;
use super::scripted::{Step, scripted, status};
use super::{Printer, TOKEN, responding, response};
use crate::client::GraphClient;
use crate::cloud::Cloud;
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::graph_resource;
use crate::response::Deleted;
use crate::retry::RetryPolicy;

const NOT_FOUND: &str = r#"{"error":{"code":"ResourceNotFound","message":"There is no such printer."}}"#;

async fn delete(client: &GraphClient) -> Result<Deleted, Error> {
    client.delete(Printer::at("p1")).await
}

fn missing() -> Step {
    Step::Respond(response(404), NOT_FOUND)
}

#[tokio::test]
async fn a_deletion_has_neither_a_body_nor_a_query() {
    for status in [200, 202, 204] {
        let (client, requests) = responding(response(status), "");
        let deleted = delete(&client).await.unwrap();
        assert!(deleted.is_reported());
        assert_eq!((deleted.info().status().as_u16(), deleted.info().request_id()), (status, Some("service-id")));
        let request = requests.last();
        assert_eq!(request.method(), "DELETE");
        assert_eq!(request.uri(), "https://graph.microsoft.com/v1.0/printers/p1");
        assert!(request.body().is_empty() && !request.headers().contains_key("content-type"));
        assert!(!request.headers().contains_key("prefer") && !request.headers().contains_key("if-match"));
    }
    let (client, requests) = responding(response(204), "");
    let etag = ETag::new("W/\"1\"").unwrap();
    client.delete(Printer::at("p1")).if_match(&etag).await.unwrap();
    assert_eq!(requests.last().headers()["if-match"], "W/\"1\"");
    let dry_run = client.delete(Printer::at("p1")).dry_run().unwrap();
    assert_eq!(dry_run.url(), "https://graph.microsoft.com/v1.0/printers/p1");
    assert!(dry_run.to_string().starts_with("DELETE "), "{dry_run}");
}

#[tokio::test]
async fn an_entity_that_never_existed_is_an_error() {
    let (client, received) = scripted([missing()]);
    let error = delete(&client.build().unwrap()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!((error.operation(), received.count()), (Some("delete"), 1));
    let (client, received) = scripted([Step::Respond(response(410), NOT_FOUND)]);
    assert_eq!(delete(&client.build().unwrap()).await.unwrap_err().status().unwrap().as_u16(), 410);
    assert_eq!(received.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_entity_that_is_gone_after_a_lost_response_is_deleted() {
    let lost: [fn() -> Step; 4] =
        [|| Step::Break(ConnectionReset), || status(503), || status(504), || Step::Respond(response(500), "")];
    for first in lost {
        for last in [404, 410] {
            let (client, received) = scripted([first(), Step::Respond(response(last), NOT_FOUND)]);
            let outcome = delete(&client.build().unwrap()).await;
            if received.count() == 1 {
                // this status is not retried
                assert!(!outcome.unwrap_err().is_not_found());
                continue;
            }
            let deleted = outcome.unwrap();
            assert!(!deleted.is_reported());
            assert_eq!(deleted.info().status().as_u16(), last);
            assert_eq!(deleted.info().failed_attempts().len(), 1, "the attempt whose response was lost");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_entity_that_is_missing_after_a_rejection_is_an_error() {
    let (client, received) = scripted([status(429), missing()]);
    let error = delete(&client.build().unwrap()).await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    assert_eq!(received.count(), 2);
    // A gateway does not know whether the entity exists.
    let page = "<html><title>404 Not Found</title></html>";
    let (client, received) = scripted([status(503), Step::Respond(response(404), page)]);
    let error = delete(&client.build().unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("the entity may or may not have been deleted"), "{error}");
    assert_eq!(received.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_failed_condition_after_a_lost_response_is_an_error() {
    let etag = ETag::new("W/\"1\"").unwrap();
    let (client, received) = scripted([Step::Break(ConnectionReset), status(412)]);
    let error = client.build().unwrap().delete(Printer::at("p1")).if_match(&etag).await.unwrap_err();
    assert!(error.is_precondition_failed(), "{error}");
    assert!(
        error.to_string().contains("an earlier attempt of this call deleted the entity, or another client"),
        "{error}"
    );
    assert_eq!(received.count(), 2);

    let (client, _) = scripted([status(412)]);
    let error = client.build().unwrap().delete(Printer::at("p1")).if_match(&etag).await.unwrap_err();
    assert!(!error.to_string().contains("earlier attempt"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn without_retries_a_lost_response_leaves_the_outcome_open() {
    let (client, received) = scripted([Step::Break(ConnectionReset), missing()]);
    let error = client.build().unwrap().delete(Printer::at("p1")).retryable(false).await.unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::Transport, 1));
    assert!(error.to_string().contains("the entity may or may not have been deleted"), "{error}");
}

/// The connection breaks after the service has read the request, and the second request finds nothing.
#[tokio::test]
async fn a_connection_that_breaks_after_the_deletion_is_survived() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let cloud = Cloud::custom(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let first = read_request(&mut stream).await;
        drop(stream);
        let (mut stream, _) = listener.accept().await.unwrap();
        let second = read_request(&mut stream).await;
        let head =
            format!("HTTP/1.1 404 Not Found\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", NOT_FOUND.len());
        stream.write_all(&[head.as_bytes(), NOT_FOUND.as_bytes()].concat()).await.unwrap();
        [first, second]
    });
    let client = GraphClient::builder(cloud).token(TOKEN).build().unwrap();
    let deleted = delete(&client).await.unwrap();
    assert!(!deleted.is_reported());
    let requests = server.await.unwrap();
    assert!(
        requests.iter().all(|request| request.starts_with("DELETE /v1.0/printers/p1 HTTP/1.1\r\n")),
        "{requests:?}"
    );
}

#[graph_resource(
    crate = crate,
    path = "/users/{userId}",
    paths(
        member = "/groups/{groupId}/members/{userId}",
        manager = "/me/manager",
        related = "/groups/{groupId}/{relation}/{userId}",
    ),
    odata_type = "#microsoft.graph.user",
    permissions = ["User.ReadWrite.All"],
)]
#[derive(Debug)]
struct Person {
    #[graph(key)]
    id: String,
}

#[tokio::test]
async fn a_path_through_a_link_is_refused_before_anything_is_sent() {
    let (client, requests) = responding(response(204), "");
    let addresses = [
        (Person::at_member("g1", "S3CR3T-u1"), "members"),
        (Person::at_manager(), "manager"),
        (Person::at_related("g1", "owners", "S3CR3T-u1"), "owners"),
        (Person::at_related("g1", "TransitiveMembers", "S3CR3T-u1"), "TransitiveMembers"),
    ];
    for (address, link) in addresses {
        let error = client.delete(address).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request);
        let text = error.to_string();
        assert!(text.contains(&format!("the path goes through `{link}`")) && text.contains("use `unlink`"), "{text}");
        assert!(!text.contains("S3CR3T"), "{text}");
    }
    assert_eq!(requests.len(), 0);
    client.delete(Person::at("u1")).await.unwrap();
    client.delete(Person::at("manager")).await.unwrap();
    client.get(Person::at_member("g1", "u1")).await.unwrap_err();
    assert_eq!(requests.len(), 3, "only deletions are refused");
}

#[tokio::test]
async fn a_403_shows_the_permissions_of_the_declaration() {
    let (client, _) = scripted([Step::Respond(response(403), "")]);
    let token = "e30.eyJzY3AiOiJVc2VyLlJlYWQifQ.x";
    let client = client.token(token).retry(RetryPolicy::none()).build().unwrap();
    let error = client.delete(Person::at("u1")).await.unwrap_err();
    assert_eq!(error.permissions().unwrap().needed(), ["User.ReadWrite.All"]);
}
