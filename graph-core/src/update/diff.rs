use super::UpdateBody;
use crate::json::Writer;
use crate::resource::{Facts, Object};
use crate::value::{Untyped, Value};

/// The writable properties that are written differently in `after` than in `before`, with their values in `after`.
///
/// Both are of the same type.
pub fn diff(before: &dyn Object, after: &dyn Object) -> UpdateBody {
    let facts = after.facts();
    let mut body = UpdateBody::__start(facts);
    let mut old = Writer::starting("", 64);
    for index in 0..facts.members().len() {
        if facts.is_writable(index) && !keeps(facts, index, after.property(index)) {
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
fn keeps(facts: &Facts, index: usize, after: &dyn Value) -> bool {
    if !after.is_absent() {
        return false;
    }
    let ty = after.type_facts();
    ty.keeps_absence || !ty.nullable || !facts.allows_null(index)
}

/// Writes `after` over `before`. Services merge objects: a member that became `None` is written as null there.
fn write_over(before: &dyn Value, after: &dyn Value, json: &mut Writer) {
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else { return after.write(json) };
    let facts = new.facts();
    if !facts.is_same(old.facts()) {
        return after.write(json);
    }
    let is_gone = |index: usize| {
        new.property(index).is_absent() && !old.property(index).is_absent() && !keeps(facts, index, new.property(index))
    };
    if !(0..facts.members().len()).any(is_gone) && !has_objects(new) {
        return after.write(json);
    }
    json.raw(facts.opening());
    for (index, member) in facts.members().iter().enumerate() {
        let value = new.property(index);
        if !value.is_absent() {
            json.member(member);
            write_over(old.property(index), value, json);
        } else if is_gone(index) {
            json.member(member);
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
    (0..object.facts().members().len()).any(|index| object.property(index).as_object().is_some())
}
