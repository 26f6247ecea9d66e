//! Whether JSON is the documented JSON.

use std::fmt::Write as _;

use serde_json::{Number, Value};

use crate::case::{Fault, escaped};

/// The differences between a documented value and what came of it.
///
/// Numbers are compared as numbers and text as text. Members `@odata.type` may be added, and may differ in a leading `#`.
pub fn differences(documented: &Value, found: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    compare(documented, found, &mut String::new(), &mut faults);
    faults
}

fn compare(documented: &Value, found: &Value, pointer: &mut String, faults: &mut Vec<Fault>) {
    let mut differs = |reason: String| faults.push(Fault { pointer: pointer.clone(), reason });
    match (documented, found) {
        (Value::Object(documented), Value::Object(found)) => {
            for (name, value) in documented {
                let depth = pointer.len();
                pointer.push('/');
                pointer.push_str(&escaped(name));
                match found.get(name) {
                    None => faults.push(Fault { pointer: pointer.clone(), reason: "is lost".to_owned() }),
                    Some(Value::String(found)) if name == TYPE => {
                        let bare = |tag: &str| tag.strip_prefix('#').unwrap_or(tag).to_owned();
                        if value.as_str().map(bare) != Some(bare(found)) {
                            let reason = format!("is `{found}` instead of {value}");
                            faults.push(Fault { pointer: pointer.clone(), reason });
                        }
                    }
                    Some(found) => compare(value, found, pointer, faults),
                }
                pointer.truncate(depth);
            }
            for name in found.keys().filter(|name| *name != TYPE && !documented.contains_key(*name)) {
                let pointer = format!("{pointer}/{}", escaped(name));
                faults.push(Fault { pointer, reason: "is not documented".to_owned() });
            }
        }
        (Value::Array(documented), Value::Array(found)) => {
            if documented.len() != found.len() {
                differs(format!("has {} elements instead of {}", found.len(), documented.len()));
            }
            for (index, (documented, found)) in documented.iter().zip(found).enumerate() {
                let depth = pointer.len();
                _ = write!(pointer, "/{index}");
                compare(documented, found, pointer, faults);
                pointer.truncate(depth);
            }
        }
        (Value::Number(documented), Value::Number(found)) => {
            if !is_same(documented, found) {
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

const TYPE: &str = "@odata.type";

/// `1` is `1.0`; whole numbers that a double cannot tell apart are different all the same.
fn is_same(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one == other,
        _ => one.as_f64() == other.as_f64(),
    }
}

/// The beginning of a value, for a line of the report.
fn excerpt(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text,
    }
}

/// Whether two paths are the same once what is percent-encoded in their segments is decoded.
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

    fn told(documented: &Value, found: &Value) -> Vec<String> {
        differences(documented, found).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn numbers_are_numbers_and_text_is_text() {
        assert!(differences(&json!({"a": 1, "b": [1.50]}), &json!({"a": 1.0, "b": [1.5]})).is_empty());
        assert_eq!(told(&json!({"a": "1.0"}), &json!({"a": "1.00"})), ["/a: is \"1.00\" instead of \"1.0\""]);
        assert_eq!(told(&json!(9_007_199_254_740_993_u64), &json!(9_007_199_254_740_992_u64)).len(), 1);
    }

    #[test]
    fn types_may_be_added_and_lose_a_sign() {
        assert!(differences(&json!({"a": {}}), &json!({"@odata.type": "#x", "a": {"@odata.type": "#y"}})).is_empty());
        assert!(differences(&json!({"@odata.type": "x"}), &json!({"@odata.type": "#x"})).is_empty());
        let other = told(&json!({"@odata.type": "#x"}), &json!({"@odata.type": "#y"}));
        assert_eq!(other, ["/@odata.type: is `#y` instead of \"#x\""]);
        assert_eq!(told(&json!({"@odata.type": "#x"}), &json!({})), ["/@odata.type: is lost"]);
    }

    #[test]
    fn what_is_lost_or_invented_is_told_with_its_place() {
        let documented = json!({"a": [{"b/c": 1, "n": null}], "e": [1]});
        let found = json!({"a": [{"n": 0, "z": 1}], "e": [1, 2]});
        assert_eq!(
            told(&documented, &found),
            [
                "/a/0/b~1c: is lost",
                "/a/0/n: is 0 instead of null",
                "/a/0/z: is not documented",
                "/e: has 2 elements instead of 1"
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
