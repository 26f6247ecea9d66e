//! One function a rule.

use std::ops::Range;

use proc_macro2::{Ident, Literal, Span};
use syn::ext::IdentExt;
use syn::{Fields, Generics, LitStr, Variant};

use crate::errors::Errors;
use crate::model::{Access, Member, Resource};
use crate::names;

/// A type of Graph is one concrete type.
pub(crate) fn no_generics(generics: &Generics, errors: &mut Errors) {
    if !generics.params.is_empty() {
        errors.push(syn::Error::new_spanned(
            &generics.params,
            "a type of Microsoft Graph has no generic parameters: write the concrete type",
        ));
    }
}

/// `#namespace.name`
pub(crate) fn odata_type(resource: &Ident, literal: Option<&LitStr>, errors: &mut Errors) -> String {
    let Some(literal) = literal else {
        let name = names::wire_name(resource);
        errors.at(
            resource.span(),
            format!("a resource needs its OData type: write `odata_type = \"#microsoft.graph.{name}\"`"),
        );
        return format!("#microsoft.graph.{name}");
    };
    let value = literal.value();
    let is_identifier =
        |part: &str| !part.is_empty() && !part.starts_with(|c: char| c.is_numeric()) && part.chars().all(is_word);
    match value.strip_prefix('#') {
        None => {
            let full = if value.contains('.') { format!("#{value}") } else { format!("#microsoft.graph.{value}") };
            errors.at(literal.span(), format!("an OData type starts with `#` and its namespace: write `\"{full}\"`"));
        }
        Some(name) if !name.contains('.') || !name.split('.').all(is_identifier) => {
            errors.at(literal.span(), "an OData type is a namespace and a name, as in `\"#microsoft.graph.user\"`");
        }
        Some(_) => {}
    }
    value
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

pub(crate) fn is_beta(literal: Option<&LitStr>, errors: &mut Errors) -> bool {
    match literal.map(|literal| (literal, literal.value())) {
        None => false,
        Some((_, version)) if version == "v1.0" => false,
        Some((_, version)) if version == "beta" => true,
        Some((literal, version)) => {
            let message = format!("`{version}` is no version of Microsoft Graph: write `\"v1.0\"` or `\"beta\"`");
            errors.at(literal.span(), message);
            false
        }
    }
}

pub(crate) fn is_tagged(word: Option<&Ident>, errors: &mut Errors) -> bool {
    match word {
        None => true,
        Some(word) if word == "always" => true,
        Some(word) if word == "never" => false,
        Some(word) => {
            errors.at(word.span(), "write `tag = always` or `tag = never`");
            true
        }
    }
}

/// A name that `name = ".."` gives.
pub(crate) fn wire_name(literal: &LitStr, ident: &Ident, errors: &mut Errors) -> String {
    let name = literal.value();
    if names::is_wire_name(&name) {
        return name;
    }
    errors.at(
        literal.span(),
        if name.is_empty() {
            "the name on the wire is empty".to_owned()
        } else {
            "a name on the wire has no white space, control characters, quotes or backslashes".to_owned()
        },
    );
    names::wire_name(ident)
}

/// No two properties have one wire name, and no setter has the name of a clearer.
pub(crate) fn names_differ(resource: &Resource, errors: &mut Errors) {
    let properties = &resource.properties;
    for (index, property) in properties.iter().enumerate() {
        let mut earlier = properties.iter().take(index);
        if let Some(twin) = earlier.find(|other| other.wire == property.wire) {
            let message = format!(
                "`{}` and `{}` are both `{}` on the wire: give one of them `#[graph(name = \"..\")]`",
                twin.ident, property.ident, property.wire
            );
            errors.at(twin.wire_span, &message);
            errors.at(property.wire_span, &message);
        }
    }
    for cleared in properties.iter().filter(|property| property.access == Access::Writable) {
        let Some(clear) = &cleared.clear else { continue };
        if let Some(setter) =
            properties.iter().find(|property| property.access == Access::Writable && property.ident.unraw() == *clear)
        {
            errors.at(
                setter.ident.span(),
                format!(
                    "`{clear}` is the method that clears `{}`: give this field another name and \
                     `#[graph(name = \"{}\")]`",
                    cleared.ident, setter.wire
                ),
            );
        }
    }
}

/// No two members have one wire name.
pub(crate) fn members_differ(members: &[Member], errors: &mut Errors) {
    for (index, member) in members.iter().enumerate() {
        if let Some(twin) = members.iter().take(index).find(|other| other.wire == member.wire) {
            let message = format!("`{}` and `{}` are both `{}` on the wire", twin.ident, member.ident, member.wire);
            errors.at(twin.wire_span, &message);
            errors.at(member.wire_span, &message);
        }
    }
}

/// `#[graph(other)]` stands on `Name(String)`, without a wire name.
pub(crate) fn other_variant(variant: &Variant, name: Option<&LitStr>, errors: &mut Errors) {
    if let Some(name) = name {
        errors.at(name.span(), "the variant for undeclared members has no name on the wire");
    }
    let fits = matches!(&variant.fields, Fields::Unnamed(fields) if fields.unnamed.len() == 1);
    if !fits {
        let ident = &variant.ident;
        errors.at(ident.span(), format!("it keeps the member's text: write `{ident}(String)`"));
    }
}

/// The span of a part of a literal, where the compiler tells; else of the whole.
pub(crate) fn part_of(literal: &LitStr, place: &Range<usize>) -> Span {
    let token: Literal = literal.token();
    let text = token.to_string();
    // raw strings start with r, pounds and a quote; a part after an escape is not where it seems to be
    let start = text.find('"').map_or(0, |quote| quote + 1);
    if text.contains('\\') {
        return literal.span();
    }
    token.subspan(start + place.start..start + place.end).unwrap_or_else(|| literal.span())
}
