//! Primitive values, and how Microsoft Graph compares them.

use std::cmp::Ordering;

use graph_core::schema::EdmType;

use super::number::Number;
use super::syntax::{Literal, LiteralKind};
use crate::json::{lexical, parse_string};

/// A primitive value.
#[derive(Debug, Clone)]
pub(crate) enum Scalar {
    Null,
    Boolean(bool),
    Number(Number),
    /// Text, compared without case.
    Text(String),
    /// The members of an enumeration, each in lower case.
    Members(Vec<String>),
    Guid(String),
    Binary(Vec<u8>),
    /// Picoseconds since the first day of the year 1.
    Moment(i128),
    /// Days since the first day of the year 1.
    Date(i32),
    /// Picoseconds since midnight.
    TimeOfDay(i128),
    /// Picoseconds.
    Duration(i128),
}

/// The number of picoseconds per day.
pub(crate) const PICOSECONDS_PER_DAY: i128 = 86_400 * 1_000_000_000_000;

impl Scalar {
    /// Reads a stored value from its JSON text.
    ///
    /// A text that is not a value of the type is null; it was validated when it was stored.
    pub(crate) fn from_json(edm: &EdmType, text: &str) -> Self {
        if text == "null" {
            return Self::Null;
        }
        let content = || parse_string(text);
        let value = match edm {
            EdmType::Boolean => text.parse().ok().map(Self::Boolean),
            EdmType::Single | EdmType::Double => {
                Number::parse(content().as_deref().unwrap_or(text), true).map(Self::Number)
            }
            EdmType::Byte | EdmType::SByte | EdmType::Int16 | EdmType::Int32 | EdmType::Int64 | EdmType::Decimal => {
                Number::parse(content().as_deref().unwrap_or(text), false).map(Self::Number)
            }
            EdmType::String => content().map(Self::Text),
            EdmType::Untyped => Self::from_untyped(text),
            typed => content().and_then(|content| Self::from_text(typed, &content)),
        };
        value.unwrap_or(Self::Null)
    }

    /// Reads a value of a type that JSON represents as a string.
    fn from_text(edm: &EdmType, text: &str) -> Option<Self> {
        Some(match edm {
            EdmType::Enum(_) | EdmType::Flags(_) => Self::members(text),
            EdmType::Guid => Self::Guid(text.to_ascii_lowercase()),
            EdmType::Binary => Self::Binary(lexical::binary(text)?),
            EdmType::DateTimeOffset => Self::Moment(lexical::date_time_offset(text)?),
            EdmType::Date => Self::Date(lexical::date(text)?),
            EdmType::TimeOfDay => Self::TimeOfDay(lexical::time_of_day(text)?),
            EdmType::Duration => Self::Duration(lexical::duration(text)?),
            _ => return None,
        })
    }

    /// Reads a value whose type is not declared.
    pub(crate) fn from_untyped(text: &str) -> Option<Self> {
        match text.bytes().next()? {
            b'"' => parse_string(text).map(Self::Text),
            b't' | b'f' => text.parse().ok().map(Self::Boolean),
            b'n' => Some(Self::Null),
            b'{' | b'[' => None,
            _ => Number::parse(text, false).map(Self::Number),
        }
    }

    /// Reads a literal by its own form.
    pub(crate) fn from_literal(literal: &Literal) -> Option<Self> {
        let text = literal.text.as_str();
        Some(match &literal.kind {
            LiteralKind::Null => Self::Null,
            LiteralKind::Boolean => Self::Boolean(text == "true"),
            LiteralKind::Number => Self::Number(Number::parse(text, false)?),
            LiteralKind::String => Self::Text(text.to_owned()),
            LiteralKind::Enum(_) => Self::members(text),
            LiteralKind::Guid => Self::from_text(&EdmType::Guid, text)?,
            LiteralKind::Date => Self::from_text(&EdmType::Date, text)?,
            LiteralKind::DateTimeOffset => Self::from_text(&EdmType::DateTimeOffset, text)?,
            LiteralKind::TimeOfDay => Self::from_text(&EdmType::TimeOfDay, text)?,
            LiteralKind::Duration => Self::from_text(&EdmType::Duration, text)?,
            LiteralKind::Binary => Self::from_text(&EdmType::Binary, text)?,
            LiteralKind::Spatial => return None,
        })
    }

    pub(crate) fn members(text: &str) -> Self {
        Self::Members(text.split(',').map(|member| fold(member.trim())).collect())
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Returns the text, or `None` for a value of another type.
    pub(crate) fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// Returns whether both are the same value. Two nulls are.
    pub(crate) fn is_equal(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(left), Self::Boolean(right)) => left == right,
            (Self::Members(left), Self::Members(right)) => {
                left.iter().all(|member| right.contains(member)) && right.iter().all(|member| left.contains(member))
            }
            (Self::Guid(left), Self::Guid(right)) => left == right,
            (Self::Binary(left), Self::Binary(right)) => left == right,
            _ => self.order(other) == Some(Ordering::Equal),
        }
    }

    /// Compares two values of an ordered type. Null and values of different types are not ordered.
    pub(crate) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.compare(right),
            (Self::Text(left), Self::Text(right)) => Some(fold(left).cmp(&fold(right))),
            (Self::Moment(left), Self::Moment(right))
            | (Self::TimeOfDay(left), Self::TimeOfDay(right))
            | (Self::Duration(left), Self::Duration(right)) => Some(left.cmp(right)),
            (Self::Date(left), Self::Date(right)) => Some(left.cmp(right)),
            // A date stands for its first moment in UTC.
            (Self::Moment(left), Self::Date(right)) => Some(left.cmp(&(i128::from(*right) * PICOSECONDS_PER_DAY))),
            (Self::Date(left), Self::Moment(right)) => Some((i128::from(*left) * PICOSECONDS_PER_DAY).cmp(right)),
            _ => None,
        }
    }

    /// Compares two values for `$orderby`: null comes first.
    ///
    /// Source: [OData 4.01, section 11.2.6.2](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_SystemQueryOptionorderby).
    pub(crate) fn sort_order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Boolean(left), Self::Boolean(right)) => left.cmp(right),
            (Self::Members(left), Self::Members(right)) => left.cmp(right),
            (Self::Guid(left), Self::Guid(right)) => left.cmp(right),
            _ => other.is_null().cmp(&self.is_null()).then(self.order(other).unwrap_or(Ordering::Equal)),
        }
    }
}

/// Returns a text in the case in which texts are compared.
pub(crate) fn fold(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use graph_core::schema::EdmType;

    use super::Scalar;

    fn is_equal(edm: &EdmType, left: &str, right: &str) -> bool {
        Scalar::from_json(edm, left).is_equal(&Scalar::from_json(edm, right))
    }

    #[test]
    fn values_are_compared_by_their_type() {
        for (edm, left, right) in [
            (EdmType::String, r#""Ä b""#, r#""ä B""#),
            (EdmType::DateTimeOffset, r#""2020-01-01T01:00:00+01:00""#, r#""2020-01-01T00:00:00.000Z""#),
            (EdmType::Duration, r#""PT60M""#, r#""PT1H""#),
            (EdmType::TimeOfDay, r#""08:30""#, r#""08:30:00.0""#),
            (EdmType::Guid, r#""000E52D7-52d7-000e-d752-0e00d7520e00""#, r#""000e52d7-52D7-000e-d752-0e00d7520e00""#),
            (EdmType::Binary, r#""_-8""#, r#""/+8=""#),
            (EdmType::Int64, r#""5""#, "5"),
            (EdmType::Double, r#""INF""#, r#""INF""#),
            (EdmType::Decimal, "1.50", r#""1.5""#),
            (EdmType::String, "null", "null"),
        ] {
            assert!(is_equal(&edm, left, right), "{left} {right}");
        }
        for (edm, left, right) in [
            (EdmType::String, r#""a""#, r#""a ""#),
            (EdmType::String, r#""""#, "null"),
            (EdmType::DateTimeOffset, r#""2020-01-01T01:00:00+01:00""#, r#""2020-01-01T01:00:00Z""#),
            (EdmType::Double, r#""NaN""#, r#""NaN""#),
            (EdmType::Int64, "9007199254740993", "9007199254740992"),
        ] {
            assert!(!is_equal(&edm, left, right), "{left} {right}");
        }
    }

    #[test]
    fn null_is_sorted_first() {
        let text = Scalar::Text(String::new());
        assert_eq!(Scalar::Null.sort_order(&text), Ordering::Less);
        assert_eq!(text.sort_order(&Scalar::Null), Ordering::Greater);
        assert_eq!(Scalar::Null.sort_order(&Scalar::Null), Ordering::Equal);
        assert_eq!(Scalar::Null.order(&text), None);
    }
}
