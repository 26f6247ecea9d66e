//! Values of derived and open types, and links.

use graph_core::schema::Version;
use graph_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::fixture::{Fixture, send};
use crate::resources::{Bag, sample};

#[tokio::test]
async fn the_type_of_an_object_determines_its_properties() {
    let fixture = Fixture::start().await;
    for (shape, stored) in [
        (r##"{"@odata.type":"#sandbox.test.group"}"##, json!({ "@odata.type": "#sandbox.test.group", "shapes": [] })),
        (
            r#"{"radius":2,"@odata.type":"sandbox.test.circle"}"#,
            json!({ "@odata.type": "#sandbox.test.circle", "radius": 2, "note": null, "area": null }),
        ),
        (
            r##"{"@odata.type":"#sandbox.test.group","shapes":[{"@odata.type":"#sandbox.test.circle","radius":1}]}"##,
            json!({ "@odata.type": "#sandbox.test.group", "shapes": [
                { "@odata.type": "#sandbox.test.circle", "radius": 1, "note": null, "area": null },
            ] }),
        ),
        ("null", Value::Null),
    ] {
        let response = fixture.update(format!(r#"{{"shape":{shape}}}"#)).await;
        assert_eq!((response.status.as_u16(), &response.json()["shape"]), (200, &stored), "{shape}");
        assert_eq!(fixture.stored()["shape"], stored);
    }
    for (shapes, target, message) in [
        (r##"[{"@odata.type":"#sandbox.test.circle"}]"##, "shapes/0/radius", "The property 'radius' of type"),
        (r##"[{"@odata.type":"#sandbox.test.circle","radius":"1"}]"##, "shapes/0/radius", "Cannot convert the literal"),
        (
            r##"[{"@odata.type":"#sandbox.test.group","radius":1}]"##,
            "shapes/0/radius",
            "The property 'radius' does not",
        ),
        (
            r##"[{"@odata.type":"#sandbox.test.group","shapes":[{"@odata.type":7}]}]"##,
            "shapes/0/shapes/0/@odata.type",
            "A type named '7' was given where 'sandbox.test.circle or sandbox.test.group' was expected.",
        ),
        ("[[]]", "shapes/0", "A JSON object was expected for the type 'sandbox.test.circle or sandbox.test.group'."),
        ("[null]", "shapes/0", "A null value was found"),
        (
            "{}",
            "shapes",
            "A JSON array was expected for the type 'Collection(sandbox.test.circle or sandbox.test.group)'.",
        ),
    ] {
        let refused = fixture.update(format!(r#"{{"shapes":{shapes}}}"#)).await;
        let given = refused.assert_error(400, "ModelValidationFailure");
        assert!(given.starts_with(message), "{given}");
        assert_eq!(refused.json()["error"]["target"], target);
    }
}

#[tokio::test]
async fn an_object_is_merged_only_into_an_object_of_its_type() {
    let fixture = Fixture::start().await;
    let circle = |members: &str| format!(r##"{{"shape":{{"@odata.type":"#sandbox.test.circle",{members}}}}}"##);
    fixture.update(circle(r#""note":"x""#)).await;
    let mut expected = sample()["shape"].clone();
    expected["note"] = json!("x");
    assert_eq!(fixture.stored()["shape"], expected);
    let message = fixture.update(circle(r#""area":4"#)).await.assert_error(400, "ModelValidationFailure");
    assert_eq!(message, "The property 'area' is read-only and cannot be changed.");

    fixture.update(r##"{"shape":{"@odata.type":"#sandbox.test.group"}}"##).await;
    assert_eq!(fixture.stored()["shape"], json!({ "@odata.type": "#sandbox.test.group", "shapes": [] }));
    let message = fixture.update(circle(r#""note":"x""#)).await.assert_error(400, "ModelValidationFailure");
    assert_eq!(message, "The property 'radius' of type 'sandbox.test.circle' is missing.");
}

#[tokio::test]
async fn an_object_that_cannot_be_checked_is_stored_as_text() {
    let fixture = Fixture::start().await;
    for whole in [
        r##"{"@odata.type":"#sandbox.test.brandNew","a":1.50, "b":{"c":null}}"##,
        r#"{"radius":"any"}"#,
        "{}",
        r##"{"@odata.type":"#sandbox.test.brandNew"}"##,
    ] {
        let response = fixture.update(format!(r#"{{"shape":{whole},"shapes":[{whole}]}}"#)).await;
        assert_eq!(response.status, 200, "{whole}: {response:?}");
        let stored = fixture.get("/v1.0/samples/1").await.text;
        assert!(stored.contains(&format!(r#""shape":{whole},"shapes":[{whole}]"#)), "{stored}");
    }
}

#[tokio::test]
async fn a_single_declared_type_needs_no_type_annotation() {
    let fixture = Fixture::start().await;
    let circle = json!({ "@odata.type": "#sandbox.test.circle", "radius": 1, "note": null, "area": null });
    assert_eq!(fixture.update(r#"{"only":{"radius":1}}"#).await.json()["only"], circle);
    let refused = fixture.update(r#"{"only":{"side":1}}"#).await;
    refused.assert_error(400, "ModelValidationFailure");
    assert_eq!(refused.json()["error"]["target"], "only/side");
    let other = r##"{"only":{"@odata.type":"#sandbox.test.group","side":1}}"##;
    assert_eq!(fixture.update(other).await.json()["only"]["side"], 1);
}

#[tokio::test]
async fn an_open_value_stores_dynamic_properties() {
    let fixture = Fixture::start().await;
    let update =
        r#"{"labels":{"size":null,"new":[1.50,{"a":null}],"shape":{"round":true},"new@odata.type":"Collection(x)"}}"#;
    assert_eq!(fixture.update(update).await.status, 200);
    let text = fixture.sandbox.entity_text(Version::V1, "/samples/1").expect("an entity");
    let stored = r#""labels":{"color":"red","new":[1.50,{"a":null}],"shape":{"round":true},"size":null}"#;
    assert!(text.contains(stored), "{text}");
    let refused = fixture.update(r#"{"labels":{"color":1,"x":1}}"#).await;
    refused.assert_error(400, "ModelValidationFailure");
    assert_eq!(refused.json()["error"]["target"], "labels/color");
}

#[tokio::test]
async fn an_open_entity_stores_dynamic_properties() {
    let builder = Sandbox::builder().entity::<Bag>("/bags/1", json!({ "id": "1", "weight": 2, "old": "x" }));
    let fixture = Fixture::with(builder).await;
    let update = r##"{"@odata.type":"#sandbox.test.bag","weight":null,"new":true,"@odata.etag":"x"}"##;
    let response = send(fixture.patch("/v1.0/bags/1", update)).await;
    assert_eq!(response.status, 200, "{response:?}");
    let stored = fixture.sandbox.entity_json(Version::V1, "/bags/1");
    assert_eq!(stored, Some(json!({ "id": "1", "new": true, "old": "x", "weight": null })));
    // The same update again does not create a new state.
    let again = send(fixture.patch("/v1.0/bags/1", update)).await;
    assert_eq!(again.header("etag"), response.header("etag"));
}

#[tokio::test]
async fn a_bind_annotation_must_be_declared() {
    let fixture = Fixture::with(Sandbox::builder().entity::<Bag>("/bags/1", json!({ "id": "1" }))).await;
    for path in ["/samples/1", "/bags/1"] {
        let target = format!("/v1.0{path}");
        let response = send(fixture.patch(&target, r#"{"owner@odata.bind":"https://x/users/1"}"#)).await;
        assert_eq!(response.status, 200, "{response:?}");
        let stored = fixture.sandbox.entity_json(Version::V1, path).expect("an entity");
        assert_eq!(stored["owner@odata.bind"], "https://x/users/1");

        send(fixture.patch(&target, r#"{"owner@odata.bind":1}"#)).await.assert_error(400, "ModelValidationFailure");
        for (name, missing) in [("manager@odata.bind", "manager"), ("id@odata.bind", "id@odata.bind")] {
            let refused = send(fixture.patch(&target, format!(r#"{{"{name}":"x"}}"#))).await;
            let message = refused.assert_error(400, "ModelValidationFailure");
            assert!(message.starts_with(&format!("The property '{missing}' does not exist")), "{message}");
        }
    }
}

#[tokio::test]
async fn the_type_of_a_complex_value_is_checked_and_not_stored() {
    let fixture = Fixture::start().await;
    for accepted in ["#sandbox.test.place", "sandbox.test.place"] {
        let update = format!(r#"{{"places":[{{"@odata.type":"{accepted}","street":"a"}}]}}"#);
        assert_eq!(fixture.update(update).await.status, 200);
        assert_eq!(fixture.stored()["places"], json!([{ "street": "a", "city": null, "country": null }]));
    }
    let refused = fixture.update(r##"{"places":[{"@odata.type":"#sandbox.test.circle","street":"a"}]}"##).await;
    let message = refused.assert_error(400, "ModelValidationFailure");
    assert_eq!(message, "A type named '#sandbox.test.circle' was given where 'sandbox.test.place' was expected.");
    assert_eq!(refused.json()["error"]["target"], "places/0/@odata.type");
}

#[tokio::test]
async fn an_optional_value_is_present_once_it_is_set() {
    let fixture = Fixture::start().await;
    assert_eq!(fixture.stored().get("hint"), None);
    fixture.update(r#"{"hint":"x","spare":{"street":"a"}}"#).await;
    assert_eq!(fixture.stored()["hint"], "x");
    assert_eq!(fixture.stored()["spare"]["street"], "a");
}
