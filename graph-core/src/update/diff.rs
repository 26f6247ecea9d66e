use super::body::UpdateBody;
use crate::dynamic::DynamicProperties;
use crate::json::{open, write_dynamic_properties};
use crate::json_text::Writer;
use crate::schema::{Access, EdmType, Object, PropertyDescriptor, Tag, TypeDescriptor, Value};

/// The writable properties that are written differently in `after` than in `before`, with their values in `after`.
///
/// Both are of the same type.
pub(crate) fn diff(before: &dyn Object, after: &dyn Object) -> UpdateBody {
    let descriptor = after.descriptor();
    let mut body = UpdateBody::__start(descriptor);
    let mut old = Writer::starting("", 64);
    for index in 0..descriptor.members().len() {
        if descriptor.is_writable(index) && !keeps(descriptor, index, after.property(index)) {
            let (before, after) = (before.property(index), after.property(index));
            let form = Form::of(descriptor, index);
            old.truncate(0);
            // null is another state than absence, where a type has both, and is written alike
            if !before.is_absent() || after.is_absent() {
                write_over(before, before, form, &mut old);
            }
            body.set_unless(index, old.as_str(), |json| write_over(before, after, form, json));
        }
    }
    if let (Some(before), Some(after)) = (before.dynamic_properties(), after.dynamic_properties()) {
        for (name, _) in after.iter().filter(|(name, _)| !after.has_same(name, before)) {
            body.append_dynamic_properties(name, |json| after.write_property(name, json));
        }
        for name in gone(before, after) {
            body.append_dynamic_properties(name, |json| {
                json.name(name);
                json.null();
            });
        }
    }
    body
}

/// The undeclared properties of `before` that `after` does not have.
fn gone<'a>(before: &'a DynamicProperties, after: &'a DynamicProperties) -> impl Iterator<Item = &'a str> {
    before.iter().map(|(name, _)| name).filter(|name| after.get(name).is_none())
}

/// Whether the absence of the value says that the service keeps what it has: it is no state of its own, or null is none.
fn keeps(descriptor: &TypeDescriptor, index: usize, after: &dyn Value) -> bool {
    if !after.is_absent() {
        return false;
    }
    let ty = after.type_info();
    ty.keeps_absence || !ty.nullable || !descriptor.allows_null(index)
}

/// How much of a complex value is sent if something in it changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// All members: right for services that merge complex values, and for those that replace them.
    Whole,
    /// The members that changed: `#[graph(merge)]`.
    Changes,
}

impl Form {
    fn of(descriptor: &TypeDescriptor, index: usize) -> Self {
        if descriptor.merges(index) { Self::Changes } else { Self::Whole }
    }
}

/// Writes `after` over `before`. A member that became `None` is written as null, and what is the service's own is left to
/// it. See the module above for all of it.
fn write_over(before: &dyn Value, after: &dyn Value, form: Form, json: &mut Writer) {
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else { return after.write(json) };
    let descriptor = new.descriptor();
    let (was, is) = (old.dynamic_properties(), new.dynamic_properties());
    if !descriptor.is_same(old.descriptor()) {
        return after.write(json);
    }
    if was.and_then(DynamicProperties::odata_type) != is.and_then(DynamicProperties::odata_type) {
        // without its type it would be merged into the value of the other one
        return after.write_tagged(json);
    }
    // a base type does not tell which of the derived ones it is
    let is_base = matches!(after.type_info().edm, EdmType::Union(_));
    open(descriptor, is, if is_base { Tag::Always } else { descriptor.tag() }, json);
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
            write_over(old, value, Form::Whole, json);
            if form == Form::Changes && access != Some(Access::Key) {
                // compared whole, so that a level is compared once
                if is_unchanged(old, json, value_start) {
                    json.truncate(start);
                } else {
                    json.truncate(value_start);
                    write_over(old, value, form, json);
                }
            }
        } else if !old.is_absent() && !keeps(descriptor, index, value) || form == Form::Whole && is_null(was, index) {
            json.member(member);
            json.null();
        }
    }
    if let Some(is) = is {
        match (form, was) {
            (Form::Changes, Some(was)) => {
                for (name, _) in is.iter().filter(|(name, _)| !is.has_same(name, was)) {
                    is.write_property(name, json);
                }
            }
            _ => write_dynamic_properties(descriptor, is, json),
        }
        for name in was.into_iter().flat_map(|was| gone(was, is)) {
            json.name(name);
            json.null();
        }
    }
    json.raw("}");
}

/// Returns whether the text from `start` is how `old` would be written.
fn is_unchanged(old: &dyn Value, json: &Writer, start: usize) -> bool {
    let mut unchanged = Writer::new();
    if !old.is_absent() {
        write_over(old, old, Form::Whole, &mut unchanged);
    }
    json.as_str().get(start..) == Some(unchanged.as_str())
}

/// Whether the property at `index` was null when the object was read.
fn is_null(dynamic_properties: Option<&DynamicProperties>, index: usize) -> bool {
    dynamic_properties.is_some_and(|dynamic_properties| dynamic_properties.was_null(index))
}
