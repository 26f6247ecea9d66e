//! The modules of a crate are in layers, and no files depend on each other in a circle.
//!
//! A file depends on another file if it names an item that is defined there, by `use` or by a path in code. Names are resolved
//! through re-exports, renames and globs; `mod` and re-exports are not dependencies themselves. Tests are left out.
//!
//! - `modules` reads the sources of a crate into a tree of modules.
//! - `names` resolves a path to the file that defines the item.
//! - `references` finds the paths in a file.
//! - `rules` holds the rules. `document` reads the layers from ARCHITECTURE.md.

mod document;
pub(crate) mod modules;
pub(crate) mod names;
mod references;
mod rules;
#[cfg(test)]
mod tests;

use document::layers_of;
use modules::Modules;

/// Checks a crate of the workspace against its layers in ARCHITECTURE.md, and returns one text per error.
#[must_use]
pub fn check(name: &str) -> Vec<String> {
    let layers = match layers_of(&crate::read("ARCHITECTURE.md"), name) {
        Ok(layers) => layers,
        Err(problem) => return vec![problem],
    };
    let prefix = format!("{name}/src/");
    rules::check(&Modules::read_crate(name), &prefix, &layers)
}
