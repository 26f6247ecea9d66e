//! The generated code: facts, and calls of two macros of `graph-core` (`declare.rs`) that write the implementations around
//! them. What those do is in `graph-core`, compiled once.

mod enumeration;
mod interop;
mod structure;
mod union;
mod update;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::DeriveInput;

use crate::attr::StructureArgs;
use crate::errors::Errors;
use crate::front::Front;
use crate::model::{Enumeration, Resource, Structure, Union};

pub(crate) fn resource(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let resource = Resource::new(&input, &mut errors);
    let errors = errors.into_tokens();
    let Some(resource) = resource else { return errors };

    let update_type = update::definition(&resource);
    let structure = &resource.structure;
    let facts = structure::expand(structure, Some(&resource));
    let (errors, mistakes) = placed(errors, structure.is_whole);
    let structure = block(structure, mistakes, &[facts, update::expand(&resource), update::check(&resource)]);
    quote! {
        #errors
        #update_type
        #structure
    }
}

pub(crate) fn complex(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let args = StructureArgs::read(&input.attrs, &mut errors);
    let complex = Structure::new(&input, Front::Complex, &args, &mut errors);
    let errors = errors.into_tokens();
    if !input.generics.params.is_empty() {
        return errors;
    }
    let (errors, mistakes) = placed(errors, complex.is_whole);
    let structure = block(&complex, mistakes, &[structure::expand(&complex, None)]);
    quote! {
        #errors
        #structure
    }
}

/// A place of its own for the implementations.
fn block(structure: &Structure, mistakes: Option<TokenStream>, implementations: &[TokenStream]) -> TokenStream {
    let Structure { ident, allowances, field_allowances, .. } = structure;
    let no_blank = mistakes.map(|mistakes| quote!(const MISTAKEN: #ident = { #mistakes };));
    let private = structure.private();
    quote! {
        // deprecated types and names of odd case were reported in the struct itself
        #[allow(deprecated, non_snake_case)]
        #(#allowances)*
        #(#field_allowances)*
        const _: () = {
            use #private as __graph;
            #no_blank
            #(#implementations)*
        };
    }
}

pub(crate) fn union(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let union = Union::new(&input, &mut errors);
    let errors = errors.into_tokens();
    let Some(union) = union else { return errors };

    let blank = union::blank(&union);
    let (errors, mistakes) = placed(errors, blank.is_some());
    let blank = blank.unwrap_or_else(|| quote!({ #mistakes }));
    let values = union::expand(&union, &blank);
    let entity = union::entity(&union);
    let serde = interop::expand(&union.shared, &union.ident);
    let allowances = &union.allowances;
    quote! {
        #errors
        // what is deprecated was reported in the enum itself
        #[allow(deprecated)]
        #(#allowances)*
        const _: () = {
            #values
            #entity
            #serde
        };
    }
}

pub(crate) fn enumeration(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let enumeration = Enumeration::new(&input, &mut errors);
    let errors = errors.into_tokens();
    let Some(enumeration) = enumeration else { return errors };

    let blank = enumeration::blank(&enumeration);
    let (errors, mistakes) = placed(errors, blank.is_some());
    let blank = blank.unwrap_or_else(|| quote!({ #mistakes }));
    let values = enumeration::expand(&enumeration, &blank);
    let serde = interop::expand(&enumeration.shared, &enumeration.ident);
    let allowances = &enumeration.allowances;
    quote! {
        #errors
        // what is deprecated was reported in the enum itself
        #[allow(deprecated)]
        #(#allowances)*
        const _: () = {
            #values
            #serde
        };
    }
}

/// The mistakes that are reported by themselves, and those that are reported in the body of `BLANK`, because they leave nothing to
/// build a value from: then the compiler knows why the constant has no value, and does not report the constants that need it.
fn placed(errors: TokenStream, is_whole: bool) -> (TokenStream, Option<TokenStream>) {
    if is_whole { (errors, None) } else { (TokenStream::new(), Some(errors)) }
}

/// Without `r#`, for messages and documentation.
fn plain(ident: &Ident) -> String {
    syn::ext::IdentExt::unraw(ident).to_string()
}

#[cfg(test)]
mod tests;
