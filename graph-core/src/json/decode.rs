use super::error::DecodeError;
use super::undeclared::Undeclared;
use crate::json_text::{Name, ReadError, ReadErrorKind, Reader};
use crate::property_set::PropertySet;
use crate::schema::{Element, Object, PropertyDescriptor, Readable, TypeDescriptor, Value, member_name};

/// Reads a resource, or an entity of a union with a path, from JSON text.
///
/// Properties that are not declared are kept by a field under `#[graph(dynamic_properties)]`, and passed over without one.
///
/// # Errors
/// When the text is not JSON, a value is not of its type, a property occurs twice, required properties are missing, or
/// `@odata.type` is not the declared type. The error names the resource and the property.
pub fn from_slice<T: Readable>(json: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::BLANK;
    read_document(&mut value, T::ENTITY.odata_type(), json)?;
    Ok(value)
}

/// Reads a resource from JSON text, as [`from_slice`] does.
///
/// # Errors
/// As [`from_slice`].
pub fn from_str<T: Readable>(json: &str) -> Result<T, DecodeError> {
    from_slice(json.as_bytes())
}

/// Reads the value of one property from JSON text.
///
/// ```
/// use graph_core::Nullable;
/// use graph_core::json::value_from_str;
///
/// let count: Nullable<i32> = value_from_str("12")?;
/// assert_eq!(count, Nullable::Value(12));
/// let error = value_from_str::<Vec<i32>>(r#"[1, "2"]"#).unwrap_err();
/// assert_eq!(error.pointer(), "/1");
/// # Ok::<(), graph_core::json::ReadError>(())
/// ```
///
/// # Errors
/// When the text is not JSON, or is no value of the type.
pub fn value_from_str<T: Element>(json: &str) -> Result<T, ReadError> {
    let mut value = T::blank();
    read_value(&mut value, json)?;
    Ok(value)
}

fn read_value(target: &mut dyn Value, json: &str) -> Result<(), ReadError> {
    let mut reader = Reader::new(json);
    target.read(&mut reader)?;
    reader.end()
}

fn read_document(target: &mut dyn Value, odata_type: &'static str, json: &[u8]) -> Result<(), DecodeError> {
    let text = std::str::from_utf8(json)
        .map_err(|error| DecodeError::new(odata_type, ReadError::new(ReadErrorKind::Encoding, error.valid_up_to())))?;
    let mut reader = Reader::new(text);
    target.read(&mut reader).and_then(|()| reader.end()).map_err(|error| DecodeError::new(odata_type, error))
}

/// Reads an object with all the properties that it must have.
///
/// # Errors
/// When what comes next is not such an object: it lacks properties, or its `@odata.type` is not the declared type.
pub fn read_structure(target: &mut dyn Object, json: &mut Reader<'_>) -> Result<(), ReadError> {
    let descriptor = target.descriptor();
    let seen = read_members(target, descriptor, json)?;
    if json.reads_changes() {
        return Ok(());
    }
    for index in 0..descriptor.members().len() {
        if !seen.contains(index) && !target.property(index).type_info().optional {
            return Err(missing(target, descriptor, &seen, json));
        }
    }
    Ok(())
}

/// Names all required properties that were not read.
#[cold]
fn missing(
    target: &dyn Object,
    descriptor: &'static TypeDescriptor,
    seen: &PropertySet,
    json: &Reader<'_>,
) -> ReadError {
    let names: Box<[_]> = descriptor
        .properties()
        .filter(|property| !seen.contains(property.index()) && !target.property(property.index()).type_info().optional)
        .map(PropertyDescriptor::name)
        .collect();
    let one = if let [name] = *names { Some(name) } else { None };
    let error = json.error(ReadErrorKind::Missing(names));
    match one {
        Some(name) => error.within(name),
        None => error,
    }
}

/// Reads the members of an object that are there, and says which they were.
fn read_members(
    target: &mut dyn Object,
    descriptor: &'static TypeDescriptor,
    json: &mut Reader<'_>,
) -> Result<PropertySet, ReadError> {
    let members = descriptor.members();
    let mut seen = PropertySet::new();
    let mut undeclared = Undeclared::default();
    let keeps_nulls = target.dynamic_properties().is_some();
    let mut first = true;
    // Services respond in a stable order: the property after the last one is nearly always the next.
    let mut next = 0;
    json.open(b'{', "an object")?;
    loop {
        let expected = members.get(next).copied().unwrap_or("");
        let index = match json.name(&mut first, expected)? {
            Name::End => break,
            Name::Expected => next,
            Name::Other(name) => {
                let Some(index) = members.iter().position(|member| member_name(member) == name) else {
                    undeclared.read(target, descriptor, &name, json)?;
                    continue;
                };
                index
            }
        };
        let name = members.get(index).map_or("", |member| member_name(member));
        if !seen.insert(index) {
            return Err(json.error(ReadErrorKind::Duplicate).within(name));
        }
        let property = target.property_mut(index);
        property.read(json).map_err(|error| error.within(name))?;
        if keeps_nulls && property.is_absent() && descriptor.allows_null(index) {
            note_null(target, index);
        }
        next = index + 1;
    }
    undeclared.finish(target);
    Ok(seen)
}

/// A property that is absent after it was read was null.
#[cold]
fn note_null(target: &mut dyn Object, index: usize) {
    if let Some(dynamic_properties) = target.dynamic_properties_mut() {
        dynamic_properties.note_null(index);
    }
}
