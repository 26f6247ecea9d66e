use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use proptest::sample::select;

use super::FunctionArguments;
use crate::{Binary, Date, DateTimeOffset, Decimal, Duration, Flags, Guid, Nullable, TimeOfDay, Untyped};
use crate::{graph_complex, graph_enum, graph_function};

#[graph_enum(crate = crate)]
#[derive(Debug, Clone)]
enum Interval {
    Day,
    #[graph(other)]
    Other(String),
}

#[graph_complex(crate = crate, odata_type = "#test.range", tag = never)]
#[derive(Debug, Clone)]
struct Range {
    first: i32,
}

#[graph_function(crate = crate, path = "/f", returns = String)]
#[derive(Debug, Clone, Default)]
struct All {
    text: Option<String>,
    flag: Option<bool>,
    count: Option<i32>,
    big: Option<i64>,
    ratio: Option<f64>,
    amount: Option<Decimal>,
    moment: Option<DateTimeOffset>,
    day: Option<Date>,
    time: Option<TimeOfDay>,
    length: Option<Duration>,
    data: Option<Binary>,
    guid: Option<Guid>,
    interval: Option<Interval>,
    intervals: Option<Flags<Interval>>,
    name: Nullable<String>,
    any: Untyped,
    ids: Option<Vec<String>>,
    range: Option<Range>,
}

fn of(parameters: &All) -> (String, String) {
    let arguments = FunctionArguments::of(parameters).unwrap();
    (arguments.path, arguments.query)
}

#[test]
fn the_form_of_a_literal_follows_the_type() {
    let default = All::default;
    assert_eq!(of(&default()), (String::new(), String::new()));
    for (parameters, expected) in [
        (All { text: Some("a b/c".into()), ..default() }, "(text='a%20b%2Fc')"),
        (All { text: Some(String::new()), ..default() }, "(text='')"),
        (All { flag: Some(true), count: Some(-3), ..default() }, "(flag=true,count=-3)"),
        (All { big: Some(i64::MIN), ..default() }, "(big=-9223372036854775808)"),
        (All { ratio: Some(f64::NEG_INFINITY), ..default() }, "(ratio=-INF)"),
        (All { amount: Some("1.50".parse().unwrap()), ..default() }, "(amount=1.50)"),
        (
            All { moment: Some("2024-05-01T10:00:00+02:00".parse().unwrap()), ..default() },
            "(moment=2024-05-01T10%3A00%3A00%2B02%3A00)",
        ),
        (All { day: Some("2024-05-01".parse().unwrap()), ..default() }, "(day=2024-05-01)"),
        (All { time: Some("10:20:30.0000000".parse().unwrap()), ..default() }, "(time=10%3A20%3A30.0000000)"),
        (All { length: Some("P1DT2H".parse().unwrap()), ..default() }, "(length=duration'P1DT2H')"),
        (All { data: Some(Binary::from(vec![0xfb, 0xff])), ..default() }, "(data=binary'-_8%3D')"),
        (
            All { guid: Some("84b80893-8749-40a3-97b7-68513b600544".parse().unwrap()), ..default() },
            "(guid=84b80893-8749-40a3-97b7-68513b600544)",
        ),
        (All { interval: Some(Interval::Day), ..default() }, "(interval='day')"),
        (
            All { intervals: Some([Interval::Day, "week".into()].into_iter().collect()), ..default() },
            "(intervals='day%2Cweek')",
        ),
        (All { name: Nullable::Null, ..default() }, "(name=null)"),
        (All { any: Untyped::from_json("7").unwrap(), ..default() }, "(any=7)"),
    ] {
        assert_eq!(of(&parameters), (expected.to_owned(), String::new()));
    }
}

#[test]
fn collections_and_objects_are_in_the_query() {
    let parameters = All {
        count: Some(1),
        ids: Some(vec!["a'b&c".into(), "d".into()]),
        range: Some(Range { first: 2 }),
        ..All::default()
    };
    assert_eq!(
        of(&parameters),
        (
            "(count=1,ids=@ids,range=@range)".to_owned(),
            "@ids=%5B%22a%27b%26c%22,%22d%22%5D&@range=%7B%22first%22:2%7D".to_owned()
        )
    );
}

#[test]
fn a_control_character_in_the_path_is_rejected() {
    let parameters = All { text: Some("a\nb".into()), ..All::default() };
    assert_eq!(FunctionArguments::of(&parameters), Err(("text", '\n')));
    let parameters = All { ids: Some(vec!["a\nb".into()]), ..All::default() };
    assert_eq!(of(&parameters).1, "@ids=%5B%22a%5Cnb%22%5D", "JSON escapes it");
}

/// Reads the arguments of a path the way a service does, independently of how they were written: it decodes the segment, and then
/// parses literals. Returns the name and the literal of each argument.
fn arguments(segment: &str) -> Vec<(String, String)> {
    assert!(!segment.contains(['/', '?', '#', '&', '+', ' ', '"']), "{segment}");
    let decoded = percent_decode_str(segment).decode_utf8().unwrap().into_owned();
    let mut rest = decoded.strip_prefix('(').unwrap();
    let mut arguments = Vec::new();
    loop {
        let (name, value) = rest.split_once('=').unwrap();
        let mut quoted = false;
        // a doubled quote closes the literal and opens it again
        let end = value
            .char_indices()
            .find(|(_, character)| {
                quoted ^= *character == '\'';
                !quoted && matches!(character, ',' | ')')
            })
            .map(|(end, _)| end)
            .unwrap();
        arguments.push((name.to_owned(), value[..end].to_owned()));
        match &value[end..] {
            ")" => return arguments,
            more => rest = more.strip_prefix(',').unwrap(),
        }
    }
}

/// Text that is likely to end a literal or a segment.
fn hostile() -> impl Strategy<Value = String> {
    let pieces = select(vec![
        "'", "''", ",", ")", "(", "=", "/", "%27", "%2F", "..", "?", "#", "&", "+", "@ids", "é", "a", " ", ";",
    ]);
    proptest::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_text_leaves_its_literal(text in prop_oneof![hostile(), "\\PC*"], interval in hostile(), count: i32) {
        let parameters = All {
            text: Some(text.clone()),
            count: Some(count),
            interval: Some(Interval::Other(interval.clone())),
            ..All::default()
        };
        let (path, query) = of(&parameters);
        prop_assert_eq!(query, "");
        let found = arguments(&path);
        let unquoted = |literal: &str| {
            literal.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).map(|inner| inner.replace("''", "'"))
        };
        prop_assert_eq!(found.len(), 3);
        prop_assert_eq!((&*found[0].0, unquoted(&found[0].1)), ("text", Some(text)));
        prop_assert_eq!((&*found[1].0, &found[1].1), ("count", &count.to_string()));
        prop_assert_eq!((&*found[2].0, unquoted(&found[2].1)), ("interval", Some(interval)));
    }

    #[test]
    fn no_text_leaves_the_query(ids in proptest::collection::vec(prop_oneof![hostile(), "\\PC*"], 0..4)) {
        let (path, query) = of(&All { ids: Some(ids.clone()), ..All::default() });
        prop_assert_eq!(path, "(ids=@ids)");
        prop_assert!(!query.contains(['&', '#', '+', ' ', '"', '\'']));
        let (name, json) = query.split_once('=').unwrap();
        prop_assert_eq!(name, "@ids");
        let decoded = percent_decode_str(json).decode_utf8().unwrap().into_owned();
        prop_assert_eq!(serde_json::from_str::<Vec<String>>(&decoded).unwrap(), ids);
    }
}
