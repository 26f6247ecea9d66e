//! Reads the members of an object that its declaration does not name.

use std::collections::{BTreeMap, BTreeSet};

use super::context_url::expanded_properties;
use crate::dynamic::{DynamicProperties, TYPE_SUFFIX, is_property_name};
use crate::json_text::{MemberName, ReadError, ReadErrorKind, Reader};
use crate::schema::{Object, TypeDescriptor};

/// Reads the members of one object that its declaration does not name.
#[derive(Default)]
pub(super) struct UndeclaredMembers {
    has_type: bool,
    properties: Option<UndeclaredProperties>,
}

impl UndeclaredMembers {
    /// Checks the type of the object, stores a property if the object has a field for it, and skips everything else.
    #[cold]
    pub(super) fn read(
        &mut self,
        target: &mut dyn Object,
        descriptor: &'static TypeDescriptor,
        name: &str,
        json: &mut Reader<'_>,
    ) -> Result<(), ReadError> {
        if name == "@odata.type" {
            return self.read_type(target, descriptor, json);
        }
        if let Some(property) = name.strip_suffix("@odata.nextLink").filter(|property| !property.is_empty()) {
            json.record_truncated(property);
        }
        match target.dynamic_properties_mut() {
            // an update that was read is sent as it is
            None if json.is_in_update() => Err(json.error(ReadErrorKind::Undeclared)),
            Some(_) if json.is_in_update() && !is_property_name(name.strip_suffix(TYPE_SUFFIX).unwrap_or(name)) => {
                Err(json.error(ReadErrorKind::Undeclared))
            }
            Some(dynamic_properties) => self.properties.get_or_insert_default().read(dynamic_properties, name, json),
            None => json.skip(),
        }
        .map_err(|error| error.within(name))
    }

    fn read_type(
        &mut self,
        target: &mut dyn Object,
        descriptor: &'static TypeDescriptor,
        json: &mut Reader<'_>,
    ) -> Result<(), ReadError> {
        if std::mem::replace(&mut self.has_type, true) {
            return Err(json.error(ReadErrorKind::Duplicate).within("@odata.type"));
        }
        let at = json.position();
        let found = json.string("a type").map_err(|error| error.within("@odata.type"))?;
        if descriptor.is_named(&found) {
            return Ok(());
        }
        match target.dynamic_properties_mut() {
            // What a derived type adds is stored as well. An entity must have the declared type: an update would change it.
            Some(dynamic_properties) if descriptor.paths().is_empty() => {
                dynamic_properties.set_odata_type(&found);
                Ok(())
            }
            _ => {
                let declared = descriptor.odata_type();
                Err(ReadError::new(ReadErrorKind::OtherType { declared, found: found.into() }, at))
            }
        }
    }

    /// Ends the object.
    pub(super) fn finish(self, target: &mut dyn Object) {
        if let (Some(properties), Some(dynamic_properties)) = (self.properties, target.dynamic_properties_mut()) {
            properties.finish(dynamic_properties);
        }
    }
}

/// The undeclared properties of one object and their annotations, while it is read.
#[derive(Default)]
struct UndeclaredProperties {
    names: BTreeSet<Box<str>>,
    types: BTreeMap<Box<str>, Box<str>>,
    /// Names of navigation properties that the object contains, or may contain, expanded.
    navigation: BTreeSet<Box<str>>,
}

impl UndeclaredProperties {
    /// Reads the value of the member `name`.
    fn read(
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
            return Err(json.error(ReadErrorKind::Duplicate));
        }
        let text = json.raw()?;
        if is_entity(text) {
            self.navigation.insert(name.into());
        }
        dynamic_properties.insert_json(name, text);
        Ok(())
    }

    fn read_annotation(&mut self, property: &str, annotation: &str, json: &mut Reader<'_>) -> Result<(), ReadError> {
        let annotation = annotation.strip_prefix("odata.").unwrap_or(annotation);
        match annotation {
            "type" if !property.is_empty() => {
                let odata_type = json.string("a type")?;
                if self.types.insert(property.into(), (&*odata_type).into()).is_some() {
                    return Err(json.error(ReadErrorKind::Duplicate));
                }
                Ok(())
            }
            "navigationLink" | "associationLink" | "context" if !property.is_empty() => {
                self.navigation.insert(property.into());
                json.skip()
            }
            "context" if json.is_string() => {
                let context = json.raw()?;
                self.navigation.extend(expanded_properties(context).into_iter().map(Box::from));
                Ok(())
            }
            _ => json.skip(),
        }
    }

    /// Ends the object: sets the types of the properties, and removes navigation properties.
    fn finish(self, dynamic_properties: &mut DynamicProperties) {
        for (name, odata_type) in self.types {
            dynamic_properties.set_odata_type_of(&name, odata_type);
        }
        for name in self.navigation {
            dynamic_properties.remove(&name);
        }
    }
}

/// Returns whether a value is an entity or a collection of entities, according to its annotations.
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
    // a name with an unpaired surrogate is not an annotation
    read(text).unwrap_or(false)
}

fn is_entity_object(json: &mut Reader<'_>) -> Result<bool, ReadError> {
    const ENTITY_ANNOTATIONS: [&str; 6] = ["id", "etag", "editLink", "readLink", "context", "mediaReadLink"];
    let mut first = true;
    json.open(b'{', "an object")?;
    while let MemberName::Other(name) = json.name(&mut first, "")? {
        let annotation =
            name.strip_prefix('@').map(|annotation| annotation.strip_prefix("odata.").unwrap_or(annotation));
        if annotation.is_some_and(|annotation| ENTITY_ANNOTATIONS.contains(&annotation)) {
            return Ok(true);
        }
        json.skip()?;
    }
    Ok(false)
}
