use graph_sandbox::{OperationResponse, Sandbox};
use reqwest::Method;
use serde_json::json;

use crate::fixture::{Fixture, TestResponse, send};
use crate::organization::organization;

async fn post(fixture: &Fixture, path: &str, body: &str) -> TestResponse {
    send(fixture.json(Method::POST, path, body.to_owned())).await
}

#[tokio::test]
async fn calls_are_recorded_with_their_parameters() {
    let builder = organization()
        .operation("microsoft.graph.renew", |_| OperationResponse::no_content())
        .operation("validateProperties", |_| OperationResponse::accepted());
    let fixture = Fixture::only(builder).await;
    assert_eq!(send(fixture.request(Method::POST, "/v1.0/groups/g/renew")).await.status, 204);
    let body = r#"{"reason":"late","days":[1,2]}"#;
    assert_eq!(post(&fixture, "/v1.0/groups/g/microsoft.graph.renew", body).await.status, 204);
    assert_eq!(post(&fixture, "/v1.0/groups/validateProperties", "{}").await.status, 202);

    let calls = fixture.sandbox.calls("renew");
    assert_eq!(calls.len(), 2);
    assert_eq!((calls[0].parameters().len(), calls[0].path()), (0, "/v1.0/groups/g"));
    assert_eq!(calls[1].parameter("days"), Some(&json!([1, 2])));
    assert_eq!(calls[1].entity().expect("the group")["displayName"], "Staff");
    let unbound = &fixture.sandbox.calls("validateProperties")[0];
    assert_eq!((unbound.path(), unbound.entity()), ("/v1.0/groups", None));
    assert!(!format!("{calls:?}").contains("late"));
}

#[tokio::test]
async fn an_operation_that_is_not_declared_is_refused() {
    let fixture = Fixture::only(organization().operation("renew", |_| OperationResponse::no_content())).await;
    let refused = post(&fixture, "/v1.0/groups/g/wipe", "{}").await.assert_error(400, "BadRequest");
    assert_eq!(refused, "Resource not found for the segment 'wipe'.");
    post(&fixture, "/v1.0/groups/none/renew", "{}").await.assert_error(404, "ResourceNotFound");
    post(&fixture, "/v1.0/elsewhere/x/renew", "{}").await.assert_error(400, "BadRequest");
    post(&fixture, "/v1.0/groups/g/renew", "[]").await.assert_error(400, "BadRequest");
    post(&fixture, "/v1.0/groups/g/renew", "{").await.assert_error(400, "BadRequest");
    send(fixture.request(Method::DELETE, "/v1.0/groups/g/renew")).await.assert_error(405, "Request_BadRequest");
    assert_eq!(fixture.sandbox.calls("renew").len(), 0);
}

#[tokio::test]
async fn a_function_has_its_parameters_in_the_path() {
    let builder = organization()
        .operation("reminderView", |call| OperationResponse::value(call.parameters()))
        .operation("delta", |_| OperationResponse::collection(json!([])))
        .operation("/reports/getSummary", |call| OperationResponse::value(call.path()));
    let fixture = Fixture::only(builder).await;
    let path =
        "/v1.0/users/u/reminderView(start='O''Brien%2C%20a%3Db',count=2,on=true,day=2026-01-01,x=@x)?@x='y%27%27z'";
    let called = fixture.get(path).await;
    assert_eq!(
        called.json()["value"],
        json!({ "start": "O'Brien, a=b", "count": 2, "on": true, "day": "2026-01-01", "x": "y'z" })
    );
    assert_eq!(fixture.get("/v1.0/users/delta").await.json()["value"], json!([]));
    assert_eq!(fixture.get("/v1.0/users/delta()").await.status, 200);
    assert_eq!(fixture.get("/v1.0/reports/getSummary(period='D7')").await.json()["value"], "/v1.0/reports");
    assert_eq!(fixture.sandbox.calls("getSummary")[0].parameter("period"), Some(&json!("D7")));
    for malformed in ["start='a", "start", "a=1,a=2", "a=1,", "a='x'b'"] {
        fixture.get(&format!("/v1.0/users/u/reminderView({malformed})")).await.assert_error(400, "BadRequest");
    }
}

#[tokio::test]
async fn a_collection_is_returned_in_pages() {
    let items: Vec<_> = (0..5).map(|number| json!({ "id": number })).collect();
    let builder = organization().page_size(2);
    let fixture = Fixture::only(builder.operation("reminders", move |_| OperationResponse::collection(&items))).await;
    let mut link = "/v1.0/users/u/reminders()".to_owned();
    let mut pages = Vec::new();
    loop {
        let page = fixture.get(&link).await.json();
        pages.push(page["value"].as_array().expect("items").len());
        let Some(next) = page["@odata.nextLink"].as_str() else { break };
        link = next.trim_start_matches(fixture.sandbox.endpoint()).to_owned();
    }
    assert_eq!(pages, [2, 2, 1]);
    assert_eq!(fixture.sandbox.calls("reminders").len(), 1, "further pages are not calls");
}

#[tokio::test]
async fn an_operation_changes_or_removes_its_entity() {
    let builder = organization()
        .operation("rename", |call| {
            OperationResponse::object(json!({ "done": true })).changing(json!({ "displayName": call.parameter("to") }))
        })
        .operation("break", |_| OperationResponse::no_content().changing(json!({ "colour": "red" })))
        .operation("refuse", |_| OperationResponse::error(409, "Busy", "Try later."))
        .operation("retire", |_| OperationResponse::no_content().removing());
    let fixture = Fixture::only(builder).await;
    let etag = fixture.get("/v1.0/users/u").await.header("etag").to_owned();
    assert_eq!(post(&fixture, "/v1.0/users/u/rename", r#"{"to":"Ulf"}"#).await.json()["done"], true);
    let read = fixture.get("/v1.0/users/u").await;
    assert_eq!(read.json()["displayName"], "Ulf");
    assert_ne!(read.header("etag"), etag);
    post(&fixture, "/v1.0/users/u/break", "").await.assert_error(500, "InternalServerError");
    assert_eq!(post(&fixture, "/v1.0/users/u/refuse", "").await.assert_error(409, "Busy"), "Try later.");
    assert_eq!(post(&fixture, "/v1.0/users/u/retire", "").await.status, 204);
    fixture.get("/v1.0/users/u").await.assert_error(404, "ResourceNotFound");
    post(&fixture, "/v1.0/users/u/retire", "").await.assert_error(404, "ResourceNotFound");
}

#[tokio::test]
async fn an_operation_that_is_not_bound_is_called_at_the_version() {
    let builder = Sandbox::builder().operation("getSkus", |_| OperationResponse::value(3));
    let fixture = Fixture::only(builder).await;
    assert_eq!(fixture.get("/v1.0/getSkus()").await.json()["value"], 3);
    assert_eq!(fixture.sandbox.calls("microsoft.graph.getSkus")[0].path(), "/v1.0");
}
