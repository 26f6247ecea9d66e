use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};

use super::tokens::Tokens;
use crate::model::{BindingModel, CallableModel, ReturnModel};

/// ```text
/// __graph::callable! {
///     callable Wipe
///     name "wipe"
///     kind Action
///     version [] path [] permissions ["DeviceManagementManagedDevices.PrivilegedOperations.All"]
///     danger Destructive
///     binding [__graph::OnEntity<ManagedDevice>]
///     returns [()]
///     harmless []
/// }
/// ```
pub(super) fn expand(model: &CallableModel) -> TokenStream {
    let ident = &model.structure.ident;
    let mut tokens = Tokens::default();
    tokens.label("callable").ident(ident);
    tokens.label("name").text(&model.name);
    tokens.label("kind").label(if model.is_function { "Function" } else { "Action" });
    tokens.list("version", |list| {
        if let Some(is_beta) = model.is_beta {
            list.label(if is_beta { "Beta" } else { "V1" });
        }
    });
    tokens.list("path", |list| {
        if let BindingModel::Unbound(path) = &model.binding {
            list.text(&path.as_ref().map_or_else(String::new, |(literal, _)| literal.value()));
        }
    });
    tokens.list("permissions", |list| {
        for permission in &model.permissions {
            list.text(permission);
        }
    });
    tokens.label("danger").label(if model.is_destructive { "Destructive" } else { "None" });
    tokens.label("binding").brackets(match &model.binding {
        BindingModel::Entity(ty) => of_type("OnEntity", ty),
        BindingModel::Collection(ty) => of_type("OnCollection", ty),
        BindingModel::Unbound(_) => quote!(__graph::Unbound),
    });
    tokens.label("returns").brackets(match &model.returns {
        ReturnModel::Nothing => quote!(()),
        ReturnModel::One(ty) => of_type("One", ty),
        ReturnModel::Many(ty) => of_type("Many", ty),
        ReturnModel::Stream(span) => quote_spanned!(*span=> __graph::Stream),
    });
    tokens.list("harmless", |list| {
        if !model.is_destructive {
            list.ident(ident);
        }
    });
    let tokens = tokens.into_stream();
    quote!(__graph::callable! { #tokens })
}

/// `__graph::OnEntity<User>`, all of it with the span of the type, at which the compiler reports one that does not fit.
fn of_type(marker: &str, ty: &TokenStream) -> TokenStream {
    let span = ty.to_token_stream().into_iter().next().map_or_else(proc_macro2::Span::call_site, |token| token.span());
    let marker = proc_macro2::Ident::new(marker, span);
    quote_spanned!(span=> __graph::#marker<#ty>)
}
