use proc_macro2::TokenStream;

use super::tokens::Tokens;
use crate::model::{CollectionModel, EntityModel, PathModel};
use crate::path_template::Part;

/// The lists about an entity in the descriptor of its type; empty for a type without an address of its own:
///
/// ```text
/// version V1
/// paths ["" "/users/{id}" [Literal "/users/" Segment "id"]]
/// collections []
/// permissions ["User.ReadWrite.All"]
/// selects_all false
/// ```
pub(super) fn descriptor(tokens: &mut Tokens, entity: Option<&EntityModel>) {
    let is_beta = entity.is_some_and(|entity| entity.is_beta);
    tokens.label("version").label(if is_beta { "Beta" } else { "V1" });
    tokens.list("paths", |list| {
        for path in entity.into_iter().flat_map(|entity| &entity.paths) {
            template(list, path);
        }
    });
    tokens.list("collections", |list| {
        if let Some((literal, template)) = entity.and_then(|entity| entity.collection.as_ref()) {
            list.text(&literal.value()).brackets(parts(&template.parts));
        }
    });
    tokens.list("permissions", |list| {
        for permission in entity.into_iter().flat_map(|entity| &entity.permissions) {
            list.text(permission);
        }
    });
    tokens.flag("selects_all", entity.is_some_and(|entity| entity.selects_all));
}

fn template(list: &mut Tokens, path: &PathModel) {
    list.text(&path.name).text(&path.literal.value()).brackets(parts(&path.template.parts));
}

fn parts(parts: &[Part]) -> TokenStream {
    let mut tokens = Tokens::default();
    for part in parts {
        let (kind, text) = match part {
            Part::Literal(text) => ("Literal", text),
            Part::Segment(name) => ("Segment", name),
            Part::Path(name) => ("Path", name),
            Part::Quoted(name) => ("Quoted", name),
            Part::Argument(name) => ("Argument", name),
        };
        tokens.label(kind).text(text);
    }
    tokens.into_stream()
}

/// The functions that return addresses and collections:
///
/// ```text
/// addresses [0 at(user_id) "Returns the address `/users/{userId}`."]
/// collections [0 collection() "Returns the collection `/users`."]
/// singleton []
/// ```
///
/// A singleton has a function `collection` of another type, whose name and documentation explain the compiler's error.
pub(super) fn addresses(tokens: &mut Tokens, entity: &EntityModel) {
    tokens.list("addresses", |list| {
        for (number, path) in entity.paths.iter().enumerate() {
            let mut arguments = Tokens::default();
            for argument in &path.arguments {
                arguments.ident(argument);
            }
            list.index(number).ident(&path.method).parentheses(arguments.into_stream());
            list.text(&format!("Returns the address `{}`.", path.literal.value()));
        }
    });
    tokens.list("collections", |list| {
        for CollectionModel { number, method, arguments, text } in &entity.collections {
            let mut names = Tokens::default();
            for argument in arguments {
                names.ident(argument);
            }
            list.index(*number).ident(method).parentheses(names.into_stream());
            list.text(&format!("Returns the collection `{text}`."));
        }
    });
    tokens.list("singleton", |list| {
        if let Some(path) = entity.paths.first().filter(|path| path.name.is_empty())
            && entity.collections.iter().all(|collection| collection.method != "collection")
        {
            let path = path.literal.value();
            list.label("collection").text(&format!(
                "`{path}` does not end with a placeholder, so it is not in a collection: write `collection = \"..\"` if it is."
            ));
        }
    });
}
