//! Checks of the sources: they need no crate of the workspace to compile.
//!
//! - [`layers`]: the modules of a crate are in layers, and no files depend on each other in a circle.
//! - [`links`]: the files that documents name exist.
//! - [`manifests`]: dependencies are pinned once, sorted and used.
//! - [`public_paths`]: each public item has one public path.
//! - [`words`]: the text uses the terms of the glossary.

pub mod layers;
pub mod links;
pub mod manifests;
pub mod public_paths;
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

/// The files below a folder whose names have one of the endings, sorted: without hidden folders and build output.
fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let mut paths = Vec::new();
    let root = workspace();
    let mut folders = vec![folder.trim_end_matches('/').to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(root.join(&folder)) else { continue };
        for entry in entries.flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_folder && !name.starts_with('.') && name != "target" && name != "node_modules" {
                folders.push(path);
            } else if !is_folder && endings.iter().any(|ending| name.ends_with(ending)) {
                paths.push(path);
            }
        }
    }
    paths.sort();
    paths
}
