use graph_core::{Update as _, json};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::Everything;

/// Checks the reading of a resource from JSON, which is the input.
///
/// # Panics
/// If `serde_json` disagrees on whether the input is JSON, if a value is not written back, or if it differs from itself.
pub fn resource(input: &[u8]) {
    let is_json = serde_json::from_slice::<IgnoredAny>(input).is_ok() && std::str::from_utf8(input).is_ok();
    let everything = match json::from_slice::<Everything>(input) {
        Ok(everything) => everything,
        Err(error) => {
            assert!(error.position() <= input.len());
            let shown = error.to_string();
            // `serde_json` accepts an unpaired surrogate in a string that it ignores
            let grammar_errors = ["not JSON", "ends in the middle", "found more text", "not UTF-8"];
            if grammar_errors.iter().any(|reason| shown.contains(reason)) && !shown.contains("surrogate") {
                assert!(!is_json, "{shown}");
            }
            return;
        }
    };
    assert!(is_json, "the input is not JSON, but it was read");
    let written = json::to_string(&everything);
    assert!(serde_json::from_str::<IgnoredAny>(&written).is_ok(), "the output is not JSON: {written}");
    let again: Everything = json::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(json::to_string(&again), written, "the output changes when it is read and written");
    // `NaN` is not equal to itself
    if !written.contains("NaN") {
        assert_eq!(again, everything, "{written}");
    }
    assert!(Everything::diff(&everything, &again).is_empty(), "{written}");
    // an object of an unknown type can contain numbers that `serde_json::Value` cannot represent
    if let Ok(value) = serde_json::from_str::<Value>(&written) {
        let through_serde = serde_json::to_value(&everything).unwrap_or_else(|error| panic!("{error}: {written}"));
        assert_same_value(&through_serde, &value);
    }
}

/// Asserts that a value written through serde is equal. A number without an equal `f64` is written as a string.
fn assert_same_value(through_serde: &Value, value: &Value) {
    match (through_serde, value) {
        (Value::Array(left), Value::Array(right)) => {
            assert_eq!(left.len(), right.len());
            left.iter().zip(right).for_each(|(left, right)| assert_same_value(left, right));
        }
        (Value::Object(left), Value::Object(right)) => {
            assert!(left.keys().eq(right.keys()), "{left:?} {right:?}");
            left.values().zip(right.values()).for_each(|(left, right)| assert_same_value(left, right));
        }
        (Value::String(text), Value::Number(number)) => assert_eq!(text.parse().ok(), number.as_f64(), "{text}"),
        _ => assert_eq!(through_serde, value),
    }
}
