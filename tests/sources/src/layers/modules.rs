//! The sources of a crate as a tree of modules, with what each module defines and imports.

use std::collections::HashMap;

use syn::visit::{self, Visit};
use syn::{Attribute, Item, Meta, UseTree, Visibility};

/// Index of a file in [`Modules::files`].
pub(crate) type FileId = usize;
/// Index of a module in [`Modules::all`].
pub(crate) type ModuleId = usize;

/// A source file.
pub(crate) struct File {
    /// The path below `src`.
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) syntax: syn::File,
    /// The module that the file is.
    pub(crate) module: ModuleId,
}

/// A module: a file, or a part of one.
#[derive(Default)]
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) parent: Option<ModuleId>,
    pub(crate) file: FileId,
    pub(crate) children: HashMap<String, ModuleId>,
    /// Names of the items that are defined here.
    pub(crate) items: Vec<String>,
    pub(crate) imports: Vec<Import>,
}

/// One name of a `use`, or one glob.
#[derive(Clone)]
pub(crate) struct Import {
    /// The path, with `self` at the end resolved.
    pub(crate) path: Vec<String>,
    /// The name in this module; `None` for a glob.
    pub(crate) name: Option<String>,
    /// Whether other modules can use the name, too.
    pub(crate) is_reexport: bool,
    /// The line where the name stands.
    pub(crate) line: usize,
}

/// A crate: the modules that are compiled when it is not tested.
#[derive(Default)]
pub(crate) struct Modules {
    pub(crate) files: Vec<File>,
    /// The first one is the crate root.
    pub(crate) all: Vec<Module>,
    /// Macros under `#[macro_export]`, which are at the crate root wherever they stand.
    pub(crate) exported_macros: HashMap<String, FileId>,
}

impl Modules {
    /// Reads the crate from its root; `source` returns the text of a file below `src`, if there is one.
    pub(crate) fn read(root: &str, source: impl Fn(&str) -> Option<String>) -> Self {
        let mut modules = Self::default();
        let text = source(root).unwrap_or_else(|| panic!("{root} does not exist"));
        modules.file(root, text, "", None, "crate", &source);
        modules
    }

    /// Reads a crate of the workspace.
    pub(crate) fn read_crate(name: &str) -> Self {
        let sources = crate::workspace().join(name).join("src");
        Self::read("lib.rs", |path| std::fs::read_to_string(sources.join(path)).ok())
    }

    /// The modules from below the crate root to this one.
    pub(crate) fn ancestors(&self, module: ModuleId) -> Vec<ModuleId> {
        let mut chain = Vec::new();
        let mut current = module;
        while let Some(parent) = self.all[current].parent {
            chain.push(current);
            current = parent;
        }
        chain.reverse();
        chain
    }

    /// `children` is the folder of the modules that the file declares, with a slash at the end.
    fn file(
        &mut self,
        path: &str,
        text: String,
        children: &str,
        parent: Option<ModuleId>,
        name: &str,
        source: &impl Fn(&str) -> Option<String>,
    ) -> ModuleId {
        let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let items = syntax.items.clone();
        let file = self.files.len();
        self.files.push(File { path: path.to_owned(), text, syntax, module: self.all.len() });
        self.module(&items, file, children, parent, name, source)
    }

    fn module(
        &mut self,
        items: &[Item],
        file: FileId,
        children: &str,
        parent: Option<ModuleId>,
        name: &str,
        source: &impl Fn(&str) -> Option<String>,
    ) -> ModuleId {
        let id = self.all.len();
        self.all.push(Module { name: name.to_owned(), parent, file, ..Module::default() });
        for item in items {
            if is_test_only(attributes(item)) {
                continue;
            }
            if let Item::Mod(item) = item {
                let name = item.ident.to_string();
                let folder = format!("{children}{name}/");
                let child = if let Some((_, items)) = &item.content {
                    self.module(items, file, &folder, Some(id), &name, source)
                } else {
                    let candidates = match path_attribute(&item.attrs) {
                        Some(path) => {
                            let here = &self.files[file].path;
                            vec![format!("{}{path}", &here[..here.rfind('/').map_or(0, |slash| slash + 1)])]
                        }
                        None => vec![format!("{children}{name}.rs"), format!("{folder}mod.rs")],
                    };
                    let found = candidates.iter().find_map(|path| Some((path, source(path)?)));
                    let (path, text) = found.unwrap_or_else(|| panic!("the file of `mod {name}` is not found"));
                    self.file(path, text, &folder, Some(id), &name, source)
                };
                self.all[id].children.insert(name, child);
            } else if let Item::Macro(item) = item {
                let Some(name) = &item.ident else { continue };
                if item.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) {
                    self.exported_macros.insert(name.to_string(), file);
                }
                self.all[id].items.push(name.to_string());
            } else if let Some(name) = defined_name(item) {
                self.all[id].items.push(name);
            }
        }
        let mut uses = Uses::default();
        for item in items {
            uses.visit_item(item);
        }
        self.all[id].imports = uses.imports;
        id
    }
}

/// Collects the `use` of a module, those in the bodies of its functions included.
#[derive(Default)]
struct Uses {
    imports: Vec<Import>,
}

impl<'ast> Visit<'ast> for Uses {
    fn visit_item(&mut self, item: &'ast Item) {
        // a module has imports of its own
        if !is_test_only(attributes(item)) && !matches!(item, Item::Mod(_)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if item.leading_colon.is_none() {
            let is_reexport = !matches!(item.vis, Visibility::Inherited);
            collect(&item.tree, &mut Vec::new(), is_reexport, &mut self.imports);
        }
    }
}

fn collect(tree: &UseTree, prefix: &mut Vec<String>, is_reexport: bool, imports: &mut Vec<Import>) {
    let mut import = |ident: &syn::Ident, name: Option<String>| {
        let mut path = prefix.clone();
        if ident != "self" || path.is_empty() {
            path.push(ident.to_string());
        }
        let name = name.or_else(|| path.last().cloned());
        imports.push(Import { path, name, is_reexport, line: ident.span().start().line });
    };
    match tree {
        UseTree::Path(tree) => {
            prefix.push(tree.ident.to_string());
            collect(&tree.tree, prefix, is_reexport, imports);
            prefix.pop();
        }
        UseTree::Name(tree) => import(&tree.ident, None),
        UseTree::Rename(tree) => import(&tree.ident, Some(tree.rename.to_string())),
        UseTree::Glob(tree) => {
            let line = tree.star_token.spans[0].start().line;
            imports.push(Import { path: prefix.clone(), name: None, is_reexport, line });
        }
        UseTree::Group(tree) => {
            for tree in &tree.items {
                collect(tree, prefix, is_reexport, imports);
            }
        }
    }
}

fn defined_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

/// The attributes of an item.
pub(crate) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// Whether there is `#[cfg(test)]`, `#[cfg(doctest)]`, or `#[cfg(all(.., test, ..))]`.
pub(crate) fn is_test_only(attributes: &[Attribute]) -> bool {
    fn needs_test(condition: &Meta) -> bool {
        match condition {
            Meta::Path(path) => path.is_ident("test") || path.is_ident("doctest"),
            Meta::List(list) if list.path.is_ident("all") => list
                .parse_args_with(syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated)
                .is_ok_and(|conditions| conditions.iter().any(needs_test)),
            _ => false,
        }
    }
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<Meta>().is_ok_and(|meta| needs_test(&meta))
    })
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    attributes.iter().find_map(|attribute| {
        let Meta::NameValue(meta) = &attribute.meta else { return None };
        let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(path), .. }) = &meta.value else { return None };
        meta.path.is_ident("path").then(|| path.value())
    })
}
