use super::UpdateBody;
use super::body::is_writable;
use crate::json::Writer;
use crate::resource::Object;

/// The writable properties that are written differently in `after` than in `before`, with their values in `after`.
///
/// Both are of the same type.
pub fn diff(before: &dyn Object, after: &dyn Object) -> UpdateBody {
    let facts = after.facts();
    let mut body = UpdateBody::__start(facts);
    let mut old = Writer::starting("", 64);
    for (index, property) in facts.properties().iter().enumerate() {
        if is_writable(property.access()) {
            old.truncate(0);
            before.property(index).write(&mut old);
            body.set_unless(index, after.property(index), old.as_str());
        }
    }
    body
}
