//! What an object holds besides its declared properties.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::Untyped;
use crate::error::excerpt;
use crate::json::{Fault, Name, ReadError, Reader, Writer};
use crate::resource::PropertySet;

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
        super::Value::write(value, json);
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

/// Collects the undeclared members of one object while it is read.
#[derive(Default)]
pub(crate) struct Collector {
    names: BTreeSet<Box<str>>,
    types: BTreeMap<Box<str>, Box<str>>,
    /// Names of navigation properties that the object holds, or may hold, expanded.
    navigation: BTreeSet<Box<str>>,
}

impl Collector {
    /// Reads the value of the member `name`.
    pub(crate) fn read(
        &mut self,
        dynamic_properties: &mut DynamicProperties,
        name: &str,
        json: &mut Reader<'_>,
    ) -> Result<(), ReadError> {
        if let Some((property, annotation)) = name.split_once('@') {
            return self.read_annotation(property, annotation, json);
        }
        if !is_property_name(name) {
            return json.skip();
        }
        if !self.names.insert(name.into()) {
            return Err(json.error(Fault::Duplicate));
        }
        let text = json.raw()?;
        if is_entity(text) {
            self.navigation.insert(name.into());
        }
        dynamic_properties
            .properties
            .insert(name.into(), Dynamic { value: Untyped::from_checked(text), odata_type: None });
        Ok(())
    }

    fn read_annotation(&mut self, property: &str, annotation: &str, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let annotation = annotation.strip_prefix("odata.").unwrap_or(annotation);
        match annotation {
            "type" if !property.is_empty() => {
                let odata_type = json.string("a type")?;
                if self.types.insert(property.into(), (&*odata_type).into()).is_some() {
                    return Err(json.error(Fault::Duplicate));
                }
                Ok(())
            }
            "navigationLink" | "associationLink" | "context" if !property.is_empty() => {
                self.navigation.insert(property.into());
                json.skip()
            }
            "context" if json.is_string() => {
                let context = json.raw()?;
                self.navigation.extend(expanded(context).into_iter().map(Box::from));
                Ok(())
            }
            _ => json.skip(),
        }
    }

    /// Ends the object: gives the properties their types, and drops navigation.
    pub(crate) fn finish(self, dynamic_properties: &mut DynamicProperties) {
        for (name, odata_type) in self.types {
            if let Some(dynamic) = dynamic_properties.properties.get_mut(&name) {
                dynamic.odata_type = Some(odata_type);
            }
        }
        for name in self.navigation {
            dynamic_properties.properties.remove(&name);
        }
    }
}

/// The navigation properties that a context URL names as expanded: `$metadata#users(displayName,manager(id))/$entity`.
///
/// Source: [OData 4.01, part 1, section 10.10](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ExpandedEntity).
fn expanded(context: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let (mut depth, mut start, mut quoted) = (0_usize, 0, false);
    for (at, byte) in context.bytes().enumerate() {
        match byte {
            b'\'' => quoted = !quoted,
            _ if quoted => {}
            b'(' => {
                // outside of every list it is the key of an entity, or the list itself; further in it is of another entity
                if depth == 1 {
                    names.extend(context.get(start..at).map(str::trim));
                }
                depth += 1;
                start = at + 1;
            }
            b')' => {
                depth = depth.saturating_sub(1);
                start = at + 1;
            }
            b',' | b'/' => start = at + 1,
            _ => {}
        }
    }
    names
}

/// Whether a value is an entity or a collection of entities, which annotations in it tell.
fn is_entity(text: &str) -> bool {
    fn read(text: &str) -> Result<bool, ReadError> {
        let mut json = Reader::new(text);
        if json.is_object() {
            return is_entity_object(&mut json);
        }
        if !json.is_array() {
            return Ok(false);
        }
        let mut first = true;
        json.open(b'[', "an array")?;
        while json.element(&mut first)? {
            let is_object = json.is_object();
            let element = json.raw()?;
            if is_object && is_entity_object(&mut Reader::new(element))? {
                return Ok(true);
            }
        }
        Ok(false)
    }
    // names that hold half a surrogate pair are those of no annotation
    read(text).unwrap_or(false)
}

fn is_entity_object(json: &mut Reader<'_>) -> Result<bool, ReadError> {
    const OF_ENTITIES: [&str; 6] = ["id", "etag", "editLink", "readLink", "context", "mediaReadLink"];
    let mut first = true;
    json.open(b'{', "an object")?;
    while let Name::Other(name) = json.name(&mut first, "")? {
        let annotation =
            name.strip_prefix('@').map(|annotation| annotation.strip_prefix("odata.").unwrap_or(annotation));
        if annotation.is_some_and(|annotation| OF_ENTITIES.contains(&annotation)) {
            return Ok(true);
        }
        json.skip()?;
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::expanded;

    #[test]
    fn a_context_names_what_is_expanded() {
        for (context, names) in [
            ("https://graph.microsoft.com/v1.0/$metadata#users/$entity", vec![]),
            ("$metadata#users(displayName,id)/$entity", vec![]),
            ("$metadata#users(displayName,manager())/$entity", vec!["manager"]),
            ("$metadata#users(manager(id,displayName),reports(id),mail)", vec!["manager", "reports"]),
            ("$metadata#groups('1')/members(owner())", vec!["owner"]),
            ("$metadata#groups('1')/members", vec![]),
            ("$metadata#users(manager(reports(id)),mail)", vec!["manager"]),
        ] {
            assert_eq!(expanded(context), names, "{context}");
        }
    }
}
