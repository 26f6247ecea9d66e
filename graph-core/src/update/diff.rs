use super::UpdateBody;
use crate::json::{Writer, open};
use crate::resource::{Access, Facts, Object, Tag};
use crate::value::{Additional, EdmType, Untyped, Value};

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
            // null is another state than absence, where a type has both, and is written alike
            if !before.is_absent() || after.is_absent() {
                write_over(before, before, &mut old);
            }
            body.set_unless(index, old.as_str(), |json| write_over(before, after, json));
        }
    }
    for (name, value) in changed(before, after) {
        body = body.set_additional(name, value);
    }
    body
}

/// The members of an open type that are others, or were: those are null.
fn changed<'a>(before: &'a dyn Object, after: &'a dyn Object) -> impl Iterator<Item = (&'a str, &'a Untyped)> {
    let other = after.additional().into_iter().flat_map(|after| after.iter());
    other
        .filter(move |(name, value)| before.additional().and_then(|before| before.get(*name)) != Some(*value))
        .map(|(name, value)| (&**name, value))
        .chain(gone(before, after))
}

/// The members of an open type that were there, as null.
fn gone<'a>(before: &'a dyn Object, after: &'a dyn Object) -> impl Iterator<Item = (&'a str, &'a Untyped)> {
    let is_there = |additional: Option<&Additional>, name: &str| additional.is_some_and(|rest| rest.contains_key(name));
    let old = before.additional().into_iter().flat_map(|before| before.keys());
    old.filter(move |name| !is_there(after.additional(), name)).map(|name| (&**name, &Untyped::Null))
}

/// Whether the absence of the value says that the service keeps what it has: it is no state of its own, or null is none.
fn keeps(facts: &Facts, index: usize, after: &dyn Value) -> bool {
    if !after.is_absent() {
        return false;
    }
    let ty = after.type_facts();
    ty.keeps_absence || !ty.nullable || !facts.allows_null(index)
}

/// Writes `after` over `before`. Services merge objects of one type: a member that became `None` is written as null
/// there, and what is the service's own is left to it. See the module above for all of it.
fn write_over(before: &dyn Value, after: &dyn Value, json: &mut Writer) {
    let (Some(old), Some(new)) = (before.as_object(), after.as_object()) else { return after.write(json) };
    let facts = new.facts();
    if !facts.is_same(old.facts()) {
        return after.write(json);
    }
    // a base type does not tell which of the derived ones it is
    let is_base = matches!(after.type_facts().edm, EdmType::Union(_));
    open(facts, if is_base { Tag::Always } else { facts.tag() }, json);
    for (index, member) in facts.members().iter().enumerate() {
        if facts.property(index).is_some_and(|property| property.access() == Access::ReadOnly) {
            continue;
        }
        let (old, value) = (old.property(index), new.property(index));
        if !value.is_absent() {
            json.member(member);
            write_over(old, value, json);
        } else if !old.is_absent() && !keeps(facts, index, value) {
            json.member(member);
            json.null();
        }
    }
    let additional = new.additional().into_iter().flat_map(|additional| additional.iter());
    for (name, value) in additional.map(|(name, value)| (&**name, value)).chain(gone(old, new)) {
        json.name(name);
        value.write(json);
    }
    json.raw("}");
}
