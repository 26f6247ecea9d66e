//! Words: from wire names to names in Rust.

use std::collections::HashSet;

use heck::{ToLowerCamelCase, ToSnakeCase, ToUpperCamelCase};

/// `pending_count` for `pendingCount`; without `r#`.
pub(crate) fn snake(wire: &str) -> String {
    let text: String = split_ios(wire).to_snake_case().chars().filter(|c| is_word(*c)).collect();
    match text.chars().next() {
        None => "value".to_owned(),
        Some(digit) if digit.is_ascii_digit() => format!("value_{text}"),
        Some(_) => text,
    }
}

/// `NotApplicable` for `notApplicable`; digits stay apart: `Tls1_2` for `tls1_2`.
pub(crate) fn pascal(wire: &str) -> String {
    let mut text = String::new();
    for part in split_ios(wire).split('_') {
        let part: String = part.to_upper_camel_case().chars().filter(|c| is_word(*c)).collect();
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

fn is_word(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '_'
}

/// `iOS` is one word, and what follows it is another.
fn split_ios(wire: &str) -> String {
    let mut text = String::with_capacity(wire.len());
    let mut rest = wire;
    while let Some((before, after)) = rest.split_once("iOS") {
        text.push_str(before);
        let is_word = !after.starts_with(|c: char| c.is_lowercase());
        text.push_str(if is_word { "Ios" } else { "iOS" });
        rest = after;
    }
    text.push_str(rest);
    text
}

/// Whether camelCase leads from a name in Rust to another name than that on the wire.
pub(crate) fn is_renamed(name: &str, wire: &str) -> bool {
    name.strip_prefix("r#").unwrap_or(name).to_lower_camel_case() != wire
}

/// The name as it can stand in source: `r#type`, `self_`.
pub(crate) fn raw(name: &str) -> String {
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

/// The first of `name`, `name2`, `name3` .. that is free, with `joint` before the number; it is taken then.
pub(crate) fn free(taken: &mut HashSet<String>, name: &str, joint: &str) -> String {
    let mut found = name.to_owned();
    let mut number = 2;
    while !taken.insert(found.clone()) {
        // a digit before the number would read as a part of it
        let joint = if joint.is_empty() && name.ends_with(|c: char| c.is_ascii_digit()) { "N" } else { joint };
        found = format!("{name}{joint}{number}");
        number += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{free, is_renamed, pascal, raw, snake};

    #[test]
    fn fields_are_snake_case() {
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
            assert_eq!(snake(wire), name, "{wire}");
            assert_eq!(is_renamed(&snake(wire), wire), renamed, "{wire}");
        }
    }

    #[test]
    fn variants_and_types_are_upper_camel_case() {
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
            assert_eq!(pascal(wire), name, "{wire}");
            assert_eq!(is_renamed(&pascal(wire), wire), renamed, "{wire}");
        }
    }

    #[test]
    fn keywords_can_stand_in_source() {
        assert_eq!(raw("type"), "r#type");
        assert_eq!(raw("self"), "self_");
        assert_eq!(raw("Self"), "Self_");
        assert_eq!(raw("user"), "user");
        assert!(!is_renamed("self_", "self") && !is_renamed("r#type", "type") && !is_renamed("Self_", "self"));
    }

    #[test]
    fn names_are_told_apart_by_numbers() {
        let mut taken = ["a".to_owned(), "v1".to_owned()].into();
        assert_eq!(free(&mut taken, "a", "_"), "a_2");
        assert_eq!(free(&mut taken, "a", "_"), "a_3");
        assert_eq!(free(&mut taken, "v1", ""), "v1N2");
        assert_eq!(free(&mut taken, "b", ""), "b");
    }
}
