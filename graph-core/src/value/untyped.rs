use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use super::{EdmType, TypeFacts, Value, property_type, serde_by_text};
use crate::json::{Fault, ReadError, Reader, Writer};

/// `Edm.Untyped`: any JSON. Its numbers are integers of 64 bits and doubles: others become the nearest double, and one beyond
/// the range of a double is an error. Of members of one name in an object the last one counts.
pub type Untyped = serde_json::Value;

impl Value for Untyped {
    fn type_facts(&self) -> &'static TypeFacts {
        <Self as super::PropertyType>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let at = json.position();
        *self =
            serde_json::from_str(json.raw()?).map_err(|_| ReadError::new(Fault::Text("a value of Edm.Untyped"), at))?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw(&self.to_string());
    }
}

property_type!(
    Untyped,
    TypeFacts { edm: EdmType::Untyped, nullable: true, optional: true, keeps_absence: false },
    Untyped::Null
);

/// An object of a type that is not declared, kept as its text.
///
/// It is what the alternative under `#[graph(other)]` of an enum under `#[graph_union]` holds.
#[derive(Debug, Clone, PartialEq, Eq)]
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

    /// The value of the text. Null if it holds what there is no value for: half a surrogate pair, or a number beyond the
    /// range of a double.
    pub fn to_value(&self) -> Untyped {
        serde_json::from_str(&self.0).unwrap_or_default()
    }
}

impl Default for UntypedObject {
    fn default() -> Self {
        Self(Cow::Borrowed("{}"))
    }
}

impl From<serde_json::Map<String, Untyped>> for UntypedObject {
    fn from(members: serde_json::Map<String, Untyped>) -> Self {
        Self(Untyped::Object(members).to_string().into())
    }
}

impl Value for UntypedObject {
    fn type_facts(&self) -> &'static TypeFacts {
        <Self as super::PropertyType>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        if !json.is_object() {
            return Err(json.unexpected("an object"));
        }
        self.0 = json.raw()?.to_owned().into();
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw(&self.0);
    }
}

property_type!(UntypedObject, TypeFacts::required(EdmType::Untyped), UntypedObject(Cow::Borrowed("{}")));
serde_by_text!(UntypedObject);

/// The members of an open type that its declaration does not name: a field under `#[graph(additional)]`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Additional(BTreeMap<String, Untyped>);

impl Additional {
    /// No members.
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }
}

impl Deref for Additional {
    type Target = BTreeMap<String, Untyped>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Additional {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl<K: Into<String>, V: Into<Untyped>> FromIterator<(K, V)> for Additional {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        Self(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }
}
