use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::iter::FusedIterator;

use super::untyped::Untyped;
use crate::json_text::{ReadError, Reader, Writer};
use crate::property_set::PropertySet;
use crate::redact::excerpt;

/// The undeclared properties of an object: the type of a field under `#[graph(dynamic_properties)]`.
///
/// These are the dynamic properties of an open type, and properties that the service added after the declaration was written. The
/// text of each value and its `@odata.type` annotation are preserved, so a property is sent back as it was read. Control
/// information, advertised operations and expanded navigation properties are not stored.
///
/// The field also stores the type of a complex value whose `@odata.type` is not the declared one, and which declared properties
/// were null: an update replaces a collection as a whole, so its elements must be sent back unchanged.
///
/// ```
/// use graph_core::{DynamicProperties, Untyped};
///
/// let mut rest = DynamicProperties::new();
/// rest.insert("color", "red")?;
/// rest.insert("weight", Untyped::from_json("1.50")?)?;
/// assert_eq!(rest.get("weight").map(Untyped::as_str), Some("1.50"));
/// let names: Vec<&str> = rest.iter().map(|(name, _)| name).collect();
/// assert_eq!(names, ["color", "weight"]);
/// assert!(rest.insert("weight@odata.type", "#Decimal").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Source: [OData JSON format 4.01, section 4.6](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformation).
#[derive(Clone, Default)]
pub struct DynamicProperties {
    properties: BTreeMap<Box<str>, AnnotatedValue>,
    declared: Option<Box<DeclaredPart>>,
}

/// The value of a property with its type.
#[derive(Debug, Clone, PartialEq)]
struct AnnotatedValue {
    value: Untyped,
    /// The annotation `name@odata.type`.
    odata_type: Option<Box<str>>,
}

/// What the declared properties of an object do not represent.
#[derive(Debug, Clone, Default)]
struct DeclaredPart {
    /// `@odata.type`, if it is not the declared type.
    odata_type: Option<Box<str>>,
    /// The declared properties that were null.
    nulls: PropertySet,
}

/// Why a name cannot be the name of a property.
///
/// It is empty, or the name of an annotation or an operation.
///
/// ```
/// use graph_core::DynamicProperties;
///
/// let error = DynamicProperties::new().insert("@odata.type", "x").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "`@odata.type` cannot be the name of a property: a name must not be empty or contain `@` or `#`"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PropertyNameError(Box<str>);

impl DynamicProperties {
    /// Creates a set without properties.
    pub const fn new() -> Self {
        Self { properties: BTreeMap::new(), declared: None }
    }

    /// Returns the number of properties.
    pub fn len(&self) -> usize {
        self.properties.len()
    }

    /// Returns whether there are no properties.
    pub fn is_empty(&self) -> bool {
        self.properties.is_empty()
    }

    /// Returns the value of a property.
    pub fn get(&self, name: &str) -> Option<&Untyped> {
        self.properties.get(name).map(|property| &property.value)
    }

    /// Returns the `@odata.type` annotation of a property, for example `#Int64`.
    pub fn odata_type_of(&self, name: &str) -> Option<&str> {
        self.properties.get(name)?.odata_type.as_deref()
    }

    /// Returns the type of the object itself, if it is not the declared one.
    pub fn odata_type(&self) -> Option<&str> {
        self.declared.as_ref()?.odata_type.as_deref()
    }

    /// Sets a property, and returns its previous value. The new value does not have a type annotation.
    ///
    /// # Errors
    /// If the name is empty, or contains `@` or `#`.
    pub fn insert(&mut self, name: &str, value: impl Into<Untyped>) -> Result<Option<Untyped>, PropertyNameError> {
        if !is_property_name(name) {
            return Err(PropertyNameError(name.into()));
        }
        let property = AnnotatedValue { value: value.into(), odata_type: None };
        Ok(self.properties.insert(name.into(), property).map(|previous| previous.value))
    }

    /// Removes a property with its annotation, and returns its value. A difference sends null for it.
    pub fn remove(&mut self, name: &str) -> Option<Untyped> {
        self.properties.remove(name).map(|property| property.value)
    }

    /// Returns an iterator over the names and values, sorted by name.
    pub fn iter(&self) -> DynamicPropertiesIter<'_> {
        DynamicPropertiesIter(self.properties.iter())
    }

    /// Returns whether both have a property of this name, with equal values and types.
    pub(crate) fn has_equal(&self, name: &str, other: &Self) -> bool {
        match (self.properties.get(name), other.properties.get(name)) {
            // other digits are a difference, another order of members is not
            (Some(this), Some(other)) => this == other,
            _ => false,
        }
    }

    /// Writes one property, after its type.
    pub(crate) fn write_property(&self, name: &str, json: &mut Writer) {
        let Some(AnnotatedValue { value, odata_type }) = self.properties.get(name) else { return };
        if let Some(odata_type) = odata_type {
            json.name(&[name, TYPE_SUFFIX].concat());
            json.string(odata_type);
        }
        json.name(name);
        value.write_json(json);
    }

    /// Returns whether the declared property at `index` was null when the object was read.
    pub(crate) fn was_null(&self, index: usize) -> bool {
        self.declared.as_ref().is_some_and(|declared| declared.nulls.contains(index))
    }

    /// Applies the undeclared members of an update: null removes a property, and a value replaces it with its type annotation.
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
                let property = AnnotatedValue { value: Untyped::from_checked(json), odata_type: types.remove(&name) };
                self.properties.insert(name, property);
            }
        }
        Ok(())
    }

    /// Sets a property to the JSON text of a value.
    pub(crate) fn insert_json(&mut self, name: &str, json: &str) {
        self.properties.insert(name.into(), AnnotatedValue { value: Untyped::from_checked(json), odata_type: None });
    }

    /// Sets the `@odata.type` annotation of a property, if it exists.
    pub(crate) fn set_odata_type_of(&mut self, name: &str, odata_type: Box<str>) {
        if let Some(property) = self.properties.get_mut(name) {
            property.odata_type = Some(odata_type);
        }
    }

    /// Records that the declared property at `index` was null.
    pub(crate) fn record_null(&mut self, index: usize) {
        self.declared.get_or_insert_default().nulls.insert(index);
    }

    pub(crate) fn set_odata_type(&mut self, odata_type: &str) {
        self.declared.get_or_insert_default().odata_type = Some(odata_type.into());
    }
}

/// Two sets are equal if their properties have the same names, values and types.
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

impl<'a> IntoIterator for &'a DynamicProperties {
    type Item = (&'a str, &'a Untyped);
    type IntoIter = DynamicPropertiesIter<'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for DynamicProperties {
    type Item = (String, Untyped);
    type IntoIter = DynamicPropertiesIntoIter;

    fn into_iter(self) -> Self::IntoIter {
        DynamicPropertiesIntoIter(self.properties.into_iter())
    }
}

/// An iterator over the names and values of [`DynamicProperties`], sorted by name.
#[derive(Debug, Clone)]
pub struct DynamicPropertiesIter<'a>(btree_map::Iter<'a, Box<str>, AnnotatedValue>);

/// An owning iterator over the names and values of [`DynamicProperties`], sorted by name.
#[derive(Debug)]
pub struct DynamicPropertiesIntoIter(btree_map::IntoIter<Box<str>, AnnotatedValue>);

/// Implements the traits of an iterator over a map.
macro_rules! map_iterator {
    ([$($generics:tt)*] $name:ty, $item:ty, $convert:expr) => {
        impl<$($generics)*> Iterator for $name {
            type Item = $item;

            fn next(&mut self) -> Option<$item> {
                self.0.next().map($convert)
            }

            fn size_hint(&self) -> (usize, Option<usize>) {
                self.0.size_hint()
            }
        }

        impl<$($generics)*> DoubleEndedIterator for $name {
            fn next_back(&mut self) -> Option<$item> {
                self.0.next_back().map($convert)
            }
        }

        impl<$($generics)*> ExactSizeIterator for $name {}

        impl<$($generics)*> FusedIterator for $name {}
    };
}

map_iterator!(['a] DynamicPropertiesIter<'a>, (&'a str, &'a Untyped), |(name, property)| (&**name, &property.value));
map_iterator!([] DynamicPropertiesIntoIter, (String, Untyped), |(name, property)| (name.into(), property.value));

impl fmt::Display for PropertyNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` cannot be the name of a property: a name must not be empty or contain `@` or `#`",
            excerpt(&self.0, 60)
        )
    }
}

impl std::error::Error for PropertyNameError {}

pub(crate) const TYPE_SUFFIX: &str = "@odata.type";

/// Returns whether a member of this name is a property, and not an annotation or an operation.
pub(crate) fn is_property_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(['@', '#'])
}
