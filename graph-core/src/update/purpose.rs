//! Updates and creations have one generic type, with one of these types as its parameter.

/// The purpose of updates, which change an entity; see [`PropertyBuilder`](super::PropertyBuilder).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForUpdate {}

/// The purpose of creations, which describe a new entity; see [`PropertyBuilder`](super::PropertyBuilder).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForCreate {}
