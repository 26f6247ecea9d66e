//! Checks of the sources: they need no crate of the workspace to compile.
//!
//! - [`layers`]: the modules of a crate are in layers, and no files depend on each other in a circle.
//! - [`manifests`]: dependencies are pinned once, sorted and used.
//! - [`words`]: the text uses the terms of the glossary.

pub mod layers;
pub mod manifests;
pub mod words;

use std::path::{Path, PathBuf};

/// Returns the root of the workspace.
///
/// # Panics
/// If this crate is not two folders below it.
#[must_use]
pub fn workspace() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("this crate is in tests/sources");
    root.to_owned()
}

/// Returns the text of a file of the workspace.
///
/// # Panics
/// If it cannot be read.
#[must_use]
pub fn read(path: impl AsRef<Path>) -> String {
    let path = workspace().join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
