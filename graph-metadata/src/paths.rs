//! The addresses of entities: the paths to a type, and the type at a path.

mod containment;
mod find;
mod resolve;
mod restrictions;
#[cfg(test)]
mod tests;

pub use find::PathFinder;
pub use resolve::{ResolvedPath, UnknownPathError};
pub use restrictions::WriteRestrictions;
