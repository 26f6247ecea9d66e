//! Equality of JSON values.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::error::ReadError;
use super::reader::{Name, Reader};

/// Whether two JSON texts hold the same value: members in any order, strings by their characters, numbers by their digits.
///
/// Text that is not JSON equals only itself.
pub(crate) fn same(left: &str, right: &str) -> bool {
    left == right
        || match (Tree::read(&mut Reader::new(left)), Tree::read(&mut Reader::new(right))) {
            (Ok(left), Ok(right)) => left == right,
            _ => false,
        }
}

#[derive(PartialEq)]
enum Tree<'a> {
    /// `true`, `false`, `null`, a number, or a string that holds half of a surrogate pair.
    Text(&'a str),
    String(Cow<'a, str>),
    Array(Vec<Tree<'a>>),
    Object(BTreeMap<Cow<'a, str>, Vec<Tree<'a>>>),
}

impl<'a> Tree<'a> {
    fn read(json: &mut Reader<'a>) -> Result<Self, ReadError> {
        let mut first = true;
        if json.is_object() {
            json.open(b'{', "an object")?;
            let mut members = BTreeMap::<_, Vec<_>>::new();
            while let Name::Other(name) = json.name(&mut first, "")? {
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
    use super::same;

    #[test]
    fn values_are_compared_and_not_their_spelling() {
        for (left, right) in [
            (r#"{"a":1,"b":[true,null]}"#, r#"{ "b": [true, null], "a": 1 }"#),
            (r#""A""#, r#""\u0041""#),
            (r#"{"\u0061":0}"#, r#"{"a":0}"#),
        ] {
            assert!(same(left, right), "{left} {right}");
        }
        for (left, right) in [
            ("1.50", "1.5"),
            ("1", "\"1\""),
            ("[1,2]", "[2,1]"),
            (r#"{"a":1}"#, r#"{"a":1,"a":1}"#),
            (r#""\ud800""#, r#""\ud801""#),
            ("null", "false"),
        ] {
            assert!(!same(left, right), "{left} {right}");
        }
    }
}
