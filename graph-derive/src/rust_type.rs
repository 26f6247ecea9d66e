//! What the tokens of a field's type show, without name resolution.

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, Type};

/// The span of the first token, at which errors about the type are reported.
pub(crate) fn first_span(ty: &Type) -> Span {
    ty.to_token_stream().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

/// The tokens with `Self` replaced by the struct, because in the impl of the update it means the update.
pub(crate) fn without_self(tokens: TokenStream, structure: &Ident) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| match token {
            TokenTree::Ident(ident) if ident == "Self" => {
                let mut replaced = structure.clone();
                replaced.set_span(ident.span());
                TokenTree::Ident(replaced)
            }
            TokenTree::Group(group) => {
                let mut replaced = Group::new(group.delimiter(), without_self(group.stream(), structure));
                replaced.set_span(group.span());
                TokenTree::Group(replaced)
            }
            other => other,
        })
        .collect()
}

/// `T` of `Option<T>`, in each spelling of the option.
pub(crate) fn option_inner(ty: &Type) -> Option<&Type> {
    inner(ty, |path| is_path_to(path, "Option", &["std", "core"], "option"))
}

/// `Option<T>` for `Option<Box<T>>`, and every other type as it is.
pub(crate) fn without_box(ty: &Type) -> TokenStream {
    let boxed = option_inner(ty).and_then(|ty| inner(ty, |path| is_path_to(path, "Box", &["std", "alloc"], "boxed")));
    match boxed {
        Some(entity) => quote!(__graph::Option<#entity>),
        None => ty.to_token_stream(),
    }
}

/// `T` of `Nullable<T>`.
pub(crate) fn nullable_inner(ty: &Type) -> Option<&Type> {
    inner(ty, |path| path.segments.last().is_some_and(|segment| segment.ident == "Nullable"))
}

/// `T` of `OnRequest<T>`.
pub(crate) fn on_request_inner(ty: &Type) -> Option<&Type> {
    inner(ty, |path| path.segments.last().is_some_and(|segment| segment.ident == "OnRequest"))
}

/// Whether the type has the name of a property type, so that generated code need not let the compiler check it.
///
/// `Date`, `Duration` and `Decimal` are not among these names: other crates have types with them, and the compiler reports a
/// wrong type only once where generated code checks it.
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
        || matches!(ungrouped(ty), Type::Path(path)
            if path.path.get_ident().is_some_and(|ident| NAMES.contains(&ident.to_string().as_str())))
        || inner.into_iter().flatten().any(is_well_known)
}

/// Whether the type is or holds a collection of values that may be structured.
pub(crate) fn is_collection(ty: &Type) -> bool {
    match (vec_inner(ty), held(ty)) {
        (Some(element), _) => !is_well_known(innermost(element)),
        (None, Some(held)) => is_collection(held),
        (None, None) => false,
    }
}

/// The name of the type inside options, boxes and collections.
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

/// Whether the type has the name of one that the crates `time` and `uuid` have types for, in each spelling.
pub(crate) fn has_foreign_types(ty: &Type) -> bool {
    const NAMES: &[&str] = &["DateTimeOffset", "Date", "TimeOfDay", "Duration", "Guid", "Uuid"];
    matches!(ungrouped(ty), Type::Path(path) if path.path.segments.last().is_some_and(|segment| {
        segment.arguments.is_none() && NAMES.iter().any(|name| segment.ident == name)
    }))
}

/// `T` of `Vec<T>`, in each spelling.
pub(crate) fn vec_inner(ty: &Type) -> Option<&Type> {
    inner(ty, |path| is_path_to(path, "Vec", &["std", "alloc"], "vec"))
}

/// `T` of `Option<T>`, `Nullable<T>` and `Box<T>`.
fn held(ty: &Type) -> Option<&Type> {
    let boxed = || inner(ty, |path| is_path_to(path, "Box", &["std", "alloc"], "boxed"));
    option_inner(ty).or_else(|| nullable_inner(ty)).or_else(boxed)
}

/// Whether the type is `DynamicProperties`, in each spelling.
pub(crate) fn is_dynamic_properties(ty: &Type) -> bool {
    is_named(ty, "DynamicProperties")
}

/// Whether the type is `UntypedObject`, in each spelling.
pub(crate) fn is_untyped_object(ty: &Type) -> bool {
    is_named(ty, "UntypedObject")
}

/// Whether the type is `OnRequest<_>`, in each spelling.
pub(crate) fn is_on_request(ty: &Type) -> bool {
    is_named(ty, "OnRequest")
}

/// Whether the last segment of the type's path is `name`.
fn is_named(ty: &Type, name: &str) -> bool {
    matches!(ungrouped(ty), Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == name))
}

/// The only generic argument of a path that `is_wanted`.
fn inner(ty: &Type, is_wanted: impl Fn(&syn::Path) -> bool) -> Option<&Type> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    // comparing names costs more than looking for angle brackets
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else { return None };
    if path.qself.is_some() || !is_wanted(&path.path) {
        return None;
    }
    let mut arguments = arguments.args.iter();
    match (arguments.next(), arguments.next()) {
        (Some(GenericArgument::Type(inner)), None) => Some(inner),
        _ => None,
    }
}

/// Whether the type is `String`, in each spelling.
pub(crate) fn is_string(ty: &Type) -> bool {
    matches!(ungrouped(ty), Type::Path(path)
        if path.qself.is_none() && is_path_to(&path.path, "String", &["std", "alloc"], "string"))
}

/// Whether the path is `name`, `module::name` or `root::module::name`.
fn is_path_to(path: &syn::Path, name: &str, roots: &[&str], module: &str) -> bool {
    let mut segments = path.segments.iter().rev();
    segments.next().is_some_and(|segment| segment.ident == name)
        && segments.next().is_none_or(|segment| segment.ident == module)
        && segments.next().is_none_or(|segment| roots.iter().any(|root| segment.ident == root))
        && segments.next().is_none()
}

/// Removes the invisible groups that `macro_rules!` puts around `$t:ty`, and parentheses.
fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use syn::{Type, parse_quote};

    use super::{is_collection, is_string, option_inner};

    #[test]
    fn recognizes_strings_in_each_spelling() {
        for text in [parse_quote!(String), parse_quote!(std::string::String), parse_quote!((::std::string::String))] {
            assert!(is_string(&text));
        }
        for other in [parse_quote!(str), parse_quote!(my::String), parse_quote!(Vec<String>)] {
            assert!(!is_string(&other));
        }
    }

    #[test]
    fn recognizes_options_in_each_spelling() {
        for option in [
            parse_quote!(Option<String>),
            parse_quote!(::core::option::Option<std::string::String>),
            parse_quote!((Option<(String)>)),
        ] {
            assert!(option_inner(&option).is_some_and(is_string));
        }
        for other in [parse_quote!(i32), parse_quote!(my::Option<String>), parse_quote!(Vec<String>)] {
            assert!(option_inner(&other).is_none());
        }
    }

    #[test]
    fn recognizes_collections_of_structured_values() {
        let is_collection = |ty: Type| is_collection(&ty);
        assert!(is_collection(parse_quote!(Vec<Rule>)));
        assert!(is_collection(parse_quote!(Nullable<Vec<Option<Box<Rule>>>>)));
        assert!(!is_collection(parse_quote!(Vec<String>)));
        assert!(!is_collection(parse_quote!(Option<Rule>)));
    }
}
