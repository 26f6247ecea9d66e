//! What an update sends, and the properties of `diff`.

use graph_core::{DateTimeOffset, Update as _, graph_enum, graph_resource, json};
use proptest::prelude::*;

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum Mode {
    On,
    Off,
    #[graph(other)]
    Other(String),
}

#[graph_resource(path = "/things/{thingId}", odata_type = "#test.thing")]
#[derive(Debug, Clone, PartialEq)]
struct Thing {
    #[graph(key)]
    id: String,
    #[graph(read_only)]
    created: DateTimeOffset,
    count: i32,
    name: String,
    note: Option<String>,
    mode: Mode,
    limit: Option<i64>,
    tags: Vec<String>,
}

#[graph_resource(path = "/bare/{id}", odata_type = "#test.bare", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Bare {
    count: i32,
    name: Option<String>,
}

fn members(update: &impl graph_core::Update) -> serde_json::Value {
    serde_json::from_str(&update.to_json()).expect("an update is JSON")
}

#[test]
fn an_update_sends_only_the_properties_that_were_set() {
    assert_eq!(Thing::update().count(3).to_json(), r##"{"@odata.type":"#test.thing","count":3}"##);
    assert_eq!(Bare::update().count(3).to_json(), r#"{"count":3}"#);
    assert_eq!(Bare::update().to_json(), "{}");
    assert_eq!(Thing::update().to_json(), r##"{"@odata.type":"#test.thing"}"##);
    assert!(Thing::update().is_empty());
    assert_eq!(&*Thing::update().count(3).into_bytes(), br##"{"@odata.type":"#test.thing","count":3}"##);
}

#[test]
fn null_is_sent_by_clearing_or_by_none() {
    assert_eq!(Bare::update().clear_name().to_json(), r#"{"name":null}"#);
    assert_eq!(Bare::update().clear_name().to_json(), r#"{"name":null}"#);
    assert_eq!(Bare::update().name("x").to_json(), r#"{"name":"x"}"#);
    assert_eq!(Bare::update().name(Some("x")).to_json(), r#"{"name":"x"}"#);
    let name = Some(String::from("x"));
    assert_eq!(Bare::update().name(name.as_deref()).to_json(), r#"{"name":"x"}"#);
    assert!(!Bare::update().clear_name().is_empty());
}

#[test]
fn the_last_value_of_a_property_is_sent() {
    for (update, json) in [
        (Bare::update().count(1).count(2), r#"{"count":2}"#),
        (Bare::update().name("{\"count\":9}").count(1).name("b"), r#"{"count":1,"name":"b"}"#),
        (Bare::update().count(1).name("},{\\\"").count(2), r#"{"name":"},{\\\"","count":2}"#),
        (Bare::update().count(1).clear_name().name("a").clear_name(), r#"{"count":1,"name":null}"#),
    ] {
        assert_eq!(update.to_json(), json);
    }
    assert_eq!(
        Thing::update().count(1).note("a").mode(Mode::On).count(2).clear_note().mode(Mode::Off).to_json(),
        r##"{"@odata.type":"#test.thing","count":2,"note":null,"mode":"off"}"##
    );
}

#[test]
fn debug_shows_names_and_not_values() {
    let update = Thing::update().name("secret-value").count(41_234);
    let shown = format!("{update:?}");
    assert!(shown.contains("name") && shown.contains("count") && shown.contains("#test.thing"), "{shown}");
    assert!(!shown.contains("secret-value") && !shown.contains("41234"), "{shown}");
    assert_eq!(update.properties().collect::<Vec<_>>(), ["count", "name"]);
}

#[test]
fn updates_are_equal_regardless_of_the_order_of_setters() {
    assert_eq!(Thing::update().count(1).name("a"), Thing::update().name("a").count(1));
    assert_ne!(Thing::update().count(1), Thing::update().count(2));
    assert_ne!(Thing::update().count(1), Thing::update().count(1).name("a"));
    assert_eq!(Thing::update().count(1).count(2), Thing::update().count(2));
    assert_eq!(Thing::update(), Thing::update());
}

fn thing() -> impl Strategy<Value = Thing> {
    let text = prop_oneof![Just(String::new()), Just("a".into()), any::<String>()];
    let mode = prop_oneof![Just(Mode::On), Just(Mode::Off), any::<String>().prop_map(|member| Mode::from(&*member))];
    let small = prop_oneof![Just(0), Just(1), any::<i32>()];
    (
        text.clone(),
        small,
        text.clone(),
        proptest::option::of(text.clone()),
        mode,
        any::<Option<i64>>(),
        proptest::collection::vec(text, 0..3),
    )
        .prop_map(|(id, count, name, note, mode, limit, tags)| Thing {
            id,
            created: "2014-01-01T00:00:00Z".parse().expect("a moment"),
            count,
            name,
            note,
            mode,
            limit,
            tags,
        })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_diff_of_a_thing_and_itself_is_empty(thing in thing()) {
        prop_assert!(Thing::diff(&thing, &thing.clone()).is_empty());
    }

    #[test]
    fn applying_a_difference_yields_the_second_thing(before in thing(), after in thing()) {
        let mut changed = before.clone();
        let diff = Thing::diff(&before, &after);
        diff.apply_to(&mut changed).expect("a diff applies");
        prop_assert_eq!(&changed, &Thing { id: before.id.clone(), created: before.created, ..after.clone() });
        // and it does not contain a property that did not change
        for (name, _) in members(&diff).as_object().expect("an object").iter().filter(|(name, _)| !name.starts_with('@')) {
            let wire = |thing: &Thing| members_of(thing).get(name).cloned();
            prop_assert_ne!(wire(&before), wire(&after), "{}", name);
        }
    }

    #[test]
    fn an_update_built_in_any_order_sends_the_last_value_of_each(steps in proptest::collection::vec((0..4_usize, any::<String>(), any::<i32>()), 0..12)) {
        let mut update = Thing::update();
        let mut expected = serde_json::Map::new();
        expected.insert("@odata.type".into(), "#test.thing".into());
        for (property, text, number) in steps {
            let (name, value) = match property {
                0 => { update = update.count(number); ("count", serde_json::Value::from(number)) }
                1 => { update = update.name(&text); ("name", text.into()) }
                2 => { update = update.clear_note(); ("note", serde_json::Value::Null) }
                _ => { update = update.tags(vec![text.clone()]); ("tags", vec![text].into()) }
            };
            expected.insert(name.into(), value);
        }
        prop_assert_eq!(members(&update), serde_json::Value::Object(expected));
    }
}

fn members_of(thing: &Thing) -> serde_json::Value {
    serde_json::from_str(&json::to_string(thing)).expect("JSON")
}

#[test]
fn a_difference_does_not_send_untouched_text() {
    let text =
        r#"{"id":"1","created":"2014-01-01T00:00:00.0000000Z","count":1,"name":"a","mode":"brandNew","tags":[]}"#;
    let before: Thing = json::from_str(text).expect("a thing");
    let after = Thing { count: 2, ..before.clone() };
    assert_eq!(Thing::diff(&before, &after).to_json(), r##"{"@odata.type":"#test.thing","count":2}"##);
}
