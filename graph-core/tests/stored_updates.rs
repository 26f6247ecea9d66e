//! An update is restored from its text, and the text must be one that setters could have written.

use graph_core::{
    DateTimeOffset, DynamicProperties, Nullable, Untyped, Update as _, graph_complex, graph_enum, graph_resource, json,
};
use serde::{Deserialize, Serialize};

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum State {
    On,
    #[graph(other)]
    Other(String),
}

#[graph_complex(odata_type = "#test.window")]
#[derive(Debug, Clone, PartialEq)]
struct Window {
    start: Option<i32>,
}

#[graph_resource(path = "/devices/{deviceId}", odata_type = "#test.device")]
#[derive(Debug, Clone, PartialEq)]
struct Device {
    #[graph(key)]
    id: String,
    #[graph(read_only)]
    revision: Option<i32>,
    name: Option<String>,
    count: i64,
    #[graph(optional)]
    size: Option<i32>,
    state: State,
    seen: Nullable<DateTimeOffset>,
    window: Option<Window>,
    names: Vec<String>,
}

#[graph_resource(path = "/bags/{bagId}", odata_type = "#test.bag", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Bag {
    #[graph(key)]
    id: String,
    anything: Untyped,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[derive(Debug, Serialize, Deserialize, PartialEq)]
struct Job {
    id: String,
    #[serde(deserialize_with = "graph_core::update::deserialize")]
    update: DeviceUpdate,
}

fn update() -> DeviceUpdate {
    Device::update()
        .count(9_007_199_254_740_993)
        .clear_name()
        .seen("2016-12-31T23:58:21.6459442-08:00".parse::<DateTimeOffset>().expect("a moment"))
        .state(State::Other("brandNew".into()))
        .window(Window { start: None })
        .names(["a"])
}

#[test]
fn an_update_is_restored_from_its_text() {
    let text = update().to_json();
    let restored = DeviceUpdate::from_json(&text).expect(&text);
    assert_eq!(restored, update());
    assert_eq!(restored.to_json(), text);
    assert!(restored.properties().eq(["name", "count", "state", "seen", "window", "names"]));
    // more properties can be set
    assert_eq!(restored.count(1).size(2), update().count(1).size(2));
    assert!(DeviceUpdate::from_json("{}").expect("no changes").is_empty());
    assert_eq!(
        DeviceUpdate::from_json(r#"{"count":"5"}"#).expect("text").to_json(),
        r##"{"@odata.type":"#test.device","count":"5"}"##
    );
}

#[test]
fn an_update_is_stored_as_a_field_of_a_job() {
    let job = Job { id: "1".into(), update: update() };
    let text = serde_json::to_string(&job).expect("JSON");
    assert_eq!(serde_json::from_str::<Job>(&text).expect(&text), job);
    // as text, so that digits do not change
    let value = serde_json::to_value(&job).expect("JSON");
    assert_eq!(value["update"], job.update.to_json());
    let object = format!(r#"{{"id":"1","update":{}}}"#, job.update.to_json());
    assert_eq!(serde_json::from_str::<Job>(&object).expect(&object), job);
    assert_eq!(serde_json::from_value::<Job>(value).expect("a job"), job);
}

#[test]
fn undeclared_properties_of_an_open_type_are_restored() {
    let update = Bag::update().rest("weight", Untyped::from_json("1.50").expect("a number")).anything(Untyped::NULL);
    let text = update.to_json();
    assert_eq!(text, r#"{"weight":1.50,"anything":null}"#);
    let restored = BagUpdate::from_json(&text).expect(&text);
    assert_eq!((&restored, restored.to_json()), (&update, text));
    let typed = r##"{"n@odata.type":"#Int64","n":5}"##;
    assert_eq!(BagUpdate::from_json(typed).expect(typed).to_json(), typed);
    assert!(!BagUpdate::from_json(typed).expect(typed).is_empty());
    let digits = r#"{"anything":[12345678901234567890123,1.10,"\ud800"],"n":{"$serde_json::private::RawValue":"1"}}"#;
    let update = BagUpdate::from_json(digits).expect(digits);
    let text = serde_json::to_string(&update).expect("JSON");
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    let restored: BagUpdate = graph_core::update::deserialize(&mut deserializer).expect(&text);
    assert_eq!(restored.to_json(), digits);
}

#[test]
fn a_difference_is_restored_from_its_text() {
    #[graph_complex(odata_type = "#test.point", tag = never)]
    #[derive(Debug, Clone, PartialEq)]
    struct Point {
        x: i32,
        y: i32,
        #[graph(read_only)]
        sum: i32,
    }
    #[graph_resource(path = "/maps/{mapId}", odata_type = "#test.map", tag = never)]
    #[derive(Debug, Clone, PartialEq)]
    struct Map {
        #[graph(key)]
        id: String,
        #[graph(merge)]
        merged: Option<Point>,
        whole: Option<Point>,
    }
    let read = |x: i32| {
        let point = format!(r#"{{"x":{x},"y":2,"sum":3}}"#);
        json::from_str::<Map>(&format!(r#"{{"id":"1","merged":{point},"whole":{point}}}"#)).expect("a map")
    };
    let update = Map::diff(&read(1), &read(9));
    assert_eq!(update.to_json(), r#"{"merged":{"x":9},"whole":{"x":9,"y":2}}"#);
    assert_eq!(MapUpdate::from_json(&update.to_json()).expect("it is restored"), update);
}

#[test]
fn an_update_that_setters_cannot_build_is_rejected() {
    for (text, pointer, reason) in [
        (r#"{"id":"1"}"#, "/id", "an update cannot set the property"),
        (r#"{"revision":1}"#, "/revision", "an update cannot set the property"),
        (r#"{"count":null}"#, "/count", "not nullable"),
        (r#"{"size":null}"#, "/size", "not nullable"),
        (r#"{"names":null}"#, "/names", "not nullable"),
        (r#"{"count":1.5}"#, "/count", "Edm.Int64"),
        (r#"{"window":{"start":"x"}}"#, "/window/start", "Edm.Int32"),
        (r#"{"unknown":1}"#, "/unknown", "not declared"),
        (r#"{"window":{"unknown":1}}"#, "/window/unknown", "not declared"),
        (r##"{"window":{"#act":{}}}"##, "/window/#act", "not declared"),
        (r#"{"name":"a","name":"b"}"#, "/name", "twice"),
        (r##"{"@odata.type":"#test.other","name":"a"}"##, "", "`#test.other`"),
        (r##"{"@odata.type":"#test.device","@odata.type":"#test.device"}"##, "/@odata.type", "twice"),
        (r#"{"name":"a"} x"#, "", "expected the end"),
        ("[]", "", "an object"),
        ("", "", "ends"),
    ] {
        let error = DeviceUpdate::from_json(text).expect_err(text);
        assert_eq!(error.pointer(), pointer, "{text}: {error}");
        assert!(error.to_string().contains(reason), "{text}: {error}");
    }
    for text in
        [r#"{"a":1,"a":2}"#, r##"{"#act":{}}"##, r#"{"@odata.etag":"x"}"#, r#"{"":1}"#, r#"{"a@odata.type":"\#x"}"#]
    {
        assert!(BagUpdate::from_json(text).is_err(), "{text}");
    }
    let rejected = Bag::update().rest("id", 1);
    assert!(serde_json::to_string(&rejected).expect_err("it cannot be sent").to_string().contains("`id`"));
    let error = DeviceUpdate::from_json(r#"{"name":"a","count":"x"}"#).expect_err("not a number");
    assert_eq!(error.position(), 20);
    assert_eq!(json::to_string(&Window { start: None }), r##"{"@odata.type":"#test.window"}"##);
}
