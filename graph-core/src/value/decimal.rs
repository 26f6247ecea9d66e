use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::{property_type, serde_by_text};
use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};

/// A decimal number, the type `Edm.Decimal`: its text is preserved.
///
/// It is read from a JSON number, or from a string if the service was requested to use `IEEE754Compatible=true`, and it is written in
/// the same way. Two values are equal if their digits are: `1.5` and `1.50` differ. Use [`as_str`](Self::as_str) to convert it to the type of a
/// decimal crate.
///
/// serde's traits serialize it as a number if an integer or a double represents it exactly, and otherwise as a string, so no
/// digit is lost. `serde_json` reads numbers as doubles; [`json::from_str`](crate::json::from_str) does not.
///
/// Source: [OData JSON format 4.01, section 7.1](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue).
///
/// ```
/// use graph_core::Decimal;
///
/// let price: Decimal = "79228162514264337593543950335.10".parse()?;
/// assert_eq!(price.as_str(), "79228162514264337593543950335.10");
/// # Ok::<(), graph_core::value::ParseDecimalError>(())
/// ```
#[derive(Clone)]
pub struct Decimal {
    text: Cow<'static, str>,
    quoted: bool,
}

/// Why text could not be parsed as a [`Decimal`].
///
/// ```
/// use graph_core::Decimal;
///
/// let error = "1,5".parse::<Decimal>().unwrap_err();
/// assert_eq!(error.to_string(), "expected an `Edm.Decimal` such as `-12.50`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseDecimalError(());

/// What an error expects.
const EXPECTED: &str = "an `Edm.Decimal` such as `-12.50`";

impl Decimal {
    /// Returns the number as it is on the wire, without quotes.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the nearest double, which may be another number.
    pub fn to_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN)
    }
}

/// Returns whether the text is a JSON number: an `Edm.Decimal` without a plus sign.
fn is_number(text: &str) -> bool {
    let mut reader = Reader::new(text);
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
        && reader.number("a number").is_ok()
        && reader.offset() == text.len()
}

impl FromStr for Decimal {
    type Err = ParseDecimalError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if is_number(text) {
            Ok(Self { text: text.to_owned().into(), quoted: false })
        } else {
            Err(ParseDecimalError(()))
        }
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Decimal {}

/// Returns zero.
impl Default for Decimal {
    fn default() -> Self {
        Self { text: Cow::Borrowed("0"), quoted: false }
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

macro_rules! from_integers {
    ($($type:ty),*) => {$(
        impl From<$type> for Decimal {
            fn from(value: $type) -> Self {
                Self { text: value.to_string().into(), quoted: false }
            }
        }
    )*};
}

from_integers!(i8, u8, i16, u16, i32, u32, i64, u64, i128);

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {EXPECTED}")
    }
}

impl std::error::Error for ParseDecimalError {}

impl Value for Decimal {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        const EDM: &str = "`Edm.Decimal`";
        let at = json.position();
        if json.is_string() {
            let text = json.string(EDM)?;
            // or one of the values that JSON numbers cannot represent
            if !is_number(&text) && !matches!(&*text, "INF" | "-INF" | "NaN") {
                return Err(ReadError::new(ReadErrorKind::Format(EXPECTED), at));
            }
            *self = Self { text: text.into_owned().into(), quoted: true };
        } else {
            *self = Self { text: json.number(EDM)?.to_owned().into(), quoted: false };
        }
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        if self.quoted {
            json.string(&self.text);
        } else {
            json.raw(&self.text);
        }
    }
}

property_type!(Decimal, EdmTypeInfo::required(EdmType::Decimal), Decimal { text: Cow::Borrowed("0"), quoted: false });
serde_by_text!(Decimal);
