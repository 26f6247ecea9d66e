use crate::dynamic::DynamicProperties;
use crate::json_text::Writer;
use crate::schema::{Object, Tag, TypeDescriptor, member_name};

/// Writes a resource as JSON text in UTF-8.
///
/// The result is the text of [`to_string`] as bytes.
///
/// ```
/// # use graph_core::graph_resource;
/// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer", tag = never)]
/// # struct Printer { #[graph(key)] id: String, job_count: i32 }
/// let printer = Printer { id: "1".into(), job_count: 4 };
/// assert_eq!(graph_core::json::to_vec(&printer), br#"{"id":"1","jobCount":4}"#);
/// ```
pub fn to_vec(resource: &dyn Object) -> Vec<u8> {
    to_string(resource).into_bytes()
}

/// Writes a resource as JSON text.
///
/// The text has all properties, including keys and read-only ones. A property that is `None` is omitted.
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

/// Writes the start of an object, with the type that it was read as, or with the declared type if `tag` requires it.
pub(crate) fn write_opening(
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

/// Writes an object with all its properties that are not absent.
pub(crate) fn write_structure(source: &dyn Object, tag: Tag, json: &mut Writer) {
    let descriptor = source.descriptor();
    let dynamic_properties = source.dynamic_properties();
    write_opening(descriptor, dynamic_properties, tag, json);
    for (index, member) in descriptor.members().iter().enumerate() {
        let value = source.property(index);
        // a property that was null and is still `None` is written as null
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

/// Writes the undeclared properties.
pub(crate) fn write_dynamic_properties(
    descriptor: &TypeDescriptor,
    dynamic_properties: &DynamicProperties,
    json: &mut Writer,
) {
    for (name, _) in dynamic_properties {
        if descriptor.members().iter().any(|member| member_name(member) == name) {
            json.record_conflicting_name(name);
        } else {
            dynamic_properties.write_property(name, json);
        }
    }
}
