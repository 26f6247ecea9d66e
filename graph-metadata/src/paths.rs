//! The addresses of entities: the search for the paths to a type, and the types that a path leads to.

mod containment;
mod find;
mod resolve;
#[cfg(test)]
mod tests;

pub use find::PathFinder;
pub use resolve::{ResolvedPath, UnknownPathError};
