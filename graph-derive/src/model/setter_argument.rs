use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::Type;

use crate::rust_type::{is_string, nullable_inner, option_inner, without_self};

/// How a setter takes the value of a property.
#[derive(Clone)]
pub(crate) enum SetterArgument {
    /// `String`: `&str`.
    Text,
    /// `Option<String>` and `Nullable<String>`: `impl Into<Option<&str>>`.
    NullableText,
    /// `Option<T>`: `impl Into<Option<T>>`.
    Nullable,
    /// `Nullable<T>`, with this `T`: `impl Into<Option<T>>`.
    ThreeState(TokenStream),
    /// `Option<T>` that is never null, with this `T`: `T`.
    Optional(TokenStream),
    /// Every other type: the type itself.
    Plain,
}

impl SetterArgument {
    /// `never_null` is set for an option whose property may be left out, but is never null.
    pub(super) fn new(ty: &Type, never_null: bool, structure: &Ident) -> Self {
        let tokens = |ty: &Type| without_self(ty.to_token_stream(), structure);
        match (option_inner(ty), nullable_inner(ty)) {
            (Some(inner), _) if never_null && is_string(inner) => Self::Text,
            (Some(inner), _) if never_null => Self::Optional(tokens(inner)),
            (Some(inner), _) | (None, Some(inner)) if is_string(inner) => Self::NullableText,
            (Some(_), _) => Self::Nullable,
            (None, Some(inner)) => Self::ThreeState(tokens(inner)),
            (None, None) if is_string(ty) => Self::Text,
            (None, None) => Self::Plain,
        }
    }

    /// Whether the type shows that it has null.
    pub(super) fn has_null(&self) -> bool {
        matches!(self, Self::Nullable | Self::NullableText | Self::ThreeState(_))
    }
}

#[cfg(test)]
mod tests {
    use proc_macro2::{Ident, Span};
    use syn::{Type, parse_quote};

    use super::SetterArgument;

    fn argument(ty: &Type, never_null: bool) -> SetterArgument {
        SetterArgument::new(ty, never_null, &Ident::new("User", Span::call_site()))
    }

    #[test]
    fn follows_the_type_of_the_property() {
        assert!(matches!(argument(&parse_quote!(String), false), SetterArgument::Text));
        assert!(matches!(argument(&parse_quote!(Option<String>), false), SetterArgument::NullableText));
        assert!(matches!(argument(&parse_quote!(Nullable<String>), false), SetterArgument::NullableText));
        assert!(matches!(argument(&parse_quote!(Option<i32>), false), SetterArgument::Nullable));
        assert!(matches!(argument(&parse_quote!(Nullable<i32>), false), SetterArgument::ThreeState(_)));
        assert!(matches!(argument(&parse_quote!(Option<String>), true), SetterArgument::Text));
        assert!(matches!(argument(&parse_quote!(Option<i32>), true), SetterArgument::Optional(_)));
        for plain in [parse_quote!(i32), parse_quote!(my::Option<String>), parse_quote!(Vec<String>)] {
            assert!(matches!(argument(&plain, false), SetterArgument::Plain));
        }
    }
}
