//! Compares an entity with the properties that it should have.

use super::apply::{apply, members};
use super::body::WriteBody;
use super::diff::diff;
use super::links::BIND_SUFFIX;
use crate::json::DecodeError;
use crate::json_text::{ReadError, Reader, Writer, contains};
use crate::schema::{Object, PropertyDescriptor, member_name};

/// Compares the properties of `wanted` with those of `before`. `after` is blank, and becomes the entity as it is after the update.
///
/// Returns the update, and the names of the properties that differ and that an update cannot change. Only properties that `wanted` sets are
/// compared. A complex value keeps the members that it does not set. Links are not compared.
pub(crate) fn reconcile(
    before: &dyn Object,
    after: &mut dyn Object,
    wanted: &WriteBody,
) -> Result<(WriteBody, Vec<&'static str>), DecodeError> {
    let odata_type = before.descriptor().odata_type();
    try_reconcile(before, after, wanted).map_err(|error| DecodeError::new(odata_type, error))
}

fn try_reconcile(
    before: &dyn Object,
    after: &mut dyn Object,
    wanted: &WriteBody,
) -> Result<(WriteBody, Vec<&'static str>), ReadError> {
    copy(before, after)?;
    let descriptor = before.descriptor();
    let wanted = wanted.to_json();
    let mut changeable = Writer::starting("{", wanted.len());
    let mut fixed = Vec::new();
    let mut json = Writer::new();
    for (name, value) in members(&wanted)? {
        if name == "@odata.type" || name.ends_with(BIND_SUFFIX) {
            continue;
        }
        let index = descriptor.members().iter().position(|member| member_name(member) == name);
        match index {
            Some(index) if !descriptor.is_writable(index) => {
                json.truncate(0);
                write_property(before, index, &mut json);
                if !contains(json.as_str(), value)? {
                    fixed.extend(descriptor.property(index).map(PropertyDescriptor::name));
                }
            }
            _ => {
                changeable.name(&name);
                changeable.raw(value);
            }
        }
    }
    changeable.raw("}");
    apply(changeable.as_str(), after)?;
    Ok((diff(before, after), fixed))
}

/// Copies an object to a blank one of the same type.
fn copy(from: &dyn Object, to: &mut dyn Object) -> Result<(), ReadError> {
    let mut json = Writer::new();
    for index in 0..from.descriptor().members().len() {
        if !from.property(index).is_absent() {
            json.truncate(0);
            from.property(index).write(&mut json);
            to.property_mut(index).read(&mut Reader::new(json.as_str()))?;
        }
    }
    if let (Some(from), Some(to)) = (from.dynamic_properties(), to.dynamic_properties_mut()) {
        *to = from.clone();
    }
    Ok(())
}

/// Writes a property, and null if it is absent.
pub(crate) fn write_property(object: &dyn Object, index: usize, json: &mut Writer) {
    let value = object.property(index);
    if value.is_absent() {
        json.null();
    } else {
        value.write(json);
    }
}
