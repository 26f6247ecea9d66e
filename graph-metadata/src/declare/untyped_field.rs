//! Fields before their type is known.

use super::declaration::{FieldAccess, StructField};
use super::{docs, identifier};
use crate::model::Annotations;

/// Returns a writable field whose type is still empty.
pub(crate) fn untyped_field(
    name: String,
    wire_name: &str,
    annotations: &Annotations,
    default_doc: &str,
) -> StructField {
    StructField {
        is_renamed: identifier::is_renamed(&name, wire_name),
        name,
        wire_name: wire_name.to_owned(),
        ty: String::new(),
        access: FieldAccess::Writable,
        is_optional: false,
        is_on_request: false,
        docs: docs::lines(annotations, default_doc, docs::MEMBER_DOC_WIDTH),
    }
}
