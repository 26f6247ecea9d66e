//! Identifiers: from wire names to names in Rust.

use std::collections::HashSet;

use heck::{ToLowerCamelCase, ToSnakeCase, ToUpperCamelCase};

/// Returns `pending_count` for `pendingCount`, without `r#`.
pub(crate) fn snake_case(wire_name: &str) -> String {
    let text: String = split_ios(wire_name).to_snake_case().chars().filter(|c| is_identifier_char(*c)).collect();
    match text.chars().next() {
        None => "value".to_owned(),
        Some(digit) if digit.is_ascii_digit() => format!("value_{text}"),
        Some(_) => text,
    }
}

/// Returns `NotApplicable` for `notApplicable`. An underscore between digits is kept: `Tls1_2` for `tls1_2`.
pub(crate) fn upper_camel_case(wire_name: &str) -> String {
    let mut text = String::new();
    for part in split_ios(wire_name).split('_') {
        let part: String = part.to_upper_camel_case().chars().filter(|c| is_identifier_char(*c)).collect();
        if text.ends_with(|c: char| c.is_ascii_digit()) && part.starts_with(|c: char| c.is_ascii_digit()) {
            text.push('_');
        }
        text.push_str(&part);
    }
    match text.chars().next() {
        None => "Value".to_owned(),
        Some(digit) if digit.is_ascii_digit() => format!("Value{text}"),
        Some(_) => text,
    }
}

fn is_identifier_char(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// Makes `iOS` a word of its own: `IosVersion` for `iOSVersion`.
fn split_ios(wire_name: &str) -> String {
    let mut text = String::with_capacity(wire_name.len());
    let mut rest = wire_name;
    while let Some((before, after)) = rest.split_once("iOS") {
        text.push_str(before);
        let is_word = !after.starts_with(|c: char| c.is_lowercase());
        text.push_str(if is_word { "Ios" } else { "iOS" });
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Returns whether the camelCase form of a name in Rust differs from its wire name.
pub(crate) fn is_renamed(name: &str, wire_name: &str) -> bool {
    name.strip_prefix("r#").unwrap_or(name).to_lower_camel_case() != wire_name
}

/// Returns the name as it is written in source code: `r#type`, `self_`.
pub(crate) fn escape_keyword(name: &str) -> String {
    match name {
        "self" | "Self" | "super" | "crate" | "_" => format!("{name}_"),
        _ if KEYWORDS.contains(&name) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}

/// Strict and reserved keywords of edition 2024
/// ([The Rust Reference](https://doc.rust-lang.org/reference/keywords.html)).
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum",
    "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move",
    "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Returns the first unused one of `name`, `name2`, `name3` and so on. The number follows `separator`. The result is
/// added to the used names.
pub(crate) fn make_unique(used: &mut HashSet<String>, name: &str, separator: &str) -> String {
    let mut found = name.to_owned();
    let mut number = 2;
    while !used.insert(found.clone()) {
        // after a digit, the number would look like a part of the name
        let separator =
            if separator.is_empty() && name.ends_with(|c: char| c.is_ascii_digit()) { "N" } else { separator };
        found = format!("{name}{separator}{number}");
        number += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{escape_keyword, is_renamed, make_unique, snake_case, upper_camel_case};

    #[test]
    fn fields_are_in_snake_case() {
        for (wire, name, renamed) in [
            ("pendingCount", "pending_count", false),
            ("minOSVersion", "min_os_version", true),
            ("v10_0", "v10_0", true),
            ("given_name", "given_name", true),
            ("iOSMinimumVersion", "ios_minimum_version", true),
            ("minimumiOSVersion", "minimum_ios_version", true),
            ("type", "type", false),
            ("scenarioStart", "scenario_start", false),
            ("Color", "color", true),
            ("_", "value", true),
            ("é", "value", true),
            ("é1", "value_1", true),
        ] {
            assert_eq!(snake_case(wire), name, "{wire}");
            assert_eq!(is_renamed(&snake_case(wire), wire), renamed, "{wire}");
        }
    }

    #[test]
    fn variants_and_types_are_in_upper_camel_case() {
        for (wire, name, renamed) in [
            ("notApplicable", "NotApplicable", false),
            ("macOS", "MacOs", true),
            ("sha1_96", "Sha1_96", true),
            ("tls1_2", "Tls1_2", true),
            ("remote_Control_Software", "RemoteControlSoftware", true),
            ("v10", "V10", false),
            ("_1", "Value1", true),
            ("self", "Self", false),
        ] {
            assert_eq!(upper_camel_case(wire), name, "{wire}");
            assert_eq!(is_renamed(&upper_camel_case(wire), wire), renamed, "{wire}");
        }
    }

    #[test]
    fn keywords_are_escaped() {
        assert_eq!(escape_keyword("type"), "r#type");
        assert_eq!(escape_keyword("self"), "self_");
        assert_eq!(escape_keyword("Self"), "Self_");
        assert_eq!(escape_keyword("user"), "user");
        assert!(!is_renamed("self_", "self") && !is_renamed("r#type", "type") && !is_renamed("Self_", "self"));
    }

    #[test]
    fn duplicate_names_get_numbers() {
        let mut used = ["a".to_owned(), "v1".to_owned()].into();
        assert_eq!(make_unique(&mut used, "a", "_"), "a_2");
        assert_eq!(make_unique(&mut used, "a", "_"), "a_3");
        assert_eq!(make_unique(&mut used, "v1", ""), "v1N2");
        assert_eq!(make_unique(&mut used, "b", ""), "b");
    }
}
