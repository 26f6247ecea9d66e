//! Whether a value that a service returned contains the value that was sent to it.

use super::equality::Tree;
use super::error::ReadError;
use super::reader::Reader;

/// Returns whether `found` contains everything in `sent`.
///
/// - An object contains the members of `sent`, and may have others, which the service adds. Null may be missing.
/// - An array has the same number of elements in the same order, each with the contents of the one that was sent.
/// - Text, numbers and moments have the same characters: `1.50` is not `1.5`.
/// - Annotations are not compared, except for `@odata.type` if `found` has it.
///
/// # Errors
/// If one of the texts is not JSON.
pub(crate) fn contains(found: &str, sent: &str) -> Result<bool, ReadError> {
    if found == sent {
        return Ok(true);
    }
    Ok(tree_contains(&Tree::read(&mut Reader::new(found))?, &Tree::read(&mut Reader::new(sent))?))
}

fn tree_contains(found: &Tree<'_>, sent: &Tree<'_>) -> bool {
    match (found, sent) {
        (Tree::Object(found), Tree::Object(sent)) => {
            sent.iter().all(|(name, sent)| match (found.get(name).map(Vec::as_slice), sent.as_slice()) {
                (Some([found]), [sent]) if name == "@odata.type" => is_same_type(found, sent),
                _ if name.contains('@') => true,
                (Some([found]), [sent]) => tree_contains(found, sent),
                (None, [Tree::Text("null")]) => true,
                _ => false,
            })
        }
        (Tree::Array(found), Tree::Array(sent)) => {
            found.len() == sent.len() && found.iter().zip(sent).all(|(found, sent)| tree_contains(found, sent))
        }
        _ => found == sent,
    }
}

/// Compares `#microsoft.graph.x` and `microsoft.graph.x`.
fn is_same_type(found: &Tree<'_>, sent: &Tree<'_>) -> bool {
    match (found, sent) {
        (Tree::String(found), Tree::String(sent)) => found.trim_start_matches('#') == sent.trim_start_matches('#'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
    use serde_json::{Map, Value};

    use super::contains;

    #[test]
    fn the_service_may_add_members_and_nothing_else() {
        for (found, sent) in [
            (r#"{"a":1,"b":{"c":2,"d":3}}"#, r#"{"b":{"c":2}}"#),
            (r#"{"a":1}"#, r#"{"a":1,"b":null}"#),
            (r##"{"@odata.type":"#microsoft.graph.x","a":1}"##, r#"{"@odata.type":"microsoft.graph.x","a":1}"#),
            (r#"{"a":1}"#, r##"{"@odata.type":"#microsoft.graph.x","a":1}"##),
            (r#"[{"a":1,"b":2}]"#, r#"[{"a":1}]"#),
            (r#""\u0041""#, r#""A""#),
        ] {
            assert!(contains(found, sent).unwrap(), "{found} {sent}");
        }
        for (found, sent) in [
            (r#"{"a":1}"#, r#"{"a":2}"#),
            (r#"{"a":1}"#, r#"{"a":1,"b":false}"#),
            (r#"{"a":1,"a":1}"#, r#"{"a":1}"#),
            (r##"{"@odata.type":"#microsoft.graph.y","a":1}"##, r##"{"@odata.type":"#microsoft.graph.x","a":1}"##),
            ("[1,2]", "[2,1]"),
            ("[1,2,3]", "[1,2]"),
            ("1.5", "1.50"),
            (r#""a""#, r#""A""#),
            ("null", "[]"),
            (r#""2026-01-01T00:00:00.000Z""#, r#""2026-01-01T00:00:00Z""#),
        ] {
            assert!(!contains(found, sent).unwrap(), "{found} {sent}");
        }
        assert!(contains("{", "1").is_err());
    }

    /// An independent model: removes from `found` what a service may add, then compares.
    fn model(found: &Value, sent: &Value) -> bool {
        match (found, sent) {
            (Value::Object(found), Value::Object(sent)) => {
                let null = Value::Null;
                sent.iter().all(|(name, sent)| model(found.get(name).unwrap_or(&null), sent))
            }
            (Value::Array(found), Value::Array(sent)) => {
                found.len() == sent.len() && found.iter().zip(sent).all(|(found, sent)| model(found, sent))
            }
            _ => found == sent,
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            (0..3_i32).prop_map(Value::from),
            "[ab]{0,2}".prop_map(Value::from),
            proptest::strategy::Just(Value::Null),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[ab]", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn a_model_agrees(found in json(), sent in json()) {
            assert_eq!(contains(&found.to_string(), &sent.to_string()).unwrap(), model(&found, &sent));
            assert!(contains(&sent.to_string(), &sent.to_string()).unwrap());
        }
    }
}
