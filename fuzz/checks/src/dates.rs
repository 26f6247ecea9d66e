use std::fmt::Display;
use std::str::FromStr;

use graph_core::{Date, DateTimeOffset, TimeOfDay, json};
use time::OffsetDateTime;

use crate::Everything;

/// Dates, times and both with their zone: each line of the input is one text.
///
/// # Panics
/// When a text that is read does not come back as it was, when JSON disagrees with parsing, or when an order is none.
pub fn dates(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let mut moments = Vec::new();
    for line in text.lines().take(8) {
        let date: Option<Date> = kept(line);
        same_in_json(line, "date", date.is_some());
        if let Some(date) = date {
            assert_eq!(Date::from(date.to_time()), date, "{line:?}");
        }
        let time: Option<TimeOfDay> = kept(line);
        same_in_json(line, "time", time.is_some());
        let moment: Option<DateTimeOffset> = kept(line);
        same_in_json(line, "moment", moment.is_some());
        moments.extend(moment);
    }
    for (left, right) in moments.iter().flat_map(|left| moments.iter().map(move |right| (left, right))) {
        in_order(*left, *right);
    }
}

/// The value of the text, which must be what the value shows.
fn kept<T: FromStr + Display>(text: &str) -> Option<T> {
    let value: T = text.parse().ok()?;
    assert_eq!(value.to_string(), text);
    Some(value)
}

/// Whether a JSON string with the text is read must be whether the text is, and it must be written again.
pub(crate) fn same_in_json(text: &str, property: &str, is_value: bool) {
    let member = format!("\"{property}\":{}", serde_json::Value::from(text));
    match json::from_str::<Everything>(&format!("{{{member}}}")) {
        Ok(everything) => {
            assert!(is_value, "{property} {text:?} is read from JSON alone");
            let written = json::to_string(&everything);
            assert!(written.contains(&member), "{member} became {written}");
        }
        Err(error) => assert!(!is_value, "{property} {text:?} is not read from JSON: {error}"),
    }
}

/// Moments are ordered as `time` orders them, but for the digits that it has no place for.
fn in_order(left: DateTimeOffset, right: DateTimeOffset) {
    let coarse = |moment: DateTimeOffset| OffsetDateTime::from(moment).unix_timestamp_nanos();
    let order = left.cmp(&right);
    assert_eq!(order.reverse(), right.cmp(&left), "{left} {right}");
    assert_eq!(order.is_eq(), left == right, "{left} {right}");
    if coarse(left) != coarse(right) {
        assert_eq!(order, coarse(left).cmp(&coarse(right)), "{left} {right}");
    }
    assert_eq!(coarse(DateTimeOffset::from(OffsetDateTime::from(left))), coarse(left), "{left}");
}
