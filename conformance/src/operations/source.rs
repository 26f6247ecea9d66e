//! The source code of the generated crate: the declarations, and one function per record.

use std::fmt::Write as _;

use graph_metadata::declare::{Declaration, Declarations, NamedPath};

use super::closure::ClosureWriter;
use super::plan::{PlannedRead, ReadKind};
use super::record::{ParsedExpand, ParsedQuery};

/// Returns the source code of the program.
pub(super) fn program(modules: &[&str]) -> String {
    let mut text = String::from("#![allow(warnings, clippy::all, clippy::pedantic)]\n\n");
    for module in modules {
        _ = writeln!(text, "mod {module};");
    }
    text.push_str(
        "mod records;\n\nfn main() -> ::std::process::ExitCode {\n    ::graph_conformance::replay::records::main(records::RECORDS)\n}\n",
    );
    text
}

/// The functions of the records: the number of the record, and the source code.
#[derive(Default)]
pub(super) struct RecordFunctions(Vec<(usize, String)>);

impl RecordFunctions {
    /// Adds the function of a read.
    ///
    /// # Errors
    /// If a query option cannot be written as typed calls.
    pub(super) fn add_read(&mut self, read: &PlannedRead, declared: &Declarations) -> Result<(), String> {
        let module = format!("crate::{}", read.module);
        let is_collection = read.kind != ReadKind::Entity;
        let (ty, function) = addressed(declared, &read.type_name, &read.route.template, is_collection)?;
        let count = read.route.values.len();
        let values: Vec<String> = (0..count).map(|nth| format!("values[{nth}]")).collect();
        let target = format!("{module}::{ty}::{function}({})", values.join(", "));
        let mut writer = ClosureWriter { module: &module, declared, values: Vec::new() };
        let options = options(&mut writer, read)?;
        let mut text = String::new();
        for ((ty, json), nth) in writer.values.iter().zip(1..) {
            _ = writeln!(text, "    let value{nth} = literal::<{ty}>({json:?})?;");
        }
        let method = if read.kind == ReadKind::Entity { "get" } else { "list" };
        _ = writeln!(text, "    let operation = graph.{method}({target});");
        for option in options {
            _ = writeln!(text, "    let operation = operation.{option};");
        }
        if read.kind != ReadKind::Entity {
            text.push_str("    let operation = if input.is_checked { operation } else { operation.unchecked() };\n");
        }
        let is_partial = !read.query.select.is_empty();
        let read_function = match (read.kind, is_partial) {
            (ReadKind::Entity | ReadKind::Value, false) => "entity",
            (ReadKind::Entity | ReadKind::Value, true) => "partial_entity",
            (ReadKind::Page, false) => "first_page",
            (ReadKind::Page, true) => "partial_first_page",
            (ReadKind::Count, _) => "count",
        };
        _ = writeln!(text, "    Ok({read_function}(operation))");
        self.push(read.record, &text);
        Ok(())
    }

    /// Adds the function of a record with that body.
    pub(super) fn push(&mut self, record: usize, body: &str) {
        let text = format!(
            "\nfn replay_{record}(graph: &GraphClient, values: &[&str], input: &ReplayInput) -> Result<ReplayFuture, ReplayFailure> {{\n{body}}}\n"
        );
        self.0.push((record, text));
    }

    /// Returns whether the record has a function.
    pub(super) fn contains(&self, record: usize) -> bool {
        self.0.iter().any(|(own, _)| *own == record)
    }

    /// Removes the functions that contain one of the lines of the module, and returns their records and the messages.
    pub(super) fn remove(&mut self, lines: &[(usize, String)]) -> Vec<(usize, String)> {
        let mut removed = Vec::new();
        let mut end = HEADER.lines().count();
        self.0.retain(|(record, text)| {
            let start = end;
            end += text.lines().count();
            let message =
                lines.iter().find(|(line, _)| (start + 1..=end).contains(line)).map(|(_, message)| message.clone());
            removed.extend(message.iter().map(|message| (*record, message.clone())));
            message.is_none()
        });
        removed
    }

    /// Returns the source code of the module.
    pub(super) fn module(&self) -> String {
        let mut text = HEADER.to_owned();
        text.extend(self.0.iter().map(|(_, function)| function.as_str()));
        text.push_str("\npub const RECORDS: &[RecordEntry] = &[\n");
        for (number, _) in &self.0 {
            _ = writeln!(text, "    ({number}, replay_{number}),");
        }
        text.push_str("];\n");
        text
    }
}

/// The start of the module of the functions.
const HEADER: &str = "use ::graph_core::{Binary, Date, DateTimeOffset, Decimal, Duration, Flags, GraphClient, Guid, Nullable, QueryExt, \
                      TimeOfDay, Untyped, UntypedObject};\nuse ::graph_core::query::Search;\nuse ::graph_core::request::Prefer;\n\
                      use ::graph_conformance::replay::{calls::*, reads::*, records::*, writes::*};\n";

/// Returns the Rust type at a path, and the function that returns its address or collection.
pub(super) fn addressed(
    declared: &Declarations,
    type_name: &str,
    template: &str,
    is_collection: bool,
) -> Result<(String, String), String> {
    let found = declared.items.iter().find_map(|item| {
        let (name, found, paths) = match item {
            Declaration::Struct(item) => (&item.name, &item.type_name, &item.paths),
            Declaration::Union(item) => (&item.name, &item.type_name, &item.paths),
            Declaration::Enum(_) => return None,
        };
        let path = paths.iter().find(|path| found == type_name && path.template == template)?;
        Some((name.clone(), path))
    });
    let (name, NamedPath { name: path, .. }) =
        found.ok_or_else(|| format!("`{type_name}` is not declared at `{template}`"))?;
    let function = if is_collection { "collection" } else { "at" };
    let suffix = path.as_deref().map(|path| format!("_{}", path.trim_start_matches("r#"))).unwrap_or_default();
    Ok((name, format!("{function}{suffix}")))
}

/// Returns the calls of the options of a read.
fn options(writer: &mut ClosureWriter<'_>, read: &PlannedRead) -> Result<Vec<String>, String> {
    let ParsedQuery { filter, orderby, select, expand, search, top, skip, count } = &read.query;
    let mut calls = Vec::new();
    if read.kind != ReadKind::Count {
        calls.push(match select.as_slice() {
            [] => "select_all()".to_owned(),
            paths => format!("select({})", writer.select(&read.type_name, paths)?),
        });
    }
    if let Some(filter) = filter {
        calls.push(format!("filter({})", writer.filter(&read.type_name, filter)?));
    }
    for (key, direction) in orderby {
        calls.push(format!("order_by({})", writer.order(&read.type_name, key, direction)?));
    }
    for expand in expand {
        calls.extend(expand_call(writer, &read.type_name, expand)?);
    }
    let terms: Vec<String> = search.iter().map(|(_, text)| format!("Search::new({text:?})")).collect();
    if !terms.is_empty() {
        calls.push(format!("search({})", terms.join(" & ")));
    }
    calls.extend(top.map(|top| format!("page_size({top})")));
    calls.extend(skip.map(|skip| format!("skip({skip})")));
    if *count == Some(true) {
        calls.push("with_count()".to_owned());
    }
    Ok(calls)
}

/// Returns the call for the options of an expanded navigation property. Without options, its declaration is enough.
fn expand_call(
    writer: &mut ClosureWriter<'_>,
    type_name: &str,
    ParsedExpand { path, options }: &ParsedExpand,
) -> Result<Option<String>, String> {
    let name = path.first().map(String::as_str).unwrap_or_default();
    let (field, target) = writer.expanded(type_name, name)?;
    let mut calls = String::new();
    if let Some(filter) = &options.filter {
        _ = write!(calls, ".filter({})", writer.filter(&target, filter)?);
    }
    for (key, direction) in &options.orderby {
        _ = write!(calls, ".order_by({})", writer.order(&target, key, direction)?);
    }
    if let Some(top) = options.top {
        _ = write!(calls, ".top({top})");
    }
    Ok((!calls.is_empty()).then(|| format!("expand(|row| row.{}.expand(){calls})", field.name)))
}
