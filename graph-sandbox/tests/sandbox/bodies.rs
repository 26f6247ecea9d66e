use graph_sandbox::Sandbox;
use reqwest::Method;

use crate::fixture::{Fixture, SAMPLE, send};

const UPDATE: &str = r#"{"int":8}"#;

#[tokio::test]
async fn a_body_must_be_declared_as_json() {
    let fixture = Fixture::start().await;
    let bare = || fixture.request(Method::PATCH, SAMPLE).body(UPDATE);
    send(bare()).await.assert_error(415, "UnsupportedMediaType");
    for refused in
        ["text/plain", "application/jsonx", "application/json-patch+json", "application/json; charset=utf-16"]
    {
        send(bare().header("Content-Type", refused)).await.assert_error(415, "UnsupportedMediaType");
    }
    assert_eq!(fixture.stored()["int"], 7);
    for accepted in ["application/json", "Application/JSON;odata.metadata=minimal; charset=\"UTF-8\""] {
        assert_eq!(send(bare().header("Content-Type", accepted)).await.status, 200, "{accepted}");
    }
}

#[tokio::test]
async fn a_compressed_body_is_refused() {
    let fixture = Fixture::start().await;
    let update = || fixture.patch(SAMPLE, UPDATE);
    send(update().header("Content-Encoding", "gzip")).await.assert_error(415, "UnsupportedMediaType");
    assert_eq!(send(update().header("Content-Encoding", "identity")).await.status, 200);
}

#[tokio::test]
async fn a_body_must_be_a_json_object() {
    let fixture = Fixture::start().await;
    let message = fixture.update("").await.assert_error(400, "BadRequest");
    assert_eq!(message, "Empty Payload. JSON content expected.");
    for body in [" ", "{", "{}x", "{'int':8}", r#"{"int":8,}"#, r#"{"int":08}"#, "\u{feff}{}"] {
        fixture.update(body).await.assert_error(400, "BadRequest");
    }
    for body in ["[]", "null", "8", "\"int\""] {
        fixture.update(body).await.assert_error(400, "ModelValidationFailure");
    }
    assert_eq!(fixture.update("{}").await.status, 200, "an update of nothing");
}

#[tokio::test]
async fn duplicate_members_are_refused() {
    let fixture = Fixture::start().await;
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
        let message = fixture.update(body).await.assert_error(400, "BadRequest");
        assert!(message.contains("duplicate member"), "{message}");
    }
    assert_eq!(fixture.stored()["int"], 7);
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused() {
    let fixture = Fixture::with(Sandbox::builder().body_limit(UPDATE.len())).await;
    assert_eq!(fixture.update(UPDATE).await.status, 200);
    fixture.update(format!("{UPDATE} ")).await.assert_error(413, "RequestEntityTooLarge");
    assert_eq!(fixture.sandbox.requests()[1].body(), UPDATE, "only the beginning is recorded");
}
