//! The source code of declarations. It is formatted like the output of rustfmt with default settings in edition 2024.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use super::declaration::{
    Declaration, Declarations, EnumDeclaration, EnumVariant, FieldAccess, LinkDeclaration, OperationDeclaration,
    ReturnDeclaration, StructDeclaration, StructField, UnionDeclaration,
};
use super::lints;
use super::options::NamedPath;

/// `max_width` and `attr_fn_like_width` of rustfmt.
const MAX_WIDTH: usize = 100;
const ATTRIBUTE_WIDTH: usize = 70;

impl fmt::Display for Declarations {
    /// Writes the source code.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&source_file(self))
    }
}

/// The names of `graph_core` that types of fields use.
const FIELD_TYPES: &[&str] = &[
    "DynamicProperties",
    "Binary",
    "Date",
    "DateTimeOffset",
    "Decimal",
    "Duration",
    "Flags",
    "Guid",
    "Nullable",
    "OnRequest",
    "TimeOfDay",
    "Untyped",
    "UntypedObject",
];

fn source_file(declarations: &Declarations) -> String {
    let mut text = String::new();
    let imports = imports(declarations);
    if !imports.is_empty() {
        text.push_str(&use_declaration(&imports));
    }
    for item in &declarations.items {
        if !text.is_empty() {
            text.push('\n');
        }
        match item {
            Declaration::Struct(item) => write_struct(&mut text, item),
            Declaration::Enum(item) => write_enum(&mut text, item),
            Declaration::Union(item) => write_union(&mut text, item),
        }
    }
    for item in &declarations.operations {
        text.push('\n');
        write_operation(&mut text, item);
    }
    text
}

fn imports(declarations: &Declarations) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    for item in &declarations.operations {
        found.insert(if item.is_function { "graph_function" } else { "graph_action" });
        let returned = match &item.returns {
            ReturnDeclaration::One(ty) | ReturnDeclaration::Many(ty) => Some(ty),
            ReturnDeclaration::Nothing | ReturnDeclaration::Stream => None,
        };
        for ty in item.parameters.iter().map(|field| &field.ty).chain(returned) {
            found.extend(imported(ty));
        }
    }
    for item in &declarations.items {
        match item {
            Declaration::Struct(item) => {
                found.insert(if item.paths.is_empty() { "graph_complex" } else { "graph_resource" });
                for field in &item.fields {
                    found.extend(imported(&field.ty));
                }
                if item.dynamic_properties.is_some() {
                    found.insert("DynamicProperties");
                }
            }
            Declaration::Enum(_) => {
                found.insert("graph_enum");
            }
            Declaration::Union(_) => {
                found.extend(["UntypedObject", "graph_union"]);
            }
        }
    }
    found
}

/// Returns the names of `graph_core` in a type.
fn imported(ty: &str) -> impl Iterator<Item = &'static str> {
    ty.split(['<', '>']).filter_map(|name| FIELD_TYPES.iter().find(|known| **known == name)).copied()
}

/// Upper-case names come first in edition 2024, as they do in a `BTreeSet`.
fn use_declaration(names: &BTreeSet<&'static str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    if let [name] = names.as_slice() {
        return format!("use graph_core::{name};\n");
    }
    let line = format!("use graph_core::{{{}}};\n", names.join(", "));
    if line.len() <= MAX_WIDTH + 1 {
        return line;
    }
    let mut text = "use graph_core::{\n".to_owned();
    let mut row = String::from("   ");
    for name in names {
        if row.len() + 1 + name.len() + 1 > MAX_WIDTH {
            text.push_str(&row);
            text.push('\n');
            row = String::from("   ");
        }
        let _ = write!(row, " {name},");
    }
    text + &row + "\n};\n"
}

fn write_docs(text: &mut String, indent: &str, lines: &[String]) {
    for line in lines {
        let space = if line.is_empty() { "" } else { " " };
        let _ = writeln!(text, "{indent}///{space}{line}");
    }
}

fn write_struct(text: &mut String, item: &StructDeclaration) {
    write_docs(text, "", &item.docs);
    write_attribute(
        text,
        if item.paths.is_empty() { "graph_complex" } else { "graph_resource" },
        &attribute_arguments(item),
    );
    let default = if item.has_default { ", Default" } else { "" };
    let _ = writeln!(text, "#[derive(Debug, Clone, PartialEq{default})]");
    write_allow(text, &lints::of_struct(item));
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

fn write_operation(text: &mut String, item: &OperationDeclaration) {
    write_docs(text, "", &item.docs);
    let mut arguments = vec![format!("name = \"{}\"", item.wire_name)];
    arguments.push(if item.is_on_collection { format!("on = [{}]", item.on) } else { format!("on = {}", item.on) });
    arguments.extend(match &item.returns {
        ReturnDeclaration::Nothing => None,
        ReturnDeclaration::One(ty) => Some(format!("returns = {ty}")),
        ReturnDeclaration::Many(ty) => Some(format!("returns = [{ty}]")),
        ReturnDeclaration::Stream => Some("returns = stream".to_owned()),
    });
    arguments.extend(item.is_destructive.then(|| "danger = destructive".to_owned()));
    write_attribute(text, if item.is_function { "graph_function" } else { "graph_action" }, &arguments);
    let is_empty = |ty: &str| ty.starts_with("Option<") || ty.starts_with("Nullable<") || ty.starts_with("Vec<");
    let default = if item.parameters.iter().all(|field| is_empty(&field.ty)) { ", Default" } else { "" };
    let _ = writeln!(text, "#[derive(Debug, Clone, PartialEq{default})]");
    write_allow(text, &lints::of_fields(&item.name, &item.parameters, None));
    if item.parameters.is_empty() {
        let _ = writeln!(text, "pub struct {};", item.name);
        return;
    }
    let _ = writeln!(text, "pub struct {} {{", item.name);
    for field in &item.parameters {
        write_field(text, field);
    }
    text.push_str("}\n");
}

fn write_allow(text: &mut String, lints: &[&str]) {
    if !lints.is_empty() {
        let _ = writeln!(text, "#[allow({})]", lints.join(", "));
    }
}

/// Returns the arguments of `#[graph_resource]` or `#[graph_complex]`.
fn attribute_arguments(item: &StructDeclaration) -> Vec<String> {
    let mut arguments = entity_arguments(&item.paths, &item.type_name, item.is_beta);
    if item.is_abstract {
        arguments.push("tag = never".to_owned());
    }
    if item.selects_all {
        arguments.push("select = all".to_owned());
    } else if item.dynamic_properties.is_some() && !item.paths.is_empty() {
        // the default of a type that stores undeclared properties would be `all`
        arguments.push("select = declared".to_owned());
    }
    if !item.links.is_empty() {
        arguments.push(links_argument(&item.links));
    }
    match item.bases.as_slice() {
        [] => {}
        [base] => arguments.push(format!("base = {base}")),
        bases => arguments.push(format!("base = [{}]", bases.join(", "))),
    }
    if let Some(update_name) = &item.update_name {
        arguments.push(format!("update = {update_name}"));
    }
    arguments
}

/// Returns the arguments that state paths, type and version.
fn entity_arguments(paths: &[NamedPath], type_name: &str, is_beta: bool) -> Vec<String> {
    let has_paths = !paths.is_empty();
    let mut arguments = Vec::new();
    let mut paths = paths.iter();
    if let Some(first) = paths.next() {
        arguments.push(format!("path = \"{}\"", first.template));
    }
    let further: Vec<&NamedPath> = paths.collect();
    if !further.is_empty() {
        let list =
            further.iter().map(|path| format!("{} = \"{}\"", path.name.as_deref().unwrap_or("also"), path.template));
        arguments.push(list_argument("paths", &list.collect::<Vec<_>>()));
    }
    arguments.push(format!("odata_type = \"#{type_name}\""));
    if is_beta && has_paths {
        arguments.push("version = \"beta\"".to_owned());
    }
    arguments
}

fn links_argument(links: &[LinkDeclaration]) -> String {
    let links =
        links.iter().map(
            |LinkDeclaration { name, target, is_collection, .. }| {
                if *is_collection { format!("{name} = [{target}]") } else { format!("{name} = {target}") }
            },
        );
    list_argument("links", &links.collect::<Vec<_>>())
}

/// Returns an argument with a list in parentheses, as it stands in the vertical list of arguments.
fn list_argument(name: &str, list: &[String]) -> String {
    let line = format!("{name}({})", list.join(", "));
    let fits = line.len() - name.len() - 2 <= ATTRIBUTE_WIDTH && line.len() + 5 <= MAX_WIDTH;
    if fits { line } else { format!("{name}(\n        {}\n    )", list.join(",\n        ")) }
}

fn write_attribute(text: &mut String, name: &str, arguments: &[String]) {
    let list = arguments.join(", ");
    // rustfmt does not apply `attr_fn_like_width` to a single argument
    let is_short = list.len() <= ATTRIBUTE_WIDTH || arguments.len() == 1;
    let fits = is_short && name.len() + list.len() + 5 <= MAX_WIDTH && !list.contains('\n');
    let _ = if fits {
        writeln!(text, "#[{name}({list})]")
    } else {
        writeln!(text, "#[{name}(\n    {}\n)]", arguments.join(",\n    "))
    };
}

fn write_field(text: &mut String, field: &StructField) {
    write_docs(text, "    ", &field.docs);
    let mut arguments: Vec<String> = Vec::new();
    match field.access {
        FieldAccess::Key => arguments.push("key".to_owned()),
        FieldAccess::ReadOnly => arguments.push("read_only".to_owned()),
        FieldAccess::CreateOnly => arguments.push("create_only".to_owned()),
        FieldAccess::Expanded => arguments.push("expand".to_owned()),
        FieldAccess::Writable => {}
    }
    arguments.extend(field.is_on_request.then(|| "on_request".to_owned()));
    arguments.extend(field.is_optional.then(|| "optional".to_owned()));
    arguments.extend(field.is_renamed.then(|| format!("name = \"{}\"", field.wire_name)));
    if !arguments.is_empty() {
        write_member_attribute(text, &arguments);
    }
    let line = format!("    pub {}: {},", field.name, field.ty);
    if line.len() <= MAX_WIDTH {
        text.push_str(&line);
        text.push('\n');
    } else {
        let _ = writeln!(text, "    pub {}:\n        {},", field.name, field.ty);
    }
}

fn write_member_attribute(text: &mut String, arguments: &[String]) {
    let list = arguments.join(", ");
    let fits = list.len() <= ATTRIBUTE_WIDTH || arguments.len() == 1 && list.len() + 14 <= MAX_WIDTH;
    let _ = if fits {
        writeln!(text, "    #[graph({list})]")
    } else {
        writeln!(text, "    #[graph(\n        {}\n    )]", arguments.join(",\n        "))
    };
}

fn write_enum(text: &mut String, item: &EnumDeclaration) {
    write_docs(text, "", &item.docs);
    text.push_str("#[graph_enum]\n#[derive(Debug, Clone, PartialEq, Eq, Hash)]\n");
    write_allow(text, &lints::of_enum(item));
    let _ = writeln!(text, "pub enum {} {{", item.name);
    for EnumVariant { name, wire_name, is_renamed, docs } in &item.variants {
        write_docs(text, "    ", docs);
        if *is_renamed {
            write_member_attribute(text, &[format!("name = \"{wire_name}\"")]);
        }
        let _ = writeln!(text, "    {name},");
    }
    text.push_str("    /// A member that is not declared, with its name on the wire.\n    #[graph(other)]\n");
    let _ = writeln!(text, "    {}(String),\n}}", item.other_variant);
}

fn write_union(text: &mut String, item: &UnionDeclaration) {
    write_docs(text, "", &item.docs);
    if item.paths.is_empty() {
        text.push_str("#[graph_union]\n");
    } else {
        write_attribute(text, "graph_union", &entity_arguments(&item.paths, &item.type_name, item.is_beta));
    }
    text.push_str("#[derive(Debug, Clone, PartialEq)]\n");
    let _ = writeln!(text, "pub enum {} {{", item.name);
    for variant in &item.variants {
        let kind = if variant.is_base { "base type" } else { "type" };
        let _ = writeln!(text, "    /// A value of the {kind} `{}`.", variant.type_name);
        if variant.is_base {
            text.push_str("    #[graph(base)]\n");
        }
        let name = &variant.name;
        let line = format!("    {name}(Box<{name}>),");
        if line.len() <= MAX_WIDTH {
            text.push_str(&line);
            text.push('\n');
        } else {
            let _ = writeln!(text, "    {name}(\n        Box<{name}>,\n    ),");
        }
    }
    text.push_str("    /// A value of a type that is not declared, with all its members.\n    #[graph(other)]\n");
    let _ = writeln!(text, "    {}(UntypedObject),\n}}", item.other_variant);
}
