//! Values in a query: their OData text, and their form for comparisons.

use std::fmt;

use super::scalar::Scalar;
use crate::json_text::{Reader, Writer};
use crate::schema::{EdmType, Value};

/// A value that a property is compared with.
#[derive(Debug, Clone)]
pub struct Literal {
    /// The OData text, not yet percent-encoded.
    text: String,
    /// The JSON text. A row with the same text has the same value.
    pub(super) json: Box<str>,
    pub(super) scalar: Scalar,
    /// Whether an empty string is meant.
    is_intended: bool,
}

impl Literal {
    /// Creates the literal of a value, whose form follows its Edm type.
    ///
    /// Source: [OData ABNF 4.01, `primitiveLiteral`](https://docs.oasis-open.org/odata/odata/v4.01/abnf/odata-abnf-construction-rules.txt).
    pub(super) fn new(value: &dyn Value) -> Self {
        let mut json = Writer::new();
        value.write(&mut json);
        let edm = value.type_info().edm;
        let scalar = Scalar::read(edm, json.as_str());
        let json = json.into_string();
        let text = match Reader::new(&json).string("a value") {
            // numbers, Boolean values and null have the same text in JSON
            Err(_) => json.clone(),
            Ok(text) => match edm {
                EdmType::DateTimeOffset
                | EdmType::Date
                | EdmType::TimeOfDay
                | EdmType::Guid
                | EdmType::Decimal
                | EdmType::Single
                | EdmType::Double
                | EdmType::Int64 => text.into_owned(),
                EdmType::Duration => format!("duration'{text}'"),
                EdmType::Binary => format!("binary'{}'", text.replace('+', "-").replace('/', "_")),
                _ => quoted(&text),
            },
        };
        Self { text, json: json.into(), scalar, is_intended: false }
    }

    pub(super) fn string(text: &str) -> Self {
        let mut json = Writer::new();
        json.string(text);
        Self {
            text: quoted(text),
            json: json.into_string().into(),
            scalar: Scalar::Text(text.into()),
            is_intended: false,
        }
    }

    pub(super) fn null() -> Self {
        Self { text: "null".to_owned(), json: "null".into(), scalar: Scalar::Null, is_intended: false }
    }

    /// The empty string, if it is meant.
    pub(super) fn empty_string() -> Self {
        Self { is_intended: true, ..Self::string("") }
    }

    pub(super) fn is_empty_string(&self) -> bool {
        matches!(&self.scalar, Scalar::Text(text) if text.is_empty())
    }

    pub(super) fn is_intended(&self) -> bool {
        self.is_intended
    }
}

/// Returns `'O''Neil'`.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
