use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{quote, quote_spanned};

use super::structure::{Tokens, template, word};
use super::update::address;
use crate::model::{Alternative, Entity, Union};

/// ```text
/// impl Value for AnyUser {
///     fn read(&mut self, json: &mut Reader) -> Result<(), ReadError> {
///         match choose(json, TYPES, Some(1))? { Some(0) => .., _ => .. }
///     }
///     fn write(&self, json: &mut Writer) { match self { AnyUser::User(value) => write(value, json), .. } }
///     fn as_object(&self) -> Option<&dyn Object> { match self { AnyUser::User(value) => value.as_object(), .. } }
/// }
/// impl PropertyType, Element for AnyUser { .. }
/// impl From<User> for AnyUser { .. }
/// ```
pub(super) fn expand(union: &Union, blank: &TokenStream) -> TokenStream {
    let Union { shared, ident, alternatives, .. } = union;
    let private = shared.private();
    let types = alternatives.iter().enumerate().map(|(index, Alternative { ty, span, .. })| {
        let facts = quote_spanned!(*span=> <#ty as #private::Alternative>::TYPE);
        // reported at the type, and so the whole call stands there
        let private = located(&private, *span);
        quote_spanned!(*span=> #private::union::distinct(#facts, NAMES, #index))
    });
    let names = alternatives.iter().map(|Alternative { ident, ty, span }| {
        let name = super::plain(ident);
        let odata_type = quote_spanned!(*span=> <#ty as #private::Alternative>::ODATA_TYPE);
        quote!((#name, #odata_type))
    });
    // after a mistake nothing more is asked of the type where it is used
    let keeps = alternatives
        .iter()
        .filter(|_| union.other.is_some())
        .map(|Alternative { ty, span, .. }| quote_spanned!(*span=> <#ty as #private::Alternative>::KEEPS));
    let [read, write, view] = bodies(union);
    let conversions = alternatives.iter().map(|Alternative { ident: variant, ty, .. }| {
        quote! {
            #[automatically_derived]
            impl ::core::convert::From<#ty> for #ident {
                #[inline]
                fn from(value: #ty) -> Self {
                    #ident::#variant(value)
                }
            }
        }
    });
    quote! {
        const NAMES: &[(&::core::primitive::str, &::core::primitive::str)] = &[#(#names),*];
        const TYPES: &[&#private::EdmTypeInfo] = &[#(#types),*];
        const KEEPS: ::core::primitive::bool = true #(&& #keeps)*;
        #[automatically_derived]
        impl #private::Value for #ident {
            #[inline]
            fn type_info(&self) -> &'static #private::EdmTypeInfo {
                <#ident as #private::PropertyType>::TYPE
            }
            #[inline]
            fn read(&mut self, json: &mut #private::Reader<'_>) -> ::core::result::Result<(), #private::ReadError> {
                #read
            }
            #[inline]
            fn write(&self, json: &mut #private::Writer) {
                #write
            }
            #[inline]
            fn as_object(&self) -> ::core::option::Option<&dyn #private::Object> {
                #view
            }
        }
        #[automatically_derived]
        impl #private::PropertyType for #ident {
            const TYPE: &'static #private::EdmTypeInfo = &#private::union::union(TYPES);
            const KEEPS: ::core::primitive::bool = KEEPS;
            const BLANK: Self = #blank;
        }
        #[automatically_derived]
        impl #private::Element for #ident {
            const ELEMENT: &'static #private::EdmTypeInfo = <#ident as #private::PropertyType>::TYPE;
            const KEEPS: ::core::primitive::bool = KEEPS;
            #[inline]
            fn blank() -> Self {
                <#ident as #private::PropertyType>::BLANK
            }
        }
        #(#conversions)*
    }
}

/// A path that means the same and stands elsewhere.
fn located(path: &TokenStream, span: Span) -> TokenStream {
    let moved = |mut token: TokenTree| {
        token.set_span(token.span().located_at(span));
        token
    };
    path.clone().into_iter().map(moved).collect()
}

/// How a value is read, written, and seen as its members: `match`es on the alternatives.
fn bodies(union: &Union) -> [TokenStream; 3] {
    let Union { shared, ident, alternatives, base, other, .. } = union;
    let private = shared.private();
    let none = || quote!(::core::option::Option::None);
    let base = base.map_or_else(none, |base| quote!(::core::option::Option::Some(#base)));
    match other {
        Some(Alternative { ident: other, ty: other_ty, .. }) => {
            let reads = alternatives.iter().enumerate().map(|(index, Alternative { ident: variant, ty, span })| {
                // always the same words at the same place, so that the compiler drops all reports but one
                let blank = quote_spanned!(*span=> <#ty as #private::Alternative>::blank);
                let view = quote_spanned!(*span=> <#ty as #private::Alternative>::value_mut);
                quote! {
                    ::core::option::Option::Some(#index) => {
                        let mut value = #blank();
                        #private::Value::read(#view(&mut value), json)?;
                        *self = #ident::#variant(value);
                    }
                }
            });
            let writes = alternatives.iter().map(|Alternative { ident: variant, ty, span }| {
                let view = quote_spanned!(*span=> <#ty as #private::Alternative>::value);
                quote!(#ident::#variant(value) => #private::union::write(#view(value), json),)
            });
            let views = alternatives.iter().map(|Alternative { ident: variant, ty, span }| {
                let view = quote_spanned!(*span=> <#ty as #private::Alternative>::value);
                quote!(#ident::#variant(value) => #private::Value::as_object(#view(value)),)
            });
            [
                quote! {
                    match #private::union::choose(json, TYPES, #base)? {
                        #(#reads)*
                        _ => {
                            let mut value = <#other_ty as #private::Element>::blank();
                            #private::Value::read(&mut value, json)?;
                            *self = #ident::#other(value);
                        }
                    }
                    ::core::result::Result::Ok(())
                },
                quote! {
                    match self {
                        #(#writes)*
                        #ident::#other(value) => #private::union::write(value, json),
                    }
                },
                quote! {
                    match self {
                        #(#views)*
                        #ident::#other(_) => ::core::option::Option::None,
                    }
                },
            ]
        }
        // after a mistake the bodies do not matter, but that they are there does
        None => std::array::from_fn(|_| quote!(::core::unimplemented!())),
    }
}

/// `AnyUser::Other(<UntypedObject as PropertyType>::BLANK)`; none after a mistake.
pub(super) fn blank(union: &Union) -> Option<TokenStream> {
    let (ident, private) = (&union.ident, union.shared.private());
    let Alternative { ident: other, ty, .. } = union.other.as_ref()?;
    Some(quote!(#ident::#other(<#ty as #private::PropertyType>::BLANK)))
}

/// Where entities of the union are, for the macro in `graph-core` that writes the implementations:
///
/// ```text
/// __graph::entity! {
///     pub AnyUser "#microsoft.graph.directoryObject" V1
///     ["" "/directoryObjects/{id}" [Literal "/directoryObjects/" Segment "id"]]
///     []                                                                      permissions
///     [{ 0 "The address .." at id }]
/// }
/// ```
pub(super) fn entity(union: &Union) -> TokenStream {
    let Some(Entity { vis, odata_type, beta, paths, permissions }) = &union.entity else { return TokenStream::new() };
    let private = union.shared.private();
    let mut facts = Tokens::default();
    facts.tokens(vis).ident(union.ident.clone()).text(odata_type).ident(word(if *beta { "Beta" } else { "V1" }));
    facts.list(|list| paths.iter().for_each(|path| template(list, path)));
    facts.list(|list| {
        for permission in permissions {
            list.text(permission);
        }
    });
    facts.list(|list| {
        for (number, path) in paths.iter().enumerate() {
            address(list, number, path);
        }
    });
    let facts = facts.into_stream();
    quote! {
        use #private as __graph;
        __graph::entity! { #facts }
    }
}
