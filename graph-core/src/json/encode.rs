use crate::dynamic::DynamicProperties;
use crate::json_text::Writer;
use crate::schema::{Object, Tag, TypeDescriptor, member_name};

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
