use std::borrow::Cow;
use std::fmt;

use crate::json_text::{ReadError, Reader, Writer, same};

/// `Edm.Untyped`: any JSON value, kept as its text.
///
/// No digit, escape or order of members changes between reading and writing. Absence and null are different states, as in
/// [`Nullable`](crate::Nullable): the default is absent and is not written. Equality is that of JSON values, with numbers
/// compared by their digits.
///
/// ```
/// use graph_core::Untyped;
///
/// let layout = Untyped::from_json(r#"{"columns":[1.50,12345678901234567890123]}"#)?;
/// assert_eq!(layout.as_str(), r#"{"columns":[1.50,12345678901234567890123]}"#);
/// assert_eq!(layout.to_value()["columns"][0], 1.5);
/// assert_eq!(Untyped::from(serde_json::json!([true])).as_str(), "[true]");
/// assert!(Untyped::default().is_absent());
/// # Ok::<(), graph_core::json::ReadError>(())
/// ```
#[derive(Clone, Default)]
pub struct Untyped {
    /// Empty if the value is absent.
    text: Cow<'static, str>,
}

impl Untyped {
    /// Null, which is written, unlike an absent value.
    pub const NULL: Self = Self { text: Cow::Borrowed("null") };

    pub(crate) const ABSENT: Self = Self { text: Cow::Borrowed("") };

    /// Takes over JSON text as it is.
    ///
    /// # Errors
    /// When the text is not one JSON value.
    pub fn from_json(json: &str) -> Result<Self, ReadError> {
        let mut reader = Reader::new(json);
        let text = reader.raw()?;
        reader.end()?;
        Ok(Self { text: text.to_owned().into() })
    }

    /// Takes over text that was read as one JSON value.
    pub(crate) fn from_checked(json: &str) -> Self {
        Self { text: json.to_owned().into() }
    }

    /// The JSON text; empty if the value is absent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether an object that has this value does not write the member.
    pub fn is_absent(&self) -> bool {
        self.text.is_empty()
    }

    /// Writes the text; null if the value is absent.
    pub(crate) fn write_json(&self, json: &mut Writer) {
        json.raw(if self.is_absent() { "null" } else { &self.text });
    }

    /// Whether the value is JSON's `null`.
    pub fn is_null(&self) -> bool {
        self.text == "null"
    }

    /// The value in the types of `serde_json`, whose numbers are integers of 64 bits and doubles.
    ///
    /// It is null if this value is absent or cannot be represented there: half a surrogate pair, or a number beyond the
    /// range of a double.
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

impl From<serde_json::Value> for Untyped {
    fn from(value: serde_json::Value) -> Self {
        Self { text: value.to_string().into() }
    }
}

impl From<&str> for Untyped {
    fn from(value: &str) -> Self {
        let mut json = Writer::new();
        json.string(value);
        Self { text: json.into_string().into() }
    }
}

impl PartialEq for Untyped {
    fn eq(&self, other: &Self) -> bool {
        same(&self.text, &other.text)
    }
}

impl Eq for Untyped {}

/// The JSON text.
impl fmt::Debug for Untyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_absent() { "absent" } else { &self.text })
    }
}

/// An object of a type that is not declared, kept as its text.
///
/// It is what the alternative under `#[graph(other)]` of an enum under `#[graph_union]` holds. Equality is that of JSON
/// values, with numbers compared by their digits.
#[derive(Debug, Clone)]
pub struct UntypedObject(Cow<'static, str>);

impl UntypedObject {
    /// An object without members.
    pub(crate) const EMPTY: Self = Self(Cow::Borrowed("{}"));

    /// Takes over text that is known to be one object.
    pub(crate) fn from_checked(json: &str) -> Self {
        Self(json.to_owned().into())
    }

    /// The JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its `@odata.type`, if it names one.
    pub fn odata_type(&self) -> Option<String> {
        Reader::new(&self.0).look_for_type().ok().flatten().map(Cow::into_owned)
    }

    /// The value in the types of `serde_json`; see [`Untyped::to_value`].
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl Default for UntypedObject {
    fn default() -> Self {
        Self(Cow::Borrowed("{}"))
    }
}

impl PartialEq for UntypedObject {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for UntypedObject {}

impl From<serde_json::Map<String, serde_json::Value>> for UntypedObject {
    fn from(members: serde_json::Map<String, serde_json::Value>) -> Self {
        Self(serde_json::Value::Object(members).to_string().into())
    }
}
