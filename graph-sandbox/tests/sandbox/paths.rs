use graph_core::schema::Version;
use graph_sandbox::Sandbox;
use reqwest::Method;
use serde_json::json;

use crate::fixture::{Fixture, SAMPLE, send};
use crate::resources::{BetaSample, Sample, sample};

#[tokio::test]
async fn an_unknown_version_is_refused() {
    let fixture = Fixture::start().await;
    for path in ["/", "/v2.0/samples/1", "/samples/1", "/V1.0/samples/1", "//v1.0/samples/1"] {
        assert_eq!(fixture.get(path).await.assert_error(400, "BadRequest"), "Invalid version.", "{path}");
    }
}

#[tokio::test]
async fn the_error_names_the_first_unknown_segment() {
    let fixture = Fixture::start().await;
    for (path, segment) in [
        ("/v1.0", ""),
        ("/v1.0/", ""),
        ("/v1.0/simples/1", "simples"),
        ("/v1.0/Samples/1", "Samples"),
        ("/v1.0/samples/1/more", "more"),
        ("/beta/samples/1", "samples"),
    ] {
        let message = fixture.get(path).await.assert_error(400, "BadRequest");
        assert_eq!(message, format!("Resource not found for the segment '{segment}'."), "{path}");
    }
}

#[tokio::test]
async fn each_version_has_its_own_entities() {
    let builder = Sandbox::builder().entity::<BetaSample>("/samples/1", json!({ "id": "1", "int": 70 }));
    let fixture = Fixture::with(builder).await;
    assert_eq!(fixture.get("/beta/samples/1").await.json()["int"], 70);
    assert_eq!(fixture.get(SAMPLE).await.json()["int"], 7);
}

#[tokio::test]
async fn a_slash_at_the_end_is_part_of_the_template() {
    let fixture = Fixture::with(Sandbox::builder().entity::<Sample>("/slashed/1/", sample())).await;
    assert_eq!(fixture.get("/v1.0/slashed/1/").await.status, 200);
    fixture.get("/v1.0/slashed/1").await.assert_error(400, "BadRequest");
    fixture.get("/v1.0/samples/1/").await.assert_error(400, "BadRequest");
}

#[tokio::test]
async fn a_literal_segment_precedes_a_placeholder() {
    let builder = Sandbox::builder().entity::<Sample>("/samples/fixed", sample());
    let fixture = Fixture::with(builder).await;
    let context = fixture.get("/v1.0/samples/fixed").await.json()["@odata.context"].clone();
    assert_eq!(context, format!("{}/v1.0/$metadata#samples/fixed/$entity", fixture.sandbox.endpoint()));
}

#[tokio::test]
async fn a_path_placeholder_matches_several_segments() {
    let fixture = Fixture::with(Sandbox::builder().entity::<Sample>("/drive/root:/a/b%20c:/sample", sample())).await;
    assert_eq!(fixture.get("/v1.0/drive/root:/a/b%20c:/sample").await.status, 200);
    fixture.get("/v1.0/drive/root:/a/b:/sample").await.assert_error(404, "ResourceNotFound");
    fixture.get("/v1.0/drive/root:/:/sample").await.assert_error(400, "BadRequest");
}

#[tokio::test]
async fn quotes_in_a_string_literal_are_doubled() {
    let address = Sample::at_found("b',admin='1", 7_i32);
    let path = address.path().unwrap();
    let fixture = Fixture::with(Sandbox::builder().entity::<Sample>(path, sample())).await;
    assert_eq!(fixture.get(&format!("/v1.0{path}")).await.status, 200);
    fixture.get("/v1.0/found(name='pre-b',admin='1',index=7)").await.assert_error(400, "BadRequest");
    let message = fixture.get("/v1.0/found(name='pre-o''neill',index=8)").await.assert_error(404, "ResourceNotFound");
    assert!(message.contains("Resource '8'"), "the last value: {message}");
    let address = Sample::at_found("", 7_i32);
    fixture.get(&format!("/v1.0{}", address.path().unwrap())).await.assert_error(404, "ResourceNotFound");
}

#[tokio::test]
async fn an_encoded_slash_does_not_separate_segments() {
    let fixture = Fixture::with(Sandbox::builder().entity::<Sample>("/samples/a%2Fb%20'c", sample())).await;
    let found = fixture.get("/v1.0/samples/a%2fb%20%27c").await;
    assert_eq!(found.status, 200);
    let context = format!("{}/v1.0/$metadata#samples/$entity", fixture.sandbox.endpoint());
    assert_eq!(found.json()["@odata.context"], context);
    fixture.get("/v1.0/samples/a/b%20'c").await.assert_error(400, "BadRequest");
    assert!(fixture.sandbox.entity_json(Version::V1, "/samples/a%2Fb%20%27c").is_some());
}

#[tokio::test]
async fn dot_segments_are_refused() {
    let fixture = Fixture::start().await;
    for path in [
        "/v1.0/samples/..",
        "/v1.0/other/../samples/1",
        "/v1.0/samples/%2E%2e",
        "/v1.0/samples/./1",
        "/v1.0/./samples/1",
    ] {
        let response = fixture.raw_get(path).await;
        assert!(response.starts_with("HTTP/1.1 400 "), "{path}: {response}");
        assert!(response.contains("would address another resource"), "{path}: {response}");
    }
}

#[tokio::test]
async fn segments_that_do_not_decode_to_text_are_refused() {
    let fixture = Fixture::start().await;
    for segment in ["%zz", "%", "1%2", "%FF", "%00", "a%0Ab", "%C2%85"] {
        let response = fixture.raw_get(&format!("/v1.0/samples/{segment}")).await;
        assert!(response.starts_with("HTTP/1.1 400 "), "{segment}: {response}");
        assert!(response.contains("Invalid URL"), "{segment}: {response}");
    }
    assert!(
        fixture.raw_get("/v1.0/samples/").await.contains("Resource not found for the segment ''"),
        "an empty segment"
    );
}

#[tokio::test]
async fn an_absent_entity_is_not_found() {
    let fixture = Fixture::start().await;
    let message = fixture.get("/v1.0/samples/2").await.assert_error(404, "ResourceNotFound");
    assert!(message.starts_with("Resource '2' does not exist"), "{message}");
    send(fixture.patch("/v1.0/samples/2", r#"{"int":1}"#)).await.assert_error(404, "ResourceNotFound");
    assert_eq!(fixture.sandbox.entity_json(Version::V1, "/samples/2"), None, "an update does not create");
}

#[tokio::test]
async fn methods_that_an_entity_does_not_have_are_refused() {
    let fixture = Fixture::start().await;
    for method in [Method::POST, Method::OPTIONS] {
        let refused = send(fixture.request(method, SAMPLE)).await;
        refused.assert_error(405, "Request_BadRequest");
        assert_eq!(refused.header("allow"), "GET, PATCH, PUT, DELETE");
    }
}

#[tokio::test]
async fn system_query_options_of_updates_are_refused() {
    let fixture = Fixture::start().await;
    let patch = send(fixture.patch(&format!("{SAMPLE}?$select=int"), r#"{"int":8}"#)).await;
    assert!(patch.assert_error(501, "NotImplemented").contains("'$select'"));
    assert_eq!(fixture.stored()["int"], 7);
    assert_eq!(send(fixture.patch(&format!("{SAMPLE}?x=1"), r#"{"int":8}"#)).await.status, 200);
}
