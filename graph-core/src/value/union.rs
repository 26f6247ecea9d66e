//! Values of a base type: `@odata.type` states which derived type they have.

use super::const_message::ConstMessage;
use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{AlternativeInfo, EdmType, EdmTypeInfo, Element, Kind, Object, UnionType};

/// The kind of enums under `#[graph_union]`.
#[derive(Debug)]
pub enum Union {}

impl<T: UnionType> Kind<T> for Union {
    const TYPE: &'static EdmTypeInfo = &EdmTypeInfo::required(EdmType::Union(T::TYPES));

    #[inline]
    fn read(value: &mut T, json: &mut Reader<'_>) -> Result<(), ReadError> {
        *value = T::read_alternative(alternative_of(json, T::TYPES, T::BASE)?, json)?;
        Ok(())
    }

    #[inline]
    fn write(value: &T, json: &mut Writer) {
        value.value().write_tagged(json);
    }

    #[inline]
    fn as_object(value: &T) -> Option<&dyn Object> {
        value.value().as_object()
    }
}

/// The index of the alternative whose type `@odata.type` of the next object names, with or without `#`. Returns `base` for an
/// object without type, and `None` for an undeclared type.
fn alternative_of(
    json: &Reader<'_>,
    types: &'static [&'static EdmTypeInfo],
    base: Option<usize>,
) -> Result<Option<usize>, ReadError> {
    let Some(tag) = json.peek_odata_type()? else { return Ok(base) };
    Ok(types.iter().position(|descriptor| match descriptor.edm {
        EdmType::Structured(descriptor) => descriptor().is_named(&tag),
        _ => false,
    }))
}

/// Reads a value of the type for undeclared types.
///
/// # Errors
/// When what comes next is not a value of that type.
pub fn read_other<T: Element>(json: &mut Reader<'_>) -> Result<T, ReadError> {
    let mut value = T::blank();
    value.read(json)?;
    Ok(value)
}

/// The type of a property of a union, which has no properties of its own.
pub fn no_type(_: usize) -> &'static EdmTypeInfo {
    const NONE: &EdmTypeInfo = &EdmTypeInfo::required(EdmType::Untyped);
    NONE
}

/// The name of an alternative and the type that it holds.
pub type NamedAlternative = (&'static str, AlternativeInfo);

/// Whether values of all alternatives keep their undeclared properties.
pub const fn keeps_undeclared(alternatives: &[NamedAlternative]) -> bool {
    let mut index = 0;
    while index < alternatives.len() {
        if !alternatives[index].1.keeps_undeclared {
            return false;
        }
        index += 1;
    }
    true
}

/// Returns the type of the alternative at `index`.
///
/// No earlier alternative has the same OData type, because values of both would be read as the first one.
///
/// # Panics
/// At compile time, with both names, if an earlier one has the same OData type.
#[track_caller]
pub const fn distinct_type(alternatives: &[NamedAlternative], index: usize) -> &'static EdmTypeInfo {
    let (name, AlternativeInfo { odata_type, type_info, .. }) = alternatives[index];
    let mut earlier = 0;
    while earlier < index {
        let (other, other_info) = alternatives[earlier];
        if is_same(odata_type, other_info.odata_type) {
            let message = ConstMessage::new()
                .with("the alternatives `")
                .with(other)
                .with("` and `")
                .with(name)
                .with("` have the same OData type `")
                .with(odata_type)
                .with("`, so a value is always read as the first of them: remove one");
            panic!("{}", message.as_str("two alternatives have the same OData type"));
        }
        earlier += 1;
    }
    type_info
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    // the first characters of OData types are equal
    let mut rest = one.len();
    while rest > 0 {
        rest -= 1;
        if one[rest] != other[rest] {
            return false;
        }
    }
    true
}
