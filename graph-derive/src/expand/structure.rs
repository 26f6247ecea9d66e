use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

use super::entity;
use super::tokens::Tokens;
use crate::attr::Tag;
use crate::errors::Errors;
use crate::model::{PropertyModel, PropertyRole, ResourceModel, StructModel};

/// ```text
/// __graph::structure! {
///     struct User
///     opening "{\"@odata.type\":\"#microsoft.graph.user\""
///     odata_type "#microsoft.graph.user"
///     open false
///     keeps_undeclared false
///     version V1 paths [..] collections [..] permissions [..] selects_all false
///     members [",\"id\":" ",\"name\":" ",\"colour\":"]
///     keys [0] read_only [] never_null [] merge [] expanded [] on_request [] create_only [] links []
///     fields [0 id 1 name]
///     checked_fields [2 colour [<Colour as __graph::Field>::value] [<Colour as __graph::Field>::value_mut]]
///     dynamic_field []
///     blank User [id [String] name [String]] checked_blank [colour [<Colour as __graph::Field>::BLANK]]
/// }
/// ```
///
/// `fields` have well-known types. `checked_fields` have others, which the compiler checks. The last line is `invalid_blank
/// INVALID_BLANK` if an error leaves nothing to build a blank value from.
pub(super) fn expand(model: &StructModel, resource: Option<&ResourceModel>, errors: &Errors) -> TokenStream {
    let entity = resource.map(|resource| &resource.entity);
    let links = resource.map_or(&[][..], |resource| &resource.links);
    let StructModel { ident, odata_type, properties, dynamic_field, .. } = model;
    let mut tokens = Tokens::default();
    let opening = match model.tag {
        Tag::Always => format!("{{\"@odata.type\":\"{odata_type}\""),
        Tag::Never => String::from("{"),
    };
    tokens.label("struct").ident(ident);
    tokens.label("opening").text(&opening);
    tokens.label("odata_type").text(odata_type);
    tokens.flag("open", dynamic_field.is_some());
    // after an error, no further ones are reported where the type is used
    tokens.flag("keeps_undeclared", model.keeps_undeclared || !errors.is_empty());
    entity::descriptor(&mut tokens, entity);
    tokens.list("members", |list| {
        for property in properties {
            list.text(&format!(",\"{}\":", property.wire));
        }
    });
    indices(&mut tokens, "keys", properties, |property| property.role == PropertyRole::Key);
    indices(&mut tokens, "read_only", properties, |property| property.role == PropertyRole::ReadOnly);
    indices(&mut tokens, "never_null", properties, |property| property.never_null);
    indices(&mut tokens, "merge", properties, |property| property.merge);
    indices(&mut tokens, "expanded", properties, |property| property.is_expanded);
    indices(&mut tokens, "on_request", properties, |property| property.is_on_request);
    indices(&mut tokens, "create_only", properties, |property| property.is_create_only);
    tokens.list("links", |list| {
        for link in links {
            list.text(&link.wire).label(if link.is_collection { "true" } else { "false" });
        }
    });
    let well_known = || properties.iter().enumerate().filter(|(_, property)| property.is_well_known);
    let checked = || properties.iter().enumerate().filter(|(_, property)| !property.is_well_known);
    tokens.list("fields", |list| {
        for (index, property) in well_known() {
            list.index(index).ident(&property.ident);
        }
    });
    tokens.list("checked_fields", |list| {
        for (index, property) in checked() {
            list.index(index).ident(&property.ident);
            list.brackets(of_field(property, "value")).brackets(of_field(property, "value_mut"));
        }
    });
    tokens.list("dynamic_field", |list| {
        if let Some(field) = dynamic_field {
            list.ident(&field.ident);
        }
    });
    if model.is_complete {
        tokens.label("blank").ident(ident).brackets({
            let mut list = Tokens::default();
            for (_, property) in well_known() {
                list.ident(&property.ident).brackets(property.ty.clone());
            }
            list.into_stream()
        });
        tokens.list("checked_blank", |list| {
            for (_, property) in checked() {
                list.ident(&property.ident).brackets(of_field(property, "BLANK"));
            }
            if let Some(field) = dynamic_field {
                list.ident(&field.ident).brackets(quote!(__graph::DynamicProperties::new()));
            }
        });
    } else {
        tokens.label("invalid_blank").label("INVALID_BLANK");
    }
    let tokens = tokens.into_stream();
    let checks = collection_checks(model, entity.is_some());
    quote! {
        __graph::structure! { #tokens }
        #checks
    }
}

fn indices(tokens: &mut Tokens, label: &str, properties: &[PropertyModel], is_listed: impl Fn(&PropertyModel) -> bool) {
    tokens.list(label, |list| {
        for (index, _) in properties.iter().enumerate().filter(|(_, property)| is_listed(property)) {
            list.index(index);
        }
    });
}

/// `<Colour as Field>::BLANK`: always the same tokens with the same span, so that the compiler reports a wrong type once.
pub(super) fn of_field(property: &PropertyModel, item: &str) -> TokenStream {
    let PropertyModel { ty, span, .. } = property;
    let item = Ident::new(item, *span);
    quote_spanned!(*span=> <#ty as __graph::Field>::#item)
}

/// Makes sure that nothing is lost when a collection is sent back, because services replace it as a whole:
///
/// ```text
/// const _: () = __graph::structure::require(<Vec<Rule> as __graph::Field>::KEEPS_UNDECLARED, "..");
/// ```
fn collection_checks(model: &StructModel, is_resource: bool) -> TokenStream {
    let is_open = model.dynamic_field.is_some() && !is_resource;
    let checked = model.properties.iter().filter(|property| match property.role {
        PropertyRole::Writable | PropertyRole::CreateOnly => !property.is_well_known,
        PropertyRole::Key => !property.is_well_known && !is_resource,
        // a caller builds it, and nothing that was read is replaced
        PropertyRole::Parameter => false,
        // as part of another value, they are sent back as well
        PropertyRole::ReadOnly => !property.is_well_known && is_open,
    });
    let (shown, hidden): (Vec<_>, Vec<_>) = checked.partition(|property| property.is_collection || is_open);
    let shown = shown.into_iter().map(|property| {
        let PropertyModel { ident, span, type_name, .. } = property;
        let why = if property.is_collection {
            format!("an update replaces the collection `{ident}`, so its elements must keep their undeclared properties")
        } else {
            format!(
                "`{}` keeps its undeclared properties, so the values of `{ident}` must keep theirs",
                model.ident
            )
        };
        let message = format!(
            "{why}: add the field `#[graph(dynamic_properties)] rest: DynamicProperties` to `{type_name}` (to each alternative, if \
             it is a union), or write `undeclared = drop` in its declaration"
        );
        let keeps = of_field(property, "KEEPS_UNDECLARED");
        quote_spanned!(*span=> const _: () = __graph::structure::require(#keeps, #message);)
    });
    let shown: TokenStream = shown.collect();
    if hidden.is_empty() {
        return shown;
    }
    // an alias can hide a collection; in one constant, because most of these types are enumerations and complex types
    let loses = hidden.iter().map(|property| of_field(property, "LOSES_UNDECLARED"));
    let message = format!(
        "a property of `{}` is a collection behind a type alias, which an update replaces, so its elements must keep their \
         undeclared properties: add the field `#[graph(dynamic_properties)] rest: DynamicProperties` to their type, or write \
         `undeclared = drop` in its declaration",
        model.ident
    );
    let span = model.ident.span();
    quote_spanned!(span=> #shown const _: () = __graph::structure::require(!(#(#loses)||*), #message);)
}
