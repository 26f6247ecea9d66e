//! The same declarations as plain types under serde's derives.

use std::fmt::Write as _;

use graph_metadata::declare::{Declaration, Declarations, EnumDeclaration, StructDeclaration, UnionDeclaration};

/// The text of a library.
pub(crate) fn library(declarations: &Declarations) -> String {
    let mut text = String::from(
        "#![allow(unused_imports)]\nuse graph_core::{Binary, Date, DateTimeOffset, Decimal, Duration, Nullable, TimeOfDay, \
         UntypedObject};\nuse serde::{Deserialize, Serialize};\nuse serde_json::Value as Untyped;\nuse std::collections::BTreeMap;\n\
         use uuid::Uuid as Guid;\n\n/// A set of members.\npub type Flags<T> = Vec<T>;\n",
    );
    for item in &declarations.items {
        match item {
            Declaration::Struct(item) => structure(&mut text, item),
            Declaration::Enum(item) => enumeration(&mut text, item),
            Declaration::Union(item) => union(&mut text, item),
        }
    }
    text
}

fn docs(text: &mut String, indent: &str, lines: &[String]) {
    for line in lines {
        _ = writeln!(text, "{indent}/// {line}");
    }
}

fn structure(text: &mut String, item: &StructDeclaration) {
    text.push('\n');
    docs(text, "", &item.docs);
    _ = writeln!(
        text,
        "#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\")]"
    );
    _ = writeln!(text, "pub struct {} {{", item.name);
    for field in &item.fields {
        docs(text, "    ", &field.docs);
        let mut words = Vec::new();
        if field.is_renamed {
            words.push(format!("rename = \"{}\"", field.wire_name));
        }
        if field.ty.starts_with("Option<") {
            words.push("skip_serializing_if = \"Option::is_none\"".to_owned());
        }
        if !words.is_empty() {
            _ = writeln!(text, "    #[serde({})]", words.join(", "));
        }
        _ = writeln!(text, "    pub {}: {},", field.name, field.ty);
    }
    if let Some(dynamic_properties) = &item.dynamic_properties {
        _ = writeln!(
            text,
            "    /// The rest.\n    #[serde(flatten)]\n    pub {dynamic_properties}: BTreeMap<String, Untyped>,"
        );
    }
    text.push_str("}\n");
}

fn enumeration(text: &mut String, item: &EnumDeclaration) {
    text.push('\n');
    docs(text, "", &item.docs);
    text.push_str(
        "#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\")]\n",
    );
    _ = writeln!(text, "pub enum {} {{", item.name);
    for variant in &item.variants {
        docs(text, "    ", &variant.docs);
        if variant.is_renamed {
            _ = writeln!(text, "    #[serde(rename = \"{}\")]", variant.wire_name);
        }
        _ = writeln!(text, "    {},", variant.name);
    }
    _ = writeln!(text, "    /// Any other.\n    #[serde(untagged)]\n    {}(String),\n}}", item.other_variant);
}

fn union(text: &mut String, item: &UnionDeclaration) {
    text.push('\n');
    docs(text, "", &item.docs);
    text.push_str("#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]\n#[serde(tag = \"@odata.type\")]\n");
    _ = writeln!(text, "pub enum {} {{", item.name);
    for variant in &item.variants {
        _ = writeln!(text, "    /// `{}`.\n    #[serde(rename = \"#{}\")]", variant.type_name, variant.type_name);
        _ = writeln!(text, "    {0}(Box<{0}>),", variant.name);
    }
    _ = writeln!(text, "    /// Any other.\n    #[serde(untagged)]\n    {}(UntypedObject),\n}}", item.other_variant);
}
