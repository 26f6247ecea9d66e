use std::borrow::Cow;
use std::fmt;

use super::{EdmType, EdmTypeInfo, Value, property_type, serde_by_text};
use crate::json::{Fault, Name, ReadError, Reader, Writer, same};

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
    pub(super) fn from_checked(json: &str) -> Self {
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

macro_rules! from_values {
    ($($type:ty),*) => {$(
        impl From<$type> for Untyped {
            fn from(value: $type) -> Self {
                let mut json = Writer::new();
                Value::write(&value, &mut json);
                Self { text: json.into_string().into() }
            }
        }
    )*};
}

from_values!(bool, i8, u8, i16, i32, i64, f64, String);

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

impl Value for Untyped {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as super::PropertyType>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        self.text = json.raw()?.to_owned().into();
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw(if self.is_absent() { "null" } else { &self.text });
    }

    fn is_absent(&self) -> bool {
        Self::is_absent(self)
    }
}

property_type!(
    Untyped,
    EdmTypeInfo { edm: EdmType::Untyped, nullable: true, optional: true, keeps_absence: true },
    Untyped { text: Cow::Borrowed("") }
);
serde_by_text!(Untyped);

/// An object of a type that is not declared, kept as its text.
///
/// It is what the alternative under `#[graph(other)]` of an enum under `#[graph_union]` holds. Equality is that of JSON
/// values, with numbers compared by their digits.
#[derive(Debug, Clone)]
pub struct UntypedObject(Cow<'static, str>);

impl UntypedObject {
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

impl Value for UntypedObject {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as super::PropertyType>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        if !json.is_object() {
            return Err(json.unexpected("an object"));
        }
        let at = json.position();
        let text = json.raw()?;
        if has_two_types(text)? {
            return Err(ReadError::new(Fault::Duplicate, at).within("@odata.type"));
        }
        self.0 = text.to_owned().into();
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw(&self.0);
    }
}

fn has_two_types(object: &str) -> Result<bool, ReadError> {
    let mut reader = Reader::new(object);
    reader.open(b'{', "an object")?;
    let (mut first, mut seen) = (true, false);
    while let Name::Other(name) = reader.name(&mut first, "")? {
        if name == "@odata.type" && std::mem::replace(&mut seen, true) {
            return Ok(true);
        }
        reader.skip()?;
    }
    Ok(false)
}

property_type!(UntypedObject, EdmTypeInfo::required(EdmType::Untyped), UntypedObject(Cow::Borrowed("{}")));
serde_by_text!(UntypedObject);
