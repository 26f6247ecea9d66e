//! Entities that a test adds, changes and removes by their address.

use graph_core::graph_resource;
use graph_core::schema::Version;
use graph_sandbox::Sandbox;
use serde_json::json;

use crate::fixture::{Fixture, send};
use crate::resources::{BetaSample, Sample, sample};

/// Another declaration of the type of [`BetaSample`].
#[graph_resource(path = "/samples/{sampleId}", odata_type = "#sandbox.test.sample", version = "beta")]
struct NamedSample {
    #[graph(key)]
    id: String,
    #[graph(read_only)]
    int: i32,
    name: Option<String>,
}

/// A declaration that contradicts [`BetaSample`].
#[graph_resource(path = "/samples/{sampleId}", odata_type = "#sandbox.test.sample", version = "beta")]
struct TextSample {
    #[graph(key)]
    id: String,
    int: String,
}

#[tokio::test]
async fn an_entity_is_changed_from_outside() {
    let fixture = Fixture::start().await;
    let before = fixture.get("/v1.0/samples/1").await;
    fixture.sandbox.update(Sample::at("1"), Sample::update().int(70)).expect("an entity");
    fixture.sandbox.update(Sample::at("1"), json!({ "revision": 4 })).expect("the service changes what it computes");
    let stored = fixture.stored();
    assert_eq!((&stored["int"], &stored["revision"]), (&json!(70), &json!(4)));

    let stale = fixture.patch("/v1.0/samples/1", r#"{"int":8}"#).header("If-Match", before.header("etag"));
    send(stale).await.assert_error(412, "PreconditionFailed");
    send(fixture.patch("/v1.0/samples/1", r#"{"revision":8}"#)).await.assert_error(400, "ModelValidationFailure");
}

#[tokio::test]
async fn errors_of_changes_name_the_property() {
    let fixture = Fixture::start().await;
    for (changes, why) in [
        (json!({ "int": "7" }), "Cannot convert the literal '\"7\"' to the expected type 'Edm.Int32'."),
        (json!({ "intt": 7 }), "The property 'intt' does not exist on type 'sandbox.test.sample'."),
        (json!({ "int": null }), "A null value was found for the property named 'int'"),
        (json!([]), "A JSON object was expected"),
    ] {
        let error = fixture.sandbox.update(Sample::at("1"), &changes).expect_err(why).to_string();
        let start = "the entity at `/samples/1` does not match its type `#sandbox.test.sample`: ";
        assert!(error.starts_with(start) && error.contains(why), "{error}");
    }
    assert_eq!(fixture.stored()["int"], 7);
    let error = fixture.sandbox.update(Sample::at("2"), json!({})).expect_err("there is no entity").to_string();
    assert!(error.ends_with("there is no entity at the path"), "{error}");
    let error = fixture.sandbox.update(Sample::at(".."), json!({})).expect_err("no address").to_string();
    assert!(error.contains("would address another resource"), "{error}");
    let error = fixture.sandbox.seed(BetaSample::at("1"), json!({})).expect_err("the path is not served").to_string();
    assert!(error.contains("Resource not found for the segment 'samples'."), "{error}");
}

#[tokio::test]
async fn an_entity_is_removed_and_added() {
    let fixture = Fixture::start().await;
    fixture.sandbox.remove(Sample::at("1")).expect("an entity");
    fixture.get("/v1.0/samples/1").await.assert_error(404, "ResourceNotFound");
    let error = fixture.sandbox.remove(Sample::at("1")).expect_err("it was removed").to_string();
    assert!(error.ends_with("there is no entity at the path"), "{error}");
    fixture.sandbox.seed(Sample::at("1"), sample()).expect("a sample");
    assert_eq!(fixture.get("/v1.0/samples/1").await.status, 200);
}

#[tokio::test]
async fn declarations_of_one_type_are_merged() {
    let builder = Sandbox::builder()
        .seed(BetaSample::at("1"), json!({ "id": "1", "int": 1 }))
        .seed(NamedSample::at("2"), json!({ "id": "2", "int": 2, "name": "b" }));
    let fixture = Fixture::with(builder).await;
    let first = fixture.sandbox.entity_json(Version::Beta, "/samples/1");
    assert_eq!(first, Some(json!({ "id": "1", "int": 1, "name": null })));
    let update = send(fixture.patch("/beta/samples/1", r#"{"name":"a"}"#)).await;
    assert_eq!(update.json()["name"], "a");
    // It is read-only, because one of the declarations states so.
    send(fixture.patch("/beta/samples/1", r#"{"int":8}"#)).await.assert_error(400, "ModelValidationFailure");

    let error = Sandbox::builder().resource::<BetaSample>().resource::<TextSample>().start().await;
    assert_eq!(
        error.expect_err("a contradiction").to_string(),
        "two declarations of `#sandbox.test.sample` contradict each other: the property `int` has the type `Edm.Int32` in \
         one and `Edm.String` in the other"
    );
}

#[tokio::test]
async fn the_path_of_a_collection_is_not_the_one_of_an_entity() {
    let error = Sandbox::builder().entity::<Sample>("/samples", sample()).start().await;
    assert!(error.expect_err("a collection").to_string().contains("add the key of an entity"));
}
