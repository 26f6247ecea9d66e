use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};

use crate::model::{Access, DynamicProperties, Property, Resource, ResourcePath, Structure};
use crate::path::Part;

/// The facts of a structured type, for the macro in `graph-core` that writes the implementations around them:
///
/// ```text
/// __graph::structure! {
///     self User "{\"@odata.type\":\"#microsoft.graph.user\"" "#microsoft.graph.user" V1 false false
///     ["" "/users/{id}" [Literal "/users/" Segment "id"]]                     paths
///     []                                                                      permissions
///     [",\"id\":" ",\"name\":" ",\"colour\":"] [0] [] [] []                   names; key, read-only, never null, merged
///     [0 id 1 name]                                                           fields of well-known types
///     [2 colour [<Colour as __graph::Field>::value] [<Colour as __graph::Field>::value_mut]]
///     [User [id [String] name [String]] [colour [<Colour as __graph::Field>::BLANK]]]
///     [] [User]                                                               additional members, serde
/// }
/// ```
pub(super) fn expand(structure: &Structure, resource: Option<&Resource>) -> TokenStream {
    let Structure { ident, odata_type, properties, .. } = structure;
    let opening = if structure.tagged { format!("{{\"@odata.type\":\"{odata_type}\"") } else { String::from("{") };
    let version =
        Ident::new(if resource.is_some_and(|resource| resource.beta) { "Beta" } else { "V1" }, Span::call_site());
    let open = structure.dynamic_properties.is_some();
    let mut facts = Tokens::default();
    facts.ident(Ident::new("self", Span::call_site())).ident(ident.clone());
    facts.text(&opening).text(odata_type).ident(version).ident(truth(open)).ident(truth(structure.keeps));
    facts.list(|list| {
        for path in resource.into_iter().flat_map(|resource| &resource.paths) {
            template(list, path);
        }
    });
    facts.list(|list| {
        for permission in resource.into_iter().flat_map(|resource| &resource.permissions) {
            list.text(permission);
        }
    });
    facts.list(|list| {
        for property in properties {
            list.text(&format!(",\"{}\":", property.wire));
        }
    });
    indices(&mut facts, properties, |property| property.access == Access::Key);
    indices(&mut facts, properties, |property| property.access == Access::ReadOnly);
    indices(&mut facts, properties, |property| property.never_null);
    indices(&mut facts, properties, |property| property.merge);
    let enumerated = || properties.iter().enumerate();
    facts.list(|list| {
        for (index, property) in enumerated().filter(|(_, property)| property.is_well_known) {
            list.index(index).ident(property.ident.clone());
        }
    });
    facts.list(|list| {
        for (index, property) in enumerated().filter(|(_, property)| !property.is_well_known) {
            list.index(index).ident(property.ident.clone());
            list.stream(asked(property, "value")).stream(asked(property, "value_mut"));
        }
    });
    facts.list(|list| blank(list, structure));
    facts.list(|list| {
        if let Some(dynamic_properties) = &structure.dynamic_properties {
            list.ident(dynamic_properties.ident.clone());
        }
    });
    facts.list(|list| {
        if structure.shared.serde {
            list.ident(ident.clone());
        }
    });
    let facts = facts.into_stream();
    let checks = checks(structure, resource.is_some());
    quote! {
        __graph::structure! { #facts }
        #checks
    }
}

/// Makes sure that nothing is lost when a collection is sent back, because services replace it as a whole:
///
/// ```text
/// const _: () = __graph::structure::require(<Vec<Rule> as __graph::Field>::KEEPS, "..");
/// ```
fn checks(structure: &Structure, is_resource: bool) -> TokenStream {
    let keeps_itself = structure.dynamic_properties.is_some() && !is_resource;
    let checked = structure.properties.iter().filter(|property| match property.access {
        Access::Writable => !property.is_well_known,
        Access::Key => !property.is_well_known && !is_resource,
        // inside others, they are sent back as well
        Access::ReadOnly => !property.is_well_known && keeps_itself,
    });
    let (visible, hidden): (Vec<_>, Vec<_>) = checked.partition(|property| property.is_collection || keeps_itself);
    let visible = visible.into_iter().map(|property| {
        let Property { ident, span, type_name, .. } = property;
        let why = if property.is_collection {
            format!(
                "an update sends the collection `{ident}` as a whole, so its elements must keep the properties that they do \
                 not declare"
            )
        } else {
            format!(
                "`{}` keeps the properties that it does not declare, so the values of `{ident}` must keep theirs, too",
                structure.ident
            )
        };
        let message = format!(
            "{why}: add a field `#[graph(dynamic_properties)] rest: DynamicProperties` to `{type_name}` (to each alternative, if it is a \
             union), or write `undeclared = drop` in its declaration"
        );
        let keeps = asked(property, "KEEPS");
        quote_spanned!(*span=> const _: () = __graph::structure::require(#keeps, #message);)
    });
    let visible: TokenStream = visible.collect();
    if hidden.is_empty() {
        return visible;
    }
    // an alias can hide a collection; in one constant, because most of these types are enumerations and complex types
    let loses = hidden.iter().map(|property| asked(property, "LOSES"));
    let message = format!(
        "a property of `{}` is a collection under another name, which an update sends as a whole, so its elements must keep \
         the properties that they do not declare: add a field `#[graph(dynamic_properties)] rest: DynamicProperties` to their type, or write \
         `undeclared = drop` in its declaration",
        structure.ident
    );
    let span = structure.ident.span();
    quote_spanned!(span=> #visible const _: () = __graph::structure::require(!(#(#loses)||*), #message);)
}

fn truth(is: bool) -> Ident {
    word(if is { "true" } else { "false" })
}

/// What a blank value is made of. After a mistake in what the fields are, a constant that says so: see [`super::block`].
fn blank(list: &mut Tokens, structure: &Structure) {
    if !structure.is_whole {
        list.tokens(&quote!(!MISTAKEN));
        return;
    }
    list.ident(structure.ident.clone());
    list.list(|list| {
        for property in structure.properties.iter().filter(|property| property.is_well_known) {
            list.ident(property.ident.clone()).stream(property.ty.clone());
        }
    });
    list.list(|list| {
        for property in structure.properties.iter().filter(|property| !property.is_well_known) {
            list.ident(property.ident.clone()).stream(asked(property, "BLANK"));
        }
        if let Some(DynamicProperties { ident, .. }) = &structure.dynamic_properties {
            list.ident(ident.clone()).stream(quote!(__graph::DynamicProperties::new()));
        }
    });
}

fn indices(facts: &mut Tokens, properties: &[Property], is_meant: impl Fn(&Property) -> bool) {
    facts.list(|list| {
        for (index, _) in properties.iter().enumerate().filter(|(_, property)| is_meant(property)) {
            list.index(index);
        }
    });
}

/// `"name" "/path/{id}" [Literal "/path/" Segment "id"]`
pub(super) fn template(list: &mut Tokens, path: &ResourcePath) {
    list.text(&path.name).text(&path.text).list(|list| parts(list, path));
}

fn parts(list: &mut Tokens, path: &ResourcePath) {
    for part in &path.parts {
        let (kind, text) = match part {
            Part::Literal(text) => ("Literal", text),
            Part::Segment(name) => ("Segment", name),
            Part::Path(name) => ("Path", name),
            Part::Quoted(name) => ("Quoted", name),
            Part::Argument(name) => ("Argument", name),
        };
        list.ident(word(kind)).text(text);
    }
}

/// `<Colour as Field>::BLANK`: always the same words at the same place, so that the compiler drops all reports of a wrong type
/// but one.
pub(super) fn asked(property: &Property, item: &str) -> TokenStream {
    let Property { ty, span, .. } = property;
    let item = Ident::new(item, *span);
    quote_spanned!(*span=> <#ty as __graph::Field>::#item)
}

pub(super) fn word(text: &str) -> Ident {
    Ident::new(text, Span::call_site())
}

/// Tokens in the making: one stream, handed over once.
#[derive(Default)]
pub(super) struct Tokens(Vec<TokenTree>);

impl Tokens {
    pub(super) fn push(&mut self, token: TokenTree) -> &mut Self {
        self.0.push(token);
        self
    }

    pub(super) fn ident(&mut self, ident: Ident) -> &mut Self {
        self.push(ident.into())
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.push(Literal::string(text).into())
    }

    pub(super) fn index(&mut self, index: usize) -> &mut Self {
        self.push(Literal::usize_unsuffixed(index).into())
    }

    pub(super) fn tokens(&mut self, tokens: &impl ToTokens) -> &mut Self {
        self.0.extend(tokens.to_token_stream());
        self
    }

    /// `[..]` around a stream.
    pub(super) fn stream(&mut self, stream: TokenStream) -> &mut Self {
        self.push(Group::new(proc_macro2::Delimiter::Bracket, stream).into())
    }

    /// `[..]`
    pub(super) fn list(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        let mut list = Self::default();
        fill(&mut list);
        self.stream(list.into_stream())
    }

    /// `{..}`
    pub(super) fn braces(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        let mut list = Self::default();
        fill(&mut list);
        self.push(Group::new(proc_macro2::Delimiter::Brace, list.into_stream()).into())
    }

    pub(super) fn into_stream(self) -> TokenStream {
        self.0.into_iter().collect()
    }
}
