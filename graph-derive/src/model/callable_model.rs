use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::LitStr;
use syn::spanned::Spanned as _;

use super::property_model::{ClearMethod, PropertyRole};
use super::struct_model::StructModel;
use crate::attr::{LinkType, ReturnType, Tag};
use crate::declaration::Declaration;
use crate::macro_kind::MacroKind;
use crate::names;
use crate::path_template::{self, ParsedTemplate};
use crate::rust_type;

/// A struct under `#[graph_action]` or `#[graph_function]`, whose fields are the parameters.
pub(crate) struct CallableModel {
    pub(crate) structure: StructModel,
    pub(crate) is_function: bool,
    /// The name in the path.
    pub(crate) name: String,
    pub(crate) binding: BindingModel,
    pub(crate) returns: ReturnModel,
    /// `None` without `version = ".."`.
    pub(crate) is_beta: Option<bool>,
    pub(crate) permissions: Vec<String>,
    pub(crate) is_destructive: bool,
}

/// What an action or a function is called on.
pub(crate) enum BindingModel {
    Entity(TokenStream),
    Collection(TokenStream),
    /// It has a path of its own, which is missing after an error.
    Unbound(Option<(LitStr, ParsedTemplate)>),
}

/// What an action or a function returns.
pub(crate) enum ReturnModel {
    Nothing,
    One(TokenStream),
    Many(TokenStream),
    /// Bytes, with the span of the keyword.
    Stream(Span),
}

impl CallableModel {
    pub(crate) fn new(declaration: &Declaration<'_>) -> Self {
        let arguments = &declaration.arguments;
        let ident = &declaration.input.ident;
        let mut structure = StructModel::new(declaration);
        structure.tag = Tag::Never;
        for property in &mut structure.properties {
            property.role = PropertyRole::Parameter;
            property.clear = ClearMethod::None;
        }
        let path = arguments.path.value().map(|literal| (literal.clone(), path_template::parse(&literal.value())));
        let name = arguments.name.value().map(LitStr::value).or_else(|| {
            let (literal, _) = path.as_ref()?;
            last_segment(&literal.value()).map(str::to_owned)
        });
        let name = name.unwrap_or_else(|| names::default_wire_name(ident));
        structure.odata_type = if name.contains('.') { format!("#{name}") } else { format!("#microsoft.graph.{name}") };
        let tokens = |ty: TokenStream| rust_type::without_self(ty, ident);
        let binding = match arguments.on.value() {
            Some(LinkType { ty, is_collection: true }) => BindingModel::Collection(tokens(ty.to_token_stream())),
            Some(LinkType { ty, is_collection: false }) => BindingModel::Entity(tokens(ty.to_token_stream())),
            None => BindingModel::Unbound(path),
        };
        let mut permissions: Vec<String> = Vec::new();
        for permission in arguments.permissions.value().into_iter().flatten().map(LitStr::value) {
            if !permissions.contains(&permission) {
                permissions.push(permission);
            }
        }
        Self {
            structure,
            is_function: declaration.macro_kind == MacroKind::Function,
            name,
            binding,
            returns: match arguments.returns.value() {
                Some(ReturnType::One(ty)) => ReturnModel::One(tokens(ty.to_token_stream())),
                Some(ReturnType::Many(ty)) => ReturnModel::Many(tokens(ty.to_token_stream())),
                Some(ReturnType::Stream(ty)) => ReturnModel::Stream(ty.span()),
                Some(ReturnType::Nothing(_)) | None => ReturnModel::Nothing,
            },
            is_beta: arguments.version.value().map(|version| version.value() == "beta"),
            permissions,
            is_destructive: arguments.danger.is_given(),
        }
    }
}

/// The last segment of a path.
pub(crate) fn last_segment(path: &str) -> Option<&str> {
    path.rsplit('/').next().filter(|segment| !segment.is_empty())
}
