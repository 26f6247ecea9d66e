//! Untouched values are sent back as they were read, or not at all.

use graph_core::{
    Decimal, DynamicProperties, Flags, Guid, Nullable, Untyped, UntypedObject, Update as _, graph_complex, graph_enum,
    graph_resource, graph_union, json,
};

#[graph_complex(odata_type = "#test.element", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Element {
    a: i32,
    b: Option<String>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[graph_complex(odata_type = "#test.inner", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Inner {
    a: String,
    any: Untyped,
}

#[graph_complex(odata_type = "#test.settings")]
#[derive(Debug, Clone, PartialEq)]
struct Settings {
    name: Option<String>,
}

#[graph_complex(odata_type = "#test.iosSettings")]
#[derive(Debug, Clone, PartialEq)]
struct IosSettings {
    name: Option<String>,
}

#[graph_union]
#[derive(Debug, Clone, PartialEq)]
enum AnySettings {
    Ios(IosSettings),
    #[graph(base)]
    Settings(Settings),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_complex(odata_type = "#test.labels", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Labels {
    color: Option<String>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[graph_resource(path = "/things/{thingId}", odata_type = "#test.thing", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Thing {
    #[graph(key)]
    id: Option<String>,
    els: Option<Vec<Element>>,
    inner: Option<Inner>,
    settings: Option<Settings>,
    any_settings: Option<AnySettings>,
    labels: Option<Labels>,
    guids: Option<Vec<Guid>>,
    anything: Untyped,
    price: Option<Decimal>,
    long: Option<i64>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

fn read(text: &str) -> Thing {
    json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Returns the update for `change`, applied to the value in `text`.
fn sent(text: &str, change: impl FnOnce(&mut Thing)) -> String {
    let before = read(text);
    let mut after = before.clone();
    change(&mut after);
    Thing::diff(&before, &after).to_json()
}

/// Returns the update from one state to the other.
fn between(before: &str, after: &str) -> String {
    Thing::diff(&read(before), &read(after)).to_json()
}

fn element(thing: &mut Thing, index: usize) -> &mut Element {
    &mut thing.els.as_mut().expect("elements")[index]
}

#[test]
fn undeclared_properties_of_an_element_are_sent_back() {
    let text = r#"{"els":[{"a":1,"new":true},{"a":2,"new":true}]}"#;
    let expected = r#"{"els":[{"a":1,"new":true},{"a":3,"new":true}]}"#;
    assert_eq!(sent(text, |thing| element(thing, 1).a = 3), expected);
}

#[test]
fn digits_annotations_and_nulls_of_an_element_are_sent_back() {
    for (kept, expected) in [
        (r#""n":12345678901234567890123"#, r#""n":12345678901234567890123"#),
        (r#""n":1.50,"e":1E5"#, r#""e":1E5,"n":1.50"#),
        (r#""b":null"#, r#""b":null"#),
        (r##""x@odata.type":"#Int64","x":5"##, r##""x@odata.type":"#Int64","x":5"##),
        (r##""x":5,"x@odata.type":"#Int64""##, r##""x@odata.type":"#Int64","x":5"##),
        (r#""t":"\u0041""#, r#""t":"\u0041""#),
    ] {
        let text = format!(r#"{{"els":[{{"a":1,{kept}}}]}}"#);
        let expected = format!(r#"{{"els":[{{"a":2,{expected}}}]}}"#);
        assert_eq!(sent(&text, |thing| element(thing, 0).a = 2), expected, "{kept}");
    }
}

#[test]
fn the_type_and_properties_of_a_derived_element_are_sent_back() {
    let text = r##"{"els":[{"a":1,"more":[1.0],"@odata.type":"#test.derivedElement"}]}"##;
    let expected = r##"{"els":[{"@odata.type":"#test.derivedElement","a":2,"more":[1.0]}]}"##;
    assert_eq!(sent(text, |thing| element(thing, 0).a = 2), expected);
}

#[test]
fn an_untyped_value_that_is_absent_is_not_sent() {
    let change = |thing: &mut Thing| "2".clone_into(&mut thing.inner.as_mut().expect("inner").a);
    assert_eq!(sent(r#"{"inner":{"a":"1"}}"#, change), r#"{"inner":{"a":"2"}}"#);
    assert_eq!(sent(r#"{"inner":{"a":"1","any":null}}"#, change), r#"{"inner":{"a":"2","any":null}}"#);
    assert_eq!(sent(r#"{"inner":{"a":"1","any":1.50}}"#, change), r#"{"inner":{"a":"2","any":1.50}}"#);
    assert_eq!(json::to_string(&read("{}")), "{}");
    assert_eq!(json::to_string(&read(r#"{"anything":null}"#)), r#"{"anything":null}"#);
}

#[test]
fn the_digits_of_an_untyped_value_are_preserved() {
    let text = r#"{"anything":{"n":12345678901234567890123,"d":1.10}}"#;
    assert_eq!(json::to_string(&read(text)), text);
    assert_eq!(between("{}", text), text);
}

#[test]
fn an_object_of_another_type_is_an_error_that_names_both() {
    for text in [
        r##"{"@odata.type":"#test.other","id":"1"}"##,
        r##"{"id":"1","@odata.type":"#test.other"}"##,
        r##"{"settings":{"@odata.type":"#test.iosSettings","name":"a"}}"##,
        r##"{"settings":{"name":"a","@odata.type":"#test.iosSettings"}}"##,
    ] {
        let error = json::from_str::<Thing>(text).expect_err(text).to_string();
        let (declared, found) = if text.contains("settings") {
            ("#test.settings", "#test.iosSettings")
        } else {
            ("#test.thing", "#test.other")
        };
        assert!(error.contains(declared) && error.contains(found), "{error}");
    }
}

#[test]
fn the_declared_type_is_accepted_in_every_spelling() {
    for tag in ["#test.thing", "test.thing", "https://graph.microsoft.com/v1.0/$metadata#test.thing"] {
        let text = format!(r#"{{"id":"1","@odata.type":"{tag}"}}"#);
        assert_eq!(read(&text).id.as_deref(), Some("1"), "{tag}");
    }
}

#[test]
fn a_type_that_occurs_twice_is_an_error() {
    for text in [
        r##"{"@odata.type":"#test.thing","@odata.type":"#test.thing"}"##,
        r##"{"anySettings":{"@odata.type":"#test.iosSettings","@odata.type":"#test.settings"}}"##,
        r##"{"anySettings":{"@odata.type":"#test.new","@odata.type":"#test.iosSettings"}}"##,
        r##"{"els":[{"a":1,"@odata.type":"#test.new","@odata.type":"#test.new"}]}"##,
    ] {
        let error = json::from_str::<Thing>(text).expect_err(text);
        assert!(error.to_string().contains("twice"), "{error}");
    }
    assert!(json::from_str::<Thing>(r#"{"@odata.type":7}"#).is_err());
}

#[test]
fn a_dynamic_property_that_changed_is_sent_with_its_type() {
    let before = r##"{"x@odata.type":"#Int64","x":5,"y":1.0}"##;
    let after = r##"{"x@odata.type":"#Int64","x":6,"y":1.0}"##;
    assert_eq!(between(before, after), r##"{"x@odata.type":"#Int64","x":6}"##);
    assert_eq!(between(before, before), "{}");
    assert_eq!(between(r#"{"y":1.0}"#, r#"{"y":1.00}"#), r#"{"y":1.00}"#);
    assert_eq!(between(before, "{}"), r#"{"x":null,"y":null}"#);
    let labels = r#"{"labels":{"color":"red","n":12345678901234567890123}}"#;
    assert_eq!(json::to_string(&read(labels)), labels);
}

#[test]
fn operations_and_navigation_are_not_dynamic_properties() {
    let with = r##"{
        "@odata.context":"https://graph.microsoft.com/v1.0/$metadata#things(id,owner())/$entity",
        "#microsoft.graph.archive":{"title":"archive"},
        "owner":{"id":"7"},
        "manager@odata.navigationLink":"https://graph.microsoft.com/v1.0/things/1/manager",
        "manager":{"id":"8"},
        "members@odata.context":"https://graph.microsoft.com/v1.0/$metadata#things('1')/members",
        "members":[{"id":"9"}],
        "reports":[{"@odata.id":"https://graph.microsoft.com/v1.0/things/2","id":"2"}],
        "photo@odata.mediaReadLink":"x",
        "real":1
    }"##;
    assert_eq!(json::to_string(&read(with)), r#"{"real":1}"#);
    assert_eq!(between(with, r#"{"real":1}"#), "{}");
    assert_eq!(between(r#"{"real":1}"#, with), "{}");
}

#[test]
fn applying_a_removal_removes_a_dynamic_property() {
    let (before, after) = (read(r#"{"x":1,"labels":{"color":"red","y":2}}"#), read(r#"{"labels":{"color":"red"}}"#));
    let mut applied = before.clone();
    Thing::diff(&before, &after).apply_to(&mut applied).expect("applied");
    assert_eq!(json::to_string(&applied), json::to_string(&after));
}

#[test]
fn a_property_that_is_set_twice_is_written_once() {
    let mut deep = serde_json::Value::Null;
    for _ in 0..200 {
        deep = serde_json::json!([deep]);
    }
    let update = Thing::update().anything(deep.into()).price(Decimal::from(1)).price(Decimal::from(2));
    let json = update.to_json();
    assert_eq!(json.matches("price").count(), 1, "{json}");
    assert!(json.ends_with(r#","price":2}"#), "{json}");
}

#[test]
fn the_case_of_a_guid_is_preserved() {
    let text = r#"{"guids":["7E323DB2-3DB2-7e32-B23D-327EB23D327E"]}"#;
    assert_eq!(json::to_string(&read(text)), text);
}

#[test]
fn a_number_in_a_string_must_not_have_blanks() {
    for text in [r#"{"long":" 5"}"#, r#"{"long":"5 "}"#, r#"{"long":"\t5"}"#] {
        assert!(json::from_str::<Thing>(text).is_err(), "{text}");
    }
    assert_eq!(read(r#"{"long":"5"}"#).long, Some(5));
}

#[test]
fn decimals_are_equal_with_and_without_quotes() {
    assert_eq!(read(r#"{"price":1.50}"#).price, read(r#"{"price":"1.50"}"#).price);
    assert_ne!(read(r#"{"price":1.50}"#).price, read(r#"{"price":1.5}"#).price);
}

#[test]
fn updates_with_different_errors_differ() {
    let plain = Thing::update().price(Decimal::from(1));
    assert_ne!(plain.clone().rest("price", 2), plain);
    assert_ne!(plain.clone().rest("price", 2), plain.clone().rest("id", 2));
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum Day {
    Sunday,
    Monday,
    #[graph(other)]
    Other(String),
}

#[test]
fn text_with_commas_is_all_members_in_it() {
    let mut days = Flags::<Day>::from(Day::Sunday);
    assert!(days.insert(&Day::Other("monday, sunday".into())));
    assert_eq!(days.as_str(), "sunday,monday");
    assert!(!days.insert(&Day::Other(String::new())));
    assert_eq!(days.as_str(), "sunday,monday");
    assert!(!days.contains(&Day::Other(String::new())));
    assert!(days.contains(&Day::Other("sunday,monday".into())));
    assert!(days.remove(&Day::Other("sunday,tuesday".into())));
    assert_eq!(days.as_str(), "monday");
    assert_eq!(Flags::<Day>::from(Day::Other(String::new())).as_str(), "");
}

#[test]
fn null_and_absent_differ_in_a_nullable_element() {
    #[graph_complex(odata_type = "#test.pair", tag = never)]
    #[derive(Debug, Clone, PartialEq)]
    struct Pair {
        a: Nullable<i32>,
        b: Nullable<i32>,
        #[graph(dynamic_properties)]
        rest: DynamicProperties,
    }
    let pairs: Vec<Pair> = json::value_from_str(r#"[{"a":null},{"b":1,"c":null}]"#).expect("pairs");
    assert_eq!(serde_json::to_string(&pairs).expect("JSON"), r#"[{"a":null},{"b":1,"c":null}]"#);
}

#[test]
fn only_changes_of_a_merged_value_are_sent() {
    #[graph_complex(odata_type = "#test.point", tag = never)]
    #[derive(Debug, Clone, PartialEq)]
    struct Point {
        x: Option<i32>,
        y: Option<i32>,
        inner: Option<Box<Point>>,
        #[graph(dynamic_properties)]
        rest: DynamicProperties,
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
    let before = r#"{"x":1,"y":2,"inner":{"x":3,"y":4,"n":5},"n":6}"#;
    for (after, merged, whole) in [
        (
            r#"{"x":7,"y":2,"inner":{"x":3,"y":4,"n":5},"n":6}"#,
            r#"{"x":7}"#,
            r#"{"x":7,"y":2,"inner":{"x":3,"y":4,"n":5},"n":6}"#,
        ),
        (
            r#"{"x":1,"y":2,"inner":{"x":3,"n":5},"n":6}"#,
            r#"{"inner":{"y":null}}"#,
            r#"{"x":1,"y":2,"inner":{"x":3,"y":null,"n":5},"n":6}"#,
        ),
        (
            r#"{"x":1,"y":2,"inner":{"x":3,"y":4,"n":8}}"#,
            r#"{"inner":{"n":8},"n":null}"#,
            r#"{"x":1,"y":2,"inner":{"x":3,"y":4,"n":8},"n":null}"#,
        ),
        (r#"{"x":1,"y":2,"n":6}"#, r#"{"inner":null}"#, r#"{"x":1,"y":2,"inner":null,"n":6}"#),
    ] {
        let read = |text: &str| {
            json::from_str::<Map>(&format!(r#"{{"id":"1","merged":{text},"whole":{text}}}"#)).expect("a map")
        };
        let sent = Map::diff(&read(before), &read(after));
        assert_eq!(sent.to_json(), format!(r#"{{"merged":{merged},"whole":{whole}}}"#), "{after}");
        let mut applied = read(before);
        sent.apply_to(&mut applied).expect("it applies");
        assert_eq!(applied, read(after), "{after}");
    }
    let read = |text: &str| json::from_str::<Map>(&format!(r#"{{"id":"1",{text}}}"#)).expect("a map");
    let (absent, there) = (read(r#""whole":null"#), read(r#""merged":{"x":1}"#));
    assert_eq!(Map::diff(&absent, &there).to_json(), r#"{"merged":{"x":1}}"#);
    assert_eq!(Map::diff(&there, &absent).to_json(), r#"{"merged":null}"#);
    assert!(Map::diff(&there, &there.clone()).is_empty());
}

#[test]
fn each_level_of_a_merged_value_is_compared_once() {
    #[graph_complex(odata_type = "#test.level", tag = never)]
    #[derive(Debug, Clone, PartialEq)]
    struct Level {
        x: Option<i32>,
        inner: Option<Box<Level>>,
    }
    #[graph_resource(path = "/levels/{levelId}", odata_type = "#test.levels", tag = never)]
    #[derive(Debug, Clone, PartialEq)]
    struct Levels {
        #[graph(key)]
        id: String,
        #[graph(merge)]
        top: Option<Level>,
    }
    // a hundred levels take too long if a level is written twice per level above it
    let nested = |x: i32| (0..100).fold(format!(r#"{{"x":{x}}}"#), |inner, _| format!(r#"{{"x":0,"inner":{inner}}}"#));
    let read = |x: i32| json::from_str::<Levels>(&format!(r#"{{"id":"1","top":{}}}"#, nested(x))).expect("levels");
    let expected = (0..100).fold(r#"{"x":2}"#.to_owned(), |inner, _| format!(r#"{{"inner":{inner}}}"#));
    assert_eq!(Levels::diff(&read(1), &read(2)).to_json(), format!(r#"{{"top":{expected}}}"#));
}

#[test]
fn applying_a_difference_sets_types_of_dynamic_properties() {
    let (typed, untyped) = (read(r##"{"x@odata.type":"#Int64","x":5}"##), read(r#"{"x":5}"#));
    for (before, after) in [(&typed, &untyped), (&untyped, &typed)] {
        let mut applied = before.clone();
        Thing::diff(before, after).apply_to(&mut applied).expect("it applies");
        assert_eq!(&applied, after);
    }
    let mut thing = read("{}");
    thing.rest.insert("x", 5).expect("a name");
    assert_eq!(thing.rest.odata_type_of("x"), None);
}

#[test]
fn a_collection_with_one_entity_is_a_navigation_property() {
    let text = r#"{"reports":[{"id":"1"},{"@odata.etag":"W/1","id":"2"}],"plain":[{"\ud800":1}]}"#;
    assert_eq!(json::to_string(&read(text)), r#"{"plain":[{"\ud800":1}]}"#);
}

#[test]
fn a_setter_does_not_send_an_absent_value() {
    assert_eq!(Thing::update().anything(Untyped::default()).to_json(), "{}");
    assert_eq!(Thing::update().anything(Untyped::NULL).to_json(), r#"{"anything":null}"#);
}
