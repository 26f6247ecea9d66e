//! Converts names between Rust and Microsoft Graph.

use heck::{ToLowerCamelCase, ToSnakeCase};
use proc_macro2::{Ident, Span};
use syn::ext::IdentExt;

/// The default wire name of a field or variant: its name in lowerCamelCase, without `r#`.
pub(crate) fn default_wire_name(ident: &Ident) -> String {
    let name = ident.unraw().to_string();
    plain_camel_case(&name).unwrap_or_else(|| name.to_lower_camel_case())
}

/// The OData type that a struct of this name most likely declares.
pub(crate) fn default_odata_type(structure: &Ident) -> String {
    format!("#microsoft.graph.{}", default_wire_name(structure))
}

/// Converts plain `snake_case` as [`ToLowerCamelCase`] does, in a fraction of the time: macros are compiled without optimisation.
fn plain_camel_case(name: &str) -> Option<String> {
    let mut camel = String::with_capacity(name.len());
    // a name that starts with an underscore is not plain
    let mut last = b'_';
    for &byte in name.as_bytes() {
        match byte {
            b'a'..=b'z' if last == b'_' && !camel.is_empty() => camel.push(char::from(byte.to_ascii_uppercase())),
            b'a'..=b'z' => camel.push(char::from(byte)),
            b'0'..=b'9' if !camel.is_empty() => camel.push(char::from(byte)),
            b'_' if last != b'_' => {}
            _ => return None,
        }
        last = byte;
    }
    (last != b'_').then_some(camel)
}

/// The argument for each placeholder of a path, in `snake_case`. Equal names, which are errors, get a number.
pub(crate) fn placeholder_arguments(placeholders: &[String], span: Span) -> Vec<Ident> {
    let mut names: Vec<String> = Vec::new();
    for placeholder in placeholders {
        let base = argument_name(placeholder);
        let mut name = base.clone();
        let mut number = 2;
        while names.contains(&name) {
            name = format!("{base}_{number}");
            number += 1;
        }
        names.push(name);
    }
    names.iter().map(|name| identifier(name, span)).collect()
}

/// The argument for a placeholder, before equal names get a number.
pub(crate) fn argument_name(placeholder: &str) -> String {
    let snake: String =
        placeholder.to_snake_case().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    if snake.is_empty() || snake.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("value_{snake}").trim_end_matches('_').to_owned();
    }
    // these cannot be identifiers, not even raw ones
    if matches!(snake.as_str(), "self" | "super" | "crate") { format!("{snake}_") } else { snake }
}

/// Returns `name`, or `r#name` where it is a keyword in some edition: the edition of the caller is unknown.
pub(crate) fn identifier(name: &str, span: Span) -> Ident {
    // `syn` knows the keywords up to edition 2021; edition 2024 added one
    if name != "gen" && syn::parse_str::<Ident>(name).is_ok() {
        Ident::new(name, span)
    } else {
        Ident::new_raw(name, span)
    }
}

/// Why `name` cannot be a wire name, which appears between the quotes of a JSON string and in OData paths.
pub(crate) fn wire_name_error(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("the wire name is empty, but a name was expected")
    } else if name.chars().any(|c| c.is_control() || c.is_whitespace() || matches!(c, '"' | '\\')) {
        Some("a wire name cannot contain white space, control characters, quotes or backslashes")
    } else if name == "@odata.type" {
        Some(
            "`@odata.type` is not a property: write `odata_type = \"..\"` in the declaration, or `tag = never` to omit it",
        )
    } else {
        None
    }
}

/// Without `r#`, for messages and documentation.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

#[cfg(test)]
mod tests {
    use super::{argument_name, default_wire_name, placeholder_arguments};
    use proc_macro2::{Ident, Span};

    #[test]
    fn wire_names_are_lower_camel_case() {
        for (field, wire) in [
            ("pending_count", "pendingCount"),
            ("id", "id"),
            ("last_update_date_time", "lastUpdateDateTime"),
            ("NotApplicable", "notApplicable"),
        ] {
            assert_eq!(default_wire_name(&Ident::new(field, Span::call_site())), wire);
        }
        assert_eq!(default_wire_name(&Ident::new_raw("type", Span::call_site())), "type");
    }

    #[test]
    fn plain_names_are_converted_as_heck_does() {
        use heck::ToLowerCamelCase as _;

        for name in ["a", "a_b", "count_of_part_1", "is_64_bit", "b2_b", "x1y_z", "ip_v4_address", "a1_2b"] {
            assert_eq!(super::plain_camel_case(name).as_deref(), Some(name.to_lower_camel_case().as_str()));
        }
        for name in ["", "_a", "a_", "a__b", "A", "aB", "1a", "é", "_", "macOS"] {
            assert_eq!(super::plain_camel_case(name), None, "{name}");
        }
    }

    #[test]
    fn arguments_are_identifiers_and_unique() {
        for (placeholder, name) in [
            ("deviceConfigurationId", "device_configuration_id"),
            ("item-path", "item_path"),
            ("id | userPrincipalName", "id_user_principal_name"),
            ("type", "type"),
            ("self", "self_"),
            ("7zip", "value_7zip"),
            ("é", "value"),
        ] {
            assert_eq!(argument_name(placeholder), name, "{placeholder}");
        }
        let names: Vec<_> = ["id", "id", "Id"].map(str::to_owned).into();
        let names: Vec<_> = placeholder_arguments(&names, Span::call_site()).iter().map(Ident::to_string).collect();
        assert_eq!(names, ["id", "id_2", "id_3"]);
        let names: Vec<_> = ["type", "gen", "async", "union", "try", "self", "super"].map(str::to_owned).into();
        let names: Vec<_> = placeholder_arguments(&names, Span::call_site()).iter().map(Ident::to_string).collect();
        assert_eq!(names, ["r#type", "r#gen", "r#async", "union", "r#try", "self_", "super_"]);
    }
}
