use std::fmt::Display;
use std::str::FromStr;

use graph_core::{Date, DateTimeOffset, TimeOfDay, json};
use time::OffsetDateTime;

use crate::Everything;

/// Checks the parsing of dates, times and timestamps. Each line of the input is one text.
///
/// # Panics
/// If a parsed text is not written back unchanged, if JSON and parsing disagree, or if the order of timestamps is inconsistent.
pub fn dates(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let mut timestamps = Vec::new();
    for line in text.lines().take(8) {
        let date: Option<Date> = parse_unchanged(line);
        assert_same_in_json(line, "date", date.is_some());
        if let Some(date) = date {
            assert_eq!(Date::from(date.to_time_date()), date, "{line:?}");
        }
        let time: Option<TimeOfDay> = parse_unchanged(line);
        assert_same_in_json(line, "time", time.is_some());
        let timestamp: Option<DateTimeOffset> = parse_unchanged(line);
        assert_same_in_json(line, "moment", timestamp.is_some());
        timestamps.extend(timestamp);
    }
    for (left, right) in timestamps.iter().flat_map(|left| timestamps.iter().map(move |right| (left, right))) {
        assert_ordered(*left, *right);
    }
}

/// Parses a text, and asserts that the value is displayed as the same text.
fn parse_unchanged<T: FromStr + Display>(text: &str) -> Option<T> {
    let value: T = text.parse().ok()?;
    assert_eq!(value.to_string(), text);
    Some(value)
}

/// Asserts that a JSON string with the text is read if and only if the text is valid. It must be written back
/// unchanged.
pub(crate) fn assert_same_in_json(text: &str, property: &str, is_valid: bool) {
    let member = format!("\"{property}\":{}", serde_json::Value::from(text));
    match json::from_str::<Everything>(&format!("{{{member}}}")) {
        Ok(everything) => {
            assert!(is_valid, "{property} {text:?} is valid only in JSON");
            let written = json::to_string(&everything);
            assert!(written.contains(&member), "{member} became {written}");
        }
        Err(error) => assert!(!is_valid, "{property} {text:?} is not valid in JSON: {error}"),
    }
}

/// Asserts that timestamps have the same order as in `time`. Digits that `time` does not store are ignored.
fn assert_ordered(left: DateTimeOffset, right: DateTimeOffset) {
    let nanoseconds = |timestamp: DateTimeOffset| OffsetDateTime::from(timestamp).unix_timestamp_nanos();
    let order = left.cmp(&right);
    assert_eq!(order.reverse(), right.cmp(&left), "{left} {right}");
    assert_eq!(order.is_eq(), left == right, "{left} {right}");
    if nanoseconds(left) != nanoseconds(right) {
        assert_eq!(order, nanoseconds(left).cmp(&nanoseconds(right)), "{left} {right}");
    }
    assert_eq!(nanoseconds(DateTimeOffset::from(OffsetDateTime::from(left))), nanoseconds(left), "{left}");
}
