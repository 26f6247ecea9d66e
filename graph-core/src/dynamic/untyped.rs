use std::borrow::Cow;
use std::fmt;

use crate::json_text::{MemberName, ReadError, ReadErrorKind, Reader, Writer, json_eq};

/// Any JSON value, the type `Edm.Untyped`: its text is preserved.
///
/// Digits, escapes and the order of members do not change between reading and writing. Absent and null are different states, as in
/// [`Nullable`](crate::Nullable): the default is absent, which is not written. Two values are equal if they are the same JSON value;
/// numbers are compared by their digits.
///
/// Source: [OData CSDL JSON 4.01, section 3.3](https://docs.oasis-open.org/odata/odata-csdl-json/v4.01/odata-csdl-json-v4.01.html#sec_BuiltInTypesfordefiningSchemaElements).
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
    /// The value null, which is written, unlike an absent value.
    pub const NULL: Self = Self { text: Cow::Borrowed("null") };

    pub(crate) const ABSENT: Self = Self { text: Cow::Borrowed("") };

    /// Creates a value from JSON text, which is preserved.
    ///
    /// # Errors
    /// If the text is not one JSON value.
    pub fn from_json(json: &str) -> Result<Self, ReadError> {
        let mut reader = Reader::new(json);
        let text = reader.raw()?;
        reader.end()?;
        Ok(Self { text: text.to_owned().into() })
    }

    /// Creates a value from text that was read as one JSON value.
    pub(crate) fn from_checked(json: &str) -> Self {
        Self { text: json.to_owned().into() }
    }

    /// Returns the JSON text; empty if the value is absent.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns whether the value is absent: an object does not write its member.
    pub fn is_absent(&self) -> bool {
        self.text.is_empty()
    }

    /// Writes the JSON text; null if the value is absent.
    pub(crate) fn write_json(&self, json: &mut Writer) {
        json.raw(if self.is_absent() { "null" } else { &self.text });
    }

    /// Returns whether the value is null.
    pub fn is_null(&self) -> bool {
        self.text == "null"
    }

    /// Converts the value to the type of `serde_json`.
    ///
    /// Numbers become integers of 64 bits or doubles. The result is null if the value is absent, or if `serde_json` cannot represent it: an unpaired surrogate, or a number that is out
    /// of range for a double.
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
        json_eq(&self.text, &other.text)
    }
}

impl Eq for Untyped {}

/// Shows the JSON text.
impl fmt::Debug for Untyped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_absent() { "absent" } else { &self.text })
    }
}

/// A JSON object of an undeclared type: its text is preserved.
///
/// It is the type of the variant under `#[graph(other)]` of an enum under [`#[graph_union]`](macro@crate::graph_union). Two objects are equal if
/// they are the same JSON value; numbers are compared by their digits.
///
/// ```
/// use graph_core::UntypedObject;
///
/// let object = UntypedObject::from_json(r##"{"@odata.type":"#microsoft.graph.cableLink","port":4}"##)?;
/// assert_eq!(object.odata_type().as_deref(), Some("#microsoft.graph.cableLink"));
/// assert_eq!(object.to_value()["port"], 4);
/// # Ok::<(), graph_core::json::ReadError>(())
/// ```
#[derive(Debug, Clone)]
pub struct UntypedObject(Cow<'static, str>);

impl UntypedObject {
    /// An object without members.
    pub(crate) const EMPTY: Self = Self(Cow::Borrowed("{}"));

    /// Creates an object from JSON text, which is preserved.
    ///
    /// # Errors
    /// If the text is not one JSON object, or has two members `@odata.type`.
    pub fn from_json(json: &str) -> Result<Self, ReadError> {
        let mut reader = Reader::new(json);
        let object = Self::read(&mut reader)?;
        reader.end()?;
        Ok(object)
    }

    /// Reads the object that comes next.
    pub(crate) fn read(json: &mut Reader<'_>) -> Result<Self, ReadError> {
        if !json.is_object() {
            return Err(json.unexpected("an object"));
        }
        let start = json.position();
        json.open(b'{', "an object")?;
        let (mut first, mut has_type) = (true, false);
        while let MemberName::Other(name) = json.name(&mut first, "")? {
            if name == "@odata.type" && std::mem::replace(&mut has_type, true) {
                return Err(json.error(ReadErrorKind::Duplicate).within("@odata.type"));
            }
            json.skip()?;
        }
        Ok(Self(json.since(start).to_owned().into()))
    }

    /// Returns the JSON text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns `@odata.type`, if the object has it.
    pub fn odata_type(&self) -> Option<String> {
        Reader::new(&self.0).peek_odata_type().ok().flatten().map(Cow::into_owned)
    }

    /// Converts the object to the type of `serde_json`; see [`Untyped::to_value`].
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

/// Returns an object without members.
impl Default for UntypedObject {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl PartialEq for UntypedObject {
    fn eq(&self, other: &Self) -> bool {
        json_eq(&self.0, &other.0)
    }
}

impl Eq for UntypedObject {}

impl From<serde_json::Map<String, serde_json::Value>> for UntypedObject {
    fn from(members: serde_json::Map<String, serde_json::Value>) -> Self {
        Self(serde_json::Value::Object(members).to_string().into())
    }
}
