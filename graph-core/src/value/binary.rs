use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::{property_type, serde_by_text};
use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};

/// Bytes, the type `Edm.Binary`: base64 on the wire.
///
/// Both alphabets of base64 are read, with and without padding, and the text that was read is preserved. Bytes are converted to the
/// standard alphabet with padding, as Microsoft Graph does. Two values are equal if their bytes are.
///
/// Source: [OData JSON format 4.01, section 7.1](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_PrimitiveValue);
/// [RFC 4648](https://www.rfc-editor.org/rfc/rfc4648).
///
/// ```
/// use graph_core::Binary;
///
/// assert_eq!(Binary::from(b"icon".to_vec()).to_string(), "aWNvbg==");
/// let read: Binary = "_-8".parse()?;
/// assert_eq!((read.to_bytes(), read.to_string()), (vec![0xff, 0xef], "_-8".to_owned()));
/// # Ok::<(), graph_core::value::ParseBinaryError>(())
/// ```
#[derive(Clone)]
pub struct Binary(Cow<'static, str>);

/// Why text could not be parsed as a [`Binary`].
///
/// ```
/// use graph_core::Binary;
///
/// let error = "not base64".parse::<Binary>().unwrap_err();
/// assert_eq!(error.to_string(), "expected an `Edm.Binary` in base64, such as `aWNvbg==`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseBinaryError(());

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// What an error expects.
const EXPECTED: &str = "an `Edm.Binary` in base64, such as `aWNvbg==`";

impl Binary {
    /// Returns the bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        decode(&self.0).unwrap_or_default()
    }

    /// Returns the base64 text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let engine = if text.contains(['-', '_']) { URL_SAFE } else { STANDARD };
    engine.decode(text).ok()
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(&*bytes)
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Self(STANDARD.encode(bytes).into())
    }
}

impl FromStr for Binary {
    type Err = ParseBinaryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        decode(text).map(|_| Self(text.to_owned().into())).ok_or(ParseBinaryError(()))
    }
}

impl PartialEq for Binary {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.to_bytes() == other.to_bytes()
    }
}

impl Eq for Binary {}

/// Returns no bytes.
impl Default for Binary {
    fn default() -> Self {
        Self(Cow::Borrowed(""))
    }
}

/// Hashes the bytes, as equality compares them.
impl Hash for Binary {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.to_bytes().hash(state);
    }
}

impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Shows the number of bytes, and not the bytes.
impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.to_bytes().len())
    }
}

impl fmt::Display for ParseBinaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {EXPECTED}")
    }
}

impl std::error::Error for ParseBinaryError {}

impl Value for Binary {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let at = json.position();
        let text = json.string("`Edm.Binary`")?;
        *self = text.parse().map_err(|_| ReadError::new(ReadErrorKind::Format(EXPECTED), at))?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(&self.0);
    }
}

property_type!(Binary, EdmTypeInfo::required(EdmType::Binary), Binary(Cow::Borrowed("")));
serde_by_text!(Binary);
