use graph_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::fixture::Fixture;
use crate::resources::sample;

#[tokio::test]
async fn values_of_the_type_are_accepted() {
    let fixture = Fixture::start().await;
    for (property, literals) in [
        ("switch", &["true", "false"][..]),
        ("byte", &["0", "255"]),
        ("signed", &["-128", "127", "-0"]),
        ("short", &["-32768", "32767"]),
        ("int", &["-2147483648", "2147483647"]),
        ("long", &["-9223372036854775808", "9223372036854775807", "\"9007199254740993\""]),
        ("single", &["3.4028235e38", "1", "\"INF\"", "\"-INF\"", "\"NaN\""]),
        ("double", &["1.7976931348623157e308", "-0.1", "\"NaN\""]),
        ("text", &["\"\"", "\"\\u00e9\"", "null"]),
        ("moment", &["\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\""]),
        ("guid", &["\"7E323DB2-3db2-7e32-b23d-327eb23d327e\""]),
        ("price", &["-0.50", "79228162514264337593543950335", "1E+5", "\"12.50\"", "\"INF\""]),
        ("day", &["\"0001-01-01\"", "\"2023-12-31\""]),
        ("hour", &["\"23:59:59.9999999\"", "\"08:30\""]),
        ("length", &["\"-P1DT2H30M5.25S\"", "\"PT90M\"", "\"P1Y\"", "\"P6M\"", "\"P2W\""]),
        ("icon", &["\"\"", "\"++//\"", "\"--__\"", "\"aWNvbg\""]),
        ("mood", &["\"bad\"", "\"somethingNew\""]),
        ("moods", &["\"bad\"", "\"bad, good\"", "\"good,somethingNew\""]),
        ("memo", &["null", "\"x\""]),
        ("tags", &["[]", "[\"x\"]"]),
        ("anything", &["null", "1e-400", "[[]]"]),
    ] {
        for literal in literals {
            let response = fixture.update(format!(r#"{{"{property}":{literal}}}"#)).await;
            assert_eq!(response.status, 200, "{property}: {literal}: {response:?}");
            let stored = format!(r#""{property}":{literal}"#);
            assert!(fixture.get("/v1.0/samples/1").await.text.contains(&stored), "{stored} is returned as it was sent");
        }
    }
}

#[tokio::test]
async fn values_of_another_type_are_refused() {
    let fixture = Fixture::start().await;
    for (property, edm, literals) in [
        ("switch", "Edm.Boolean", &["\"true\"", "1", "{}"][..]),
        ("byte", "Edm.Byte", &["-1", "256"]),
        ("signed", "Edm.SByte", &["-129", "128"]),
        ("short", "Edm.Int16", &["-32769", "32768"]),
        ("int", "Edm.Int32", &["2147483648", "-2147483649", "1.0", "1e1", "\"1\"", "true", "[]", "{}"]),
        ("long", "Edm.Int64", &["9223372036854775808", "\"x\"", "\"\"", "0.5"]),
        ("single", "Edm.Single", &["1e39", "\"1\"", "\"inf\""]),
        ("double", "Edm.Double", &["\"Infinity\"", "[1]"]),
        ("text", "Edm.String", &["1", "false", "[]", "{}"]),
        (
            "moment",
            "Edm.DateTimeOffset",
            &["\"2016-12-31\"", "\"2016-12-31T23:58:21\"", "\"\"", "1", "\"2023-02-29T00:00:00Z\""],
        ),
        ("guid", "Edm.Guid", &["\"1\"", "\"{7e323db2-3db2-7e32-b23d-327eb23d327e}\"", "1"]),
        ("price", "Edm.Decimal", &["true", "\"1,5\"", "\"\"", "[1]"]),
        ("day", "Edm.Date", &["20240229", "\"2023-02-29\"", "\"2024-02-29T00:00:00Z\""]),
        ("hour", "Edm.TimeOfDay", &["8", "\"24:00:00\"", "\"8:30\""]),
        ("length", "Edm.Duration", &["60", "\"1:00:00\"", "\"PT\"", "\"PT1M1H\"", "\"P1H\""]),
        ("icon", "Edm.Binary", &["[1,2]", "\"a\"", "\"a b=\"", "\"_+8=\""]),
        ("mood", "Mood", &["0", "\"\"", "[\"good\"]"]),
        ("moods", "Mood", &["3", "\"\"", "\"good,,bad\"", "\"good,\"", "[\"good\"]"]),
    ] {
        for literal in literals {
            let refused = fixture.update(format!(r#"{{"{property}":{literal}}}"#)).await;
            let message = refused.assert_error(400, "ModelValidationFailure");
            assert_eq!(message, format!("Cannot convert the literal '{literal}' to the expected type '{edm}'."));
            assert_eq!(refused.json()["error"]["target"], property);
        }
    }
    assert_eq!(fixture.stored(), sample());
}

#[tokio::test]
async fn null_needs_a_nullable_property() {
    let fixture = Fixture::start().await;
    // `hint`, `spare` and the bind are optional, but not nullable.
    for property in [
        "switch",
        "int",
        "moment",
        "mood",
        "tags",
        "place",
        "price",
        "moods",
        "shapes",
        "hint",
        "spare",
        "marks",
        "owner@odata.bind",
    ] {
        let message =
            fixture.update(format!(r#"{{"{property}":null}}"#)).await.assert_error(400, "ModelValidationFailure");
        assert!(message.contains(&format!("the property named '{property}'")), "{message}");
        assert!(message.ends_with("does not allow null values."), "{message}");
    }
    assert_eq!(fixture.update(r#"{"text":"x"}"#).await.json()["text"], "x");
    assert_eq!(fixture.update(r#"{"text":null}"#).await.json()["text"], Value::Null);
}

#[tokio::test]
async fn an_unknown_property_is_refused() {
    let fixture = Fixture::start().await;
    for (body, target) in [
        (r#"{"Int":8}"#, "Int"),
        (r#"{"":8}"#, ""),
        (r#"{"manager@odata.bind":"https://x"}"#, "manager"),
        (r#"{"place":{"zip":1}}"#, "place/zip"),
    ] {
        let refused = fixture.update(body).await;
        let message = refused.assert_error(400, "ModelValidationFailure");
        assert!(message.contains("does not exist on type 'sandbox.test."), "{message}");
        assert_eq!(refused.json()["error"]["target"].as_str().unwrap_or(""), target);
    }
}

#[tokio::test]
async fn a_type_annotation_must_name_the_type() {
    let fixture = Fixture::start().await;
    for accepted in [
        r##"{"@odata.type":"#sandbox.test.sample","int":8}"##,
        r#"{"@odata.type":"sandbox.test.sample"}"#,
        r##"{"int@odata.type":"#Int32","int":8}"##,
        r#"{"@odata.etag":"W/\"x\"","@odata.context":"x","@sandbox.note":1}"#,
        r##"{"place":{"@odata.type":"#sandbox.test.place","city":"Basel"}}"##,
    ] {
        assert_eq!(fixture.update(accepted).await.status, 200, "{accepted}");
    }
    for (refused, target) in [
        (r##"{"@odata.type":"#sandbox.test.samples"}"##, "@odata.type"),
        (r###"{"@odata.type":"##sandbox.test.sample"}"###, "@odata.type"),
        (r#"{"@odata.type":null}"#, "@odata.type"),
        (r##"{"place":{"@odata.type":"#sandbox.test.sample"}}"##, "place/@odata.type"),
    ] {
        let refused = fixture.update(refused).await;
        let message = refused.assert_error(400, "ModelValidationFailure");
        assert!(message.starts_with("A type named '"), "{message}");
        assert_eq!(refused.json()["error"]["target"], target);
    }
}

#[tokio::test]
async fn keys_and_read_only_properties_cannot_be_changed() {
    let fixture = Fixture::start().await;
    for (body, message) in [
        (r#"{"id":"2"}"#, "The property 'id' is a key and cannot be changed."),
        (r#"{"revision":4}"#, "The property 'revision' is read-only and cannot be changed."),
        (r#"{"place":{"country":"DE"}}"#, "The property 'country' is read-only and cannot be changed."),
    ] {
        assert_eq!(fixture.update(body).await.assert_error(400, "ModelValidationFailure"), message);
    }
    let same = r#"{"id":"\u0031","revision":3,"place":{"country":"CH"},"int":8}"#;
    assert_eq!(fixture.update(same).await.status, 200, "the same values are not a change");
    assert_eq!(fixture.stored()["int"], 8);
}

#[tokio::test]
async fn every_error_is_reported_and_nothing_is_changed() {
    let fixture = Fixture::start().await;
    let refused = fixture.update(r#"{"int":"x","short":5,"byte":256,"nothing":1}"#).await;
    let first = refused.assert_error(400, "ModelValidationFailure");
    assert_eq!(first, r#"Cannot convert the literal '"x"' to the expected type 'Edm.Int32'."#);
    let error = &refused.json()["error"];
    let details = error["details"].as_array().expect("details");
    let targets: Vec<_> = details.iter().map(|detail| &detail["target"]).collect();
    assert_eq!(targets, ["int", "byte", "nothing"]);
    assert!(details.iter().all(|detail| detail["code"] == "ModelValidationFailure"));
    assert_eq!(fixture.stored(), sample());
}

#[tokio::test]
async fn an_error_response_lists_a_bounded_number_of_errors() {
    let fixture = Fixture::start().await;
    let tags = vec!["1"; 150_000].join(",");
    let refused = fixture.update(format!(r#"{{"tags":[{tags}]}}"#)).await;
    refused.assert_error(400, "ModelValidationFailure");
    assert!(refused.text.len() < 64 << 10, "{} bytes", refused.text.len());
    let error = &refused.json()["error"];
    let details = error["details"].as_array().expect("details");
    assert_eq!(details.len(), 101);
    assert_eq!(details[99]["target"], "tags/99");
    assert_eq!(details[100]["message"], "149900 more errors are not listed.");
    assert_eq!(fixture.stored(), sample());
}

#[tokio::test]
async fn an_error_response_quotes_a_bounded_part_of_the_request() {
    let fixture = Fixture::start().await;
    let long = "\u{20ac}".repeat(300_000);
    for body in [
        format!(r#"{{"int":"{long}"}}"#),
        format!(r#"{{"{long}":1}}"#),
        format!(r#"{{"@odata.type":"{long}"}}"#),
        format!(r#"{{"{long}":1,"{long}":2}}"#),
    ] {
        let refused = fixture.update(body).await;
        assert_eq!(refused.status, 400);
        assert!(refused.text.len() < 8 << 10, "{} bytes", refused.text.len());
        assert!(refused.json()["error"]["message"].as_str().is_some_and(|message| message.contains('\u{2026}')));
    }
    let lost = fixture.get(&format!("/v1.0/{}", "a".repeat(20_000))).await;
    lost.assert_error(400, "BadRequest");
    assert!(lost.text.len() < 8 << 10, "{} bytes", lost.text.len());
}

#[tokio::test]
async fn properties_that_are_not_sent_are_unchanged() {
    let fixture = Fixture::start().await;
    let response = fixture.update(r#"{"int":8,"text":"x"}"#).await;
    let mut expected = sample();
    expected["int"] = json!(8);
    expected["text"] = json!("x");
    assert_eq!(fixture.stored(), expected);
    let returned = response.json();
    for (name, value) in expected.as_object().expect("an object") {
        assert_eq!(&returned[name], value);
    }
}

#[tokio::test]
async fn complex_values_are_merged_and_collections_replaced() {
    let fixture = Fixture::start().await;
    fixture.update(r#"{"place":{"city":null},"tags":["c"]}"#).await;
    assert_eq!(fixture.stored()["place"], json!({ "street": "Main", "city": null, "country": "CH" }));
    assert_eq!(fixture.stored()["tags"], json!(["c"]));
    fixture.update(r#"{"marks":[null,1.6666666666666667,null]}"#).await;
    assert!(fixture.get("/v1.0/samples/1").await.text.contains(r#""marks":[null,1.6666666666666667,null]"#));
    fixture.update(r#"{"marks":["x"]}"#).await.assert_error(400, "ModelValidationFailure");
    fixture.update(r#"{"place":{"city":1}}"#).await.assert_error(400, "ModelValidationFailure");
    let refused = fixture.update(r#"{"tags":["c",null]}"#).await;
    refused.assert_error(400, "ModelValidationFailure");
    assert_eq!(refused.json()["error"]["target"], "tags/1");
}

#[tokio::test]
async fn a_new_complex_value_must_be_complete() {
    let fixture = Fixture::start().await;
    for (body, target) in [
        (r#"{"secondPlace":{"city":"Basel"}}"#, "secondPlace/street"),
        (r#"{"places":[{"street":"a"},{"city":"b"}]}"#, "places/1/street"),
    ] {
        let refused = fixture.update(body).await;
        let message = refused.assert_error(400, "ModelValidationFailure");
        assert_eq!(message, "The property 'street' of type 'sandbox.test.place' is missing.");
        assert_eq!(refused.json()["error"]["target"], target);
    }
    fixture.update(r#"{"secondPlace":{"street":"a"},"places":[{"street":"b","country":"IT"}]}"#).await;
    assert_eq!(fixture.stored()["secondPlace"], json!({ "street": "a", "city": null, "country": null }));
    assert_eq!(fixture.stored()["places"], json!([{ "street": "b", "city": null, "country": "IT" }]));
    fixture.update(r#"{"secondPlace":null}"#).await;
    assert_eq!(fixture.stored()["secondPlace"], Value::Null);
}

#[tokio::test]
async fn strict_enums_refuse_undeclared_members() {
    let fixture = Fixture::with(Sandbox::builder().strict_enums()).await;
    for refused in [r#"{"mood":"somethingNew"}"#, r#"{"moods":"good,somethingNew"}"#, r#"{"moods":"3"}"#] {
        fixture.update(refused).await.assert_error(400, "ModelValidationFailure");
    }
    assert_eq!(fixture.update(r#"{"mood":"bad","moods":"bad, good"}"#).await.status, 200);
}
