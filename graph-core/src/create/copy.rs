//! Copies an entity into a creation.

use crate::dynamic::DynamicProperties;
use crate::json::{write_dynamic_properties, write_opening};
use crate::json_text::Writer;
use crate::schema::{Access, EdmType, Object, PropertyDescriptor, Tag, Value};
use crate::update::WriteBody;

/// Returns the creation that sets the properties of `entity` which a creation can set.
pub(super) fn copy(entity: &dyn Object) -> WriteBody {
    let descriptor = entity.descriptor();
    let mut body = WriteBody::start_create(descriptor);
    let copied = descriptor.properties().filter(|property| property.is_creatable() && !property.is_expanded());
    // the key of a copy is assigned by the service, or set by the caller
    for property in copied.filter(|property| property.access() != Access::Key) {
        let value = entity.property(property.index());
        if !value.is_absent() {
            let mut json = Writer::new();
            write(value, &mut json);
            body.set_json(property.index(), json.as_str());
        }
    }
    if let Some(dynamic_properties) = entity.dynamic_properties() {
        for (name, _) in dynamic_properties {
            body.append_dynamic_property(name, |json| dynamic_properties.write_property(name, json));
        }
    }
    body
}

/// Writes a value without the read-only properties inside it.
fn write(value: &dyn Value, json: &mut Writer) {
    if let Some(collection) = value.as_collection() {
        json.raw("[");
        for index in 0..collection.count() {
            if index > 0 {
                json.raw(",");
            }
            if let Some(element) = collection.element(index) {
                write(element, json);
            }
        }
        json.raw("]");
        return;
    }
    let Some(object) = value.as_object() else { return value.write(json) };
    let descriptor = object.descriptor();
    let dynamic_properties = object.dynamic_properties();
    let has_other_type = dynamic_properties.and_then(DynamicProperties::odata_type).is_some();
    // a base type does not state which derived type the value has
    let is_base = matches!(value.type_info().edm, EdmType::Union(_));
    let tag = if is_base || has_other_type { Tag::Always } else { descriptor.tag() };
    write_opening(descriptor, dynamic_properties, tag, json);
    for (index, member) in descriptor.members().iter().enumerate() {
        let access = descriptor.property(index).map(PropertyDescriptor::access);
        let property = object.property(index);
        if access != Some(Access::ReadOnly) && !property.is_absent() {
            json.member(member);
            write(property, json);
        }
    }
    if let Some(dynamic_properties) = dynamic_properties {
        write_dynamic_properties(descriptor, dynamic_properties, json);
    }
    json.raw("}");
}
