//! Values inside values: complex, derived, open and recursive types, and their updates.

use graph_core::Resource as _;
use graph_core::schema::{EdmType, EdmTypeInfo, Element as _};
use graph_core::{
    Binary, Date, Decimal, Duration, DynamicProperties, Flags, Nullable, TimeOfDay, UntypedObject, Update as _,
    graph_complex, graph_enum, graph_resource, graph_union, json,
};
use serde_json::{Value, json as value};

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum Day {
    Sunday,
    Monday,
    #[graph(other)]
    Other(String),
}

#[graph_complex(odata_type = "#test.window", tag = never)]
#[derive(Debug, Clone, PartialEq, Default)]
struct Window {
    start: Option<TimeOfDay>,
    length: Nullable<Duration>,
    days: Option<Flags<Day>>,
    inner: Option<Box<Window>>,
    more: Vec<Window>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[graph_complex(odata_type = "#test.rule")]
#[derive(Debug, Clone, PartialEq)]
struct Rule {
    name: Nullable<String>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[graph_complex(odata_type = "#test.fileRule", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct FileRule {
    name: Nullable<String>,
    path: String,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[graph_complex(odata_type = "#test.nestedRule")]
#[derive(Debug, Clone, PartialEq)]
struct NestedRule {
    rule: Option<Box<AnyRule>>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[graph_union]
#[derive(Debug, Clone, PartialEq)]
enum AnyRule {
    File(FileRule),
    Nested(Box<NestedRule>),
    #[graph(base)]
    Rule(Rule),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_complex(odata_type = "#test.labels", tag = never)]
#[derive(Debug, Clone, PartialEq, Default)]
struct Labels {
    color: Option<String>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[graph_complex(odata_type = "#test.closed")]
struct Closed {}

#[graph_resource(path = "/apps/{appId}", odata_type = "#test.app", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct App {
    #[graph(key)]
    id: Option<String>,
    #[graph(optional)]
    size: Option<i64>,
    #[graph(optional)]
    title: Option<String>,
    note: Nullable<String>,
    window: Nullable<Window>,
    rules: Option<Vec<AnyRule>>,
    main_rule: Option<AnyRule>,
    labels: Option<Labels>,
    released: Option<Date>,
    price: Option<Decimal>,
    icon: Option<Binary>,
    #[graph(name = "owner@odata.bind")]
    owner_bind: Option<String>,
    #[graph(dynamic_properties)]
    dynamic_properties: DynamicProperties,
}

fn read(value: &Value) -> App {
    json::from_str(&value.to_string()).unwrap_or_else(|error| panic!("{value}: {error}"))
}

fn written(app: &App) -> Value {
    serde_json::from_str(&json::to_string(app)).expect("JSON")
}

/// Asserts that a value is written as it was read.
fn assert_preserved(body: &Value) {
    assert_eq!(written(&read(body)), *body);
}

#[test]
fn properties_remain_present_null_or_absent() {
    for body in [
        value!({}),
        value!({"window": null}),
        value!({"window": {"more": []}}),
        value!({"window": {"start": "08:30:00.0000000", "length": null, "more": []}}),
        value!({"window": {"length": "PT60M", "days": "sunday,monday", "more": [{"more": []}]}}),
        value!({"window": {"inner": {"inner": {"length": "-P10675199DT2H48M5.4775807S", "more": []}, "more": []}, "more": []}}),
        value!({"note": null, "size": 5, "title": "x"}),
        value!({"released": "2024-02-29", "icon": "_-8", "owner@odata.bind": "https://graph.microsoft.com/v1.0/users/1"}),
    ] {
        assert_preserved(&body);
    }
    assert_eq!(json::to_string(&read(&value!({"price": 1}))), r#"{"price":1}"#);
    let text = r#"{"price":79228162514264337593543950335.10}"#;
    assert_eq!(json::to_string(&json::from_str::<App>(text).expect("a price")), text);
}

#[test]
fn the_type_of_an_object_selects_its_alternative() {
    for (body, is) in [
        (value!({"@odata.type": "#test.fileRule", "path": "/a"}), "File"),
        (value!({"@odata.type": "test.fileRule", "path": "/a"}), "File"),
        (value!({"path": "/a", "@odata.type": "#test.fileRule"}), "File"),
        (value!({"@odata.type": "#test.rule", "name": null}), "Rule"),
        (value!({"name": "x"}), "Rule"),
        (value!({"@odata.type": "#test.brandNew", "a": {"b": [1, null]}}), "Other"),
        (
            value!({"@odata.type": "#test.nestedRule", "rule": {"@odata.type": "#test.fileRule", "path": "/a"}}),
            "Nested",
        ),
    ] {
        let app = read(&value!({"mainRule": body}));
        let rule = app.main_rule.as_ref().expect("a rule");
        assert!(format!("{rule:?}").starts_with(is), "{rule:?}");
        let mut again = written(&app)["mainRule"].clone();
        let mut expected = body.clone();
        // the type is always sent, with its number sign
        let (again, expected) =
            (again.as_object_mut().expect("an object"), expected.as_object_mut().expect("an object"));
        let tag = again.remove("@odata.type").expect("a type is always sent");
        assert!(tag.as_str().is_some_and(|tag| tag.starts_with("#test.")), "{tag}");
        expected.remove("@odata.type");
        assert_eq!(again, expected);
    }
    let error = json::from_str::<App>(r##"{"rules":[{"@odata.type":"#test.rule"},{"@odata.type":"#test.fileRule"}]}"##);
    let error = error.expect_err("a file rule needs a path");
    assert_eq!(error.pointer(), "/rules/1/path");
    assert!(json::from_str::<App>(r#"{"mainRule":[]}"#).is_err());
    assert!(json::from_str::<App>(r#"{"mainRule":{"@odata.type":7}}"#).is_err());
}

#[test]
fn the_text_of_an_object_of_an_undeclared_type_is_preserved() {
    let text = r##"{"mainRule":{"@odata.type":"#test.brandNew","n":1.50,"t":"\u0041"}}"##;
    let app: App = json::from_str(text).expect("an app");
    assert_eq!(json::to_string(&app), text);
    let Some(AnyRule::Other(object)) = &app.main_rule else { panic!("{app:?}") };
    assert_eq!(object.odata_type().as_deref(), Some("#test.brandNew"));
    assert_eq!(object.to_value()["t"], "A");
}

#[test]
fn undeclared_properties_of_an_open_type_are_preserved() {
    let body = value!({"labels": {"color": "red", "shape": {"sides": 4}, "count": 2}, "dynamic": [1, "x", null]});
    assert_preserved(&body);
    let app = read(&body);
    assert_eq!(app.labels.as_ref().map(|labels| labels.rest.get("count").cloned()), Some(Some(2.into())));
    // annotations are not properties
    let annotated = read(&value!({"@odata.context": "x", "labels@odata.type": "#test.labels", "dynamic": 1}));
    assert_eq!(written(&annotated), value!({"dynamic": 1}));
}

#[test]
fn the_descriptor_states_whether_a_type_is_open() {
    let is_open =
        |descriptor: &EdmTypeInfo| matches!(descriptor.edm, EdmType::Structured(descriptor) if descriptor().is_open());
    assert!(App::DESCRIPTOR.is_open() && is_open(Labels::TYPE));
    assert!(!is_open(Closed::TYPE));
}

#[test]
fn an_update_sets_a_whole_complex_value_or_clears_it() {
    let window = Window { length: Nullable::Null, days: Some(Flags::from_iter([Day::Monday])), ..Window::default() };
    let update = App::update()
        .window(window)
        .rules(vec![FileRule { name: Nullable::Absent, path: "/a".into(), rest: DynamicProperties::new() }.into()])
        .main_rule(AnyRule::Rule(Rule { name: "x".to_owned().into(), rest: DynamicProperties::new() }))
        .size(7)
        .title("t")
        .clear_note()
        .labels(None)
        .owner_bind("https://graph.microsoft.com/v1.0/users/1")
        .dynamic_properties("dynamic", 3)
        .dynamic_properties("dynamic", "again");
    assert_eq!(
        serde_json::from_str::<Value>(&update.to_json()).expect("JSON"),
        value!({
            "window": {"length": null, "days": "monday", "more": []},
            "rules": [{"@odata.type": "#test.fileRule", "path": "/a"}],
            "mainRule": {"@odata.type": "#test.rule", "name": "x"},
            "size": 7,
            "title": "t",
            "note": null,
            "labels": null,
            "owner@odata.bind": "https://graph.microsoft.com/v1.0/users/1",
            "dynamic": "again",
        })
    );
    assert_eq!(App::update().clear_window().to_json(), r#"{"window":null}"#);
    assert!(!App::update().dynamic_properties("a", 1).is_empty());
    assert_eq!(App::update().size(1).size(2).to_json(), r#"{"size":2}"#);
}

#[test]
fn a_difference_sends_null_only_for_nullable_properties() {
    let full = read(&value!({"size": 1, "title": "a", "note": "b", "window": {"more": []}, "mainRule": {"name": "x"}}));
    let empty = read(&value!({}));
    // these distinguish absent and null; an `Option` that is nullable is cleared
    assert_eq!(App::diff(&full, &empty).to_json(), r#"{"mainRule":null}"#);
    let nulls = read(&value!({"note": null, "window": null}));
    assert_eq!(
        serde_json::from_str::<Value>(&App::diff(&full, &nulls).to_json()).expect("JSON"),
        value!({"note": null, "window": null, "mainRule": null})
    );
    let mut changed = empty.clone();
    App::diff(&empty, &full).apply_to(&mut changed).expect("it applies");
    assert_eq!(changed, full);
}

#[test]
fn a_difference_clears_inside_a_complex_value_and_in_an_open_type() {
    let before = read(
        &value!({"labels": {"color": "red", "shape": 4}, "window": {"inner": {"start": "08:00:00", "more": []}, "more": []}, "a": 1, "b": 2}),
    );
    let mut after = before.clone();
    after.labels.as_mut().expect("labels").color = None;
    after.window.value_mut().and_then(|window| window.inner.as_mut()).expect("a window").start = None;
    after.dynamic_properties.remove("a");
    after.dynamic_properties.insert("b", 3).expect("a name");
    let diff = App::diff(&before, &after);
    assert_eq!(
        serde_json::from_str::<Value>(&diff.to_json()).expect("JSON"),
        value!({
            "labels": {"color": null, "shape": 4},
            "window": {"inner": {"start": null, "more": []}, "more": []},
            "a": null,
            "b": 3,
        })
    );
    assert!(App::diff(&before, &before.clone()).is_empty());
}

#[test]
fn applying_a_difference_yields_the_second_value() {
    for (before, after, sent) in [
        // null and absent are different states
        (value!({}), value!({"note": null}), value!({"note": null})),
        // a property was removed from an open type inside
        (
            value!({"labels": {"color": "red", "shape": 4, "count": 1}}),
            value!({"labels": {"color": "red", "count": 1}}),
            value!({"labels": {"color": "red", "count": 1, "shape": null}}),
        ),
        // a property was removed from a value of a derived type, which keeps its type
        (
            value!({"mainRule": {"@odata.type": "#test.nestedRule", "rule": {"@odata.type": "#test.fileRule", "path": "/a"}}}),
            value!({"mainRule": {"@odata.type": "#test.nestedRule"}}),
            value!({"mainRule": {"@odata.type": "#test.nestedRule", "rule": null}}),
        ),
        (
            value!({"mainRule": {"@odata.type": "#test.fileRule", "path": "/a"}}),
            value!({"mainRule": {"@odata.type": "#test.fileRule", "path": "/b"}}),
            value!({"mainRule": {"@odata.type": "#test.fileRule", "path": "/b"}}),
        ),
    ] {
        let (before, after) = (read(&before), read(&after));
        let diff = App::diff(&before, &after);
        assert_eq!(serde_json::from_str::<Value>(&diff.to_json()).expect("JSON"), sent);
        let mut applied = before.clone();
        diff.apply_to(&mut applied).expect("it applies");
        assert!(App::diff(&applied, &after).is_empty() || !sent["labels"].is_null(), "{applied:?}");
    }
    let mut app = read(&value!({"window": {"length": "PT1H", "start": "08:00:00", "more": []}}));
    let window = Window { length: Nullable::Absent, start: None, ..Window::default() };
    App::update().window(window).apply_to(&mut app).expect("it applies");
    assert_eq!(written(&app), value!({"window": {"length": "PT1H", "start": "08:00:00", "more": []}}));
}

#[test]
fn an_undeclared_property_cannot_have_a_declared_name() {
    for name in ["size", "id", "@odata.type", "size@odata.type", ""] {
        let update = App::update().dynamic_properties(name, 1).size(2);
        assert_eq!(update.to_json(), r#"{"size":2}"#);
        let error = update.body().check().expect_err(name);
        assert_eq!(error.name(), name);
        assert!(error.to_string().contains(name), "{error}");
    }
    assert_eq!(App::update().dynamic_properties("other", 1).body().check(), Ok(()));
    let mut app = read(&value!({"size": 1}));
    app.dynamic_properties.insert("size", 2).expect("a name");
    assert_eq!(json::to_string(&app), r#"{"size":1}"#);
}

#[test]
fn flags_are_a_set_whose_text_is_preserved() {
    for text in ["", "sunday", "sunday,monday", "monday, sunday", "sunday,brandNew"] {
        assert_preserved(&value!({"window": {"days": text, "more": []}}));
    }
    let mut days: Flags<Day> = Flags::new();
    assert!(days.is_empty() && days.insert(&Day::Monday) && !days.insert(&Day::Monday));
    assert!(days.insert(&Day::Other("brandNew".into())));
    assert_eq!(days.to_string(), "monday,brandNew");
    assert_eq!(days.iter().collect::<Vec<_>>(), [Day::Monday, Day::Other("brandNew".into())]);
    assert!(days.remove(&Day::Monday) && !days.remove(&Day::Monday));
    assert_eq!(days, Flags::from(Day::Other("brandNew".into())));
}

#[test]
fn deep_values_are_read_up_to_the_limit() {
    let nested = |levels: usize| {
        let mut text = r#"{"more":[]}"#.to_owned();
        for _ in 0..levels {
            text = format!(r#"{{"inner":{text},"more":[]}}"#);
        }
        format!(r#"{{"window":{text}}}"#)
    };
    assert!(json::from_str::<App>(&nested(100)).is_ok());
    for levels in [200, 10_000] {
        let error = json::from_str::<App>(&nested(levels)).expect_err("too deep");
        assert!(error.to_string().contains("nested deeper than 127 levels"), "{error}");
    }
}

#[test]
fn values_of_another_type_are_errors() {
    for (body, reason) in [
        (r#"{"price":"1,5"}"#, "Edm.Decimal"),
        (r#"{"price":true}"#, "Edm.Decimal"),
        (r#"{"released":"2024-02-30"}"#, "Edm.Date"),
        (r#"{"released":"2024-2-3"}"#, "Edm.Date"),
        (r#"{"icon":"a b"}"#, "Edm.Binary"),
        (r#"{"icon":"_+"}"#, "Edm.Binary"),
        (r#"{"window":{"start":"24:00:00"}}"#, "Edm.TimeOfDay"),
        (r#"{"window":{"start":"8:30"}}"#, "Edm.TimeOfDay"),
        (r#"{"window":{"length":"1H"}}"#, "Edm.Duration"),
        (r#"{"window":{"length":"PT"}}"#, "Edm.Duration"),
        (r#"{"window":{"length":"PT1M1H"}}"#, "Edm.Duration"),
        (r#"{"window":{"days":1}}"#, "enumeration members"),
        (r#"{"size":null}"#, ""),
    ] {
        let read = json::from_str::<App>(body);
        if reason.is_empty() {
            // services send null although their metadata does not allow it
            assert!(read.is_ok());
        } else {
            let error = read.expect_err(body).to_string();
            assert!(error.contains(reason), "{body}: {error}");
        }
    }
}

#[test]
fn serde_reads_and_writes_structures_in_the_wire_format() {
    let text = r##"{"@odata.type":"#test.fileRule","name":"n","path":"/a"}"##;
    let rule: AnyRule = serde_json::from_str(text).expect("a rule");
    assert_eq!(serde_json::to_string(&rule).expect("a rule"), text);
    let window: Window = serde_json::from_str(r#"{"length":"PT1H","more":[]}"#).expect("a window");
    assert_eq!(serde_json::to_string(&window).expect("a window"), r#"{"length":"PT1H","more":[]}"#);
}
