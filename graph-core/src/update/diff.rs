use super::body::WriteBody;
use crate::dynamic::DynamicProperties;
use crate::json::{write_dynamic_properties, write_opening};
use crate::json_text::Writer;
use crate::schema::{Access, EdmType, Object, PropertyDescriptor, Tag, TypeDescriptor, Value};

/// Returns the writable properties whose JSON text differs in `after` and `before`, with their values in `after`.
///
/// Both objects have the same type.
pub(crate) fn diff(before: &dyn Object, after: &dyn Object) -> WriteBody {
    let descriptor = after.descriptor();
    let mut body = WriteBody::__start(descriptor);
    let mut old = Writer::starting("", 64);
    for index in 0..descriptor.members().len() {
        if descriptor.is_writable(index) && !is_unspecified(descriptor, index, after.property(index)) {
            let (before, after) = (before.property(index), after.property(index));
            let extent = Extent::of(descriptor, index);
            old.truncate(0);
            // if a type distinguishes null and absent, both are written as null
            if !before.is_absent() || after.is_absent() {
                write_change(before, before, extent, &mut old);
            }
            body.set_if_changed(index, old.as_str(), |json| write_change(before, after, extent, json));
        }
    }
    if let (Some(before), Some(after)) = (before.dynamic_properties(), after.dynamic_properties()) {
        for (name, _) in after.iter().filter(|(name, _)| !after.has_equal(name, before)) {
            body.append_dynamic_property(name, |json| after.write_property(name, json));
        }
        for name in removed_names(before, after) {
            body.append_dynamic_property(name, |json| {
                json.name(name);
                json.null();
            });
        }
    }
    body
}

/// Returns the name of the first property that differs, and that an update cannot send.
pub(crate) fn changed_but_not_sent(before: &dyn Object, after: &dyn Object) -> Option<&'static str> {
    let (mut old, mut new) = (Writer::new(), Writer::new());
    let descriptor = after.descriptor();
    let fixed = descriptor.properties().filter(|property| !descriptor.is_writable(property.index()));
    let mut changed = fixed.filter(|property| {
        old.truncate(0);
        new.truncate(0);
        before.property(property.index()).write(&mut old);
        after.property(property.index()).write(&mut new);
        old.as_str() != new.as_str()
    });
    changed.next().map(PropertyDescriptor::name)
}

/// Returns the undeclared properties of `before` that `after` does not have.
fn removed_names<'a>(before: &'a DynamicProperties, after: &'a DynamicProperties) -> impl Iterator<Item = &'a str> {
    before.iter().map(|(name, _)| name).filter(|name| after.get(name).is_none())
}

/// Returns whether the value is absent and absent does not mean null, so that the service preserves its value.
fn is_unspecified(descriptor: &TypeDescriptor, index: usize, after: &dyn Value) -> bool {
    if !after.is_absent() {
        return false;
    }
    let ty = after.type_info();
    ty.distinguishes_absent || !ty.nullable || !descriptor.allows_null(index)
}

/// How much of a changed complex value is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All properties: correct for services that merge complex values, and for those that replace them.
    Whole,
    /// The changed properties: `#[graph(merge)]`.
    Changes,
}

impl Extent {
    fn of(descriptor: &TypeDescriptor, index: usize) -> Self {
        if descriptor.merges(index) { Self::Changes } else { Self::Whole }
    }
}

/// Writes `after` as the new value of a property that was `before`.
///
/// A property that became `None` is written as null, and a read-only one is not written; see the module `update`.
fn write_change(before: &dyn Value, after: &dyn Value, extent: Extent, json: &mut Writer) {
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else { return after.write(json) };
    let descriptor = new.descriptor();
    let (old_dynamic, new_dynamic) = (old.dynamic_properties(), new.dynamic_properties());
    if !descriptor.is_same_type(old.descriptor()) {
        return after.write(json);
    }
    if old_dynamic.and_then(DynamicProperties::odata_type) != new_dynamic.and_then(DynamicProperties::odata_type) {
        // without its type it would be merged into the value of the other type
        return after.write_tagged(json);
    }
    // a base type does not state which derived type the value has
    let is_base = matches!(after.type_info().edm, EdmType::Union(_));
    write_opening(descriptor, new_dynamic, if is_base { Tag::Always } else { descriptor.tag() }, json);
    for (index, member) in descriptor.members().iter().enumerate() {
        let access = descriptor.property(index).map(PropertyDescriptor::access);
        if access == Some(Access::ReadOnly) {
            continue;
        }
        let (old, value) = (old.property(index), new.property(index));
        if !value.is_absent() {
            let start = json.len();
            json.member(member);
            let value_start = json.len();
            write_change(old, value, Extent::Whole, json);
            if extent == Extent::Changes && access != Some(Access::Key) {
                // the whole value is compared, so that each level is compared once
                if is_unchanged(old, json, value_start) {
                    json.truncate(start);
                } else {
                    json.truncate(value_start);
                    write_change(old, value, extent, json);
                }
            }
        } else if !old.is_absent() && !is_unspecified(descriptor, index, value)
            || extent == Extent::Whole && was_null(old_dynamic, index)
        {
            json.member(member);
            json.null();
        }
    }
    if let Some(new) = new_dynamic {
        match (extent, old_dynamic) {
            (Extent::Changes, Some(old)) => {
                for (name, _) in new.iter().filter(|(name, _)| !new.has_equal(name, old)) {
                    new.write_property(name, json);
                }
            }
            _ => write_dynamic_properties(descriptor, new, json),
        }
        for name in old_dynamic.into_iter().flat_map(|old| removed_names(old, new)) {
            json.name(name);
            json.null();
        }
    }
    json.raw("}");
}

/// Returns whether the text from `start` on is the text of `old`.
fn is_unchanged(old: &dyn Value, json: &Writer, start: usize) -> bool {
    let mut unchanged = Writer::new();
    if !old.is_absent() {
        write_change(old, old, Extent::Whole, &mut unchanged);
    }
    json.as_str().get(start..) == Some(unchanged.as_str())
}

/// Returns whether the property at `index` was null when the object was read.
fn was_null(dynamic_properties: Option<&DynamicProperties>, index: usize) -> bool {
    dynamic_properties.is_some_and(|dynamic_properties| dynamic_properties.was_null(index))
}
