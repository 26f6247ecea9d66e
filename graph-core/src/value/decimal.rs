use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use super::{property_type, serde_by_text};
use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};

/// `Edm.Decimal`: a number that never becomes a binary fraction, for it keeps its text.
///
/// It is read from a JSON number or, where the service was asked for `IEEE754Compatible=true`, from a string, and is
/// written as it came, in quotes or without. Equality is of the digits; [`as_str`](Self::as_str) is for a decimal crate of your choice.
///
/// Through serde's traits it is a number where an integer or a double is equal to it, and a string elsewhere: no digit that
/// counts is lost on the way out. `serde_json` reads numbers as doubles; [`json::from_str`](crate::json::from_str) does not.
///
/// Source: OData JSON format 4.01, section 7.1.
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

/// Text that is not an `Edm.Decimal`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseDecimalError(());

impl Decimal {
    /// The number as it is on the wire, without quotes.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The nearest double. It is lossy.
    pub fn to_f64(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN)
    }
}

/// The grammar of JSON numbers, which is that of `Edm.Decimal` but for a plus sign.
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
        f.write_str("not a decimal number, such as -12.50")
    }
}

impl std::error::Error for ParseDecimalError {}

impl Value for Decimal {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        const EDM: &str = "Edm.Decimal";
        let at = json.position();
        if json.is_string() {
            let text = json.string(EDM)?;
            // a number, or one of the three words that JSON has no number for
            if !is_number(&text) && !matches!(&*text, "INF" | "-INF" | "NaN") {
                return Err(ReadError::new(ReadErrorKind::Text("a value of Edm.Decimal"), at));
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
