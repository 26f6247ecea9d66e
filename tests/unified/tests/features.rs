//! Behaviour that must not depend on features which other crates enable: `arbitrary_precision`, `preserve_order` and
//! `unbounded_depth` of `serde_json`, and `large-dates` of `time`.

use graph_core::{
    Date, DateTimeOffset, Decimal, DynamicProperties, Untyped, UntypedObject, graph_complex, graph_resource,
    graph_union, json,
};

#[path = "../../../graph-core/tests/structures.rs"]
mod structures;
#[path = "../../../graph-core/tests/untouched.rs"]
mod untouched;
#[path = "../../../graph-core/tests/values.rs"]
mod values;

#[graph_complex(odata_type = "#test.part")]
#[derive(Debug, Clone, PartialEq)]
struct Part {
    weight: Option<f64>,
}

#[graph_union]
#[derive(Debug, Clone, PartialEq)]
enum AnyPart {
    Part(Part),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_resource(path = "/things/{thingId}", odata_type = "#test.thing", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Thing {
    #[graph(key)]
    id: Option<String>,
    ratio: Option<f64>,
    price: Option<Decimal>,
    size: Option<i64>,
    part: Option<AnyPart>,
    anything: Untyped,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

const TEXT: &str = r##"{"ratio":1.5,"price":12.50,"size":9007199254740993,"part":{"@odata.type":"#test.new","n":7.25},"anything":[1.5,{"a":12345678901234567890123}],"z":2.5,"b":1}"##;

#[test]
fn the_features_are_enabled() {
    assert_eq!(serde_json::to_string(&serde_json::from_str::<serde_json::Value>("1.50").unwrap()).unwrap(), "1.50");
    assert!(time::Date::from_calendar_date(12024, time::Month::March, 1).is_ok());
}

#[test]
fn numbers_are_read_through_serde() {
    let direct: Thing = json::from_str(TEXT).unwrap();
    let through: Thing = serde_json::from_str(TEXT).unwrap();
    assert_eq!(through, direct);
    assert_eq!((through.ratio, through.size), (Some(1.5), Some(9_007_199_254_740_993)));
    assert_eq!(json::to_string(&through), json::to_string(&direct));
    let value: serde_json::Value = serde_json::from_str(TEXT).unwrap();
    assert_eq!(serde_json::from_value::<Thing>(value).unwrap(), direct);
}

#[test]
fn numbers_are_written_as_numbers() {
    assert_eq!(Untyped::from(serde_json::from_str::<serde_json::Value>("[1.50]").unwrap()).as_str(), "[1.50]");
    let thing: Thing = json::from_str(TEXT).unwrap();
    let text = serde_json::to_string(&thing).unwrap();
    assert!(!text.contains("private"), "{text}");
    assert_eq!(
        json::to_string(&thing),
        r##"{"ratio":1.5,"price":12.50,"size":9007199254740993,"part":{"@odata.type":"#test.new","n":7.25},"anything":[1.5,{"a":12345678901234567890123}],"b":1,"z":2.5}"##
    );
    assert_eq!(thing.rest.get("z").unwrap().to_value().as_f64(), Some(2.5));
}

#[test]
fn a_private_number_member_without_a_number_is_rejected() {
    let text = r#"{"ratio":{"$serde_json::private::Number":"1,2],\"x\":["}}"#;
    assert!(serde_json::from_str::<Thing>(text).is_err());
}

#[test]
fn the_depth_is_limited_without_the_limit_of_serde_json() {
    let text = format!(r#"{{"anything":{}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    let mut deserializer = serde_json::Deserializer::from_str(&text);
    deserializer.disable_recursion_limit();
    let error = serde::Deserialize::deserialize(&mut deserializer).map(|_: Thing| ()).unwrap_err().to_string();
    assert!(error.contains("nested deeper than 127 levels"), "{error}");
    assert!(json::from_str::<Thing>(&text).is_err());
}

#[test]
fn years_are_written_with_all_digits() {
    for year in [12_024, 123_456, 9_999, 1] {
        let day = Date::from(time::Date::from_calendar_date(year, time::Month::March, 1).unwrap());
        assert_eq!(day.to_string(), format!("{year:04}-03-01"));
        assert_eq!(day.to_string().parse(), Ok(day));
        let moment = DateTimeOffset::from(day.to_time_date().midnight().assume_utc());
        assert_eq!(moment.to_string(), format!("{year:04}-03-01T00:00:00Z"));
        assert_eq!(moment.to_string().parse(), Ok(moment));
    }
    assert!("012024-03-01".parse::<Date>().is_err());
    assert!("012024-03-01T00:00:00Z".parse::<DateTimeOffset>().is_err());
}
