//! Source text as rustfmt leaves it with its default settings.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::lints;
use super::{Access, Declaration, Declarations, Enumeration, Field, Member, NamedPath, Struct, Union};

/// `max_width` and `attr_fn_like_width` of rustfmt.
const WIDTH: usize = 100;
const ATTRIBUTE: usize = 70;

/// Names of `graph_core` that types of fields use.
const IMPORTED: &[&str] = &[
    "DynamicProperties",
    "Binary",
    "Date",
    "DateTimeOffset",
    "Decimal",
    "Duration",
    "Flags",
    "Guid",
    "Nullable",
    "TimeOfDay",
    "Untyped",
    "UntypedObject",
];

/// The text of a file.
pub(crate) fn file(declarations: &Declarations) -> String {
    let mut text = String::new();
    let imports = imports(&declarations.items);
    if !imports.is_empty() {
        text.push_str(&use_line(&imports));
    }
    for item in &declarations.items {
        if !text.is_empty() {
            text.push('\n');
        }
        match item {
            Declaration::Struct(item) => structure(&mut text, item),
            Declaration::Enumeration(item) => enumeration(&mut text, item),
            Declaration::Union(item) => union(&mut text, item),
        }
    }
    text
}

fn imports(items: &[Declaration]) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for item in items {
        match item {
            Declaration::Struct(item) => {
                found.insert(if item.paths.is_empty() { "graph_complex" } else { "graph_resource" });
                for field in &item.fields {
                    let words = field.ty.split(['<', '>']);
                    found.extend(words.filter_map(|word| IMPORTED.iter().find(|name| **name == word)).copied());
                }
                if item.dynamic_properties.is_some() {
                    found.insert("DynamicProperties");
                }
            }
            Declaration::Enumeration(_) => {
                found.insert("graph_enum");
            }
            Declaration::Union(_) => {
                found.extend(["UntypedObject", "graph_union"]);
            }
        }
    }
    found
}

/// Capitals come first in edition 2024, as they do in a `BTreeSet`.
fn use_line(names: &BTreeSet<&'static str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    if let [name] = names.as_slice() {
        return format!("use graph_core::{name};\n");
    }
    let line = format!("use graph_core::{{{}}};\n", names.join(", "));
    if line.len() <= WIDTH + 1 {
        return line;
    }
    let mut text = "use graph_core::{\n".to_owned();
    let mut row = String::from("   ");
    for name in names {
        if row.len() + 1 + name.len() + 1 > WIDTH {
            text.push_str(&row);
            text.push('\n');
            row = String::from("   ");
        }
        let _ = write!(row, " {name},");
    }
    text + &row + "\n};\n"
}

fn docs(text: &mut String, indent: &str, lines: &[String]) {
    for line in lines {
        let space = if line.is_empty() { "" } else { " " };
        let _ = writeln!(text, "{indent}///{space}{line}");
    }
}

fn structure(text: &mut String, item: &Struct) {
    docs(text, "", &item.docs);
    attribute(text, if item.paths.is_empty() { "graph_complex" } else { "graph_resource" }, &arguments(item));
    let default = if item.has_default { ", Default" } else { "" };
    let _ = writeln!(text, "#[derive(Debug, Clone, PartialEq{default})]");
    allow(text, &lints::of_struct(item));
    if item.fields.is_empty() && item.dynamic_properties.is_none() {
        let _ = writeln!(text, "pub struct {} {{}}", item.name);
        return;
    }
    let _ = writeln!(text, "pub struct {} {{", item.name);
    for field in &item.fields {
        write_field(text, field);
    }
    if let Some(dynamic_properties) = &item.dynamic_properties {
        text.push_str("    /// Properties that are not declared.\n    #[graph(dynamic_properties)]\n");
        let _ = writeln!(text, "    pub {dynamic_properties}: DynamicProperties,");
    }
    text.push_str("}\n");
}

fn allow(text: &mut String, lints: &[&str]) {
    if !lints.is_empty() {
        let _ = writeln!(text, "#[allow({})]", lints.join(", "));
    }
}

/// The arguments of `#[graph_resource]` or `#[graph_complex]`.
fn arguments(item: &Struct) -> Vec<String> {
    let mut arguments = Vec::new();
    let mut paths = item.paths.iter();
    if let Some(first) = paths.next() {
        arguments.push(format!("path = \"{}\"", first.template));
    }
    let further: Vec<&NamedPath> = paths.collect();
    if !further.is_empty() {
        let list =
            further.iter().map(|path| format!("{} = \"{}\"", path.name.as_deref().unwrap_or("also"), path.template));
        let list: Vec<String> = list.collect();
        let line = format!("paths({})", list.join(", "));
        // within the vertical list of the attribute
        let fits = line.len() - "paths()".len() <= ATTRIBUTE && line.len() + 5 <= WIDTH;
        arguments.push(if fits { line } else { format!("paths(\n        {}\n    )", list.join(",\n        ")) });
    }
    arguments.push(format!("odata_type = \"#{}\"", item.type_name));
    if item.is_beta && !item.paths.is_empty() {
        arguments.push("version = \"beta\"".to_owned());
    }
    if item.is_abstract {
        arguments.push("tag = never".to_owned());
    }
    if let Some(update) = &item.update {
        arguments.push(format!("update = {update}"));
    }
    arguments
}

fn attribute(text: &mut String, name: &str, arguments: &[String]) {
    let list = arguments.join(", ");
    // rustfmt lets a single argument be longer
    let is_short = list.len() <= ATTRIBUTE || arguments.len() == 1;
    let fits = is_short && name.len() + list.len() + 5 <= WIDTH && !list.contains('\n');
    let _ = if fits {
        writeln!(text, "#[{name}({list})]")
    } else {
        writeln!(text, "#[{name}(\n    {}\n)]", arguments.join(",\n    "))
    };
}

fn write_field(text: &mut String, field: &Field) {
    docs(text, "    ", &field.docs);
    let mut words: Vec<String> = Vec::new();
    match field.access {
        Access::Key => words.push("key".to_owned()),
        Access::ReadOnly => words.push("read_only".to_owned()),
        Access::Writable => {}
    }
    words.extend(field.is_optional.then(|| "optional".to_owned()));
    words.extend(field.is_renamed.then(|| format!("name = \"{}\"", field.wire)));
    if !words.is_empty() {
        member_attribute(text, &words);
    }
    let line = format!("    pub {}: {},", field.name, field.ty);
    if line.len() <= WIDTH {
        text.push_str(&line);
        text.push('\n');
    } else {
        let _ = writeln!(text, "    pub {}:\n        {},", field.name, field.ty);
    }
}

fn member_attribute(text: &mut String, words: &[String]) {
    let list = words.join(", ");
    let fits = list.len() <= ATTRIBUTE || words.len() == 1 && list.len() + 14 <= WIDTH;
    let _ = if fits {
        writeln!(text, "    #[graph({list})]")
    } else {
        writeln!(text, "    #[graph(\n        {}\n    )]", words.join(",\n        "))
    };
}

fn enumeration(text: &mut String, item: &Enumeration) {
    docs(text, "", &item.docs);
    text.push_str("#[graph_enum]\n#[derive(Debug, Clone, PartialEq, Eq, Hash)]\n");
    allow(text, &lints::of_enumeration(item));
    let _ = writeln!(text, "pub enum {} {{", item.name);
    for Member { name, wire, is_renamed, docs: lines } in &item.members {
        docs(text, "    ", lines);
        if *is_renamed {
            member_attribute(text, &[format!("name = \"{wire}\"")]);
        }
        let _ = writeln!(text, "    {name},");
    }
    text.push_str("    /// A member that is not declared here, as it is on the wire.\n    #[graph(other)]\n");
    let _ = writeln!(text, "    {}(String),\n}}", item.other);
}

fn union(text: &mut String, item: &Union) {
    docs(text, "", &item.docs);
    text.push_str("#[graph_union]\n#[derive(Debug, Clone, PartialEq)]\n");
    let _ = writeln!(text, "pub enum {} {{", item.name);
    for variant in &item.variants {
        let _ = writeln!(text, "    /// `{}`{}.", variant.type_name, if variant.is_base { " itself" } else { "" });
        if variant.is_base {
            text.push_str("    #[graph(base)]\n");
        }
        let name = &variant.name;
        let line = format!("    {name}(Box<{name}>),");
        if line.len() <= WIDTH {
            text.push_str(&line);
            text.push('\n');
        } else {
            let _ = writeln!(text, "    {name}(\n        Box<{name}>,\n    ),");
        }
    }
    text.push_str("    /// A type that is not declared here, kept whole.\n    #[graph(other)]\n");
    let _ = writeln!(text, "    {}(UntypedObject),\n}}", item.other);
}
