use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use uuid::Uuid;

use super::{property_type, serde_by_text};
use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};

/// A GUID, the type `Edm.Guid`: 36 characters with hyphens.
///
/// The case of each letter is preserved. Equality and order are those of the 128 bits. A [`uuid::Uuid`] can be the type of a property,
/// too; it is always written in lower case.
///
/// ```
/// use graph_core::Guid;
///
/// let id: Guid = "7E323DB2-3DB2-7E32-B23D-327EB23D327E".parse()?;
/// assert_eq!(id.to_string(), "7E323DB2-3DB2-7E32-B23D-327EB23D327E");
/// assert_eq!(id, Guid::from(uuid::Uuid::from(id)));
/// # Ok::<(), graph_core::value::ParseGuidError>(())
/// ```
///
/// Source: [OData ABNF 4.01](https://docs.oasis-open.org/odata/odata/v4.01/cs02/abnf/odata-abnf-construction-rules.txt), `guidValue`.
#[derive(Clone, Copy, Default)]
pub struct Guid {
    uuid: Uuid,
    /// One bit per hexadecimal digit, the lowest for the first digit: whether it is an upper-case letter.
    upper: u32,
}

/// Why text could not be parsed as a [`Guid`].
///
/// ```
/// use graph_core::Guid;
///
/// let error = "7e323db2".parse::<Guid>().unwrap_err();
/// assert_eq!(error.to_string(), "expected an `Edm.Guid` such as `7e323db2-3db2-7e32-b23d-327eb23d327e`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseGuidError(());

/// What an error expects.
const EXPECTED: &str = "an `Edm.Guid` such as `7e323db2-3db2-7e32-b23d-327eb23d327e`";

impl Guid {
    /// Returns the GUID of 128 zero bits.
    pub const fn nil() -> Self {
        Self { uuid: Uuid::nil(), upper: 0 }
    }

    /// Returns the 128 bits as a [`uuid::Uuid`].
    pub const fn to_uuid(self) -> Uuid {
        self.uuid
    }

    fn write_to(self, buffer: &mut [u8; LENGTH]) -> &str {
        let text = self.uuid.hyphenated().encode_lower(buffer);
        if self.upper != 0 {
            for at in digits_of(self.upper) {
                if let Some(digit) = text.get_mut(at..=at) {
                    digit.make_ascii_uppercase();
                }
            }
        }
        text
    }
}

const LENGTH: usize = uuid::fmt::Hyphenated::LENGTH;

/// Returns the positions in the text of the digits whose bits are set.
fn digits_of(bits: u32) -> impl Iterator<Item = usize> {
    let positions = (0..LENGTH).filter(|at| !matches!(at, 8 | 13 | 18 | 23));
    positions.enumerate().filter(move |(digit, _)| bits & (1 << digit) != 0).map(|(_, at)| at)
}

impl FromStr for Guid {
    type Err = ParseGuidError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let uuid = if text.len() == LENGTH { Uuid::try_parse(text).ok() } else { None };
        let uuid = uuid.ok_or(ParseGuidError(()))?;
        let digits = text.bytes().filter(|byte| *byte != b'-');
        let upper =
            digits.enumerate().fold(0, |bits, (digit, byte)| bits | u32::from(byte.is_ascii_uppercase()) << digit);
        Ok(Self { uuid, upper })
    }
}

impl From<Uuid> for Guid {
    fn from(uuid: Uuid) -> Self {
        Self { uuid, upper: 0 }
    }
}

impl From<Guid> for Uuid {
    fn from(guid: Guid) -> Self {
        guid.uuid
    }
}

impl PartialEq for Guid {
    fn eq(&self, other: &Self) -> bool {
        self.uuid == other.uuid
    }
}

impl Eq for Guid {}

impl Hash for Guid {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.uuid.hash(state);
    }
}

impl PartialOrd for Guid {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Guid {
    fn cmp(&self, other: &Self) -> Ordering {
        self.uuid.cmp(&other.uuid)
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.write_to(&mut [0; LENGTH]))
    }
}

impl fmt::Debug for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.write_to(&mut [0; LENGTH]))
    }
}

impl fmt::Display for ParseGuidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {EXPECTED}")
    }
}

impl std::error::Error for ParseGuidError {}

fn read(json: &mut Reader<'_>) -> Result<Guid, ReadError> {
    let at = json.position();
    let text = json.string("`Edm.Guid`")?;
    text.parse().map_err(|_| ReadError::new(ReadErrorKind::Format(EXPECTED), at))
}

impl Value for Guid {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = read(json)?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(self.write_to(&mut [0; LENGTH]));
    }
}

property_type!(Guid, EdmTypeInfo::required(EdmType::Guid), Guid::nil());
serde_by_text!(Guid);

impl Value for Uuid {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = read(json)?.uuid;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        Value::write(&Guid::from(*self), json);
    }
}

property_type!(Uuid, EdmTypeInfo::required(EdmType::Guid), Uuid::nil());
