//! Clippy lints about names and types that the service determines.
//!
//! The lints about names ignore exported types, but a declaration may be used in a private module.

use heck::ToSnakeCase as _;

use super::declaration::{EnumDeclaration, StructDeclaration, StructField};

/// The number of members from which Clippy checks their names
/// ([`struct_field_names`](https://rust-lang.github.io/rust-clippy/rust-1.95.0/index.html#struct_field_names)).
const MIN_MEMBERS: usize = 3;

/// Returns the lints that a struct allows.
pub(crate) fn of_struct(item: &StructDeclaration) -> Vec<&'static str> {
    of_fields(&item.name, &item.fields, item.dynamic_properties.as_deref())
}

/// Returns the lints that a struct with this name and these fields allows; `last` is the name of a last field.
pub(crate) fn of_fields(name: &str, fields: &[StructField], last: Option<&str>) -> Vec<&'static str> {
    let mut lints = Vec::new();
    if fields.iter().filter(|field| field.ty == "bool").count() > 3 {
        lints.push("clippy::struct_excessive_bools");
    }
    let own = name.to_snake_case();
    let fields = fields.iter().map(|field| field.name.strip_prefix("r#").unwrap_or(&field.name));
    let fields: Vec<Vec<&str>> = fields.chain(last).map(|name| name.split('_').collect()).collect();
    let own: Vec<&str> = own.split('_').collect();
    let repeats = |field: &Vec<&str>| field.starts_with(&own) || field.ends_with(&own);
    let same_start = fields.windows(2).all(|pair| matches!(pair, [a, b] if a.first() == b.first()));
    let same_end = fields.windows(2).all(|pair| matches!(pair, [a, b] if a.last() == b.last()));
    if fields.len() >= MIN_MEMBERS && (same_start || same_end || fields.iter().any(repeats)) {
        lints.push("clippy::struct_field_names");
    }
    lints
}

/// Returns the lints that an `enum` allows. The name of the variant for undeclared members has no part in common with
/// others.
pub(crate) fn of_enum(item: &EnumDeclaration) -> Vec<&'static str> {
    let repeats = |name: &str| name.starts_with(&item.name) || name.ends_with(&item.name);
    let is_reported =
        item.variants.len() + 1 >= MIN_MEMBERS && item.variants.iter().any(|variant| repeats(&variant.name));
    if is_reported { vec!["clippy::enum_variant_names"] } else { Vec::new() }
}
