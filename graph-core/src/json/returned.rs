//! Reads the body of a response to a call that returns one value.

use super::decode::{EntityAnnotations, annotations_of, utf8};
use super::error::DecodeError;
use crate::json_text::{MemberName, ReadError, ReadErrorKind, Reader, ResponseScope};
use crate::schema::{EdmType, EdmTypeInfo};

/// Reads the value that an action or a function returned.
///
/// An object is the body itself, and any other value is its member `value`. Some services put objects into `value` as well, as the
/// reference of Intune shows them; this is recognized by the absence of other members.
///
/// Source: [OData JSON format 4.01, section 16](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ActionPayload)
/// and section 11, for individual properties.
///
/// # Errors
/// If the text is not JSON, or not a value of the type.
pub(crate) fn read_returned(
    type_info: &'static EdmTypeInfo,
    odata_type: &'static str,
    json: &[u8],
    read: &mut dyn FnMut(&mut Reader<'_>) -> Result<(), ReadError>,
) -> Result<EntityAnnotations, DecodeError> {
    let error = |error| DecodeError::new(odata_type, error);
    let text = utf8(json).map_err(error)?;
    let mut reader = Reader::of_response(text, ResponseScope::Update, false);
    if let Some(mut value) = wrapped_value(reader.clone(), type_info.edm).map_err(error)? {
        value.start_entity();
        read(&mut value).map_err(|cause| error(cause.within("value")))?;
        return Ok(annotations_of(&mut value));
    }
    read(&mut reader).and_then(|()| reader.end()).map_err(error)?;
    Ok(annotations_of(&mut reader))
}

/// Returns a reader at the member `value`, if the value is there.
fn wrapped_value(mut reader: Reader<'_>, edm: EdmType) -> Result<Option<Reader<'_>>, ReadError> {
    let has_own = match edm {
        EdmType::Structured(descriptor) => descriptor().properties().any(|property| property.name() == "value"),
        _ => false,
    };
    if has_own || !reader.is_object() {
        return Ok(None);
    }
    let is_object = matches!(edm, EdmType::Structured(_) | EdmType::Union(_));
    let mut value = None;
    let mut first = true;
    reader.open(b'{', "the value that was returned")?;
    loop {
        match reader.name(&mut first, ",\"value\":")? {
            MemberName::End => break,
            MemberName::Expected => record_value(&mut value, &reader)?,
            MemberName::Other(name) if name == "value" => record_value(&mut value, &reader)?,
            // the type of the object itself
            MemberName::Other(name) if is_object && name == "@odata.type" => return Ok(None),
            MemberName::Other(name) if name.contains('@') => {}
            MemberName::Other(_) => return Ok(None),
        }
        reader.skip()?;
    }
    reader.end()?;
    Ok(value.filter(|value| !is_object || value.clone().is_object() || matches!(value.clone().null(), Ok(true))))
}

fn record_value<'a>(value: &mut Option<Reader<'a>>, reader: &Reader<'a>) -> Result<(), ReadError> {
    match value.replace(reader.clone()) {
        Some(_) => Err(reader.error(ReadErrorKind::Duplicate).within("value")),
        None => Ok(()),
    }
}

/// Returns the name of a type in errors; `None` for a union, which does not have one.
pub(crate) fn edm_name(edm: EdmType) -> Option<&'static str> {
    Some(match edm {
        EdmType::Boolean => "Edm.Boolean",
        EdmType::Byte => "Edm.Byte",
        EdmType::SByte => "Edm.SByte",
        EdmType::Int16 => "Edm.Int16",
        EdmType::Int32 => "Edm.Int32",
        EdmType::Int64 => "Edm.Int64",
        EdmType::Single => "Edm.Single",
        EdmType::Double => "Edm.Double",
        EdmType::Decimal => "Edm.Decimal",
        EdmType::String => "Edm.String",
        EdmType::DateTimeOffset => "Edm.DateTimeOffset",
        EdmType::Date => "Edm.Date",
        EdmType::TimeOfDay => "Edm.TimeOfDay",
        EdmType::Duration => "Edm.Duration",
        EdmType::Binary => "Edm.Binary",
        EdmType::Guid => "Edm.Guid",
        EdmType::Untyped => "Edm.Untyped",
        EdmType::Enum(descriptor) | EdmType::Flags(descriptor) => descriptor.name(),
        EdmType::Structured(descriptor) => descriptor().odata_type(),
        EdmType::Collection(element) => return edm_name(element().edm),
        EdmType::Union(_) => return None,
    })
}
