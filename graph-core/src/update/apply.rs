use std::borrow::Cow;

use crate::dynamic::DynamicProperties;
use crate::json::{write_dynamic_properties, write_opening};
use crate::json_text::{MemberName, ReadError, Reader, Writer};
use crate::schema::{EdmType, Object, Tag, Value, member_name};

/// Applies `update`, a JSON object, to `target`, as a service does: an object is merged into one of the same type, and
/// everything else is replaced.
///
/// Source: [OData 4.01, section 11.4.3](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity).
pub(super) fn apply(update: &str, target: &mut dyn Object) -> Result<(), ReadError> {
    let descriptor = target.descriptor();
    let mut undeclared = Vec::new();
    for (name, new) in members(update)? {
        if let Some(index) = descriptor.members().iter().position(|member| member_name(member) == name) {
            let mut json = Writer::new();
            merge(target.property(index), new, &mut json)?;
            let value = target.property_mut(index);
            value.read(&mut Reader::new(json.as_str())).map_err(|error| error.within(&name))?;
        } else {
            undeclared.push((name, new));
        }
    }
    match target.dynamic_properties_mut() {
        Some(dynamic_properties) => dynamic_properties.apply(undeclared),
        None => Ok(()),
    }
}

/// Writes the result of applying `new` to `old`.
fn merge(old: &dyn Value, new: &str, json: &mut Writer) -> Result<(), ReadError> {
    let object = old.as_object().filter(|_| Reader::new(new).is_object());
    let Some(object) = object else {
        json.raw(new);
        return Ok(());
    };
    let descriptor = object.descriptor();
    let is_base = matches!(old.type_info().edm, EdmType::Union(_));
    let is_same_type = match Reader::new(new).peek_odata_type()? {
        Some(tag) => match object.dynamic_properties().and_then(DynamicProperties::odata_type) {
            Some(read_as) => tag == read_as,
            None => descriptor.is_named(&tag),
        },
        None => !is_base,
    };
    if !is_same_type {
        json.raw(new);
        return Ok(());
    }
    let mut changes = members(new)?;
    let dynamic_properties = object.dynamic_properties();
    write_opening(descriptor, dynamic_properties, if is_base { Tag::Always } else { Tag::Never }, json);
    for (index, member) in descriptor.members().iter().enumerate() {
        let value = object.property(index);
        if let Some(position) = changes.iter().position(|(name, _)| name == member_name(member)) {
            let (_, new) = changes.swap_remove(position);
            json.member(member);
            merge(value, new, json)?;
        } else if !value.is_absent()
            || dynamic_properties.is_some_and(|dynamic_properties| dynamic_properties.was_null(index))
        {
            json.member(member);
            value.write(json);
        }
    }
    let mut rest = dynamic_properties.cloned().unwrap_or_default();
    rest.apply(changes)?;
    write_dynamic_properties(descriptor, &rest, json);
    json.raw("}");
    Ok(())
}

/// Returns the members of an object with the text of their values.
pub(crate) fn members(object: &str) -> Result<Vec<(Cow<'_, str>, &str)>, ReadError> {
    let mut reader = Reader::new(object);
    reader.open(b'{', "an object")?;
    let (mut first, mut members) = (true, Vec::new());
    while let MemberName::Other(name) = reader.name(&mut first, "")? {
        members.push((name, reader.raw()?));
    }
    Ok(members)
}
