use std::collections::BTreeSet;

use super::error::{DecodeError, Fault, ReadError};
use super::reader::{Name, Reader};
use super::writer::Writer;
use crate::resource::{Facts, Object, PropertySet, Resource, Tag, member_name};
use crate::value::{Untyped, Value as _};

/// Reads a resource from JSON text.
///
/// Properties that are not declared and `@odata` annotations are passed over.
///
/// # Errors
/// When the text is not JSON, a value is not of its type, or a property is missing or occurs twice. The error names the
/// resource and the property.
pub fn from_slice<T: Resource>(json: &[u8]) -> Result<T, DecodeError> {
    let mut value = T::BLANK;
    read_document(&mut value, json)?;
    Ok(value)
}

/// Reads a resource from JSON text, as [`from_slice`] does.
///
/// # Errors
/// As [`from_slice`].
pub fn from_str<T: Resource>(json: &str) -> Result<T, DecodeError> {
    from_slice(json.as_bytes())
}

/// Writes a resource with all properties that it has, key and read-only ones included, as JSON text.
pub fn to_vec(resource: &dyn Object) -> Vec<u8> {
    to_string(resource).into_bytes()
}

/// Writes a resource with all properties that it has, key and read-only ones included, as JSON text. `None` is left out.
///
/// ```
/// # use graph_core::graph_resource;
/// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// # struct Printer { #[graph(key)] id: String, job_count: i32 }
/// let printer = Printer { id: "1".into(), job_count: 4 };
/// assert_eq!(
///     graph_core::json::to_string(&printer),
///     r##"{"@odata.type":"#microsoft.graph.printer","id":"1","jobCount":4}"##
/// );
/// ```
pub fn to_string(resource: &dyn Object) -> String {
    let mut json = Writer::starting("", 256);
    write_structure(resource, resource.facts().tag(), &mut json);
    json.into_string()
}

fn read_document(target: &mut dyn Object, json: &[u8]) -> Result<(), DecodeError> {
    let odata_type = target.facts().odata_type();
    let text = std::str::from_utf8(json)
        .map_err(|error| DecodeError::new(odata_type, ReadError::new(Fault::Encoding, error.valid_up_to())))?;
    let mut reader = Reader::new(text);
    read_structure(target, &mut reader).and_then(|()| reader.end()).map_err(|error| DecodeError::new(odata_type, error))
}

/// Reads an object with all the properties that it must have.
///
/// # Errors
/// When what comes next is not such an object.
pub fn read_structure(target: &mut dyn Object, json: &mut Reader<'_>) -> Result<(), ReadError> {
    let facts = target.facts();
    let seen = read_members(target, facts, json)?;
    for (index, member) in facts.members().iter().enumerate() {
        if !seen.contains(index) && !target.property(index).type_facts().optional {
            return Err(json.error(Fault::Missing).within(member_name(member)));
        }
    }
    Ok(())
}

/// Reads the members of an object that are there, and says which they were.
fn read_members(
    target: &mut dyn Object,
    facts: &'static Facts,
    json: &mut Reader<'_>,
) -> Result<PropertySet, ReadError> {
    let members = facts.members();
    let mut seen = PropertySet::new();
    let mut undeclared = BTreeSet::new();
    let mut first = true;
    // Services answer in a stable order: the property after the last one is nearly always the next.
    let mut next = 0;
    json.open(b'{', "an object")?;
    loop {
        let expected = members.get(next).copied().unwrap_or("");
        let index = match json.name(&mut first, expected)? {
            Name::End => return Ok(seen),
            Name::Expected => next,
            Name::Other(name) => {
                let Some(index) = members.iter().position(|member| member_name(member) == name) else {
                    read_undeclared(target, &name, &mut undeclared, json).map_err(|error| error.within(&name))?;
                    continue;
                };
                index
            }
        };
        let name = members.get(index).map_or("", |member| member_name(member));
        if !seen.insert(index) {
            return Err(json.error(Fault::Duplicate).within(name));
        }
        target.property_mut(index).read(json).map_err(|error| error.within(name))?;
        next = index + 1;
    }
}

/// Keeps a member of an open type; passes over any other one, and over annotations.
#[cold]
fn read_undeclared(
    target: &mut dyn Object,
    name: &str,
    seen: &mut BTreeSet<String>,
    json: &mut Reader<'_>,
) -> Result<(), ReadError> {
    match target.additional_mut() {
        Some(additional) if !name.contains('@') => {
            let mut value = Untyped::Null;
            if !seen.insert(name.to_owned()) {
                return Err(json.error(Fault::Duplicate));
            }
            value.read(json)?;
            additional.insert(name.to_owned(), value);
            Ok(())
        }
        _ => json.skip(),
    }
}

/// Begins an object.
pub(crate) fn open(facts: &Facts, tag: Tag, json: &mut Writer) {
    json.raw("{");
    if tag == Tag::Always {
        json.raw("\"@odata.type\":");
        json.string(facts.odata_type());
    }
}

/// Writes an object with all its properties that are there.
pub(crate) fn write_structure(source: &dyn Object, tag: Tag, json: &mut Writer) {
    let facts = source.facts();
    open(facts, tag, json);
    for (index, member) in facts.members().iter().enumerate() {
        let value = source.property(index);
        if !value.is_absent() {
            json.member(member);
            value.write(json);
        }
    }
    if let Some(additional) = source.additional() {
        // a declared name is written above, or is absent
        let is_declared = |name: &str| facts.members().iter().any(|member| member_name(member) == name);
        for (name, value) in additional.iter().filter(|(name, _)| !is_declared(name)) {
            json.name(name);
            value.write(json);
        }
    }
    json.raw("}");
}
