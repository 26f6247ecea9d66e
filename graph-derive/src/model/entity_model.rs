use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::LitStr;
use syn::ext::IdentExt;

use crate::attr::{ItemArguments, Select};
use crate::names;
use crate::path_template::{self, ParsedTemplate, Part};

/// Where an entity is: what resources and unions with a path have in common.
pub(crate) struct EntityModel {
    pub(crate) is_beta: bool,
    pub(crate) paths: Vec<PathModel>,
    /// The collection of `collection = ".."`.
    pub(crate) collection: Option<(LitStr, ParsedTemplate)>,
    /// The functions that return collections.
    pub(crate) collections: Vec<CollectionModel>,
    /// Whether reads leave it to the service which properties it returns.
    pub(crate) selects_all: bool,
    /// The permissions; an operation needs one of them.
    pub(crate) permissions: Vec<String>,
}

/// One path to an entity.
pub(crate) struct PathModel {
    /// Empty for `path = ".."`.
    pub(crate) name: String,
    pub(crate) literal: LitStr,
    pub(crate) template: ParsedTemplate,
    /// `at` or `at_name`.
    pub(crate) method: Ident,
    /// One argument per placeholder.
    pub(crate) arguments: Vec<Ident>,
}

/// The function that returns the collection of a path.
pub(crate) struct CollectionModel {
    /// The number of the path.
    pub(crate) number: usize,
    /// `collection` or `collection_name`.
    pub(crate) method: Ident,
    /// One argument per placeholder of the collection.
    pub(crate) arguments: Vec<Ident>,
    /// The path of the collection, for the documentation.
    pub(crate) text: String,
}

impl EntityModel {
    /// `stores_undeclared` is set for a type with a field for undeclared properties.
    pub(super) fn new(arguments: &ItemArguments, stores_undeclared: bool) -> Self {
        let mut paths: Vec<PathModel> = Vec::new();
        paths.extend(arguments.path.value().map(|path| PathModel::new(String::new(), format_ident!("at"), path)));
        for (ident, path) in arguments.paths.value().into_iter().flatten() {
            let name = ident.unraw().to_string();
            if paths.iter().all(|other| other.name != name) {
                let method = format_ident!("at_{name}", span = ident.span());
                paths.push(PathModel::new(name, method, path));
            }
        }
        let mut permissions: Vec<String> = Vec::new();
        for permission in arguments.permissions.value().into_iter().flatten().map(LitStr::value) {
            if !permissions.contains(&permission) {
                permissions.push(permission);
            }
        }
        let is_beta = arguments.version.value().is_some_and(|version| version.value() == "beta");
        let collection =
            arguments.collection.value().map(|literal| (literal.clone(), path_template::parse(&literal.value())));
        let selects_all = match arguments.select.value() {
            Some(select) => *select == Select::All,
            // the properties that are not declared cannot be selected
            None => stores_undeclared,
        };
        let collections = CollectionModel::of_paths(&paths, collection.as_ref());
        Self { is_beta, paths, collection, collections, selects_all, permissions }
    }

    /// Whether the resource has an associated function with this name.
    pub(crate) fn has_function(&self, name: &Ident) -> bool {
        let name = name.unraw();
        let paths = self.paths.iter().map(|path| &path.method);
        let collections = self.collections.iter().map(|collection| &collection.method);
        ["collection", "create", "diff", "update"].iter().any(|function| name == function)
            || paths.chain(collections).any(|method| *method == name)
    }
}

impl CollectionModel {
    fn of_paths(paths: &[PathModel], declared: Option<&(LitStr, ParsedTemplate)>) -> Vec<Self> {
        let collections = paths.iter().enumerate().filter_map(|(number, path)| {
            let method = if path.name.is_empty() {
                format_ident!("collection")
            } else {
                format_ident!("collection_{}", path.name, span = path.method.span())
            };
            if let Some((literal, template)) = declared.filter(|_| path.name.is_empty()) {
                return Some(Self::new(number, method, &template.parts, literal.value()));
            }
            let parts = path_template::collection_of(&path.template.parts)?;
            let text = path_template::text_of(&parts);
            Some(Self::new(number, method, &parts, text))
        });
        collections.collect()
    }

    fn new(number: usize, method: Ident, parts: &[Part], text: String) -> Self {
        let arguments = names::placeholder_arguments(&path_template::placeholders(parts), Span::mixed_site());
        Self { number, method, arguments, text }
    }
}

impl PathModel {
    fn new(name: String, method: Ident, literal: &LitStr) -> Self {
        let template = path_template::parse(&literal.value());
        let arguments = names::placeholder_arguments(&path_template::placeholders(&template.parts), Span::mixed_site());
        Self { name, literal: literal.clone(), template, method, arguments }
    }
}
