//! Reads updates and creations from stored text.

use std::collections::BTreeSet;

use super::body::WriteBody;
use super::links::{BIND_SUFFIX, BoundLinks};
use crate::dynamic::{TYPE_SUFFIX, is_property_name};
use crate::json::DecodeError;
use crate::json_text::{MemberName, ReadError, ReadErrorKind, Reader};
use crate::schema::{LinkDescriptor, Object, TypeDescriptor, member_name};

/// Whether a builder has a setter for the property at an index.
type HasSetter = fn(&TypeDescriptor, usize) -> bool;

/// Reads an update or a creation; the text of its values is preserved. `blank` is a value of the resource to read into.
pub(crate) fn from_json(blank: &mut dyn Object, json: &str, has_setter: HasSetter) -> Result<WriteBody, DecodeError> {
    let odata_type = blank.descriptor().odata_type();
    let mut reader = Reader::new(json);
    read(blank, &mut reader, has_setter)
        .and_then(|body| reader.end().map(|()| body))
        .map_err(|error| DecodeError::new(odata_type, error))
}

fn read(blank: &mut dyn Object, json: &mut Reader<'_>, has_setter: HasSetter) -> Result<WriteBody, ReadError> {
    let descriptor = blank.descriptor();
    let mut body = WriteBody::__start(descriptor);
    let mut undeclared = UndeclaredNames::default();
    let mut has_type = false;
    let mut first = true;
    json.open(b'{', "an object")?;
    while let MemberName::Other(name) = json.name(&mut first, "")? {
        let at = json.position();
        if name == "@odata.type" {
            let found = json.string("a type").map_err(|error| error.within(&name))?;
            if std::mem::replace(&mut has_type, true) {
                return Err(ReadError::new(ReadErrorKind::Duplicate, at).within(&name));
            }
            if !descriptor.is_named(&found) {
                let declared = descriptor.odata_type();
                return Err(ReadError::new(ReadErrorKind::OtherUpdate { declared, found: found.into() }, at));
            }
            continue;
        }
        if let Some(link) = name.strip_suffix(BIND_SUFFIX).and_then(|name| link(descriptor, name)) {
            if body.is_bound(link.name()) {
                return Err(ReadError::new(ReadErrorKind::Duplicate, at).within(&name));
            }
            body = body.bind(BoundLinks::read(link, json).map_err(|error| error.within(&name))?);
            continue;
        }
        let value = json.raw().map_err(|error| error.within(&name))?;
        let index = descriptor.members().iter().position(|member| member_name(member) == name);
        match index {
            Some(index) => set(blank, &mut body, index, value, has_setter),
            None => undeclared.set(&mut body, &name, value),
        }
        // positions are relative to the whole text
        .map_err(|error| error.offset_by(at).within(&name))?;
    }
    match undeclared.types.difference(&undeclared.properties).next() {
        Some(property) => Err(json.error(ReadErrorKind::Undeclared).within(&[property, TYPE_SUFFIX].concat())),
        None => Ok(body),
    }
}

/// The names of the undeclared properties of an update, and of those with a type annotation.
#[derive(Default)]
struct UndeclaredNames {
    properties: BTreeSet<String>,
    types: BTreeSet<String>,
}

impl UndeclaredNames {
    /// Sets an undeclared property or its type annotation, if the resource is open.
    fn set(&mut self, body: &mut WriteBody, name: &str, value: &str) -> Result<(), ReadError> {
        let descriptor = body.descriptor();
        let property = name.strip_suffix(TYPE_SUFFIX).unwrap_or(name);
        let is_type = property.len() < name.len();
        let is_declared = descriptor.members().iter().any(|member| member_name(member) == property);
        if !descriptor.is_open() || is_declared || !is_property_name(property) {
            return Err(ReadError::new(ReadErrorKind::Undeclared, 0));
        }
        if is_type {
            Reader::new(value).string("a type")?;
        }
        let names = if is_type { &mut self.types } else { &mut self.properties };
        if !names.insert(property.to_owned()) {
            return Err(ReadError::new(ReadErrorKind::Duplicate, 0));
        }
        body.set_stored_member(name, value);
        Ok(())
    }
}

/// Returns the declared navigation property with this name.
fn link(descriptor: &TypeDescriptor, name: &str) -> Option<&'static LinkDescriptor> {
    descriptor.links().iter().find(|link| link.name() == name)
}

/// Sets a declared property, if its setter would.
fn set(
    blank: &mut dyn Object,
    body: &mut WriteBody,
    index: usize,
    value: &str,
    has_setter: HasSetter,
) -> Result<(), ReadError> {
    let descriptor = blank.descriptor();
    if !has_setter(descriptor, index) {
        return Err(ReadError::new(ReadErrorKind::NotWritable, 0));
    }
    if body.is_set(index) {
        return Err(ReadError::new(ReadErrorKind::Duplicate, 0));
    }
    if value == "null" && !(blank.property(index).type_info().nullable && descriptor.allows_null(index)) {
        return Err(ReadError::new(ReadErrorKind::NotNullable, 0));
    }
    // related entities were written by builders of their own
    if value != "null" && !descriptor.expands(index) {
        // a difference omits what the service merges or computes
        blank.property_mut(index).read(&mut Reader::in_update(value))?;
    }
    body.set_json(index, value);
    Ok(())
}
