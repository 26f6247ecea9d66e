//! The references of each file to other files.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Attribute, Item};

use super::modules::{self, FileId, ModuleId, Modules, is_test_only};
use super::names::Target;

/// A file names an item that another file defines.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Reference {
    pub(crate) from: FileId,
    pub(crate) to: FileId,
    pub(crate) line: usize,
    /// What stands in the line.
    pub(crate) text: String,
}

/// The references of the crate, in the order of files and lines.
///
/// If a file imports something of another file by `use`, paths in its code to the same file are left out.
pub(crate) fn references(modules: &Modules) -> Vec<Reference> {
    let mut imports = Vec::new();
    for (id, module) in modules.all.iter().enumerate() {
        for import in module.imports.iter().filter(|import| !import.is_reexport) {
            let path = import.path.join("::");
            let text = match &import.name {
                None => format!("use {path}::*;"),
                Some(name) if Some(name) == import.path.last() => format!("use {path};"),
                Some(name) => format!("use {path} as {name};"),
            };
            for target in modules.resolve(id, &import.path) {
                if let Target::Item(to) = target {
                    imports.push(Reference { from: module.file, to, line: import.line, text: text.clone() });
                }
            }
        }
    }
    let imported: HashSet<_> = imports.iter().map(|reference| (reference.from, reference.to)).collect();
    let mut references = imports;
    for (id, file) in modules.files.iter().enumerate() {
        let mut paths = Paths { modules, module: file.module, file: id, references: Vec::new() };
        paths.visit_file(&file.syntax);
        references.extend(paths.references.into_iter().filter(|found| !imported.contains(&(id, found.to))));
    }
    references.retain(|reference| reference.from != reference.to);
    references.sort_by_key(|reference| (reference.from, reference.line));
    let mut seen = HashSet::new();
    references.retain(|reference| seen.insert(reference.clone()));
    references
}

/// Collects the paths in the code of a file.
struct Paths<'a> {
    modules: &'a Modules,
    module: ModuleId,
    file: FileId,
    references: Vec<Reference>,
}

impl Paths<'_> {
    fn path(&mut self, path: &[String], line: usize) {
        for target in self.modules.resolve(self.module, path) {
            if let Target::Item(to) = target {
                let text =
                    self.modules.files[self.file].text.lines().nth(line - 1).unwrap_or_default().trim().to_owned();
                self.references.push(Reference { from: self.file, to, line, text });
            }
        }
    }

    /// The paths among the tokens of a macro: of its call, or of its definition, where only those from `$crate` have a meaning.
    fn tokens(&mut self, tokens: TokenStream, is_definition: bool) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let is_punct = |index: usize, wanted: char| matches!(tokens.get(index), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
        let mut index = 0;
        while index < tokens.len() {
            if let TokenTree::Group(group) = &tokens[index] {
                self.tokens(group.stream(), is_definition);
            }
            let TokenTree::Ident(first) = &tokens[index] else {
                index += 1;
                continue;
            };
            let after = |wanted: char| index > 0 && is_punct(index - 1, wanted);
            let is_crate = after('$') && first == "crate";
            // a field or method, the rest of a path to another crate, a variable of the macro, a lifetime
            let is_other = !is_crate
                && (after('.') || after(':') && index > 1 && is_punct(index - 2, ':') || after('$') || after('\''));
            let mut path = vec![first.to_string()];
            index += 1;
            while is_punct(index, ':') && is_punct(index + 1, ':') {
                let Some(TokenTree::Ident(next)) = tokens.get(index + 2) else { break };
                path.push(next.to_string());
                index += 3;
            }
            if is_crate || !is_definition && !is_other {
                self.path(&path, first.span().start().line);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Paths<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if is_test_only(modules::attributes(item)) {
            return;
        }
        match item {
            Item::Use(_) => {}
            Item::Mod(item) => {
                // a module in another file is visited there
                if let (Some((_, items)), Some(child)) =
                    (&item.content, self.modules.all[self.module].children.get(&item.ident.to_string()))
                {
                    let outer = std::mem::replace(&mut self.module, *child);
                    for item in items {
                        self.visit_item(item);
                    }
                    self.module = outer;
                }
            }
            Item::Macro(item) if item.ident.is_some() => self.tokens(item.mac.tokens.clone(), true),
            _ => visit::visit_item(self, item),
        }
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes = match item {
            syn::ImplItem::Const(item) => &item.attrs,
            syn::ImplItem::Fn(item) => &item.attrs,
            syn::ImplItem::Type(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !is_test_only(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if !is_test_only(&field.attrs) {
            visit::visit_field(self, field);
        }
    }

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        if !is_test_only(&field.attrs) {
            visit::visit_field_value(self, field);
        }
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if !is_test_only(&local.attrs) {
            visit::visit_local(self, local);
        }
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if !is_test_only(&arm.attrs) {
            visit::visit_arm(self, arm);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            self.path(&names, path.segments[0].ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone(), false);
    }

    fn visit_attribute(&mut self, _: &'ast Attribute) {}

    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}
}
