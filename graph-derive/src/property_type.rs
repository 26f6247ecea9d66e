//! What can be seen of a field's type without knowing what its names mean.

use syn::{GenericArgument, PathArguments, Type};

/// How a setter takes the value of a property.
#[derive(Clone, Copy)]
pub(crate) enum Argument {
    /// `String`: by `&str`
    Text,
    /// `Option<String>`: by `impl Into<Option<&str>>`
    NullableText,
    /// `Option<T>`: by `impl Into<Option<T>>`
    Nullable,
    /// Everything else: by value
    Plain,
}

pub(crate) fn argument(ty: &Type) -> Argument {
    if let Some(inner) = option_inner(ty) {
        if is_string(inner) { Argument::NullableText } else { Argument::Nullable }
    } else if is_string(ty) {
        Argument::Text
    } else {
        Argument::Plain
    }
}

/// `T` of `Option<T>`, however the option is spelled.
pub(crate) fn option_inner(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ungrouped(ty) else { return None };
    if path.qself.is_some() || !is_path_to(&path.path, "Option", &["std", "core"], "option") {
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
    use super::{Argument, argument};
    use syn::parse_quote;

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
