use proc_macro2::{Ident, Span};
use quote::format_ident;
use syn::LitStr;
use syn::ext::IdentExt;

use crate::attr::ItemArguments;
use crate::names;
use crate::path_template::{self, ParsedTemplate};

/// Where an entity is: what resources and unions with a path have in common.
pub(crate) struct EntityModel {
    pub(crate) is_beta: bool,
    pub(crate) paths: Vec<PathModel>,
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

impl EntityModel {
    pub(super) fn new(arguments: &ItemArguments) -> Self {
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
        Self { is_beta, paths, permissions }
    }
}

impl PathModel {
    fn new(name: String, method: Ident, literal: &LitStr) -> Self {
        let template = path_template::parse(&literal.value());
        let arguments = names::placeholder_arguments(&path_template::placeholders(&template.parts), Span::mixed_site());
        Self { name, literal: literal.clone(), template, method, arguments }
    }
}
