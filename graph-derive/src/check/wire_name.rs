//! Rules for wire names, which fields and variants have.

use proc_macro2::Ident;

use crate::attr::MemberArguments;
use crate::errors::Errors;
use crate::names;

/// A wire name is legal, whether it is given or derived from the name of the field or variant.
pub(super) fn legal(arguments: &MemberArguments, ident: &Ident, errors: &mut Errors) {
    if let Some(literal) = arguments.name.value() {
        if let Some(error) = names::wire_name_error(&literal.value()) {
            errors.at(literal.span(), error);
        }
    } else if names::default_wire_name(ident).is_empty() {
        errors.at(ident.span(), format!("`{ident}` has no letters for a wire name: write `#[graph(name = \"..\")]`"));
    }
}

/// The error for a wire name that two fields or variants have.
pub(super) fn duplicate(ident: &Ident, twin: &Ident, wire: &str) -> String {
    format!("`{ident}` and `{twin}` have the same wire name `{wire}`: write `#[graph(name = \"..\")]` on one of them")
}
