use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::ext::IdentExt;
use syn::{DeriveInput, LitStr};

use super::Structure;
use crate::attr::ResourceArgs;
use crate::check;
use crate::errors::Errors;
use crate::front::Front;
use crate::names;
use crate::path::{self, Part};

/// A resource.
pub(crate) struct Resource {
    pub(crate) structure: Structure,
    pub(crate) beta: bool,
    pub(crate) update: Ident,
    pub(crate) paths: Vec<ResourcePath>,
    /// Of which an operation needs one.
    pub(crate) permissions: Vec<String>,
}

/// One path to the resource.
pub(crate) struct ResourcePath {
    /// Empty for `path = ".."`.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) parts: Vec<Part>,
    /// `at` or `at_name`
    pub(crate) method: Ident,
    /// One a placeholder.
    pub(crate) arguments: Vec<Ident>,
}

impl Resource {
    /// None if nothing can be generated.
    pub(crate) fn new(input: &DeriveInput, errors: &mut Errors) -> Option<Self> {
        let args = ResourceArgs::read(&input.attrs, errors);
        let resource = Self {
            paths: paths(&input.ident, &args, errors),
            permissions: check::permissions(&args.permissions, errors),
            structure: Structure::new(input, Front::Resource, &args.structure, errors),
            beta: check::is_beta(args.version.as_ref(), errors),
            update: check::update_name(&input.ident, args.update.as_ref(), errors),
        };
        // a generic type is refused above, and its impls would only bring further reports
        input.generics.params.is_empty().then_some(resource)
    }
}

fn paths(resource: &Ident, args: &ResourceArgs, errors: &mut Errors) -> Vec<ResourcePath> {
    if args.path.is_none() && args.structure.lacks("path") {
        errors.at(
            resource.span(),
            "a resource needs a path: write `#[graph_resource(path = \"/users/{userId}\", odata_type = \"..\")]`",
        );
    }
    all_paths(args.path.as_ref(), &args.paths, errors)
}

/// `path = ".."` first, then the named ones.
pub(super) fn all_paths(path: Option<&LitStr>, named: &[(Ident, LitStr)], errors: &mut Errors) -> Vec<ResourcePath> {
    let mut paths: Vec<_> =
        path.into_iter().map(|path| ResourcePath::new("", format_ident!("at"), path, errors)).collect();
    let mut seen: Vec<String> = Vec::new();
    for (ident, path) in named {
        let name = ident.unraw().to_string();
        if seen.contains(&name) {
            errors.at(ident.span(), format!("the path `{name}` is given twice"));
            continue;
        }
        paths.push(ResourcePath::new(&name, format_ident!("at_{name}", span = ident.span()), path, errors));
        seen.push(name);
    }
    paths
}

impl ResourcePath {
    fn new(name: &str, method: Ident, literal: &LitStr, errors: &mut Errors) -> Self {
        let text = literal.value();
        let (parts, mistakes) = path::parse(&text);
        for mistake in mistakes {
            errors.at(check::part_of(literal, &mistake.place), mistake.message);
        }
        let arguments = names::arguments(&path::placeholders(&parts), Span::mixed_site());
        Self { name: name.to_owned(), text, parts, method, arguments }
    }
}
