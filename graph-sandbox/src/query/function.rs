//! The functions of expressions.
//!
//! Source: [OData URL conventions 4.01, section 5.1.1.4](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_CanonicalFunctions).

use graph_core::schema::EdmType;

use super::number::Number;
use super::scalar::{PICOSECONDS_PER_DAY, Scalar, fold};

/// A function that the sandbox evaluates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    StartsWith,
    EndsWith,
    Contains,
    ToLower,
    ToUpper,
    Trim,
    Length,
    IndexOf,
    Concat,
    Date,
}

impl Function {
    /// Returns the function with a name, in any case.
    pub(crate) fn find(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "startswith" => Self::StartsWith,
            "endswith" => Self::EndsWith,
            "contains" => Self::Contains,
            "tolower" => Self::ToLower,
            "toupper" => Self::ToUpper,
            "trim" => Self::Trim,
            "length" => Self::Length,
            "indexof" => Self::IndexOf,
            "concat" => Self::Concat,
            "date" => Self::Date,
            _ => return None,
        })
    }

    pub(crate) fn argument_count(self) -> usize {
        match self {
            Self::StartsWith | Self::EndsWith | Self::Contains | Self::IndexOf | Self::Concat => 2,
            Self::ToLower | Self::ToUpper | Self::Trim | Self::Length | Self::Date => 1,
        }
    }

    /// Returns whether the arguments are moments instead of texts.
    pub(crate) fn takes_moments(self) -> bool {
        self == Self::Date
    }

    pub(crate) fn result_type(self) -> EdmType {
        match self {
            Self::StartsWith | Self::EndsWith | Self::Contains => EdmType::Boolean,
            Self::ToLower | Self::ToUpper | Self::Trim | Self::Concat => EdmType::String,
            Self::Length | Self::IndexOf => EdmType::Int32,
            Self::Date => EdmType::Date,
        }
    }

    /// Evaluates the function. The result is null if an argument is null.
    pub(crate) fn evaluate(self, arguments: &[Scalar]) -> Scalar {
        if let (Self::Date, [Scalar::Moment(moment)]) = (self, arguments) {
            let days = moment.div_euclid(PICOSECONDS_PER_DAY);
            return i32::try_from(days).map_or(Scalar::Null, Scalar::Date);
        }
        let texts: Option<Vec<&str>> = arguments.iter().map(Scalar::as_text).collect();
        let Some(texts) = texts else { return Scalar::Null };
        let folded: Vec<_> = texts.iter().map(|text| fold(text)).collect();
        match (self, texts.as_slice(), folded.as_slice()) {
            (Self::StartsWith, _, [text, part]) => Scalar::Boolean(text.starts_with(part)),
            (Self::EndsWith, _, [text, part]) => Scalar::Boolean(text.ends_with(part)),
            (Self::Contains, _, [text, part]) => Scalar::Boolean(text.contains(part)),
            (Self::IndexOf, _, [text, part]) => {
                let index = text.find(part).and_then(|end| text.get(..end)).map(|before| before.chars().count());
                Scalar::Number(index.map_or_else(|| Number::from(1).negate(), Number::from))
            }
            (Self::ToLower, [text], _) => Scalar::Text(text.to_lowercase()),
            (Self::ToUpper, [text], _) => Scalar::Text(text.to_uppercase()),
            (Self::Trim, [text], _) => Scalar::Text(text.trim().to_owned()),
            (Self::Length, [text], _) => Scalar::Number(Number::from(text.chars().count())),
            (Self::Concat, [first, second], _) => Scalar::Text(format!("{first}{second}")),
            _ => Scalar::Null,
        }
    }
}
