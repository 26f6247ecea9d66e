//! Lints of Clippy that question what the service decided: names and flags.
//!
//! The lints on names speak only of types that are not exported, but nobody knows where a declaration will stand.

use heck::ToSnakeCase as _;

use super::{Enumeration, Struct};

/// So many members make Clippy look at their names
/// ([`struct_field_names`](https://rust-lang.github.io/rust-clippy/rust-1.95.0/index.html#struct_field_names)).
const FEWEST: usize = 3;

/// The lints to allow on a struct.
pub(crate) fn of_struct(item: &Struct) -> Vec<&'static str> {
    let mut lints = Vec::new();
    if item.fields.iter().filter(|field| field.ty == "bool").count() > 3 {
        lints.push("clippy::struct_excessive_bools");
    }
    let own = item.name.to_snake_case();
    let fields = item.fields.iter().map(|field| field.name.strip_prefix("r#").unwrap_or(&field.name));
    let fields: Vec<Vec<&str>> =
        fields.chain(item.dynamic_properties.as_deref()).map(|name| name.split('_').collect()).collect();
    let own: Vec<&str> = own.split('_').collect();
    let repeats = |field: &Vec<&str>| field.starts_with(&own) || field.ends_with(&own);
    let same_start = fields.windows(2).all(|pair| matches!(pair, [a, b] if a.first() == b.first()));
    let same_end = fields.windows(2).all(|pair| matches!(pair, [a, b] if a.last() == b.last()));
    if fields.len() >= FEWEST && (same_start || same_end || fields.iter().any(repeats)) {
        lints.push("clippy::struct_field_names");
    }
    lints
}

/// The lints to allow on an enumeration. The variant for the rest shares no part of a name with the others.
pub(crate) fn of_enumeration(item: &Enumeration) -> Vec<&'static str> {
    let repeats = |name: &str| name.starts_with(&item.name) || name.ends_with(&item.name);
    let is_questioned = item.members.len() + 1 >= FEWEST && item.members.iter().any(|member| repeats(&member.name));
    if is_questioned { vec!["clippy::enum_variant_names"] } else { Vec::new() }
}
