//! The arguments that setters and addresses accept, and the updates and paths that they build.

use graph_core::{Date, DateTimeOffset, Duration, TimeOfDay, Update as _, graph_enum, graph_resource};

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
        Printer::update().location(None),
        Printer::update().location(none.as_deref()),
        Printer::update().clear_location(),
        Printer::update().location("x").location(None),
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
    let update = Printer::update().job_count(4).state("jammed".into()).tags(vec!["x".into()]);
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
    let (text, guid) = (String::from("x"), uuid::Uuid::nil());
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
