use graph_core::schema::Version;
use graph_sandbox::Sandbox;
use reqwest::Method;
use serde_json::json;

use crate::probe::{Probe, SAMPLE, reply};
use crate::resources::{BetaSample, Sample, sample};

#[tokio::test]
async fn the_version_must_be_known() {
    let probe = Probe::start().await;
    for path in ["/", "/v2.0/samples/1", "/samples/1", "/V1.0/samples/1", "//v1.0/samples/1"] {
        assert_eq!(probe.get(path).await.fault(400, "BadRequest"), "Invalid version.", "{path}");
    }
}

#[tokio::test]
async fn the_first_strange_segment_is_named() {
    let probe = Probe::start().await;
    for (path, segment) in [
        ("/v1.0", ""),
        ("/v1.0/", ""),
        ("/v1.0/simples/1", "simples"),
        ("/v1.0/Samples/1", "Samples"),
        ("/v1.0/samples", "samples"),
        ("/v1.0/samples/1/more", "more"),
        ("/beta/samples/1", "samples"),
    ] {
        let message = probe.get(path).await.fault(400, "BadRequest");
        assert_eq!(message, format!("Resource not found for the segment '{segment}'."), "{path}");
    }
}

#[tokio::test]
async fn a_version_keeps_its_own_entities() {
    let builder = Sandbox::builder().entity::<BetaSample>("/samples/1", json!({ "id": "1", "int": 70 }));
    let probe = Probe::over(builder).await;
    assert_eq!(probe.get("/beta/samples/1").await.json()["int"], 70);
    assert_eq!(probe.get(SAMPLE).await.json()["int"], 7);
}

#[tokio::test]
async fn a_slash_at_the_end_is_part_of_the_template() {
    let probe = Probe::over(Sandbox::builder().entity::<Sample>("/slashed/1/", sample())).await;
    assert_eq!(probe.get("/v1.0/slashed/1/").await.status, 200);
    probe.get("/v1.0/slashed/1").await.fault(400, "BadRequest");
    probe.get("/v1.0/samples/1/").await.fault(400, "BadRequest");
}

#[tokio::test]
async fn a_literal_segment_goes_before_a_placeholder() {
    let builder = Sandbox::builder().entity::<Sample>("/samples/fixed", sample());
    let probe = Probe::over(builder).await;
    let context = probe.get("/v1.0/samples/fixed").await.json()["@odata.context"].clone();
    assert_eq!(context, format!("{}/v1.0/$metadata#samples/fixed/$entity", probe.sandbox.endpoint()));
}

#[tokio::test]
async fn a_colon_path_takes_several_segments() {
    let probe = Probe::over(Sandbox::builder().entity::<Sample>("/drive/root:/a/b%20c:/sample", sample())).await;
    assert_eq!(probe.get("/v1.0/drive/root:/a/b%20c:/sample").await.status, 200);
    probe.get("/v1.0/drive/root:/a/b:/sample").await.fault(404, "ResourceNotFound");
    probe.get("/v1.0/drive/root:/:/sample").await.fault(400, "BadRequest");
}

#[tokio::test]
async fn quotes_in_a_literal_are_doubled() {
    let address = Sample::at_found("b',admin='1", 7_i32);
    let path = address.path().unwrap();
    let probe = Probe::over(Sandbox::builder().entity::<Sample>(path, sample())).await;
    assert_eq!(probe.get(&format!("/v1.0{path}")).await.status, 200);
    probe.get("/v1.0/found(name='pre-b',admin='1',index=7)").await.fault(400, "BadRequest");
    let message = probe.get("/v1.0/found(name='pre-o''neill',index=8)").await.fault(404, "ResourceNotFound");
    assert!(message.contains("Resource '8'"), "the last value: {message}");
    let address = Sample::at_found("", 7_i32);
    probe.get(&format!("/v1.0{}", address.path().unwrap())).await.fault(404, "ResourceNotFound");
}

#[tokio::test]
async fn an_encoded_slash_separates_nothing() {
    let probe = Probe::over(Sandbox::builder().entity::<Sample>("/samples/a%2Fb%20'c", sample())).await;
    let found = probe.get("/v1.0/samples/a%2fb%20%27c").await;
    assert_eq!(found.status, 200);
    let context = format!("{}/v1.0/$metadata#samples/$entity", probe.sandbox.endpoint());
    assert_eq!(found.json()["@odata.context"], context);
    probe.get("/v1.0/samples/a/b%20'c").await.fault(400, "BadRequest");
    assert!(probe.sandbox.entity_json(Version::V1, "/samples/a%2Fb%20%27c").is_some());
}

#[tokio::test]
async fn dots_never_resolve() {
    let probe = Probe::start().await;
    for path in [
        "/v1.0/samples/..",
        "/v1.0/other/../samples/1",
        "/v1.0/samples/%2E%2e",
        "/v1.0/samples/./1",
        "/v1.0/./samples/1",
    ] {
        let answer = probe.raw_get(path).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{path}: {answer}");
        assert!(answer.contains("would lead elsewhere"), "{path}: {answer}");
    }
}

#[tokio::test]
async fn segments_that_decode_to_no_text_are_refused() {
    let probe = Probe::start().await;
    for segment in ["%zz", "%", "1%2", "%FF", "%00", "a%0Ab", "%C2%85"] {
        let answer = probe.raw_get(&format!("/v1.0/samples/{segment}")).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{segment}: {answer}");
        assert!(answer.contains("Invalid URL"), "{segment}: {answer}");
    }
    assert!(
        probe.raw_get("/v1.0/samples/").await.contains("Resource not found for the segment ''"),
        "an empty segment"
    );
}

#[tokio::test]
async fn an_absent_entity_is_not_found() {
    let probe = Probe::start().await;
    let message = probe.get("/v1.0/samples/2").await.fault(404, "ResourceNotFound");
    assert!(message.starts_with("Resource '2' does not exist"), "{message}");
    reply(probe.patch("/v1.0/samples/2", r#"{"int":1}"#)).await.fault(404, "ResourceNotFound");
    assert_eq!(probe.sandbox.entity_json(Version::V1, "/samples/2"), None, "an update does not create");
}

#[tokio::test]
async fn methods_other_than_get_and_patch_are_refused() {
    let probe = Probe::start().await;
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        let refused = reply(probe.request(method, SAMPLE)).await;
        refused.fault(405, "Request_BadRequest");
        assert_eq!(refused.header("allow"), "GET, PATCH");
    }
}

#[tokio::test]
async fn query_options_are_not_ignored_in_silence() {
    let probe = Probe::start().await;
    for query in ["$select=int", "x=1&%24expand=place"] {
        let message = probe.get(&format!("{SAMPLE}?{query}")).await.fault(501, "NotImplemented");
        assert!(message.contains("'$"), "{message}");
    }
    assert_eq!(probe.get(&format!("{SAMPLE}?x=1")).await.status, 200);
}
