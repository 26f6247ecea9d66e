//! The generated code: facts and one-line calls. What it does is in `graph-core`, compiled once.

mod address;
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

    let (errors, blank) = placed(errors, structure::blank(&resource.structure));
    let update_type = update::definition(&resource);
    let structure = structure::expand(&resource.structure, &resource.paths, resource.beta, &blank);
    let address = address::expand(&resource);
    let update = update::expand(&resource);
    let serde = interop::expand(&resource.structure.shared, &resource.structure.ident);
    let Structure { allowances, field_allowances, .. } = &resource.structure;
    quote! {
        #errors
        #update_type
        // deprecated types and names of odd case were reported in the struct itself
        #[allow(deprecated, non_snake_case)]
        #(#allowances)*
        #(#field_allowances)*
        const _: () = {
            #structure
            #address
            #update
            #serde
        };
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
    let (errors, blank) = placed(errors, structure::blank(&complex));
    let structure = structure::expand(&complex, &[], false, &blank);
    let serde = interop::expand(&complex.shared, &complex.ident);
    let Structure { allowances, field_allowances, .. } = &complex;
    quote! {
        #errors
        // deprecated types and names of odd case were reported in the struct itself
        #[allow(deprecated, non_snake_case)]
        #(#allowances)*
        #(#field_allowances)*
        const _: () = {
            #structure
            #serde
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

    let (errors, blank) = placed(errors, union::blank(&union));
    let values = union::expand(&union, &blank);
    let serde = interop::expand(&union.shared, &union.ident);
    let allowances = &union.allowances;
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

pub(crate) fn enumeration(item: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(item) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut errors = Errors::default();
    let enumeration = Enumeration::new(&input, &mut errors);
    let errors = errors.into_tokens();
    let Some(enumeration) = enumeration else { return errors };

    let (errors, blank) = placed(errors, enumeration::blank(&enumeration));
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

/// The mistakes, and the body of `BLANK`. Where a mistake leaves nothing to build a value from, it is reported in that body:
/// then the compiler knows why the constant has no value, and does not report the constants that need it.
fn placed(errors: TokenStream, blank: Option<TokenStream>) -> (TokenStream, TokenStream) {
    match blank {
        Some(blank) => (errors, blank),
        None => (TokenStream::new(), quote!({ #errors })),
    }
}

/// Without `r#`, for messages and documentation.
fn plain(ident: &Ident) -> String {
    syn::ext::IdentExt::unraw(ident).to_string()
}

#[cfg(test)]
mod tests;
