//! The source code of the generated crate. It has the declarations, and for each type the calls of its typed functions.

use std::fmt::Write as _;

use graph_metadata::declare::{Declaration, Declarations, StructDeclaration, StructField};

use crate::plan::{TypeNeeds, VersionNeeds};

/// Returns the source code of the program.
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

/// Returns the source code of the module for one API version.
pub fn module(declarations: &Declarations, needs: &VersionNeeds) -> String {
    let mut text = without_extras(&declarations.to_string());
    text.push_str(
        "\npub mod replayed {\n    use super::*;\n    use ::graph_conformance::replay::{ReplayEntry, DocumentedValue, Replayed};\n",
    );
    text.push_str("    use ::graph_conformance::case::Mismatch as __Mismatch;\n");
    let mut entries = String::new();
    for item in &declarations.items {
        let Declaration::Struct(item) = item else { continue };
        if let Some(need) = needs.types.get(&item.type_name).filter(|_| !item.paths.is_empty()) {
            write_impl(&mut text, item, need);
            _ = writeln!(entries, "        ReplayEntry::of::<super::{}>(),", item.name);
        }
    }
    _ = write!(text, "\n    pub const ENTRIES: &[ReplayEntry] = &[\n{entries}    ];\n}}\n");
    text
}

/// Removes documentation and derives, which are not needed. Derives are a third of the time to compile a declaration.
pub(crate) fn without_extras(text: &str) -> String {
    let is_needed = |line: &&str| !line.trim_start().starts_with("///") && !line.starts_with("#[derive(");
    text.lines().filter(is_needed).fold(String::with_capacity(text.len()), |mut text, line| {
        text.push_str(line);
        text.push('\n');
        text
    })
}

fn write_impl(text: &mut String, item: &StructDeclaration, need: &TypeNeeds) {
    let name = &item.name;
    let update = item.update_name.clone().unwrap_or_else(|| format!("{name}Update"));
    _ = writeln!(text, "\n    impl Replayed for super::{name} {{");
    text.push_str("        const ADDRESSES: &'static [::graph_conformance::replay::AddressOf<Self>] = &[\n");
    for path in &item.paths {
        let function =
            path.name.as_deref().map_or_else(|| "at".to_owned(), |name| format!("at_{}", without_raw_prefix(name)));
        let count = path.template.matches('{').count();
        let values: Vec<String> = (0..count).map(|nth| format!("values[{nth}]")).collect();
        _ = writeln!(text, "            |values| Self::{function}({}),", values.join(", "));
    }
    text.push_str("        ];\n\n");
    _ = writeln!(text, "        fn new_update() -> super::{update} {{\n            Self::update()\n        }}\n");
    _ = writeln!(
        text,
        "        fn set(update: super::{update}, name: &str, value: DocumentedValue<'_>) -> ::core::result::Result<super::{update}, __Mismatch> {{"
    );
    text.push_str("            ::core::result::Result::Ok(match name {\n");
    for field in item.fields.iter().filter(|field| need.members.contains(&field.wire_name)) {
        _ = writeln!(
            text,
            "                \"{}\" => update.{}({}),",
            field.wire_name.escape_default(),
            field.name,
            setter_argument(field)
        );
    }
    // a type that is not open preserves undeclared properties, but updates cannot set them
    match item.dynamic_properties.as_ref().filter(|_| item.is_open) {
        Some(setter) => {
            _ = writeln!(text, "                _ => update.{setter}(name, value.untyped()?),");
        }
        None => text.push_str("                _ => return DocumentedValue::unknown(),\n"),
    }
    text.push_str("            })\n        }\n    }\n");
}

/// Returns the argument of the setter of a field.
pub(crate) fn setter_argument(field: &StructField) -> String {
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

fn without_raw_prefix(name: &str) -> &str {
    name.strip_prefix("r#").unwrap_or(name)
}
