//! Values of a base type: which of the derived ones they are, `@odata.type` says.

use super::{EdmType, TypeFacts, Value};
use crate::json::{ReadError, Reader};

/// The facts of an enum under `#[graph_union]`.
pub const fn union(types: &'static [&'static TypeFacts]) -> TypeFacts {
    TypeFacts::required(EdmType::Union(types))
}

/// The alternative that `@odata.type` of the object that comes next names, with or without `#`. `base` is the one for
/// an object that names none, and none is the answer for a type that is not declared.
///
/// # Errors
/// When what comes next is not an object.
pub fn choose(
    json: &Reader<'_>,
    types: &'static [&'static TypeFacts],
    base: Option<usize>,
) -> Result<Option<usize>, ReadError> {
    let Some(tag) = json.look_for_type()? else { return Ok(base) };
    Ok(types.iter().position(|facts| match facts.edm {
        EdmType::Structured(facts) => facts().is_named(&tag),
        _ => false,
    }))
}

/// Writes the value of an alternative with its type.
pub fn write(value: &dyn Value, json: &mut crate::json::Writer) {
    value.write_tagged(json);
}
