use graph_core::Resource as _;
use graph_core::schema::Version;
use graph_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::resources::{BetaSample, Intruder, Sample, sample};

async fn refusal(json: Value) -> String {
    let started = Sandbox::builder().entity::<Sample>("/samples/1", json).start().await;
    started.expect_err("the seed does not fit").to_string()
}

#[tokio::test]
async fn an_entity_must_fit_its_resource() {
    let mut wrong = sample();
    wrong["int"] = json!("7");
    wrong["more"] = json!(1);
    let message = refusal(wrong).await;
    assert!(
        message.starts_with("the entity at `/samples/1` is not a `#sandbox.test.sample`: Cannot convert"),
        "{message}"
    );
    assert!(message.contains("The property 'more' does not exist"), "all faults are named: {message}");

    let mut incomplete = sample();
    incomplete.as_object_mut().expect("an object").remove("moment");
    assert!(refusal(incomplete).await.ends_with("The property 'moment' of type 'sandbox.test.sample' is missing."));
    assert!(refusal(json!([])).await.contains("A JSON object was expected"));
}

#[tokio::test]
async fn what_may_be_left_out_gets_its_default() {
    let mut short = sample();
    for optional in ["text", "tags", "anything", "memo"] {
        short.as_object_mut().expect("an object").remove(optional);
    }
    let sandbox = Sandbox::builder().entity::<Sample>("/samples/1", short).start().await.expect("the seed fits");
    let kept = sandbox.entity_json(Version::V1, "/samples/1").expect("an entity");
    assert_eq!((&kept["text"], &kept["tags"], &kept["anything"]), (&Value::Null, &json!([]), &Value::Null));
    let kept = kept.as_object().expect("an object");
    assert!(kept.contains_key("text") && kept.contains_key("memo"));
    assert!(!kept.contains_key("hint"), "an optional property has no null");
}

#[tokio::test]
async fn text_is_kept_as_it_is() {
    let text = r#"{"id":"\u0031","int":-0}"#;
    let sandbox =
        Sandbox::builder().entity_text(BetaSample::DESCRIPTOR, "/samples/1", text).start().await.expect("it fits");
    assert_eq!(sandbox.entity_text(Version::Beta, "/samples/1").as_deref(), Some(text));
    let broken = Sandbox::builder().entity_text(BetaSample::DESCRIPTOR, "/samples/1", "{").start().await;
    assert!(broken.expect_err("no JSON").to_string().contains("is not valid JSON"));
}

#[tokio::test]
async fn a_seed_names_each_member_once() {
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
        assert!(message.contains(&format!("the member '{name}' is given twice")), "{message}");
    }
}

#[tokio::test]
async fn a_path_must_lead_to_the_resource() {
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
async fn two_resources_cannot_share_a_path() {
    let started = Sandbox::builder().resource::<Sample>().resource::<Sample>().resource::<Intruder>().start().await;
    assert_eq!(
        started.expect_err("a conflict").to_string(),
        "`#sandbox.test.sample` and `#sandbox.test.intruder` both declare `/v1.0/samples/{id}`; serve one of them"
    );
}

#[tokio::test]
async fn a_taken_port_is_reported() {
    let first = Sandbox::builder().start().await.expect("a free port");
    let port = first.endpoint().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let error = Sandbox::builder().port(port).start().await.expect_err("the port is taken");
    assert_eq!(error.to_string(), format!("the sandbox cannot listen on port {port} of the loopback interface"));
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn every_path_is_served() {
    let sandbox = Sandbox::builder().resource::<Sample>().resource::<BetaSample>().start().await.expect("it starts");
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
