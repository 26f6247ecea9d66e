//! Each public item of a crate has one public path.
//!
//! Two paths to one item make two entries in search results and two ways to import it. Items under `#[doc(hidden)]` are not
//! part of the public API, so they are left out.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Item, UseTree, Visibility};

use crate::layers::modules::{FileId, ModuleId, Modules, attributes, is_test_only};
use crate::layers::names::Target;

/// Checks a crate of the workspace, and returns one text per item with several public paths.
#[must_use]
pub fn check(name: &str) -> Vec<String> {
    problems(&Modules::read_crate(name), &name.replace('-', "_"))
}

fn problems(modules: &Modules, root: &str) -> Vec<String> {
    let mut walk = Walk { modules, paths: BTreeMap::new(), problems: Vec::new() };
    walk.module(0, root);
    let mut problems = walk.problems;
    for ((_, item), paths) in walk.paths {
        if paths.len() > 1 {
            let paths: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
            problems.push(format!("`{item}` has the public paths {}: keep one", paths.join(" and ")));
        }
    }
    problems
}

/// Collects the public paths of each item, by the file that defines it and its name there.
struct Walk<'a> {
    modules: &'a Modules,
    paths: BTreeMap<(FileId, String), BTreeSet<String>>,
    problems: Vec<String>,
}

impl Walk<'_> {
    /// Visits a module that is a file.
    fn module(&mut self, module: ModuleId, path: &str) {
        let modules = self.modules;
        match modules.files.iter().find(|file| file.module == module) {
            Some(file) => self.items(module, &file.syntax.items, path),
            None => {
                self.problems.push(format!("`{path}` re-exports an inline module, which this check does not follow"));
            }
        }
    }

    fn items(&mut self, module: ModuleId, items: &[Item], path: &str) {
        for item in items {
            if is_test_only(attributes(item)) || is_hidden(attributes(item)) {
                continue;
            }
            match item {
                Item::Mod(item) if is_public(&item.vis) => {
                    let name = item.ident.to_string();
                    let Some(child) = self.modules.all[module].children.get(&name).copied() else { continue };
                    let path = format!("{path}::{name}");
                    match &item.content {
                        Some((_, items)) => self.items(child, items, &path),
                        None => self.module(child, &path),
                    }
                }
                Item::Use(item) if is_public(&item.vis) => self.re_export(module, &item.tree, &mut Vec::new(), path),
                item => {
                    if let Some(name) = public_name(item) {
                        let file = self.modules.all[module].file;
                        self.record(file, &name, format!("{path}::{name}"));
                    }
                }
            }
        }
    }

    fn re_export(&mut self, module: ModuleId, tree: &UseTree, prefix: &mut Vec<String>, path: &str) {
        let (ident, name) = match tree {
            UseTree::Path(tree) => {
                prefix.push(tree.ident.to_string());
                self.re_export(module, &tree.tree, prefix, path);
                prefix.pop();
                return;
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.re_export(module, tree, prefix, path);
                }
                return;
            }
            UseTree::Glob(_) => {
                self.problems.push(format!("`{path}` re-exports `{}::*`: name the items", prefix.join("::")));
                return;
            }
            UseTree::Name(tree) => (&tree.ident, &tree.ident),
            UseTree::Rename(tree) => (&tree.ident, &tree.rename),
        };
        let mut target = prefix.clone();
        target.push(ident.to_string());
        let path = format!("{path}::{name}");
        // a path to another crate leads to nothing here
        for target in self.modules.resolve(module, &target) {
            match target {
                Target::Module(module) => self.module(module, &path),
                Target::Item(file) => self.record(file, &ident.to_string(), path.clone()),
            }
        }
    }

    fn record(&mut self, file: FileId, name: &str, path: String) {
        self.paths.entry((file, name.to_owned())).or_default().insert(path);
    }
}

/// The name of an item that is public in its module.
fn public_name(item: &Item) -> Option<String> {
    let (visibility, ident) = match item {
        Item::Const(item) => (&item.vis, &item.ident),
        Item::Enum(item) => (&item.vis, &item.ident),
        Item::Fn(item) => (&item.vis, &item.sig.ident),
        Item::Static(item) => (&item.vis, &item.ident),
        Item::Struct(item) => (&item.vis, &item.ident),
        Item::Trait(item) => (&item.vis, &item.ident),
        Item::Type(item) => (&item.vis, &item.ident),
        Item::Union(item) => (&item.vis, &item.ident),
        _ => return None,
    };
    is_public(visibility).then(|| ident.to_string())
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether there is `#[doc(hidden)]`.
fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("doc")
            && attribute.parse_args::<syn::Path>().is_ok_and(|argument| argument.is_ident("hidden"))
    })
}

#[cfg(test)]
mod tests {
    use super::{Modules, problems};

    fn check(files: &[(&str, &str)]) -> Vec<String> {
        let source = |path: &str| files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned());
        problems(&Modules::read("lib.rs", source), "c")
    }

    #[test]
    fn an_item_with_two_public_paths_is_reported() {
        let files = [
            ("lib.rs", "pub mod a; mod b; pub use a::A; pub use b::{B, C as D};"),
            ("a.rs", "pub use crate::b::C; pub struct A;"),
            ("b.rs", "pub struct B; pub struct C;"),
        ];
        assert_eq!(
            check(&files),
            [
                "`A` has the public paths `c::A` and `c::a::A`: keep one",
                "`C` has the public paths `c::D` and `c::a::C`: keep one"
            ]
        );
    }

    #[test]
    fn hidden_and_private_paths_do_not_count() {
        let files = [
            ("lib.rs", "#[doc(hidden)] pub mod private; pub mod a; pub use a::one::A; pub use std::fmt::Debug;"),
            ("private.rs", "pub use crate::a::one::A;"),
            ("a.rs", "pub(crate) mod one; pub(crate) use one::A; #[doc(hidden)] pub use one::A as Hidden;"),
            ("a/one.rs", "pub struct A;"),
        ];
        assert_eq!(check(&files), <[String; 0]>::default());
    }
}
