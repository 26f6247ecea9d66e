use std::collections::BTreeMap;
use std::fmt;

use super::untyped::Untyped;
use crate::json_text::{ReadError, Reader, Writer};
use crate::property_set::PropertySet;
use crate::redact::excerpt;

/// The properties that a declaration does not name: a field under `#[graph(dynamic_properties)]`.
///
/// These are the dynamic properties of an open type, and properties that a newer service version added. Each keeps
/// the text of its value and its `@odata.type` annotation, so that it is sent back as it came. Control information,
/// advertised operations and expanded navigation properties are not properties and are not kept.
///
/// The field also keeps the type of a complex value whose `@odata.type` is not the declared one, and which of the declared
/// properties were null, because an update replaces a collection as a whole.
///
/// ```
/// use graph_core::{DynamicProperties, Untyped};
///
/// let mut rest = DynamicProperties::new();
/// rest.insert("color", "red")?;
/// rest.insert("weight", Untyped::from_json("1.50")?)?;
/// assert_eq!(rest.get("weight").map(Untyped::as_str), Some("1.50"));
/// assert!(rest.insert("weight@odata.type", "#Decimal").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: [OData JSON format 4.01, section 4.6](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformation).
#[derive(Clone, Default)]
pub struct DynamicProperties {
    properties: BTreeMap<Box<str>, Dynamic>,
    origin: Option<Box<Origin>>,
}

/// One property.
#[derive(Debug, Clone, PartialEq)]
struct Dynamic {
    value: Untyped,
    /// `name@odata.type`
    odata_type: Option<Box<str>>,
}

/// How the declared part of an object was written.
#[derive(Debug, Clone, Default)]
struct Origin {
    /// `@odata.type`, if it is not the declared type.
    odata_type: Option<Box<str>>,
    /// The declared properties that were null.
    nulls: PropertySet,
}

/// A name that a property cannot have: it is empty, or that of an annotation or an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PropertyNameError(Box<str>);

impl DynamicProperties {
    /// No properties.
    pub const fn new() -> Self {
        Self { properties: BTreeMap::new(), origin: None }
    }

    /// The number of properties.
    pub fn len(&self) -> usize {
        self.properties.len()
    }

    /// Whether there is no property.
    pub fn is_empty(&self) -> bool {
        self.properties.is_empty()
    }

    /// The value of a property.
    pub fn get(&self, name: &str) -> Option<&Untyped> {
        self.properties.get(name).map(|dynamic| &dynamic.value)
    }

    /// The `@odata.type` annotation of a property, for example `#Int64`.
    pub fn odata_type_of(&self, name: &str) -> Option<&str> {
        self.properties.get(name)?.odata_type.as_deref()
    }

    /// The type of the object itself, if it is not the declared one.
    pub fn odata_type(&self) -> Option<&str> {
        self.origin.as_ref()?.odata_type.as_deref()
    }

    /// Sets a property and returns the value that it had. The new value has no type annotation.
    ///
    /// # Errors
    /// When the name is empty or holds `@` or `#`.
    pub fn insert(&mut self, name: &str, value: impl Into<Untyped>) -> Result<Option<Untyped>, PropertyNameError> {
        if !is_property_name(name) {
            return Err(PropertyNameError(name.into()));
        }
        let dynamic = Dynamic { value: value.into(), odata_type: None };
        Ok(self.properties.insert(name.into(), dynamic).map(|dynamic| dynamic.value))
    }

    /// Removes a property with its annotation. A difference sends null for it.
    pub fn remove(&mut self, name: &str) -> Option<Untyped> {
        self.properties.remove(name).map(|dynamic| dynamic.value)
    }

    /// The properties, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Untyped)> {
        self.properties.iter().map(|(name, dynamic)| (&**name, &dynamic.value))
    }

    /// Whether `other` has a property of this name with the same text and type.
    pub(crate) fn has_same(&self, name: &str, other: &Self) -> bool {
        match (self.properties.get(name), other.properties.get(name)) {
            // digits that differ are a difference; the order of members is not
            (Some(this), Some(other)) => this == other,
            _ => false,
        }
    }

    /// Writes one property, its type first.
    pub(crate) fn write_property(&self, name: &str, json: &mut Writer) {
        let Some(Dynamic { value, odata_type }) = self.properties.get(name) else { return };
        if let Some(odata_type) = odata_type {
            json.name(&[name, TYPE_SUFFIX].concat());
            json.string(odata_type);
        }
        json.name(name);
        value.write_json(json);
    }

    /// Whether the declared property at `index` was null when the object was read.
    pub(crate) fn was_null(&self, index: usize) -> bool {
        self.origin.as_ref().is_some_and(|origin| origin.nulls.contains(index))
    }

    /// Makes the changes that undeclared members of an update stand for: null removes a property, and a value comes with the
    /// type that stands beside it, or with none.
    pub(crate) fn apply<'a>(
        &mut self,
        members: impl IntoIterator<Item = (impl AsRef<str>, &'a str)>,
    ) -> Result<(), ReadError> {
        let (mut values, mut types) = (Vec::<(Box<str>, _)>::new(), BTreeMap::<Box<str>, Box<str>>::new());
        for (name, json) in members {
            let name = name.as_ref();
            if let Some(property) = name.strip_suffix(TYPE_SUFFIX).filter(|property| is_property_name(property)) {
                let odata_type = Reader::new(json).string("a type").map_err(|error| error.within(name))?;
                types.insert(Box::from(property), Box::from(&*odata_type));
            } else if is_property_name(name) {
                values.push((Box::<str>::from(name), json));
            }
        }
        for (name, json) in values {
            if json == "null" {
                self.properties.remove(&name);
            } else {
                let dynamic = Dynamic { value: Untyped::from_checked(json), odata_type: types.remove(&name) };
                self.properties.insert(name, dynamic);
            }
        }
        Ok(())
    }

    /// Sets a property to the text of a value that was read.
    pub(crate) fn insert_read(&mut self, name: &str, json: &str) {
        self.properties.insert(name.into(), Dynamic { value: Untyped::from_checked(json), odata_type: None });
    }

    /// Sets the `@odata.type` annotation of a property, if there is one of this name.
    pub(crate) fn set_odata_type_of(&mut self, name: &str, odata_type: Box<str>) {
        if let Some(dynamic) = self.properties.get_mut(name) {
            dynamic.odata_type = Some(odata_type);
        }
    }

    pub(crate) fn note_null(&mut self, index: usize) {
        self.origin.get_or_insert_default().nulls.insert(index);
    }

    pub(crate) fn set_odata_type(&mut self, odata_type: &str) {
        self.origin.get_or_insert_default().odata_type = Some(odata_type.into());
    }
}

/// The same properties with the same values and types.
impl PartialEq for DynamicProperties {
    fn eq(&self, other: &Self) -> bool {
        self.properties == other.properties && self.odata_type() == other.odata_type()
    }
}

impl Eq for DynamicProperties {}

impl fmt::Debug for DynamicProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl fmt::Display for PropertyNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` cannot be the name of a property: a name is not empty and holds neither `@` nor `#`",
            excerpt(&self.0, 60)
        )
    }
}

impl std::error::Error for PropertyNameError {}

pub(crate) const TYPE_SUFFIX: &str = "@odata.type";

/// Whether a member of this name is a property, not an annotation or an operation.
pub(crate) fn is_property_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['@', '#'])
}
