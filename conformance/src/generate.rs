//! The source of a crate with the declarations, and for each type the way to its typed functions.

use std::fmt::Write as _;

use graph_metadata::declare::{Declaration, Declarations, StructDeclaration, StructField};

use crate::plan::{Need, Needs};

/// The program.
pub fn program(modules: &[&str]) -> String {
    let mut text = String::from("#![allow(warnings, clippy::all, clippy::pedantic)]\n\n");
    for module in modules {
        _ = writeln!(text, "mod {module};");
    }
    let entries: Vec<String> = modules.iter().map(|module| format!("{module}::replayed::ENTRIES")).collect();
    _ = write!(
        text,
        "\nfn main() -> ::std::process::ExitCode {{\n    ::graph_conformance::replay::main(&[{}])\n}}\n",
        entries.join(", ")
    );
    text
}

/// The declarations of one version, and the ways to them.
pub fn module(declarations: &Declarations, needs: &Needs) -> String {
    let mut text = without_extras(&declarations.to_string());
    text.push_str(
        "\npub mod replayed {\n    use super::*;\n    use ::graph_conformance::replay::{Entry, Given, Replayed};\n",
    );
    text.push_str("    use ::graph_conformance::case::Fault as __Fault;\n");
    let mut entries = String::new();
    for item in &declarations.items {
        let Declaration::Struct(item) = item else { continue };
        if let Some(need) = needs.types.get(&item.type_name).filter(|_| !item.paths.is_empty()) {
            replayed(&mut text, item, need);
            _ = writeln!(entries, "        Entry::of::<super::{}>(),", item.name);
        }
    }
    _ = write!(text, "\n    pub const ENTRIES: &[Entry] = &[\n{entries}    ];\n}}\n");
    text
}

/// Neither documentation nor derives are replayed, and derives are a third of what a declaration costs to compile.
fn without_extras(text: &str) -> String {
    let is_kept = |line: &&str| !line.trim_start().starts_with("///") && !line.starts_with("#[derive(");
    text.lines().filter(is_kept).fold(String::with_capacity(text.len()), |mut kept, line| {
        kept.push_str(line);
        kept.push('\n');
        kept
    })
}

fn replayed(text: &mut String, item: &StructDeclaration, need: &Need) {
    let name = &item.name;
    let update = item.update_name.clone().unwrap_or_else(|| format!("{name}Update"));
    _ = writeln!(text, "\n    impl Replayed for super::{name} {{");
    text.push_str("        const ADDRESSES: &'static [::graph_conformance::replay::AddressOf<Self>] = &[\n");
    for path in &item.paths {
        let function = path.name.as_deref().map_or_else(|| "at".to_owned(), |name| format!("at_{}", bare(name)));
        let count = path.template.matches('{').count();
        let values: Vec<String> = (0..count).map(|nth| format!("values[{nth}]")).collect();
        _ = writeln!(text, "            |values| Self::{function}({}),", values.join(", "));
    }
    text.push_str("        ];\n\n");
    _ = writeln!(text, "        fn start() -> super::{update} {{\n            Self::update()\n        }}\n");
    _ = writeln!(
        text,
        "        fn set(update: super::{update}, name: &str, value: Given<'_>) -> ::core::result::Result<super::{update}, __Fault> {{"
    );
    text.push_str("            ::core::result::Result::Ok(match name {\n");
    for field in item.fields.iter().filter(|field| need.members.contains(&field.wire_name)) {
        _ = writeln!(
            text,
            "                \"{}\" => update.{}({}),",
            field.wire_name.escape_default(),
            field.name,
            argument(field)
        );
    }
    // a type that is not open only keeps what it was read with
    match item.dynamic_properties.as_ref().filter(|_| item.is_open) {
        Some(setter) => {
            _ = writeln!(text, "                _ => update.{setter}(name, value.untyped()?),");
        }
        None => text.push_str("                _ => return Given::unknown(),\n"),
    }
    text.push_str("            })\n        }\n    }\n");
}

/// What the setter of a field takes.
fn argument(field: &StructField) -> String {
    let ty = field.ty.as_str();
    let inner = |name: &str| ty.strip_prefix(name)?.strip_prefix('<')?.strip_suffix('>');
    match (inner("Option"), inner("Nullable")) {
        (Some("String"), _) if field.is_optional => "&value.read::<String>()?".to_owned(),
        (Some(inner), _) if field.is_optional => format!("value.read::<{inner}>()?"),
        (Some("String"), _) => "value.read::<Option<String>>()?.as_deref()".to_owned(),
        (_, Some("String")) => "value.read::<Nullable<String>>()?.value().map(String::as_str)".to_owned(),
        _ if ty == "String" => "&value.read::<String>()?".to_owned(),
        _ => format!("value.read::<{ty}>()?"),
    }
}

fn bare(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
