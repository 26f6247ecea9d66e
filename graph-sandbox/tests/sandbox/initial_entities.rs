use graph_core::Resource as _;
use graph_core::schema::Version;
use graph_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::resources::{BetaSample, SamePath, Sample, sample};

async fn start_error(json: Value) -> String {
    let started = Sandbox::builder().entity::<Sample>("/samples/1", json).start().await;
    started.expect_err("the entity does not match").to_string()
}

#[tokio::test]
async fn an_entity_must_match_its_resource() {
    let mut wrong = sample();
    wrong["int"] = json!("7");
    wrong["more"] = json!(1);
    let message = start_error(wrong).await;
    assert!(
        message
            .starts_with("the entity at `/samples/1` does not match its type `#sandbox.test.sample`: Cannot convert"),
        "{message}"
    );
    assert!(message.contains("The property 'more' does not exist"), "the message has all errors: {message}");

    let mut incomplete = sample();
    incomplete.as_object_mut().expect("an object").remove("moment");
    assert!(start_error(incomplete).await.ends_with("The property 'moment' of type 'sandbox.test.sample' is missing."));
    assert!(start_error(json!([])).await.contains("A JSON object was expected"));
}

#[tokio::test]
async fn an_optional_property_gets_its_default() {
    let mut short = sample();
    for optional in ["text", "tags", "anything", "memo"] {
        short.as_object_mut().expect("an object").remove(optional);
    }
    let sandbox = Sandbox::builder().entity::<Sample>("/samples/1", short).start().await.expect("the entity matches");
    let stored = sandbox.entity_json(Version::V1, "/samples/1").expect("an entity");
    assert_eq!((&stored["text"], &stored["tags"], &stored["anything"]), (&Value::Null, &json!([]), &Value::Null));
    let stored = stored.as_object().expect("an object");
    assert!(stored.contains_key("text") && stored.contains_key("memo"));
    assert!(!stored.contains_key("hint"), "an optional property has no null");
}

#[tokio::test]
async fn text_is_stored_unchanged() {
    let text = r#"{"id":"\u0031","int":-0}"#;
    let sandbox = Sandbox::builder()
        .entity_text(BetaSample::DESCRIPTOR, "/samples/1", text)
        .start()
        .await
        .expect("the entity matches");
    assert_eq!(sandbox.entity_text(Version::Beta, "/samples/1").as_deref(), Some(text));
    let broken = Sandbox::builder().entity_text(BetaSample::DESCRIPTOR, "/samples/1", "{").start().await;
    assert!(broken.expect_err("no JSON").to_string().contains("is not valid JSON"));
}

#[tokio::test]
async fn duplicate_members_are_errors() {
    for (text, name) in [
        (r#"{"id":"1","int":1,"\u0069nt":1}"#, "int"),
        (
            r##"{"@odata.type":"#sandbox.test.sample","id":"1","int":1,"@odata.type":"#sandbox.test.sample"}"##,
            "@odata.type",
        ),
        (r##"{"\u0040odata.type":"#sandbox.test.sample","id":"1","int":1,"@odata.type":"#x"}"##, "@odata.type"),
    ] {
        let started = Sandbox::builder().entity_text(BetaSample::DESCRIPTOR, "/samples/1", text).start().await;
        let message = started.expect_err(text).to_string();
        assert!(message.contains(&format!("duplicate member '{name}'")), "{message}");
    }
}

#[tokio::test]
async fn a_path_must_belong_to_the_resource() {
    for (path, why) in [
        ("/simples/1", "Resource not found for the segment 'simples'."),
        ("/samples/..", "Invalid URL"),
        ("samples/1", "Invalid version."),
    ] {
        let started = Sandbox::builder().entity::<Sample>(path, sample()).start().await;
        let message = started.expect_err(why).to_string();
        assert!(message.contains(why), "{message}");
    }
}

#[tokio::test]
async fn two_resources_with_the_same_path_are_an_error() {
    let started = Sandbox::builder().resource::<Sample>().resource::<Sample>().resource::<SamePath>().start().await;
    assert_eq!(
        started.expect_err("a conflict").to_string(),
        "`#sandbox.test.sample` and `#sandbox.test.samePath` both declare the path `/v1.0/samples/{sampleId}`, and no common \
         base type is known; serve only one of them, or state the base type with `SandboxBuilder::base_type`"
    );
}

#[tokio::test]
async fn a_port_in_use_is_an_error() {
    let first = Sandbox::builder().start().await.expect("a free port");
    let port = first.endpoint().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let error = Sandbox::builder().port(port).start().await.expect_err("the port is taken");
    assert_eq!(error.to_string(), format!("failed to listen on port {port} of the loopback interface"));
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn every_declared_path_is_served() {
    let sandbox =
        Sandbox::builder().resource::<Sample>().resource::<BetaSample>().start().await.expect("the sandbox starts");
    let served: Vec<_> = sandbox.templates().map(|(version, template)| format!("{version} {template}")).collect();
    assert_eq!(
        served,
        [
            "v1.0 /samples/{sampleId}",
            "v1.0 /slashed/{sampleId}/",
            "v1.0 /samples/fixed",
            "v1.0 /drive/root:/{path}:/sample",
            "v1.0 /found(name='pre-{name}',index={index})",
            "beta /samples/{sampleId}",
        ]
    );
}
