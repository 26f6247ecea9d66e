//! Values of enumeration types.

use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, GraphEnum, Kind};

/// The kind of enums under `#[graph_enum]`.
#[derive(Debug)]
pub enum Enumeration {}

impl<E: GraphEnum> Kind<E> for Enumeration {
    const TYPE: &'static EdmTypeInfo = &EdmTypeInfo::required(EdmType::Enum(E::DESCRIPTOR));

    #[inline]
    fn read(value: &mut E, json: &mut Reader<'_>) -> Result<(), ReadError> {
        read_member(json, &mut |member| *value = E::from_member(member))
    }

    #[inline]
    fn write(value: &E, json: &mut Writer) {
        json.string(value.as_member());
    }
}

fn read_member(json: &mut Reader<'_>, set: &mut dyn FnMut(&str)) -> Result<(), ReadError> {
    set(&json.string("an enumeration member")?);
    Ok(())
}
