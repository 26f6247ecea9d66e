//! The same declarations as plain types with serde's derives.

use std::fmt::Write as _;

use graph_metadata::declare::{Declaration, Declarations, EnumDeclaration, StructDeclaration, UnionDeclaration};

/// Returns the source code of a library.
pub(crate) fn library(declarations: &Declarations) -> String {
    let mut text = String::from(
        "#![allow(unused_imports)]\nuse graph_core::{Binary, Date, DateTimeOffset, Decimal, Duration, Nullable, TimeOfDay, \
         UntypedObject};\nuse serde::{Deserialize, Serialize};\nuse serde_json::Value as Untyped;\nuse std::collections::BTreeMap;\n\
         use uuid::Uuid as Guid;\n\n/// A combination of members.\npub type Flags<T> = Vec<T>;\n",
    );
    for item in &declarations.items {
        match item {
            Declaration::Struct(item) => write_struct(&mut text, item),
            Declaration::Enum(item) => write_enum(&mut text, item),
            Declaration::Union(item) => write_union(&mut text, item),
        }
    }
    text
}

fn write_docs(text: &mut String, indent: &str, lines: &[String]) {
    for line in lines {
        _ = writeln!(text, "{indent}/// {line}");
    }
}

fn write_struct(text: &mut String, item: &StructDeclaration) {
    text.push('\n');
    write_docs(text, "", &item.docs);
    _ = writeln!(
        text,
        "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\")]"
    );
    _ = writeln!(text, "pub struct {} {{", item.name);
    for field in &item.fields {
        write_docs(text, "    ", &field.docs);
        let mut arguments = Vec::new();
        if field.is_renamed {
            arguments.push(format!("rename = \"{}\"", field.wire_name));
        }
        if field.ty.starts_with("Option<") {
            arguments.push("skip_serializing_if = \"Option::is_none\"".to_owned());
        }
        if !arguments.is_empty() {
            _ = writeln!(text, "    #[serde({})]", arguments.join(", "));
        }
        _ = writeln!(text, "    pub {}: {},", field.name, field.ty);
    }
    if let Some(dynamic_properties) = &item.dynamic_properties {
        _ = writeln!(
            text,
            "    /// Properties that are not declared.\n    #[serde(flatten)]\n    pub {dynamic_properties}: BTreeMap<String, Untyped>,"
        );
    }
    text.push_str("}\n");
}

fn write_enum(text: &mut String, item: &EnumDeclaration) {
    text.push('\n');
    write_docs(text, "", &item.docs);
    text.push_str(
        "#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\")]\n",
    );
    _ = writeln!(text, "pub enum {} {{", item.name);
    for variant in &item.variants {
        write_docs(text, "    ", &variant.docs);
        if variant.is_renamed {
            _ = writeln!(text, "    #[serde(rename = \"{}\")]", variant.wire_name);
        }
        _ = writeln!(text, "    {},", variant.name);
    }
    _ = writeln!(
        text,
        "    /// A member that is not declared.\n    #[serde(untagged)]\n    {}(String),\n}}",
        item.other_variant
    );
}

fn write_union(text: &mut String, item: &UnionDeclaration) {
    text.push('\n');
    write_docs(text, "", &item.docs);
    text.push_str("#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n#[serde(tag = \"@odata.type\")]\n");
    _ = writeln!(text, "pub enum {} {{", item.name);
    for variant in &item.variants {
        _ = writeln!(text, "    /// `{}`.\n    #[serde(rename = \"#{}\")]", variant.type_name, variant.type_name);
        _ = writeln!(text, "    {0}(Box<{0}>),", variant.name);
    }
    _ = writeln!(
        text,
        "    /// A value of a type that is not declared.\n    #[serde(untagged)]\n    {}(UntypedObject),\n}}",
        item.other_variant
    );
}
