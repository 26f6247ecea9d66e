//! The comparison of JSON and paths with the documentation.

use std::fmt::Write as _;

use serde_json::{Number, Value};

use crate::case::{Mismatch, pointer_token};

/// Returns the differences between a documented value and the value that was found.
///
/// Numbers are compared as numbers and text as text. Members `@odata.type` can be added, and can differ in a
/// leading `#`.
pub fn differences(documented: &Value, found: &Value) -> Vec<Mismatch> {
    let mut mismatches = Vec::new();
    compare(documented, found, &mut String::new(), &mut mismatches);
    mismatches
}

fn compare(documented: &Value, found: &Value, pointer: &mut String, mismatches: &mut Vec<Mismatch>) {
    let mut differs = |reason: String| mismatches.push(Mismatch { pointer: pointer.clone(), reason });
    match (documented, found) {
        (Value::Object(documented), Value::Object(found)) => {
            for (name, value) in documented {
                let depth = pointer.len();
                pointer.push('/');
                pointer.push_str(&pointer_token(name));
                match found.get(name) {
                    None => mismatches.push(Mismatch { pointer: pointer.clone(), reason: "is missing".to_owned() }),
                    Some(Value::String(found)) if name == TYPE_ANNOTATION => {
                        let bare = |tag: &str| tag.strip_prefix('#').unwrap_or(tag).to_owned();
                        if value.as_str().map(bare) != Some(bare(found)) {
                            let reason = format!("is `{found}` instead of {value}");
                            mismatches.push(Mismatch { pointer: pointer.clone(), reason });
                        }
                    }
                    Some(found) => compare(value, found, pointer, mismatches),
                }
                pointer.truncate(depth);
            }
            for name in found.keys().filter(|name| *name != TYPE_ANNOTATION && !documented.contains_key(*name)) {
                let pointer = format!("{pointer}/{}", pointer_token(name));
                mismatches.push(Mismatch { pointer, reason: "is not documented".to_owned() });
            }
        }
        (Value::Array(documented), Value::Array(found)) => {
            if documented.len() != found.len() {
                differs(format!("has {} items instead of {}", found.len(), documented.len()));
            }
            for (index, (documented, found)) in documented.iter().zip(found).enumerate() {
                let depth = pointer.len();
                _ = write!(pointer, "/{index}");
                compare(documented, found, pointer, mismatches);
                pointer.truncate(depth);
            }
        }
        (Value::Number(documented), Value::Number(found)) => {
            if !is_same_number(documented, found) {
                differs(format!("is {found} instead of {documented}"));
            }
        }
        _ => {
            if documented != found {
                differs(format!("is {} instead of {}", excerpt(found), excerpt(documented)));
            }
        }
    }
}

const TYPE_ANNOTATION: &str = "@odata.type";

/// Returns whether two numbers are equal. `1` equals `1.0`; integers are compared exactly, beyond the precision of `f64`.
fn is_same_number(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one == other,
        _ => one.as_f64() == other.as_f64(),
    }
}

/// Returns the start of a value, for a line of the report.
fn excerpt(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text,
    }
}

/// Returns whether two paths are equal after the percent-encoding of their segments is decoded.
pub fn is_same_path(one: &str, other: &str) -> bool {
    let decoded = |path: &str| -> Vec<Vec<u8>> {
        let path = path.trim_end_matches('/');
        path.split('/').map(|segment| percent_encoding::percent_decode_str(segment).collect()).collect()
    };
    decoded(one) == decoded(other)
}

#[cfg(test)]
mod tests {
    use super::{differences, is_same_path};
    use serde_json::{Value, json};

    fn reported(documented: &Value, found: &Value) -> Vec<String> {
        differences(documented, found).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn numbers_are_compared_by_value_and_text_by_characters() {
        assert!(differences(&json!({"a": 1, "b": [1.50]}), &json!({"a": 1.0, "b": [1.5]})).is_empty());
        assert_eq!(reported(&json!({"a": "1.0"}), &json!({"a": "1.00"})), ["/a: is \"1.00\" instead of \"1.0\""]);
        assert_eq!(reported(&json!(9_007_199_254_740_993_u64), &json!(9_007_199_254_740_992_u64)).len(), 1);
    }

    #[test]
    fn type_annotations_can_be_added_and_differ_in_the_number_sign() {
        assert!(differences(&json!({"a": {}}), &json!({"@odata.type": "#x", "a": {"@odata.type": "#y"}})).is_empty());
        assert!(differences(&json!({"@odata.type": "x"}), &json!({"@odata.type": "#x"})).is_empty());
        let other = reported(&json!({"@odata.type": "#x"}), &json!({"@odata.type": "#y"}));
        assert_eq!(other, ["/@odata.type: is `#y` instead of \"#x\""]);
        assert_eq!(reported(&json!({"@odata.type": "#x"}), &json!({})), ["/@odata.type: is missing"]);
    }

    #[test]
    fn missing_and_additional_members_are_reported_with_their_positions() {
        let documented = json!({"a": [{"b/c": 1, "n": null}], "e": [1]});
        let found = json!({"a": [{"n": 0, "z": 1}], "e": [1, 2]});
        assert_eq!(
            reported(&documented, &found),
            [
                "/a/0/b~1c: is missing",
                "/a/0/n: is 0 instead of null",
                "/a/0/z: is not documented",
                "/e: has 2 items instead of 1"
            ]
        );
    }

    #[test]
    fn paths_are_compared_decoded_and_segment_by_segment() {
        assert!(is_same_path("/a/%7Bid%7D/b", "/a/{id}/b/"));
        assert!(!is_same_path("/a/b%2Fc", "/a/b/c"));
        assert!(!is_same_path("/a/B", "/a/b"));
    }
}
