use super::error::{DecodeError, Fault, ReadError};
use super::reader::{Name, Reader};
use super::writer::Writer;
use crate::resource::{Object, PropertyDescriptor, PropertySet, Readable, Tag, TypeDescriptor, member_name};
use crate::value::dynamic_properties::{Collector, TYPE_SUFFIX, is_property_name};
use crate::value::{DynamicProperties, Value};

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
    write_structure(resource, resource.descriptor().tag(), &mut json);
    json.into_string()
}

fn read_document(target: &mut dyn Value, odata_type: &'static str, json: &[u8]) -> Result<(), DecodeError> {
    let text = std::str::from_utf8(json)
        .map_err(|error| DecodeError::new(odata_type, ReadError::new(Fault::Encoding, error.valid_up_to())))?;
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
    let error = json.error(Fault::Missing(names));
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
            return Err(json.error(Fault::Duplicate).within(name));
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

/// The members of one object that its declaration does not name.
#[derive(Default)]
struct Undeclared {
    has_type: bool,
    collector: Option<Collector>,
}

impl Undeclared {
    /// Checks the type of the object, keeps a property where the object has room for it, and passes over anything else.
    #[cold]
    fn read(
        &mut self,
        target: &mut dyn Object,
        descriptor: &'static TypeDescriptor,
        name: &str,
        json: &mut Reader<'_>,
    ) -> Result<(), ReadError> {
        if name == "@odata.type" {
            return self.read_type(target, descriptor, json);
        }
        match target.dynamic_properties_mut() {
            // what is read from an update is sent as it stands there
            None if json.reads_changes() => Err(json.error(Fault::Undeclared)),
            Some(_) if json.reads_changes() && !is_property_name(name.strip_suffix(TYPE_SUFFIX).unwrap_or(name)) => {
                Err(json.error(Fault::Undeclared))
            }
            Some(dynamic_properties) => self.collector.get_or_insert_default().read(dynamic_properties, name, json),
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
            return Err(json.error(Fault::Duplicate).within("@odata.type"));
        }
        let at = json.position();
        let found = json.string("a type").map_err(|error| error.within("@odata.type"))?;
        if descriptor.is_named(&found) {
            return Ok(());
        }
        match target.dynamic_properties_mut() {
            // What a derived type adds is kept as well. An entity has a type of its own: an update would write another.
            Some(dynamic_properties) if descriptor.paths().is_empty() => {
                dynamic_properties.set_odata_type(&found);
                Ok(())
            }
            _ => {
                let declared = descriptor.odata_type();
                Err(ReadError::new(Fault::OtherType { declared, found: found.into() }, at))
            }
        }
    }

    fn finish(self, target: &mut dyn Object) {
        if let (Some(collector), Some(dynamic_properties)) = (self.collector, target.dynamic_properties_mut()) {
            collector.finish(dynamic_properties);
        }
    }
}

/// Begins an object of the type that it was read as, or else of the declared one if `tag` says so.
pub(crate) fn open(
    descriptor: &TypeDescriptor,
    dynamic_properties: Option<&DynamicProperties>,
    tag: Tag,
    json: &mut Writer,
) {
    json.raw("{");
    let read_as = dynamic_properties.and_then(DynamicProperties::odata_type);
    if read_as.is_some() || tag == Tag::Always {
        json.raw("\"@odata.type\":");
        json.string(read_as.unwrap_or(descriptor.odata_type()));
    }
}

/// Writes an object with all its properties that are there.
pub(crate) fn write_structure(source: &dyn Object, tag: Tag, json: &mut Writer) {
    let descriptor = source.descriptor();
    let dynamic_properties = source.dynamic_properties();
    open(descriptor, dynamic_properties, tag, json);
    for (index, member) in descriptor.members().iter().enumerate() {
        let value = source.property(index);
        // what was null and is still `None` is written as null
        if !value.is_absent() || dynamic_properties.is_some_and(|dynamic_properties| dynamic_properties.was_null(index))
        {
            json.member(member);
            value.write(json);
        }
    }
    if let Some(dynamic_properties) = dynamic_properties {
        write_dynamic_properties(descriptor, dynamic_properties, json);
    }
    json.raw("}");
}

/// Writes the properties that are not declared.
pub(crate) fn write_dynamic_properties(
    descriptor: &TypeDescriptor,
    dynamic_properties: &DynamicProperties,
    json: &mut Writer,
) {
    for (name, _) in dynamic_properties.iter() {
        if descriptor.members().iter().any(|member| member_name(member) == name) {
            json.note_clash(name);
        } else {
            dynamic_properties.write_property(name, json);
        }
    }
}
