//! Equality of JSON values.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::error::ReadError;
use super::reader::{MemberName, Reader};

/// Returns whether two JSON texts are the same value.
///
/// The order of members does not matter, strings are compared by their characters, and numbers by their digits. Text that is not
/// JSON equals only itself.
pub(crate) fn json_eq(left: &str, right: &str) -> bool {
    left == right
        || match (Tree::read(&mut Reader::new(left)), Tree::read(&mut Reader::new(right))) {
            (Ok(left), Ok(right)) => left == right,
            _ => false,
        }
}

#[derive(PartialEq)]
pub(super) enum Tree<'a> {
    /// `true`, `false`, `null`, a number, or a string with an unpaired surrogate.
    Text(&'a str),
    String(Cow<'a, str>),
    Array(Vec<Tree<'a>>),
    Object(BTreeMap<Cow<'a, str>, Vec<Tree<'a>>>),
}

impl<'a> Tree<'a> {
    pub(super) fn read(json: &mut Reader<'a>) -> Result<Self, ReadError> {
        let mut first = true;
        if json.is_object() {
            json.open(b'{', "an object")?;
            let mut members = BTreeMap::<_, Vec<_>>::new();
            while let MemberName::Other(name) = json.name(&mut first, "")? {
                members.entry(name).or_default().push(Self::read(json)?);
            }
            Ok(Self::Object(members))
        } else if json.is_array() {
            json.open(b'[', "an array")?;
            let mut elements = Vec::new();
            while json.element(&mut first)? {
                elements.push(Self::read(json)?);
            }
            Ok(Self::Array(elements))
        } else {
            let text = json.raw()?;
            Ok(match Reader::new(text).string("a string") {
                Ok(string) => Self::String(string),
                Err(_) => Self::Text(text),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::json_eq;

    #[test]
    fn values_are_compared_regardless_of_spelling() {
        for (left, right) in [
            (r#"{"a":1,"b":[true,null]}"#, r#"{ "b": [true, null], "a": 1 }"#),
            (r#""A""#, r#""\u0041""#),
            (r#"{"\u0061":0}"#, r#"{"a":0}"#),
        ] {
            assert!(json_eq(left, right), "{left} {right}");
        }
        for (left, right) in [
            ("1.50", "1.5"),
            ("1", "\"1\""),
            ("[1,2]", "[2,1]"),
            (r#"{"a":1}"#, r#"{"a":1,"a":1}"#),
            (r#""\ud800""#, r#""\ud801""#),
            ("null", "false"),
        ] {
            assert!(!json_eq(left, right), "{left} {right}");
        }
    }
}
