use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::Type;

use crate::rust_type::{
    has_foreign_types, is_string, is_well_known, nullable_inner, option_inner, vec_inner, without_self,
};

/// How a setter takes the value of a property.
#[derive(Clone)]
pub(crate) enum SetterArgument {
    /// `String`: `impl IntoText`.
    Text,
    /// `Option<String>` and `Nullable<String>`: `impl IntoNullableText`.
    NullableText,
    /// `Vec<String>`: `impl IntoTexts`.
    Texts,
    /// `Vec<Option<String>>`: `impl IntoNullableTexts`.
    NullableTexts,
    /// `Option<T>`: `impl IntoProperty<Option<T>>`.
    Nullable,
    /// `DateTimeOffset` and others for which other crates have types: `impl IntoProperty<DateTimeOffset>`.
    Converted,
    /// `Nullable<T>`, with this `T`: `impl IntoProperty<Option<T>>`.
    ThreeState(TokenStream),
    /// `Vec<T>` with this `T`, which is an `Option` or a well-known type: `impl IntoCollection<T>`.
    ConvertedItems(TokenStream),
    /// `Vec<T>` with any other `T`: `impl IntoItems<T>`.
    Items(TokenStream),
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
            (None, None) if has_foreign_types(ty) => Self::Converted,
            (None, None) => match vec_inner(ty) {
                Some(item) if is_string(item) => Self::Texts,
                Some(item) if option_inner(item).is_some_and(is_string) => Self::NullableTexts,
                Some(item) if option_inner(item).is_some() || is_well_known(item) || has_foreign_types(item) => {
                    Self::ConvertedItems(tokens(item))
                }
                Some(item) => Self::Items(tokens(item)),
                None => Self::Plain,
            },
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
        for converted in [parse_quote!(DateTimeOffset), parse_quote!(graph_core::Date), parse_quote!(Uuid)] {
            assert!(matches!(argument(&converted, false), SetterArgument::Converted));
        }
        assert!(matches!(argument(&parse_quote!(Vec<String>), false), SetterArgument::Texts));
        assert!(matches!(argument(&parse_quote!(Vec<Option<String>>), false), SetterArgument::NullableTexts));
        for converted in [parse_quote!(Vec<i32>), parse_quote!(Vec<Option<Color>>), parse_quote!(Vec<graph_core::Date>)]
        {
            assert!(matches!(argument(&converted, false), SetterArgument::ConvertedItems(_)));
        }
        assert!(matches!(argument(&parse_quote!(Vec<Color>), false), SetterArgument::Items(_)));
        for plain in [parse_quote!(i32), parse_quote!(my::Option<String>), parse_quote!(Color)] {
            assert!(matches!(argument(&plain, false), SetterArgument::Plain));
        }
    }
}
