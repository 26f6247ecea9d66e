use graph_sandbox::Sandbox;
use reqwest::Method;

use crate::probe::{Probe, SAMPLE, reply};

const UPDATE: &str = r#"{"int":8}"#;

#[tokio::test]
async fn a_body_must_be_called_json() {
    let probe = Probe::start().await;
    let bare = || probe.request(Method::PATCH, SAMPLE).body(UPDATE);
    reply(bare()).await.fault(415, "UnsupportedMediaType");
    for refused in
        ["text/plain", "application/jsonx", "application/json-patch+json", "application/json; charset=utf-16"]
    {
        reply(bare().header("Content-Type", refused)).await.fault(415, "UnsupportedMediaType");
    }
    assert_eq!(probe.kept()["int"], 7);
    for accepted in ["application/json", "Application/JSON;odata.metadata=minimal; charset=\"UTF-8\""] {
        assert_eq!(reply(bare().header("Content-Type", accepted)).await.status, 200, "{accepted}");
    }
}

#[tokio::test]
async fn a_compressed_body_is_refused() {
    let probe = Probe::start().await;
    let update = || probe.patch(SAMPLE, UPDATE);
    reply(update().header("Content-Encoding", "gzip")).await.fault(415, "UnsupportedMediaType");
    assert_eq!(reply(update().header("Content-Encoding", "identity")).await.status, 200);
}

#[tokio::test]
async fn a_body_must_be_a_json_object() {
    let probe = Probe::start().await;
    let message = probe.update("").await.fault(400, "BadRequest");
    assert_eq!(message, "Empty Payload. JSON content expected.");
    for body in [" ", "{", "{}x", "{'int':8}", r#"{"int":8,}"#, r#"{"int":08}"#, "\u{feff}{}"] {
        probe.update(body).await.fault(400, "BadRequest");
    }
    for body in ["[]", "null", "8", "\"int\""] {
        probe.update(body).await.fault(400, "ModelValidationFailure");
    }
    assert_eq!(probe.update("{}").await.status, 200, "an update of nothing");
}

#[tokio::test]
async fn a_member_is_named_once() {
    let probe = Probe::start().await;
    for body in [
        r#"{"int":8,"int":9}"#,
        r#"{"int":8,"\u0069nt":8}"#,
        r##"{"@odata.type":"#sandbox.test.sample","@odata.type":"#sandbox.test.sample"}"##,
        r#"{"place":{"street":"a","street":"b"}}"#,
        r#"{"anything":[{"a":1,"a":1}]}"#,
        r##"{"@odata.type":"#sandbox.test.sample","\u0040odata.type":"#sandbox.test.sample"}"##,
        r##"{"shape":{"@odata.type":"#sandbox.test.circle","radius":1,"@odata.type":"#sandbox.test.group"}}"##,
        r##"{"shape":{"@odata.type":"#sandbox.test.unknown","a":1,"\u0061":1}}"##,
        r#"{"labels":{"rest":1,"re\u0073t":2}}"#,
        r#"{"int@odata.type":"Int32","int@odata.type":"Int32"}"#,
    ] {
        let message = probe.update(body).await.fault(400, "BadRequest");
        assert!(message.contains("is given twice"), "{message}");
    }
    assert_eq!(probe.kept()["int"], 7);
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused() {
    let probe = Probe::over(Sandbox::builder().body_limit(UPDATE.len())).await;
    assert_eq!(probe.update(UPDATE).await.status, 200);
    probe.update(format!("{UPDATE} ")).await.fault(413, "RequestEntityTooLarge");
    assert_eq!(probe.sandbox.requests()[1].body(), UPDATE, "only the beginning is recorded");
}
