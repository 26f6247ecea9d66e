use graph_core::{Update as _, json};
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::Everything;

/// JSON into a resource: the input is the text.
///
/// # Panics
/// When `serde_json` disagrees on whether the text is JSON, what is read does not come back, or it differs from itself.
pub fn resource(input: &[u8]) {
    let is_json = serde_json::from_slice::<IgnoredAny>(input).is_ok() && std::str::from_utf8(input).is_ok();
    let everything = match json::from_slice::<Everything>(input) {
        Ok(everything) => everything,
        Err(error) => {
            assert!(error.position() <= input.len());
            let shown = error.to_string();
            // half a surrogate pair is JSON to those who do not read the string
            let is_grammar = ["not JSON", "ends in the middle", "text follows", "not UTF-8"];
            if is_grammar.iter().any(|reason| shown.contains(reason)) && !shown.contains("surrogate") {
                assert!(!is_json, "{shown}");
            }
            return;
        }
    };
    assert!(is_json, "this is no JSON, and was read");
    let written = json::to_string(&everything);
    assert!(serde_json::from_str::<IgnoredAny>(&written).is_ok(), "what was written is no JSON: {written}");
    let again: Everything = json::from_str(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(json::to_string(&again), written, "writing what was written");
    // `NaN` is not equal to itself
    if !written.contains("NaN") {
        assert_eq!(again, everything, "{written}");
    }
    assert!(Everything::diff(&everything, &again).is_empty(), "{written}");
    // an object of an unknown type may hold what no value of `serde_json` can
    if let Ok(value) = serde_json::from_str::<Value>(&written) {
        let elsewhere = serde_json::to_value(&everything).unwrap_or_else(|error| panic!("{error}: {written}"));
        same_elsewhere(&elsewhere, &value);
    }
}

/// In other formats a number that no double is equal to is a string.
fn same_elsewhere(elsewhere: &Value, value: &Value) {
    match (elsewhere, value) {
        (Value::Array(left), Value::Array(right)) => {
            assert_eq!(left.len(), right.len());
            left.iter().zip(right).for_each(|(left, right)| same_elsewhere(left, right));
        }
        (Value::Object(left), Value::Object(right)) => {
            assert!(left.keys().eq(right.keys()), "{left:?} {right:?}");
            left.values().zip(right.values()).for_each(|(left, right)| same_elsewhere(left, right));
        }
        (Value::String(text), Value::Number(number)) => assert_eq!(text.parse().ok(), number.as_f64(), "{text}"),
        _ => assert_eq!(elsewhere, value),
    }
}
