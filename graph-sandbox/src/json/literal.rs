//! JSON literals of primitive types.

use graph_core::schema::{EdmType, EnumDescriptor};

use super::lexical;

/// Returns whether `text`, which is JSON other than null, is a value of the type.
///
/// With `strict_enums`, a member that an enumeration does not declare is not a value of it.
pub(crate) fn is_literal(edm: &EdmType, text: &str, strict_enums: bool) -> bool {
    let is_string = |grammar: fn(&str) -> bool| parse_string(text).is_some_and(|text| grammar(&text));
    match edm {
        EdmType::Boolean => matches!(text, "true" | "false"),
        EdmType::Byte => text.parse::<u8>().is_ok(),
        EdmType::SByte => text.parse::<i8>().is_ok(),
        EdmType::Int16 => text.parse::<i16>().is_ok(),
        EdmType::Int32 => text.parse::<i32>().is_ok(),
        // A string, if the client sends `IEEE754Compatible=true`.
        EdmType::Int64 => parse_string(text).as_deref().unwrap_or(text).parse::<i64>().is_ok(),
        EdmType::Decimal => is_number(text) || is_string(lexical::is_decimal),
        EdmType::Single => is_special_number(text) || text.parse::<f32>().is_ok_and(f32::is_finite),
        EdmType::Double => is_special_number(text) || text.parse::<f64>().is_ok_and(f64::is_finite),
        EdmType::String => text.starts_with('"'),
        EdmType::DateTimeOffset => is_string(|text| lexical::date_time_offset(text).is_some()),
        EdmType::Date => is_string(|text| lexical::date(text).is_some()),
        EdmType::TimeOfDay => is_string(|text| lexical::time_of_day(text).is_some()),
        EdmType::Duration => is_string(|text| lexical::duration(text).is_some()),
        EdmType::Binary => is_string(|text| lexical::binary(text).is_some()),
        EdmType::Guid => is_string(lexical::is_guid),
        EdmType::Enum(enumeration) => {
            parse_string(text).is_some_and(|member| is_member(enumeration, &member, strict_enums))
        }
        // `enumValue` of the ABNF requires at least one member; .NET allows white space around members.
        EdmType::Flags(enumeration) => parse_string(text).is_some_and(|members| {
            members.split(',').all(|member| is_member(enumeration, member.trim_matches(' '), strict_enums))
        }),
        EdmType::Untyped => true,
        // A type that graph-core supports before the sandbox does: values that cannot be checked are errors.
        _ => false,
    }
}

/// Returns the content of a JSON string, or `None` if `text` is another value.
pub(crate) fn parse_string(text: &str) -> Option<String> {
    serde_json::from_str(text).ok()
}

fn is_member(enumeration: &EnumDescriptor, member: &str, strict: bool) -> bool {
    !member.is_empty() && (!strict || enumeration.members().contains(&member))
}

/// Returns whether JSON text is a number: no other value starts with these characters.
fn is_number(text: &str) -> bool {
    text.starts_with(|first: char| first == '-' || first.is_ascii_digit())
}

/// Returns whether JSON text is one of the numbers that OData represents as strings.
fn is_special_number(text: &str) -> bool {
    matches!(text, r#""INF""# | r#""-INF""# | r#""NaN""#)
}
