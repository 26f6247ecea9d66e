//! Generates code: calls of the declaration macros of `graph-core` (`declare.rs`), which write the implementations around what
//! was declared. The functions that those implementations call are in `graph-core` too, compiled once.

mod callable;
mod entity;
mod enumeration;
mod resource;
mod structure;
mod tokens;
mod union;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::DeriveInput;

use crate::check;
use crate::declaration::Declaration;
use crate::errors::Errors;
use crate::macro_kind::MacroKind;
use crate::model::{CallableModel, CommonModel, EnumModel, ResourceModel, StructModel, UnionModel};

/// Expands the hidden derive of `macro_kind`.
pub(crate) fn derive(macro_kind: MacroKind, item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let declaration = Declaration::read(macro_kind, &input, &mut errors);
    let expand = match macro_kind {
        MacroKind::Resource => resource,
        MacroKind::Complex => complex,
        MacroKind::Enum => enumeration,
        MacroKind::Union => union,
        MacroKind::Action | MacroKind::Function => callable,
    };
    let implementations = expand(&declaration, &mut errors);
    // a generic type was rejected, and its impls would only cause further errors
    if input.generics.params.is_empty() { implementations.with_errors(errors) } else { errors.into_tokens() }
}

fn resource(declaration: &Declaration<'_>, errors: &mut Errors) -> Implementations {
    let model = ResourceModel::new(declaration);
    check::resource(declaration, &model, errors);
    let mut implementations = structure_implementations(&model.structure, Some(&model), errors);
    implementations.items = resource::builder_types(&model);
    implementations.calls.extend(resource::expand(&model));
    implementations
}

fn complex(declaration: &Declaration<'_>, errors: &mut Errors) -> Implementations {
    let model = StructModel::new(declaration);
    check::complex(declaration, &model, errors);
    structure_implementations(&model, None, errors)
}

fn callable(declaration: &Declaration<'_>, errors: &mut Errors) -> Implementations {
    let model = CallableModel::new(declaration);
    check::callable(declaration, &model, errors);
    let mut implementations = structure_implementations(&model.structure, None, errors);
    implementations.calls.extend(callable::expand(&model));
    implementations
}

fn structure_implementations(
    model: &StructModel,
    resource: Option<&ResourceModel>,
    errors: &Errors,
) -> Implementations {
    let mut calls = structure::expand(model, resource, errors);
    calls.extend(serde(&model.common, &model.ident));
    Implementations {
        ident: model.ident.clone(),
        private: model.common.private(),
        items: TokenStream::new(),
        allowed_lints: model.allowed_lints.iter().chain(&model.field_allowed_lints).cloned().collect(),
        calls,
        has_blank: model.is_complete,
    }
}

fn enumeration(declaration: &Declaration<'_>, errors: &mut Errors) -> Implementations {
    let model = EnumModel::new(declaration);
    check::enumeration(declaration, &model, errors);
    let mut calls = enumeration::expand(&model);
    calls.extend(serde(&model.common, &model.ident));
    Implementations {
        private: model.common.private(),
        has_blank: !model.members.is_empty(),
        ident: model.ident,
        items: TokenStream::new(),
        allowed_lints: model.allowed_lints,
        calls,
    }
}

fn union(declaration: &Declaration<'_>, errors: &mut Errors) -> Implementations {
    let model = UnionModel::new(declaration);
    check::union(declaration, &model, errors);
    let mut calls = union::expand(&model, errors);
    calls.extend(model.entity.as_ref().map(|entity| union::entity(&model, entity)));
    calls.extend(serde(&model.common, &model.ident));
    Implementations {
        private: model.common.private(),
        has_blank: model.other.is_some(),
        ident: model.ident,
        items: TokenStream::new(),
        allowed_lints: model.allowed_lints,
        calls,
    }
}

/// ```text
/// __graph::serde_impls! { User serialize_value deserialize_value }
/// ```
fn serde(common: &CommonModel, ident: &Ident) -> Option<TokenStream> {
    common.serde.then(|| quote!(__graph::serde_impls! { #ident serialize_value deserialize_value }))
}

/// The generated code of one declaration.
struct Implementations {
    ident: Ident,
    /// The path to the module that generated code calls.
    private: TokenStream,
    /// Items next to the declaration.
    items: TokenStream,
    /// Attributes of the block of implementations.
    allowed_lints: Vec<TokenStream>,
    /// Calls of the declaration macros.
    calls: TokenStream,
    /// Whether a blank value can be built, from which decoding starts.
    has_blank: bool,
}

impl Implementations {
    /// ```text
    /// pub struct UserUpdate(..);
    /// const _: () = {
    ///     use ::graph_core::__private as __graph;
    ///     __graph::structure! { .. }
    ///     __graph::serde_impls! { .. }
    /// };
    /// ```
    ///
    /// Errors that make it impossible to build a blank value are reported in a constant of its type: then the compiler knows why this
    /// constant has no value, and does not report the constants that use it.
    fn with_errors(self, errors: Errors) -> TokenStream {
        let Self { ident, private, items, allowed_lints, calls, has_blank } = self;
        let errors = errors.into_tokens();
        let (errors, invalid_blank) = if has_blank {
            (Some(errors), None)
        } else {
            (None, Some(quote!(const INVALID_BLANK: #ident = { #errors };)))
        };
        quote! {
            #errors
            #items
            // deprecated types and names of unusual case were reported in the item itself
            #[allow(deprecated, non_snake_case)]
            #(#allowed_lints)*
            const _: () = {
                use #private as __graph;
                #invalid_blank
                #calls
            };
        }
    }
}

#[cfg(test)]
mod tests;
