use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Resource, Structure};

/// ```text
/// impl Resource for User {
///     const FACTS: &'static Facts = FACTS;
///     const BLANK: Self = <User as PropertyType>::BLANK;
///     type Update = UserUpdate;
/// }
/// impl User {
///     pub fn at(user_id: impl PathSegment) -> Address<User> { Address::__new(0, &[&user_id]) }
///     pub fn update() -> UserUpdate { UserUpdate(UpdateBody::__start(<User as Resource>::FACTS)) }
///     pub fn diff(before: &User, after: &User) -> UserUpdate { UserUpdate(diff(before, after)) }
/// }
/// ```
pub(super) fn expand(resource: &Resource) -> TokenStream {
    let Resource { structure: Structure { ident, vis, .. }, update, .. } = resource;
    let private = resource.structure.private();
    let addresses = resource.paths.iter().enumerate().map(|(number, path)| {
        let (method, arguments) = (&path.method, &path.arguments);
        let doc = format!("The address `{}`.", path.text);
        quote! {
            #[doc = #doc]
            #[inline]
            #vis fn #method(#(#arguments: impl #private::PathSegment),*) -> #private::Address<#ident> {
                <#private::Address<#ident>>::__new(#number, &[#(&#arguments),*])
            }
        }
    });
    let update_doc = format!("Starts an update of [`{0}`] that changes nothing yet.", super::plain(ident));
    quote! {
        #[automatically_derived]
        impl #private::Resource for #ident {
            const FACTS: &'static #private::Facts = FACTS;
            const BLANK: Self = <#ident as #private::PropertyType>::BLANK;
            type Update = #update;
        }
        // a private resource may be read without being addressed, or the other way round
        #[allow(dead_code)]
        #[automatically_derived]
        impl #ident {
            #(#addresses)*
            #[doc = #update_doc]
            #[inline]
            #vis fn update() -> #update {
                #update(#private::UpdateBody::__start(<#ident as #private::Resource>::FACTS))
            }
            /// The update that turns `before` into `after`: its writable properties that differ, and nothing else.
            #[inline]
            #vis fn diff(before: &#ident, after: &#ident) -> #update {
                #update(#private::diff(before, after))
            }
        }
    }
}
