//! Values of derived and of open types, and links.

use graph_core::schema::Version;
use graph_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::probe::{Probe, reply};
use crate::resources::{Bag, sample};

#[tokio::test]
async fn the_type_of_an_object_decides_what_it_may_hold() {
    let probe = Probe::start().await;
    for (shape, kept) in [
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
        let answer = probe.update(format!(r#"{{"shape":{shape}}}"#)).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["shape"]), (200, &kept), "{shape}");
        assert_eq!(probe.kept()["shape"], kept);
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
        let refused = probe.update(format!(r#"{{"shapes":{shapes}}}"#)).await;
        let given = refused.fault(400, "ModelValidationFailure");
        assert!(given.starts_with(message), "{given}");
        assert_eq!(refused.json()["error"]["target"], target);
    }
}

#[tokio::test]
async fn an_object_is_merged_into_one_of_its_type_only() {
    let probe = Probe::start().await;
    let circle = |members: &str| format!(r##"{{"shape":{{"@odata.type":"#sandbox.test.circle",{members}}}}}"##);
    probe.update(circle(r#""note":"x""#)).await;
    let mut expected = sample()["shape"].clone();
    expected["note"] = json!("x");
    assert_eq!(probe.kept()["shape"], expected);
    let message = probe.update(circle(r#""area":4"#)).await.fault(400, "ModelValidationFailure");
    assert_eq!(message, "The property 'area' is read-only and cannot be changed.");

    probe.update(r##"{"shape":{"@odata.type":"#sandbox.test.group"}}"##).await;
    assert_eq!(probe.kept()["shape"], json!({ "@odata.type": "#sandbox.test.group", "shapes": [] }));
    let message = probe.update(circle(r#""note":"x""#)).await.fault(400, "ModelValidationFailure");
    assert_eq!(message, "The property 'radius' of type 'sandbox.test.circle' is missing.");
}

#[tokio::test]
async fn an_object_that_cannot_be_checked_is_kept_as_its_text() {
    let probe = Probe::start().await;
    for whole in [
        r##"{"@odata.type":"#sandbox.test.brandNew","a":1.50, "b":{"c":null}}"##,
        r#"{"radius":"any"}"#,
        "{}",
        r##"{"@odata.type":"#sandbox.test.brandNew"}"##,
    ] {
        let answer = probe.update(format!(r#"{{"shape":{whole},"shapes":[{whole}]}}"#)).await;
        assert_eq!(answer.status, 200, "{whole}: {answer:?}");
        let kept = probe.get("/v1.0/samples/1").await.text;
        assert!(kept.contains(&format!(r#""shape":{whole},"shapes":[{whole}]"#)), "{kept}");
    }
}

#[tokio::test]
async fn one_declared_type_needs_no_name() {
    let probe = Probe::start().await;
    let circle = json!({ "@odata.type": "#sandbox.test.circle", "radius": 1, "note": null, "area": null });
    assert_eq!(probe.update(r#"{"only":{"radius":1}}"#).await.json()["only"], circle);
    let refused = probe.update(r#"{"only":{"side":1}}"#).await;
    refused.fault(400, "ModelValidationFailure");
    assert_eq!(refused.json()["error"]["target"], "only/side");
    let other = r##"{"only":{"@odata.type":"#sandbox.test.group","side":1}}"##;
    assert_eq!(probe.update(other).await.json()["only"]["side"], 1);
}

#[tokio::test]
async fn an_open_value_keeps_what_is_not_declared() {
    let probe = Probe::start().await;
    let update =
        r#"{"labels":{"size":null,"new":[1.50,{"a":null}],"shape":{"round":true},"new@odata.type":"Collection(x)"}}"#;
    assert_eq!(probe.update(update).await.status, 200);
    let text = probe.sandbox.entity_text(Version::V1, "/samples/1").expect("an entity");
    let kept = r#""labels":{"color":"red","new":[1.50,{"a":null}],"shape":{"round":true},"size":null}"#;
    assert!(text.contains(kept), "{text}");
    let refused = probe.update(r#"{"labels":{"color":1,"x":1}}"#).await;
    refused.fault(400, "ModelValidationFailure");
    assert_eq!(refused.json()["error"]["target"], "labels/color");
}

#[tokio::test]
async fn an_open_entity_keeps_what_is_not_declared() {
    let builder = Sandbox::builder().entity::<Bag>("/bags/1", json!({ "id": "1", "weight": 2, "old": "x" }));
    let probe = Probe::over(builder).await;
    let update = r##"{"@odata.type":"#sandbox.test.bag","weight":null,"new":true,"@odata.etag":"x"}"##;
    let answer = reply(probe.patch("/v1.0/bags/1", update)).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let kept = probe.sandbox.entity_json(Version::V1, "/bags/1");
    assert_eq!(kept, Some(json!({ "id": "1", "new": true, "old": "x", "weight": null })));
    // the same again is no new state
    let again = reply(probe.patch("/v1.0/bags/1", update)).await;
    assert_eq!(again.header("etag"), answer.header("etag"));
}

#[tokio::test]
async fn a_link_is_a_property_that_must_be_declared() {
    let probe = Probe::over(Sandbox::builder().entity::<Bag>("/bags/1", json!({ "id": "1" }))).await;
    for path in ["/samples/1", "/bags/1"] {
        let target = format!("/v1.0{path}");
        let answer = reply(probe.patch(&target, r#"{"owner@odata.bind":"https://x/users/1"}"#)).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let kept = probe.sandbox.entity_json(Version::V1, path).expect("an entity");
        assert_eq!(kept["owner@odata.bind"], "https://x/users/1");

        reply(probe.patch(&target, r#"{"owner@odata.bind":1}"#)).await.fault(400, "ModelValidationFailure");
        for (name, missing) in [("manager@odata.bind", "manager"), ("id@odata.bind", "id@odata.bind")] {
            let refused = reply(probe.patch(&target, format!(r#"{{"{name}":"x"}}"#))).await;
            let message = refused.fault(400, "ModelValidationFailure");
            assert!(message.starts_with(&format!("The property '{missing}' does not exist")), "{message}");
        }
    }
}

#[tokio::test]
async fn the_type_of_a_complex_value_is_checked_and_not_kept() {
    let probe = Probe::start().await;
    for accepted in ["#sandbox.test.place", "sandbox.test.place"] {
        let update = format!(r#"{{"places":[{{"@odata.type":"{accepted}","street":"a"}}]}}"#);
        assert_eq!(probe.update(update).await.status, 200);
        assert_eq!(probe.kept()["places"], json!([{ "street": "a", "city": null, "country": null }]));
    }
    let refused = probe.update(r##"{"places":[{"@odata.type":"#sandbox.test.circle","street":"a"}]}"##).await;
    let message = refused.fault(400, "ModelValidationFailure");
    assert_eq!(message, "A type named '#sandbox.test.circle' was given where 'sandbox.test.place' was expected.");
    assert_eq!(refused.json()["error"]["target"], "places/0/@odata.type");
}

#[tokio::test]
async fn an_optional_value_is_there_once_it_is_set() {
    let probe = Probe::start().await;
    assert_eq!(probe.kept().get("hint"), None);
    probe.update(r#"{"hint":"x","spare":{"street":"a"}}"#).await;
    assert_eq!(probe.kept()["hint"], "x");
    assert_eq!(probe.kept()["spare"]["street"], "a");
}
