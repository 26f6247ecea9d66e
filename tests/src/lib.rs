//! Declarations in a crate that denies many lints. Code that the macros generate must not break its build.
//!
//! `cargo clippy` is the test. The packages `edition2018` and `edition2021` compile the same files again.
#![deny(
    deprecated,
    future_incompatible,
    keyword_idents,
    let_underscore,
    missing_copy_implementations,
    missing_debug_implementations,
    missing_docs,
    nonstandard_style,
    redundant_imports,
    redundant_lifetimes,
    refining_impl_trait,
    rust_2018_idioms,
    rust_2021_compatibility,
    rust_2024_compatibility,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unsafe_code,
    unused,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences,
    warnings,
    clippy::all,
    clippy::nursery,
    clippy::pedantic
)]
// contradicts `unreachable_pub`
#![allow(clippy::redundant_pub_crate)]

pub mod by_macro_rules;
pub mod direct;
mod hidden;

/// Uses the items that are not exported, so that they are not reported as dead code.
#[must_use]
pub fn used(json: &str) -> Option<String> {
    hidden::used(json).or_else(|| by_macro_rules::used(json))
}
