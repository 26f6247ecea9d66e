//! Each value type reads what it writes, preserves the text that it read, and rejects other text.

use graph_core::schema::GraphEnum;
use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, Guid, Nullable, TimeOfDay, Untyped, Update as _, graph_enum,
    graph_resource, json,
};
use proptest::prelude::*;
use time::OffsetDateTime;
use uuid::Uuid;

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum Platform {
    Windows10,
    #[graph(name = "macOS")]
    MacOs,
    #[graph(other)]
    Other(String),
}

#[graph_resource(path = "/all/{allId}", odata_type = "#test.all")]
#[derive(Debug, Clone, PartialEq)]
struct All {
    flag: Option<bool>,
    tiny: Option<i8>,
    byte: Option<u8>,
    short: Option<i16>,
    int: Option<i32>,
    long: Option<i64>,
    single: Option<f32>,
    double: Option<f64>,
    text: Option<String>,
    moment: Option<DateTimeOffset>,
    guid: Option<Uuid>,
    platform: Option<Platform>,
    texts: Vec<String>,
    platforms: Option<Vec<Option<Platform>>>,
    anything: Untyped,
}

fn read(property: &str, value: &str) -> Result<All, String> {
    let required = if property == "texts" { "" } else { "\"texts\":[]," };
    json::from_str(&format!("{{{required}\"{property}\":{value}}}")).map_err(|error| error.to_string())
}

/// Returns the text that is written for the property after reading it.
fn rewritten(property: &str, value: &str) -> String {
    let all = read(property, value).unwrap_or_else(|error| panic!("{value}: {error}"));
    let text = json::to_string(&all);
    let members: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).expect("valid JSON");
    if !members.contains_key(property) {
        return String::from("(absent)");
    }
    let start = text.find(&format!("\"{property}\":")).expect("the property is there") + property.len() + 3;
    let rest = &text[start..];
    // the value ends where the next property starts
    let end = rest
        .match_indices(",\"")
        .map(|(at, _)| at)
        .find(|at| serde_json::from_str::<serde_json::Value>(&rest[..*at]).is_ok());
    rest[..end.unwrap_or(rest.len() - 1)].to_owned()
}

#[test]
fn values_are_written_as_they_were_read() {
    for (property, values) in [
        ("flag", &["true", "false"][..]),
        ("tiny", &["-128", "127"]),
        ("byte", &["0", "255"]),
        ("short", &["-32768", "32767"]),
        ("int", &["-2147483648", "2147483647", "0"]),
        ("long", &["-9223372036854775808", "9223372036854775807"]),
        ("single", &["0.1", "3.4028235e38", "\"INF\"", "\"-INF\"", "\"NaN\""]),
        ("double", &["0.1", "-0.0", "47.6739", "5e-324", "1.7976931348623157e308", "\"INF\"", "\"-INF\"", "\"NaN\""]),
        ("text", &["\"\"", "\"a \\\"b\\\" \\\\ é 😀\""]),
        ("guid", &["\"7e323db2-3db2-7e32-b23d-327eb23d327e\""]),
        ("platform", &["\"windows10\"", "\"macOS\"", "\"visionOS\"", "\"\""]),
        ("texts", &["[]", "[\"a\",\"b\"]"]),
        ("platforms", &["[\"macOS\",null,\"x\"]", "[]"]),
        ("anything", &["{\"a\":[1,null,\"x\"]}", "null", "1", "\"x\""]),
    ] {
        for value in values {
            assert_eq!(rewritten(property, value), *value, "{property}");
        }
        if property != "texts" && property != "anything" {
            assert_eq!(rewritten(property, "null"), "(absent)", "{property}");
        }
    }
}

#[test]
fn digits_and_offset_of_a_timestamp_are_preserved() {
    for text in [
        "2016-12-31T23:58:21.6459442-08:00",
        "2017-01-01T00:00:17.7769392-08:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59.9999999-14:00",
        "0001-01-01T00:00:00+14:00",
        "2014-01-01T00:00:00.0000000Z",
        "2014-01-01T00:00:00.1Z",
        "2014-01-01T00:00:00.123456789012Z",
        "2014-01-01T00:00:00+00:00",
        "2014-01-01T00:00:00-00:00",
        "2014-01-01T00:00Z",
        "2014-01-01t00:00:00z",
        "2024-02-29T12:00:00+05:45",
        "0000-01-01T00:00:00Z",
    ] {
        assert_eq!(rewritten("moment", &format!("\"{text}\"")), format!("\"{text}\""));
        let moment: DateTimeOffset = text.parse().expect(text);
        assert_eq!(moment.to_string(), text);
        assert_eq!(format!("{moment:?}"), text);
        // comparing the first and last moments with others does not overflow
        assert!(moment <= "9999-12-31T23:59:59.9999999-14:00".parse().expect("the last moment"));
    }
}

#[test]
fn text_that_is_not_a_timestamp_is_an_error() {
    for text in [
        "",
        "2016-12-31",
        "2016-12-31T23:58:21",
        "2016-12-31 23:58:21Z",
        "2016-13-31T23:58:21Z",
        "2016-02-30T23:58:21Z",
        "2016-12-31T24:00:00Z",
        "2016-12-31T23:60:00Z",
        "2016-12-31T23:58:60Z",
        "2016-12-31T23:58:21.Z",
        "2016-12-31T23:58:21.1234567890123Z",
        "2016-12-31T23:58:21+0800",
        "2016-12-31T23:58:21+08",
        "2016-12-31T23:58:21+24:00",
        "2016-12-31T23:58:21Zx",
        "２016-12-31T23:58:21Z",
        "-016-12-31T23:58:21Z",
    ] {
        assert!(text.parse::<DateTimeOffset>().is_err(), "{text}");
        assert!(read("moment", &format!("\"{text}\"")).is_err(), "{text}");
    }
}

#[test]
fn timestamps_are_compared_as_moments() {
    let here: DateTimeOffset = "2016-12-31T23:58:21.6459442-08:00".parse().expect("a moment");
    let there: DateTimeOffset = "2017-01-01T07:58:21.6459442Z".parse().expect("a moment");
    let later: DateTimeOffset = "2017-01-01T07:58:21.6459442001Z".parse().expect("a moment");
    assert_eq!(here, there);
    assert!(here < later);
    assert_ne!(here.to_string(), there.to_string());
    let moment = OffsetDateTime::from(here);
    assert_eq!(DateTimeOffset::from(moment).to_string(), "2016-12-31T23:58:21.6459442-08:00");
    assert_eq!(DateTimeOffset::from(OffsetDateTime::UNIX_EPOCH).to_string(), "1970-01-01T00:00:00Z");
    assert_eq!(DateTimeOffset::now_utc().to_string().len(), "1970-01-01T00:00:00.0000000Z".len());
    assert_eq!(
        DateTimeOffset::from(moment.replace_offset(time::UtcOffset::from_hms(1, 2, 3).expect("an offset")))
            .to_string()
            .chars()
            .last(),
        Some('Z')
    );
}

#[test]
fn a_value_of_another_type_is_an_error_with_the_property_and_the_reason() {
    for (property, value, reason) in [
        ("int", "2147483648", "property `/int`: the number is out of range for `Edm.Int32`"),
        ("int", "-2147483649", "out of range"),
        ("int", "99999999999999999999999", "out of range"),
        ("int", "1.5", "expected `Edm.Int32`, found a fraction"),
        ("int", "\"1\"", "expected `Edm.Int32`, found a string"),
        ("byte", "256", "out of range for `Edm.Byte`"),
        ("byte", "-1", "out of range for `Edm.Byte`"),
        ("tiny", "128", "out of range for `Edm.SByte`"),
        ("short", "32768", "out of range for `Edm.Int16`"),
        ("long", "9223372036854775808", "out of range for `Edm.Int64`"),
        ("long", "\"12x\"", "expected an `Edm.Int64` such as `-12`, found other text"),
        ("double", "1e400", "out of range for `Edm.Double`"),
        ("double", "\"Infinity\"", "`NaN` of the type `Edm.Double`, found other text"),
        ("single", "1e39", "out of range for `Edm.Single`"),
        ("flag", "1", "expected a boolean, found a number"),
        ("text", "1", "expected `Edm.String`, found a number"),
        (
            "guid",
            "\"7e323db23db27e32b23d327eb23d327e\"",
            "expected an `Edm.Guid` such as `7e323db2-3db2-7e32-b23d-327eb23d327e`, found other text",
        ),
        ("platform", "1", "expected an enumeration member, found a number"),
        ("texts", "[\"a\",1]", "property `/texts/1`: expected `Edm.String`, found a number"),
        ("texts", "[\"a\",null]", "or as `Vec<Option<_>>` if items of the collection are"),
        ("texts", "null", "property `/texts`: expected a collection, found null"),
        ("texts", "[\"a\",]", "expected a value after `,`"),
    ] {
        let error = read(property, value).expect_err(value);
        assert!(error.starts_with("`#test.all`: ") && error.contains(reason), "{property} {value}: {error}");
    }
}

#[test]
fn an_int64_is_read_from_a_string_too() {
    assert_eq!(read("long", "\"-9223372036854775808\"").map(|all| all.long), Ok(Some(i64::MIN)));
}

#[test]
fn an_undeclared_enumeration_member_is_sent_back() {
    let all = read("platform", "\"visionOS\"").expect("any member is read");
    assert_eq!(all.platform, Some(Platform::Other("visionOS".into())));
    let update = All::update().platform(all.platform.clone());
    assert_eq!(update.to_json(), r##"{"@odata.type":"#test.all","platform":"visionOS"}"##);
    assert_eq!(Platform::from("macOS"), Platform::MacOs);
    assert_eq!(Platform::MacOs.to_string(), "macOS");
    assert_eq!(Platform::DESCRIPTOR.members(), ["windows10", "macOS"]);
}

#[test]
fn serde_reads_and_writes_the_wire_format() {
    let text = r##"{"@odata.type":"#test.all","flag":true,"double":0.1,"text":"x","moment":"2014-01-01T00:00:00.0000000Z","platform":"macOS","texts":["a"],"anything":{"b":1}}"##;
    let all: All = serde_json::from_str(text).expect("the wire format");
    assert_eq!(serde_json::to_string(&all).expect("the wire format"), text);
    let value = serde_json::to_value(&all).expect("another format of serde");
    assert_eq!(serde_json::from_value::<All>(value).expect("and back"), all);
    assert_eq!(serde_json::from_str::<Platform>("\"macOS\"").expect("a member"), Platform::MacOs);
    let error = serde_json::from_str::<All>(r#"{"texts":[],"int":"x"}"#).expect_err("not a number").to_string();
    assert!(error.contains("property `/int`"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_double_is_read_as_the_same_bits(bits in any::<u64>()) {
        let double = f64::from_bits(bits);
        let all = All { double: Some(double), ..read("flag", "true").expect("optional properties") };
        let back: All = json::from_str(&json::to_string(&all)).expect("valid JSON");
        let back = back.double.expect("a double");
        prop_assert!(back.to_bits() == bits || (back.is_nan() && double.is_nan()));
    }

    #[test]
    fn any_single_is_read_as_the_same_bits(bits in any::<u32>()) {
        let single = f32::from_bits(bits);
        let all = All { single: Some(single), ..read("flag", "true").expect("optional properties") };
        let back: All = json::from_str(&json::to_string(&all)).expect("valid JSON");
        let back = back.single.expect("a single");
        prop_assert!(back.to_bits() == bits || (back.is_nan() && single.is_nan()));
    }

    #[test]
    fn any_moment_is_read_as_it_was_written(seconds in -62_135_596_800_i64..253_402_300_799, nanoseconds in 0..1_000_000_000_u32) {
        let moment = OffsetDateTime::from_unix_timestamp(seconds).and_then(|moment| moment.replace_nanosecond(nanoseconds)).expect("in range");
        let value = DateTimeOffset::from(moment);
        prop_assert_eq!(value.to_string().parse::<DateTimeOffset>().map(DateTimeOffset::to_offset_date_time), Ok(moment));
    }
}

/// A resource whose values a test can build without naming each of them.
#[graph_resource(path = "/blanks/{blankId}", odata_type = "#test.blank", tag = never)]
#[derive(Debug, Clone, PartialEq, Default)]
struct Blank {
    #[graph(key)]
    id: String,
    moment: DateTimeOffset,
    day: Date,
    time: TimeOfDay,
    duration: Duration,
    decimal: Decimal,
    guid: Guid,
    bytes: Binary,
    untyped: Untyped,
    name: Nullable<String>,
    items: Vec<Option<String>>,
}

#[test]
fn a_resource_may_derive_default() {
    let blank = Blank { id: "1".to_owned(), ..Blank::default() };
    let expected = concat!(
        r#"{"id":"1","moment":"0001-01-01T00:00:00Z","day":"0001-01-01","time":"00:00:00.0000000","duration":"PT0S","#,
        r#""decimal":0,"guid":"00000000-0000-0000-0000-000000000000","bytes":"","items":[]}"#
    );
    assert_eq!(json::to_string(&blank), expected);
}
