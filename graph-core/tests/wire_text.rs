//! The text that a value was read from is the text that is sent, also inside other values.

use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, Nullable, TimeOfDay, Update as _,
    graph_complex, graph_resource, json,
};
use proptest::prelude::*;

#[graph_complex(odata_type = "#test.values", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Values {
    title: Option<String>,
    moment: Option<DateTimeOffset>,
    date: Option<Date>,
    time: Option<TimeOfDay>,
    length: Option<Duration>,
    decimal: Option<Decimal>,
    binary: Option<Binary>,
    decimals: Option<Vec<Decimal>>,
    inner: Option<Box<Values>>,
}

#[graph_resource(path = "/things/{thingId}", odata_type = "#test.thing", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Thing {
    count: Option<i32>,
    values: Nullable<Values>,
    values_two: Option<Values>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

/// A member of [`Values`] as text.
fn member() -> impl Strategy<Value = String> {
    let date =
        || (1..=9999_u16, 1..=12_u8, 1..=28_u8).prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    let time = || {
        (0..24_u8, 0..60_u8, "(:[0-5][0-9](\\.[0-9]{1,12})?)?")
            .prop_map(|(hour, minute, rest)| format!("{hour:02}:{minute:02}{rest}"))
    };
    let zone = "(Z|z|[+-](0[0-9]|1[0-4]):[0-5][0-9])";
    prop_oneof![
        (date(), time(), zone).prop_map(|(date, time, zone)| format!(r#""moment":"{date}T{time}{zone}""#)),
        date().prop_map(|date| format!(r#""date":"{date}""#)),
        time().prop_map(|time| format!(r#""time":"{time}""#)),
        "-?P([0-9]{1,20}Y)?([0-9]{1,3}M)?[0-9]{1,25}DT[0-9]{1,3}H([0-9]{1,4}M)?[0-9]{1,3}(\\.[0-9]{1,15})?S"
            .prop_map(|length| format!(r#""length":"{length}""#)),
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,5})?"
            .prop_map(|decimal| format!(r#""decimal":{decimal}"#)),
        "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?".prop_map(|decimal| format!(r#""decimal":"{decimal}""#)),
        "([A-Za-z0-9_-]{4}){0,5}".prop_map(|binary| format!(r#""binary":"{binary}""#)),
        "([A-Za-z0-9+/]{4}){0,5}".prop_map(|binary| format!(r#""binary":"{binary}""#)),
        "-?[1-9][0-9]{0,40}\\.[0-9]{1,9}".prop_map(|decimal| format!(r#""decimals":[{decimal},0.0,-0.0,1e5]"#)),
    ]
}

fn read(text: &str) -> Thing {
    json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn values_are_written_as_they_were_read_at_any_depth(one in member(), two in member()) {
        let text = format!(r#"{{"values":{{{one}}},"valuesTwo":{{"inner":{{{two}}}}}}}"#);
        let thing = read(&text);
        prop_assert_eq!(json::to_string(&thing), &*text);
        // set as a whole
        let update = Thing::update().values(thing.values.clone().into_value()).values_two(thing.values_two.clone());
        prop_assert_eq!(update.to_json(), &*text);
        // sent because another property of the value changed
        let mut after = thing.clone();
        after.values.value_mut().expect("values").title = Some("x".into());
        prop_assert_eq!(Thing::diff(&thing, &after).to_json(), format!(r#"{{"values":{{"title":"x",{one}}}}}"#));
        // not sent if nothing changed
        after = Thing { count: Some(1), ..thing.clone() };
        prop_assert_eq!(Thing::diff(&thing, &after).to_json(), r#"{"count":1}"#);
    }

    #[test]
    fn equal_values_with_different_text_are_a_difference(one in member(), two in member()) {
        let (before, after) = (read(&format!(r#"{{"values":{{{one}}}}}"#)), read(&format!(r#"{{"values":{{{two}}}}}"#)));
        let diff = Thing::diff(&before, &after);
        prop_assert_eq!(diff.is_empty(), one == two);
        let mut applied = before.clone();
        diff.apply_to(&mut applied).expect("a difference applies");
        prop_assert_eq!(json::to_string(&applied), json::to_string(&after));
    }

    #[test]
    fn the_last_value_that_is_set_is_sent(steps in proptest::collection::vec((0..4_usize, any::<i32>(), member()), 0..10)) {
        let mut update = Thing::update();
        let (mut count, mut values, mut dynamic) = (None, None, None);
        for (step, number, text) in steps {
            match step {
                0 => { update = update.count(number); count = Some(number.to_string()); }
                1 => { update = update.clear_values(); values = Some("null".to_owned()); }
                2 => {
                    let text = format!("{{{text}}}");
                    update = update.values(read(&format!(r#"{{"values":{text}}}"#)).values.into_value());
                    values = Some(text);
                }
                _ => { update = update.rest("dynamic", number); dynamic = Some(number.to_string()); }
            }
        }
        let sent: std::collections::BTreeMap<String, Box<serde_json::value::RawValue>> =
            serde_json::from_str(&update.to_json()).expect("no name occurs twice");
        let of = |name: &str| sent.get(name).map(|value| value.get().to_owned());
        prop_assert_eq!((of("count"), of("values"), of("dynamic")), (count, values, dynamic));
        prop_assert_eq!(update.to_json().matches("\"values\":").count(), usize::from(sent.contains_key("values")));
    }
}

#[test]
fn decimals_do_not_lose_digits_in_other_formats() {
    for (text, elsewhere) in [
        ("1.50", "1.5"),
        ("-12", "-12"),
        ("18446744073709551615", "18446744073709551615"),
        ("18446744073709551616", "\"18446744073709551616\""),
        ("79228162514264337593543950335.10", "\"79228162514264337593543950335.10\""),
        ("0.30000000000000004", "0.30000000000000004"),
        ("0.300000000000000045", "\"0.300000000000000045\""),
        ("1e5", "100000.0"),
        ("1e400", "\"1e400\""),
        ("-0.0", "-0.0"),
    ] {
        let decimal: Decimal = text.parse().expect("a decimal");
        let written = serde_json::to_string(&decimal).expect("a value of serde");
        assert_eq!(written, elsewhere);
        let back: Decimal = serde_json::from_str(&written).expect("a decimal");
        assert_eq!(back.as_str(), elsewhere.trim_matches('"'));
    }
}
