//! The JSON texts that are values of a primitive type.

use std::borrow::Cow;

use graph_core::schema::TypeDescriptor;
use graph_core::schema::{EdmType, EdmTypeInfo, EnumDescriptor};

use crate::lexical;

/// Whether `text`, which is JSON but not null, is a value of the type. `strict_enums` refuses undeclared members.
pub(crate) fn is_literal(edm: &EdmType, text: &str, strict_enums: bool) -> bool {
    let is_form = |is_form: fn(&str) -> bool| string(text).is_some_and(|text| is_form(&text));
    match edm {
        EdmType::Boolean => matches!(text, "true" | "false"),
        EdmType::Byte => text.parse::<u8>().is_ok(),
        EdmType::SByte => text.parse::<i8>().is_ok(),
        EdmType::Int16 => text.parse::<i16>().is_ok(),
        EdmType::Int32 => text.parse::<i32>().is_ok(),
        // a string, if the client says `IEEE754Compatible=true`
        EdmType::Int64 => string(text).as_deref().unwrap_or(text).parse::<i64>().is_ok(),
        EdmType::Decimal => is_number(text) || is_form(lexical::is_decimal),
        EdmType::Single => is_special(text) || text.parse::<f32>().is_ok_and(f32::is_finite),
        EdmType::Double => is_special(text) || text.parse::<f64>().is_ok_and(f64::is_finite),
        EdmType::String => text.starts_with('"'),
        EdmType::DateTimeOffset => is_form(lexical::is_date_time_offset),
        EdmType::Date => is_form(lexical::is_date),
        EdmType::TimeOfDay => is_form(lexical::is_time_of_day),
        EdmType::Duration => is_form(lexical::is_duration),
        EdmType::Binary => is_form(lexical::is_binary),
        EdmType::Guid => is_form(lexical::is_guid),
        EdmType::Enum(enumeration) => string(text).is_some_and(|member| is_member(enumeration, &member, strict_enums)),
        // at least one, as `enumValue` of the ABNF has it; .NET allows white space around them
        EdmType::Flags(enumeration) => string(text).is_some_and(|members| {
            members.split(',').all(|member| is_member(enumeration, member.trim_matches(' '), strict_enums))
        }),
        EdmType::Untyped => true,
        // Types that graph-core learns before the sandbox does: refuse what cannot be checked.
        _ => false,
    }
}

/// The name of a type as `@odata.type` has it, without the `#`.
pub(crate) fn bare(descriptor: &TypeDescriptor) -> &'static str {
    descriptor.odata_type().trim_start_matches('#')
}

pub(crate) fn type_name(edm: &EdmType) -> Cow<'static, str> {
    Cow::Borrowed(match edm {
        EdmType::Boolean => "Edm.Boolean",
        EdmType::Byte => "Edm.Byte",
        EdmType::SByte => "Edm.SByte",
        EdmType::Int16 => "Edm.Int16",
        EdmType::Int32 => "Edm.Int32",
        EdmType::Int64 => "Edm.Int64",
        EdmType::Decimal => "Edm.Decimal",
        EdmType::Single => "Edm.Single",
        EdmType::Double => "Edm.Double",
        EdmType::String => "Edm.String",
        EdmType::DateTimeOffset => "Edm.DateTimeOffset",
        EdmType::Date => "Edm.Date",
        EdmType::TimeOfDay => "Edm.TimeOfDay",
        EdmType::Duration => "Edm.Duration",
        EdmType::Binary => "Edm.Binary",
        EdmType::Guid => "Edm.Guid",
        EdmType::Enum(enumeration) | EdmType::Flags(enumeration) => enumeration.name(),
        EdmType::Structured(descriptor) => bare(descriptor()),
        EdmType::Union(types) => return structures(types).map(bare).collect::<Vec<_>>().join(" or ").into(),
        EdmType::Collection(element) => return format!("Collection({})", type_name(&element().edm)).into(),
        EdmType::Untyped => "Edm.Untyped",
        _ => "a type that the sandbox does not know",
    })
}

/// The types that a union declares.
pub(crate) fn structures(types: &'static [&'static EdmTypeInfo]) -> impl Iterator<Item = &'static TypeDescriptor> {
    types.iter().filter_map(|descriptor| match descriptor.edm {
        EdmType::Structured(descriptor) => Some(descriptor()),
        _ => None,
    })
}

/// The content of a JSON string; nothing, if `text` is something else.
pub(crate) fn string(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

fn is_member(enumeration: &EnumDescriptor, member: &str, strict: bool) -> bool {
    !member.is_empty() && (!strict || enumeration.members().contains(&member))
}

/// Of all JSON, only numbers start so.
fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// The numbers that JSON has no numbers for.
fn is_special(text: &str) -> bool {
    matches!(text, r#""INF""# | r#""-INF""# | r#""NaN""#)
}
