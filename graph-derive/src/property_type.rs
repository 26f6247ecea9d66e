//! What can be seen of a field's type without knowing what its names mean.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type};

use crate::model::without_self;

/// How a setter takes the value of a property.
#[derive(Clone)]
pub(crate) enum Argument {
    /// `String`: by `&str`
    Text,
    /// `Option<String>`: by `impl Into<Option<&str>>`
    NullableText,
    /// `Option<T>`: by `impl Into<Option<T>>`
    Nullable,
    /// `Nullable<T>`, with this `T`: by `impl Into<Option<T>>`
    ThreeState(TokenStream),
    /// `Option<T>` that is never null, with this `T`: by value of it
    Optional(TokenStream),
    /// Everything else: by value
    Plain,
}

/// `never_null` says that an option is only there because the property may be left out.
pub(crate) fn argument(ty: &Type, never_null: bool, structure: &Ident) -> Argument {
    let tokens = |ty: &Type| without_self(ty.to_token_stream(), structure);
    match (option_inner(ty), nullable_inner(ty)) {
        (Some(inner), _) if never_null && is_string(inner) => Argument::Text,
        (Some(inner), _) if never_null => Argument::Optional(tokens(inner)),
        (Some(inner), _) | (None, Some(inner)) if is_string(inner) => Argument::NullableText,
        (Some(_), _) => Argument::Nullable,
        (None, Some(inner)) => Argument::ThreeState(tokens(inner)),
        (None, None) if is_string(ty) => Argument::Text,
        (None, None) => Argument::Plain,
    }
}

/// `T` of `Option<T>`, however the option is spelled.
pub(crate) fn option_inner(ty: &Type) -> Option<&Type> {
    inner(ty, |path| is_path_to(path, "Option", &["std", "core"], "option"))
}

/// `T` of `Nullable<T>`.
pub(crate) fn nullable_inner(ty: &Type) -> Option<&Type> {
    inner(ty, |path| path.segments.last().is_some_and(|segment| segment.ident == "Nullable"))
}

/// Whether the type is one of a property unless the user gave its name to another, so that the compiler need not be asked.
///
/// `Date`, `Duration` and `Decimal` are not among them: other crates have types of these names, and a wrong one is reported
/// once only where the compiler is asked.
pub(crate) fn is_well_known(ty: &Type) -> bool {
    const NAMES: &[&str] = &[
        "bool",
        "i8",
        "i16",
        "i32",
        "i64",
        "u8",
        "f32",
        "f64",
        "DateTimeOffset",
        "TimeOfDay",
        "Guid",
        "Uuid",
        "Binary",
        "Untyped",
        "UntypedObject",
    ];
    let inner = [option_inner(ty), nullable_inner(ty), vec_inner(ty)];
    is_string(ty)
        || matches!(ungrouped(ty), Type::Path(path) if NAMES.iter().any(|name| path.path.is_ident(name)))
        || inner.into_iter().flatten().any(is_well_known)
}

/// Whether a type is or holds a collection of values that may be structured.
pub(crate) fn is_collection(ty: &Type) -> bool {
    match (vec_inner(ty), held(ty)) {
        (Some(element), _) => !is_well_known(innermost(element)),
        (None, Some(held)) => is_collection(held),
        (None, None) => false,
    }
}

/// The name of the type that is left without options, boxes and collections.
pub(crate) fn innermost_name(ty: &Type) -> String {
    match innermost(ty) {
        Type::Path(syn::TypePath { path, .. }) => path.segments.last().map(|segment| segment.ident.to_string()),
        _ => None,
    }
    .unwrap_or_else(|| ty.to_token_stream().to_string())
}

fn innermost(ty: &Type) -> &Type {
    match vec_inner(ty).or_else(|| held(ty)) {
        Some(inner) => innermost(inner),
        None => ungrouped(ty),
    }
}

fn vec_inner(ty: &Type) -> Option<&Type> {
    inner(ty, |path| is_path_to(path, "Vec", &["std", "alloc"], "vec"))
}

/// `T` of a type that holds at most one `T`.
fn held(ty: &Type) -> Option<&Type> {
    let boxed = || inner(ty, |path| is_path_to(path, "Box", &["std", "alloc"], "boxed"));
    option_inner(ty).or_else(|| nullable_inner(ty)).or_else(boxed)
}

/// Whether the path of a type ends in `name`.
pub(crate) fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ungrouped(ty), Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == name))
}

/// The type in angle brackets behind a path.
fn inner(ty: &Type, is_wanted: impl Fn(&syn::Path) -> bool) -> Option<&Type> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    if path.qself.is_some() || !is_wanted(&path.path) {
        return None;
    }
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    let mut arguments = arguments.args.iter();
    match (arguments.next(), arguments.next()) {
        (Some(GenericArgument::Type(inner)), None) => Some(inner),
        _ => None,
    }
}

pub(crate) fn is_string(ty: &Type) -> bool {
    matches!(ungrouped(ty), Type::Path(path)
        if path.qself.is_none() && is_path_to(&path.path, "String", &["std", "alloc"], "string"))
}

/// `name`, `module::name` or `root::module::name`.
fn is_path_to(path: &syn::Path, name: &str, roots: &[&str], module: &str) -> bool {
    let mut segments = path.segments.iter().rev();
    segments.next().is_some_and(|segment| segment.ident == name)
        && segments.next().is_none_or(|segment| segment.ident == module)
        && segments.next().is_none_or(|segment| roots.iter().any(|root| segment.ident == root))
        && segments.next().is_none()
}

/// Without the invisible groups that `macro_rules!` puts around `$t:ty`, and without parentheses.
fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::Argument;
    use proc_macro2::{Ident, Span};
    use syn::{Type, parse_quote};

    fn argument(ty: &Type) -> Argument {
        super::argument(ty, false, &Ident::new("User", Span::call_site()))
    }

    #[test]
    fn sees_options_and_strings_in_every_spelling() {
        for text in [parse_quote!(String), parse_quote!(std::string::String), parse_quote!(::std::string::String)] {
            assert!(matches!(argument(&text), Argument::Text));
        }
        for nullable in [
            parse_quote!(Option<String>),
            parse_quote!(::core::option::Option<std::string::String>),
            parse_quote!((Option<(String)>)),
        ] {
            assert!(matches!(argument(&nullable), Argument::NullableText));
        }
        assert!(matches!(argument(&parse_quote!(Option<i32>)), Argument::Nullable));
        for plain in [parse_quote!(i32), parse_quote!(my::Option<String>), parse_quote!(Vec<String>)] {
            assert!(matches!(argument(&plain), Argument::Plain));
        }
    }
}
