//! The arguments that setters and addresses accept, and the updates and paths that they build.

use std::borrow::Cow;
use std::sync::Arc;

use graph_core::{
    Date, DateTimeOffset, Duration, Guid, Nullable, TimeOfDay, UntypedObject, Update as _, graph_complex, graph_enum,
    graph_resource, graph_union,
};
use time::OffsetDateTime;
use uuid::Uuid;

#[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Printer {
    #[graph(key)]
    id: String,
    #[graph(read_only)]
    serial_number: Option<String>,
    name: String,
    location: Option<String>,
    job_count: i32,
    tray_count: Option<i32>,
    last_seen: Option<DateTimeOffset>,
    state: State,
    next_state: Option<State>,
    tags: Vec<String>,
    notes: Option<Vec<String>>,
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum State {
    Idle,
    Busy,
    #[graph(other)]
    Other(String),
}

fn printer() -> Printer {
    Printer {
        id: "1".into(),
        serial_number: Some("s".into()),
        name: "a".into(),
        location: Some("b".into()),
        job_count: 1,
        tray_count: Some(2),
        last_seen: None,
        state: State::Idle,
        next_state: None,
        tags: vec!["t".into()],
        notes: None,
    }
}

#[test]
fn text_is_accepted_by_reference() {
    let owned = String::from("x");
    for update in [
        Printer::update().name("x"),
        Printer::update().name(&owned),
        Printer::update().name(&printer().name).name(owned.as_str()),
    ] {
        assert!(update.to_json().starts_with(r#"{"name":""#), "{}", update.to_json());
    }
}

#[test]
fn nullable_text_is_accepted_as_text_or_option() {
    let (owned, some, none) = (String::from("x"), Some(String::from("x")), None::<String>);
    for update in [
        Printer::update().location("x"),
        Printer::update().location(owned.as_str()),
        Printer::update().location(Some("x")),
        Printer::update().location(Some(&*owned)),
        Printer::update().location(some.as_deref()),
    ] {
        assert_eq!(update.to_json(), r#"{"location":"x"}"#);
    }
    for update in [
        Printer::update().location(None::<&str>),
        Printer::update().location(none.as_deref()),
        Printer::update().clear_location(),
        Printer::update().location("x").clear_location(),
    ] {
        assert_eq!(update.to_json(), r#"{"location":null}"#);
    }
}

#[test]
fn nullable_values_are_accepted_as_value_or_option() {
    let update = Printer::update()
        .tray_count(3)
        .next_state(State::Busy)
        .notes(vec!["n".to_owned()])
        .last_seen("2016-12-31T23:58:21.6459442-08:00".parse::<DateTimeOffset>().unwrap());
    assert_eq!(
        update.to_json(),
        r#"{"trayCount":3,"nextState":"busy","notes":["n"],"lastSeen":"2016-12-31T23:58:21.6459442-08:00"}"#
    );
    let same = Printer::update()
        .tray_count(Some(3))
        .next_state(Some(State::Busy))
        .notes(Some(vec!["n".to_owned()]))
        .last_seen("2016-12-31T23:58:21.6459442-08:00".parse::<DateTimeOffset>().ok());
    assert_eq!(update, same);
    let cleared = update.clear_tray_count().next_state(None).clear_notes().last_seen(None);
    assert_eq!(cleared.to_json(), r#"{"trayCount":null,"nextState":null,"notes":null,"lastSeen":null}"#);
}

#[test]
fn required_values_are_accepted_without_option() {
    let update = Printer::update().job_count(4).state("jammed".into()).tags(["x"]);
    assert_eq!(update.to_json(), r#"{"jobCount":4,"state":"jammed","tags":["x"]}"#);
    assert_eq!(Printer::update().job_count(i32::MIN).to_json(), r#"{"jobCount":-2147483648}"#);
}

#[test]
fn the_last_call_of_a_setter_wins() {
    let update = Printer::update().job_count(1).name("a").job_count(2).name("b").clear_location().location("x");
    assert_eq!(update.to_json(), r#"{"jobCount":2,"name":"b","location":"x"}"#);
}

#[test]
fn an_update_is_built_step_by_step_and_cloned() {
    let start = Printer::update().job_count(1);
    let (left, right) = (start.clone().name("l"), start.clone().name("r"));
    assert_eq!(start.to_json(), r#"{"jobCount":1}"#);
    assert_ne!(left, right);
    let updates = [start, left, right].map(|update| if update.is_empty() { update } else { update.clear_location() });
    assert!(updates.iter().all(|update| update.properties().any(|name| name == "location")));
}

#[test]
fn a_difference_equals_the_update_of_the_setters() {
    let before = printer();
    let after = Printer {
        id: "2".into(),
        serial_number: None,
        location: None,
        job_count: 9,
        next_state: Some(State::Other("x".into())),
        ..before.clone()
    };
    let expected = Printer::update().clear_location().job_count(9).next_state(State::from("x"));
    assert_eq!(Printer::diff(&before, &after), expected);
    assert!(Printer::diff(&before, &before).is_empty());
}

#[graph_resource(
    path = "/drive/root:/{item-path}:/microsoft.graph.workbook/",
    odata_type = "#microsoft.graph.workbook",
    paths(
        by_id = "/drives/{driveId}/items/{id}/microsoft.graph.workbook",
        by_key = "/workbooks('{key}')",
        by_arguments = "/workbooks/find(name='pre-{name}',index={index})",
    )
)]
struct Workbook {
    #[graph(key)]
    id: String,
}

#[test]
fn a_path_template_may_contain_casts_colons_quotes_and_parentheses() {
    let id = Workbook { id: "a b".into() }.id;
    assert_eq!(Workbook::at("x/a b.xlsx").path().unwrap(), "/drive/root:/x/a%20b.xlsx:/microsoft.graph.workbook/");
    assert_eq!(Workbook::at_by_id("1", &id).path().unwrap(), "/drives/1/items/a%20b/microsoft.graph.workbook");
    assert_eq!(Workbook::at_by_key("o'neill").path().unwrap(), "/workbooks('o%27%27neill')");
}

#[test]
fn a_value_in_a_path_is_one_argument() {
    assert_eq!(
        Workbook::at_by_arguments("b',admin='1", 7_i32).path().unwrap(),
        "/workbooks/find(name='pre-b%27%27%2Cadmin%3D%27%271',index=7)"
    );
    for text in ["", ".", ".."] {
        let path = format!("/workbooks/find(name='pre-{text}',index=7)");
        assert_eq!(Workbook::at_by_arguments(text, 7_i32).path().unwrap(), path);
    }
    for text in ["7,admin=true", "7'", "7)"] {
        assert!(Workbook::at_by_arguments("a", text).path().is_err(), "{text}");
    }
}

#[test]
fn an_address_accepts_all_types_of_path_segments() {
    let (text, guid) = (String::from("x"), Uuid::nil());
    let paths = [
        Printer::at("x"),
        Printer::at(&text),
        Printer::at(text.clone()),
        Printer::at(&text[..]),
        Printer::at(guid),
        Printer::at(7_i64),
    ]
    .map(|address| address.path().unwrap().to_owned());
    assert_eq!(paths[..4], ["/printers/x"; 4].map(str::to_owned));
    assert_eq!(paths[4..], [format!("/printers/{guid}"), "/printers/7".to_owned()]);
    let paths = [
        (Printer::at(-7_i8), "-7"),
        (Printer::at(7_u8), "7"),
        (Printer::at(true), "true"),
        (Printer::at("2024-02-29".parse::<Date>().unwrap()), "2024-02-29"),
        (Printer::at("08:30:00.000".parse::<TimeOfDay>().unwrap()), "08%3A30%3A00.000"),
        (
            Printer::at("2024-02-29T08:30:00+02:00".parse::<DateTimeOffset>().unwrap()),
            "2024-02-29T08%3A30%3A00%2B02%3A00",
        ),
        (Printer::at("PT1H".parse::<Duration>().unwrap()), "PT1H"),
        (Printer::at(State::from("out of paper")), "out%20of%20paper"),
    ];
    for (address, segment) in paths {
        assert_eq!(address.path().unwrap(), format!("/printers/{segment}"));
    }
}

#[graph_complex(odata_type = "#microsoft.graph.printTray", tag = never, undeclared = drop)]
#[derive(Debug, Clone, PartialEq)]
struct Tray {
    level: i32,
}

#[graph_union]
#[derive(Debug, Clone, PartialEq)]
enum Part {
    Tray(Tray),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_resource(path = "/stores/{storeId}", odata_type = "#microsoft.graph.store", tag = never)]
struct Store {
    opened: DateTimeOffset,
    closed: Option<DateTimeOffset>,
    day: Date,
    noon: TimeOfDay,
    wait: Duration,
    serial: Guid,
    owner: Option<Uuid>,
    text: Nullable<String>,
    count: Nullable<i32>,
    names: Vec<String>,
    aliases: Vec<Option<String>>,
    ports: Vec<i32>,
    moments: Vec<Option<DateTimeOffset>>,
    trays: Vec<Tray>,
    parts: Vec<Part>,
    labels: Option<Vec<String>>,
    sizes: Option<Vec<i32>>,
}

fn store(change: impl FnOnce(StoreUpdate) -> StoreUpdate) -> String {
    change(Store::update()).to_json()
}

#[test]
#[expect(clippy::needless_borrows_for_generic_args, reason = "references are accepted as well")]
fn text_is_accepted_in_each_form() {
    let owned = String::from("x");
    let text = r#"{"text":"x"}"#;
    for json in [
        store(|update| update.text("x")),
        store(|update| update.text(&owned)),
        store(|update| update.text(&&owned)),
        store(|update| update.text(owned.clone())),
        store(|update| update.text(Some("x"))),
        store(|update| update.text(Some(&owned))),
        store(|update| update.text(Some(owned.clone()))),
        store(|update| update.text(&Some(owned.clone()))),
        store(|update| update.text(Nullable::Value(owned.clone()))),
        store(|update| update.text(Cow::Borrowed("x"))),
        store(|update| update.text(Box::<str>::from("x"))),
        store(|update| update.text(Arc::<str>::from("x"))),
    ] {
        assert_eq!(json, text);
    }
    for json in [
        store(|update| update.text(None::<String>)),
        store(|update| update.text(&None::<String>)),
        store(StoreUpdate::clear_text),
    ] {
        assert_eq!(json, r#"{"text":null}"#);
    }
    assert_eq!(Printer::update().name(owned.clone()).to_json(), r#"{"name":"x"}"#);
    assert_eq!(Printer::update().location(owned).to_json(), r#"{"location":"x"}"#);
}

#[test]
#[expect(clippy::needless_borrows_for_generic_args, reason = "references are accepted as well")]
fn values_of_time_and_uuid_are_accepted() {
    let moment = OffsetDateTime::UNIX_EPOCH;
    let own = DateTimeOffset::from(moment);
    for json in [store(|u| u.opened(moment)), store(|u| u.opened(own)), store(|u| u.opened(&own))] {
        assert_eq!(json, r#"{"opened":"1970-01-01T00:00:00Z"}"#);
    }
    for json in [
        store(|update| update.closed(moment)),
        store(|update| update.closed(own)),
        store(|update| update.closed(&own)),
        store(|update| update.closed(Some(own))),
    ] {
        assert_eq!(json, r#"{"closed":"1970-01-01T00:00:00Z"}"#);
    }
    assert_eq!(store(|update| update.closed(None)), r#"{"closed":null}"#);
    let id = Uuid::from_u128(7);
    let others = store(|update| {
        update
            .day(moment.date())
            .noon(moment.time())
            .wait(std::time::Duration::from_secs(3))
            .wait(time::Duration::HOUR)
            .serial(id)
            .owner(Guid::from(id))
            .owner(id)
    });
    assert_eq!(
        others,
        concat!(
            r#"{"day":"1970-01-01","noon":"00:00:00.0000000","wait":"PT1H","#,
            r#""serial":"00000000-0000-0000-0000-000000000007","owner":"00000000-0000-0000-0000-000000000007"}"#
        )
    );
}

#[test]
fn null_and_values_of_a_three_state_property_are_accepted() {
    assert_eq!(store(|update| update.count(4)), r#"{"count":4}"#);
    assert_eq!(store(|update| update.count(Some(4))), r#"{"count":4}"#);
    assert_eq!(store(|update| update.count(Nullable::Value(4))), r#"{"count":4}"#);
    assert_eq!(store(|update| update.count(None)), r#"{"count":null}"#);
}

#[test]
#[expect(clippy::needless_borrows_for_generic_args, reason = "references are accepted as well")]
fn collections_are_accepted_as_arrays_slices_and_iterators() {
    let owned = vec!["a".to_owned(), "b".to_owned()];
    for json in [
        store(|update| update.names(["a", "b"])),
        store(|update| update.names(&owned)),
        store(|update| update.names(&owned[..])),
        store(|update| update.names(owned.iter().map(|name| name.to_lowercase()))),
        store(|update| update.names(["z"]).names(owned.clone())),
    ] {
        assert_eq!(json, r#"{"names":["a","b"]}"#);
    }
    assert_eq!(store(|update| update.names(Vec::<String>::new())), r#"{"names":[]}"#);
    assert_eq!(store(|update| update.names(["\"\n"])), r#"{"names":["\"\n"]}"#);
    assert_eq!(store(|update| update.aliases([Some("a"), None])), r#"{"aliases":["a",null]}"#);
    assert_eq!(store(|update| update.aliases(&owned)), r#"{"aliases":["a","b"]}"#);
    let ports = [1, 2];
    assert_eq!(store(|update| update.ports(ports)), store(|update| update.ports(&ports)));
    assert_eq!(store(|update| update.ports(1..3)), r#"{"ports":[1,2]}"#);
    let moment = OffsetDateTime::UNIX_EPOCH;
    assert_eq!(store(|update| update.moments([moment])), r#"{"moments":["1970-01-01T00:00:00Z"]}"#);
    assert_eq!(
        store(|update| update.moments([None, Some(moment.into())])),
        r#"{"moments":[null,"1970-01-01T00:00:00Z"]}"#
    );
    let tray = Tray { level: 3 };
    assert_eq!(store(|update| update.trays([tray.clone()])), r#"{"trays":[{"level":3}]}"#);
    assert_eq!(store(|update| update.trays([&tray].into_iter().cloned())), r#"{"trays":[{"level":3}]}"#);
    // the type of `into` is inferred
    assert_eq!(
        store(|update| update.parts(vec![tray.into()])),
        r##"{"parts":[{"@odata.type":"#microsoft.graph.printTray","level":3}]}"##
    );
    for json in [
        store(|update| update.labels(["a", "b"])),
        store(|update| update.labels(vec!["a", "b"])),
        store(|update| update.labels(owned.clone())),
        store(|update| update.labels(&owned)),
        store(|update| update.labels(&owned[..])),
        store(|update| update.labels(Some(owned.clone()))),
    ] {
        assert_eq!(json, r#"{"labels":["a","b"]}"#);
    }
    assert_eq!(store(|update| update.labels(None)), r#"{"labels":null}"#);
    assert_eq!(store(|update| update.sizes([1, 2])), r#"{"sizes":[1,2]}"#);
}
