use super::UpdateBody;
use super::body::is_writable;
use crate::json::Writer;
use crate::resource::{Object, Property};
use crate::value::{Untyped, Value};

/// The writable properties that are written differently in `after` than in `before`, with their values in `after`.
///
/// Both are of the same type.
pub fn diff(before: &dyn Object, after: &dyn Object) -> UpdateBody {
    let facts = after.facts();
    let mut body = UpdateBody::__start(facts);
    let mut old = Writer::starting("", 64);
    for (index, property) in facts.properties().iter().enumerate() {
        if is_writable(property.access()) && !keeps(property, after.property(index)) {
            let (before, after) = (before.property(index), after.property(index));
            old.truncate(0);
            before.write(&mut old);
            body.set_unless(index, old.as_str(), |json| write_over(before, after, json));
        }
    }
    if let (Some(before), Some(after)) = (before.additional(), after.additional()) {
        for (name, value) in after.iter().filter(|(name, value)| before.get(*name) != Some(*value)) {
            body = body.__set_additional(name, value);
        }
        for name in before.keys().filter(|name| !after.contains_key(*name)) {
            body = body.__set_additional(name, &Untyped::Null);
        }
    }
    body
}

/// Whether the absence of the value says that the service keeps what it has: it is no state of its own, or null is none.
fn keeps(property: &Property, after: &dyn Value) -> bool {
    after.is_absent() && (property.type_facts().keeps_absence || !property.is_nullable())
}

/// Writes `after` over `before`. Services merge objects: a member that became `None` is written as null there.
fn write_over(before: &dyn Value, after: &dyn Value, json: &mut Writer) {
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else { return after.write(json) };
    let gone: Vec<&'static Property> = new
        .facts()
        .properties()
        .iter()
        .enumerate()
        .filter(|(index, property)| {
            std::ptr::eq(old.facts(), new.facts())
                && new.property(*index).is_absent()
                && !old.property(*index).is_absent()
                && !keeps(property, new.property(*index))
        })
        .map(|(_, property)| property)
        .collect();
    if gone.is_empty() && !has_objects(new) {
        return after.write(json);
    }
    json.raw(new.facts().opening());
    for (index, property) in new.facts().properties().iter().enumerate() {
        let (old, value) = (old.property(index), new.property(index));
        if !value.is_absent() {
            json.member(property.member());
            write_over(old, value, json);
        } else if gone.iter().any(|other| std::ptr::eq(*other, property)) {
            json.member(property.member());
            json.null();
        }
    }
    for (name, value) in new.additional().into_iter().flat_map(|additional| additional.iter()) {
        json.name(name);
        value.write(json);
    }
    json.raw("}");
}

fn has_objects(object: &dyn Object) -> bool {
    (0..object.facts().properties().len()).any(|index| object.property(index).as_object().is_some())
}
