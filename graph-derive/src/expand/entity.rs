use super::tokens::Tokens;
use crate::model::{EntityModel, PathModel};
use crate::path_template::Part;

/// The lists about an entity in the descriptor of its type; empty for a type without an address of its own:
///
/// ```text
/// version V1
/// paths ["" "/users/{id}" [Literal "/users/" Segment "id"]]
/// permissions ["User.ReadWrite.All"]
/// ```
pub(super) fn descriptor(tokens: &mut Tokens, entity: Option<&EntityModel>) {
    let is_beta = entity.is_some_and(|entity| entity.is_beta);
    tokens.label("version").label(if is_beta { "Beta" } else { "V1" });
    tokens.list("paths", |list| {
        for path in entity.into_iter().flat_map(|entity| &entity.paths) {
            template(list, path);
        }
    });
    tokens.list("permissions", |list| {
        for permission in entity.into_iter().flat_map(|entity| &entity.permissions) {
            list.text(permission);
        }
    });
}

fn template(list: &mut Tokens, path: &PathModel) {
    let mut parts = Tokens::default();
    for part in &path.template.parts {
        let (kind, text) = match part {
            Part::Literal(text) => ("Literal", text),
            Part::Segment(name) => ("Segment", name),
            Part::Path(name) => ("Path", name),
            Part::Quoted(name) => ("Quoted", name),
            Part::Argument(name) => ("Argument", name),
        };
        parts.label(kind).text(text);
    }
    list.text(&path.name).text(&path.literal.value()).brackets(parts.into_stream());
}

/// The functions that make addresses:
///
/// ```text
/// addresses [0 at(user_id) "The address `/users/{userId}`."]
/// ```
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
}
