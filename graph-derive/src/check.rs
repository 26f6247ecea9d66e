//! One function a rule.

use std::ops::Range;

use proc_macro2::{Ident, Literal, Span};
use quote::format_ident;
use syn::ext::IdentExt;
use syn::{Fields, Generics, LitStr, Type, Variant};

use crate::attr::{FieldArgs, StructureArgs};
use crate::errors::Errors;
use crate::model::{Access, Alternative, DynamicProperties, Member, Property};
use crate::names;
use crate::property_type;

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
pub(crate) fn odata_type(structure: &Ident, args: &StructureArgs, errors: &mut Errors) -> String {
    let Some(literal) = &args.odata_type else {
        let name = names::wire_name(structure);
        if args.lacks("odata_type") {
            errors.at(
                structure.span(),
                format!("a type needs its OData type: write `odata_type = \"#microsoft.graph.{name}\"`"),
            );
        }
        return format!("#microsoft.graph.{name}");
    };
    type_name(literal, errors)
}

/// The base type of a union with a path.
pub(crate) fn base_type(literal: Option<&LitStr>, errors: &mut Errors) -> String {
    literal.map_or_else(String::new, |literal| type_name(literal, errors))
}

fn type_name(literal: &LitStr, errors: &mut Errors) -> String {
    const EXAMPLE: &str = "an OData type is a namespace and a name, as in `\"#microsoft.graph.user\"`";
    let value = literal.value();
    let is_identifier =
        |part: &str| !part.is_empty() && !part.starts_with(|c: char| c.is_numeric()) && part.chars().all(is_word);
    match value.strip_prefix('#') {
        None if !value.is_empty() => {
            let full = if value.contains('.') { format!("#{value}") } else { format!("#microsoft.graph.{value}") };
            errors.at(literal.span(), format!("an OData type starts with `#` and its namespace: write `\"{full}\"`"));
        }
        None => errors.at(literal.span(), EXAMPLE),
        Some(name) if !name.contains('.') || !name.split('.').all(is_identifier) => {
            errors.at(literal.span(), EXAMPLE);
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

/// Names of permissions, which stand in a token between spaces.
pub(crate) fn permissions(literals: &[LitStr], errors: &mut Errors) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for literal in literals {
        let name = literal.value();
        if name.is_empty() || name.chars().any(|character| character.is_whitespace() || character == ',') {
            errors.at(literal.span(), "a permission is one name, for example `\"User.ReadWrite.All\"`");
        } else if names.contains(&name) {
            errors.at(literal.span(), format!("the permission `{name}` is given twice"));
        } else {
            names.push(name);
        }
    }
    names
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
    let mistake = if name.is_empty() {
        "the name on the wire is empty"
    } else if !names::is_wire_name(&name) {
        "a name on the wire has no white space, control characters, quotes or backslashes"
    } else if name == "@odata.type" {
        "`@odata.type` is no property: it comes from `odata_type = \"..\"`, and `tag = never` leaves it out"
    } else {
        return name;
    };
    errors.at(literal.span(), mistake);
    names::wire_name(ident)
}

/// The name that a field or variant has on the wire if it does not say.
pub(crate) fn default_wire_name(ident: &Ident, errors: &mut Errors) -> String {
    let name = names::wire_name(ident);
    if name.is_empty() {
        errors.at(ident.span(), format!("nothing of `{ident}` is left for the wire: write `#[graph(name = \"..\")]`"));
    }
    name
}

/// Null is one value.
pub(crate) fn one_option(ty: &Type, errors: &mut Errors) {
    let inner = |ty| property_type::option_inner(ty).or_else(|| property_type::nullable_inner(ty));
    if let Some(found) = inner(ty)
        && inner(found).is_some()
    {
        errors.push(syn::Error::new_spanned(found, "null is one value: write one `Option<_>` or `Nullable<_>`"));
    }
}

/// `#[graph(optional)]` stands on an option, and says nothing of null.
pub(crate) fn optional_fits(args: &FieldArgs, ty: &Type, errors: &mut Errors) {
    let Some(optional) = args.optional else { return };
    if property_type::option_inner(ty).is_none() {
        errors.push(syn::Error::new_spanned(ty, "a property that may be left out is an `Option<_>`"));
    }
    if args.nullable.is_some() {
        errors.at(optional, "a property is either `optional` or `nullable`: an optional one is never null");
    }
}

/// `#[graph(merge)]` is for complex values that an update sends.
pub(crate) fn merge_fits(args: &FieldArgs, ty: &Type, access: Access, is_resource: bool, errors: &mut Errors) {
    let Some(merge) = args.merge else { return };
    if !is_resource {
        errors.at(merge, "`merge` is for a property of a resource: what is inside its value is merged with it");
    } else if access != Access::Writable {
        errors.at(merge, "`merge` is for a property that an update sends, so not for a `key` or `read_only` one");
    } else if property_type::is_well_known(ty) || property_type::is_collection(ty) {
        errors
            .at(merge, "`merge` is for a property of a complex type: an update replaces every other value as a whole");
    }
}

/// `undeclared = drop` stands where nothing keeps undeclared properties.
pub(crate) fn drops_undeclared(
    given: Option<&Ident>,
    dynamic_properties: Option<&DynamicProperties>,
    errors: &mut Errors,
) -> bool {
    let Some(given) = given else { return false };
    if given != "drop" {
        errors.at(given.span(), "expected `drop`: a field `#[graph(dynamic_properties)]` keeps what is not declared");
    } else if let Some(field) = dynamic_properties {
        errors.at(given.span(), format!("`{}` keeps what is not declared: remove the field or this", field.ident));
    }
    true
}

/// `#[graph(dynamic_properties)]` stands for no property, so nothing else is said of it.
pub(crate) fn dynamic_properties_alone(args: &FieldArgs, errors: &mut Errors) {
    let others =
        [args.key, args.read_only, args.nullable, args.optional, args.merge, args.name.as_ref().map(LitStr::span)];
    for other in others.into_iter().flatten() {
        errors
            .at(other, "`dynamic_properties` is for members that are not declared, of which nothing else can be said");
    }
}

/// The name of the update.
pub(crate) fn update_name(resource: &Ident, given: Option<&Ident>, errors: &mut Errors) -> Ident {
    let default = format_ident!("{}Update", resource.unraw());
    match given {
        Some(given) if given == resource => {
            errors.at(given.span(), format!("the update needs a name of its own, such as `{default}`"));
            default
        }
        Some(given) => given.clone(),
        None => default,
    }
}

/// No two properties have one wire name.
pub(crate) fn names_differ(properties: &[Property], errors: &mut Errors) {
    for property in properties {
        let twin = properties.iter().find(|other| other.wire == property.wire && other.ident != property.ident);
        if let Some(twin) = twin.filter(|_| !property.wire.is_empty()) {
            let message = format!(
                "`{}` is `{}` on the wire, as `{}` is: give one of them `#[graph(name = \"..\")]`",
                property.ident, property.wire, twin.ident
            );
            errors.at(property.wire_span, message);
        }
    }
}

/// No setter has the name of a clearer.
pub(crate) fn methods_differ(
    properties: &mut [Property],
    dynamic_properties: Option<&DynamicProperties>,
    errors: &mut Errors,
) {
    let mut setters: Vec<_> = properties
        .iter()
        .filter(|property| property.access == Access::Writable)
        .map(|property| (property.ident.clone(), Some(property.wire.clone())))
        .collect();
    setters.extend(dynamic_properties.map(|field| (field.ident.clone(), None)));
    for cleared in properties.iter_mut().filter(|property| property.access == Access::Writable) {
        let Some(clear) = &cleared.clear else { continue };
        if let Some((setter, wire)) = setters.iter().find(|(setter, _)| setter.unraw() == *clear) {
            let name = wire.as_ref().map_or_else(String::new, |wire| format!(" and `#[graph(name = \"{wire}\")]`"));
            let message =
                format!("`{clear}` is the method that clears `{}`: give this field another name{name}", cleared.ident);
            errors.at(setter.span(), message);
            cleared.clear = None;
        }
    }
}

/// No two members have one wire name.
pub(crate) fn members_differ(members: &[Member], errors: &mut Errors) {
    for member in members {
        let twin = members.iter().find(|other| other.wire == member.wire && other.ident != member.ident);
        if let Some(twin) = twin.filter(|_| !member.wire.is_empty()) {
            let message = format!(
                "`{}` is `{}` on the wire, as `{}` is: give one of them `#[graph(name = \"..\")]`",
                member.ident, member.wire, twin.ident
            );
            errors.at(member.wire_span, message);
        }
    }
}

/// `#[graph(other)]` stands on `Name(String)`, without a wire name.
pub(crate) fn other_variant(variant: &Variant, name: Option<&LitStr>, errors: &mut Errors) {
    if let Some(name) = name {
        errors.at(name.span(), "the variant for undeclared members has no name on the wire");
    }
    let message = format!("it keeps the text of the member: write `{}(String)`", variant.ident);
    match &variant.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            for field in fields.unnamed.iter().filter(|field| !property_type::is_string(&field.ty)) {
                errors.push(syn::Error::new_spanned(&field.ty, &message));
            }
        }
        _ => errors.at(variant.ident.span(), message),
    }
}

/// No two alternatives of a union hold one type.
pub(crate) fn alternatives_differ(alternatives: &mut Vec<Alternative>, errors: &mut Errors) {
    let types: Vec<_> = alternatives.iter().map(|alternative| alternative.ty.to_string()).collect();
    let mut known = Vec::new();
    let mut numbers = 0..;
    alternatives.retain(|alternative| {
        let ty = numbers.next().and_then(|number: usize| types.get(number));
        if types.iter().filter(|other| Some(*other) == ty).count() > 1 {
            errors.at(alternative.span, "two alternatives hold this type: each holds one of its own");
        }
        let is_new = !known.contains(&ty);
        known.push(ty);
        is_new
    });
}

/// `#[graph(other)]` of a union keeps objects whole.
pub(crate) fn keeps_objects(ty: &Type, errors: &mut Errors) {
    if !property_type::is_named(ty, "UntypedObject") {
        errors.push(syn::Error::new_spanned(ty, "it keeps the whole object: write `graph_core::UntypedObject`"));
    }
}

/// `#[graph(dynamic_properties)]` stands on an `DynamicProperties`.
pub(crate) fn is_dynamic_properties(ty: &Type, errors: &mut Errors) -> bool {
    let fits = property_type::is_named(ty, "DynamicProperties");
    if !fits {
        let message = "members that are not declared are kept by `graph_core::DynamicProperties`: write this type";
        errors.push(syn::Error::new_spanned(ty, message));
    }
    fits
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
