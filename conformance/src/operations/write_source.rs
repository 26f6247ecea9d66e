//! The functions of writes: the typed calls of builders and operations.

use std::fmt::Write as _;

use graph_metadata::declare::{Declaration, Declarations, StructDeclaration};

use super::source::{RecordFunctions, addressed};
use super::write_plan::{PlannedLink, PlannedWrite, WriteKind};
use crate::generate::setter_argument;

impl RecordFunctions {
    /// Adds the function of a write.
    ///
    /// # Errors
    /// If the type is not declared at the path, or if it has no setter for a member.
    pub(super) fn add_write(&mut self, write: &PlannedWrite, declared: &Declarations) -> Result<(), String> {
        let count = write.route.values.len();
        let is_collection = write.kind == WriteKind::Create;
        let (ty, function) = addressed(declared, &write.type_name, &write.route.template, is_collection)?;
        let address = format!("{ty}::{function}({})", values(0..count));
        let mut text = String::new();
        _ = writeln!(text, "    use crate::{}::*;", write.module);
        let operation = match write.kind {
            WriteKind::Create => {
                write_builder(&mut text, write, declared, "create")?;
                format!("created(graph.create({address}, builder)")
            }
            WriteKind::Replace => {
                write_builder(&mut text, write, declared, "create")?;
                format!("created(graph.replace({address}, builder)")
            }
            WriteKind::Update => {
                write_builder(&mut text, write, declared, "update")?;
                format!("updated(graph.update({address}, builder).even_if_empty()")
            }
            WriteKind::Delete => format!("deleted(graph.delete({address})"),
            WriteKind::Link | WriteKind::Unlink => {
                format!("linked(graph.{}", link_call(write, declared, &ty, &address)?)
            }
        };
        let mut operation = operation;
        match write.prefer.as_deref() {
            None => {}
            Some("return=representation") => operation.push_str(".prefer(Prefer::Representation)"),
            Some("return=minimal") => operation.push_str(".prefer(Prefer::Minimal)"),
            Some(other) => return Err(format!("the preference `{other}` has no typed call")),
        }
        if write.has_etag {
            operation.push_str(".if_match(input.etag()?)");
        }
        _ = writeln!(text, "    Ok({operation}))");
        self.push(write.record, &text);
        Ok(())
    }
}

fn values(range: std::ops::Range<usize>) -> String {
    range.map(|nth| format!("values[{nth}]")).collect::<Vec<_>>().join(", ")
}

/// Writes the builder with one setter per member.
fn write_builder(
    text: &mut String,
    write: &PlannedWrite,
    declared: &Declarations,
    function: &str,
) -> Result<(), String> {
    let item = struct_declaration(declared, &write.type_name)?;
    _ = writeln!(text, "    let builder = {}::{function}();", item.name);
    for member in &write.members {
        _ = writeln!(text, "    let value = input.member({member:?})?;");
        let field = item.fields.iter().find(|field| field.wire_name == *member);
        match (field, item.dynamic_properties.as_ref().filter(|_| item.is_open)) {
            (Some(field), _) => {
                _ = writeln!(text, "    let builder = builder.{}({});", field.name, setter_argument(field));
            }
            (None, Some(setter)) => {
                _ = writeln!(text, "    let builder = builder.{setter}({member:?}, value.untyped()?);");
            }
            (None, None) => return Err(format!("`{}` has no property `{member}`", item.name)),
        }
    }
    Ok(())
}

fn struct_declaration<'d>(declared: &'d Declarations, type_name: &str) -> Result<&'d StructDeclaration, String> {
    let found = declared.items.iter().find_map(|item| match item {
        Declaration::Struct(item) if item.type_name == type_name => Some(item),
        _ => None,
    });
    found.ok_or_else(|| format!("`{type_name}` is not declared as a struct"))
}

/// Returns the call that adds or removes a link, without the last parenthesis of the function around it.
fn link_call(write: &PlannedWrite, declared: &Declarations, ty: &str, address: &str) -> Result<String, String> {
    let PlannedLink { navigation, target } = write.link.as_ref().ok_or("the write has no link")?;
    let item = struct_declaration(declared, &write.type_name)?;
    let link = item.links.iter().find(|link| link.wire_name == *navigation);
    let link = link.ok_or_else(|| format!("`{ty}` has no link `{navigation}`"))?;
    let Some((target, route)) = target else {
        return Ok(format!("clear_link({address}, {ty}::{}())", link.name));
    };
    let (target, function) = addressed(declared, target, &route.template, false)?;
    let start = write.route.values.len();
    let target = format!("{target}::{function}({})", values(start..start + route.values.len()));
    let method = if write.kind == WriteKind::Link { "link" } else { "unlink" };
    Ok(format!("{method}({address}, {ty}::{}(), {target})", link.name))
}
