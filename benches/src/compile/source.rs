//! The source code of the generated crates: the same resources, declared in two ways.

use std::fmt::{self, Write as _};

/// The way in which the structs are declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DeclarationStyle {
    /// `#[graph_resource]`.
    Ours,
    /// `#[derive(Serialize, Deserialize)]` and nothing else: no update, no address, no difference.
    Serde,
}

/// Returns the source code of a library with a number of resources. It only depends on that number.
pub(crate) fn library(side: DeclarationStyle, resources: usize) -> String {
    let mut out = String::new();
    // writing to a string cannot fail
    let _ = write_library(&mut out, side, resources);
    out
}

const FIELD_KINDS: [FieldKind; 10] = [
    FieldKind { name: "count", ours: "i32", argument: "i32", serde: "i32" },
    FieldKind { name: "label", ours: "String", argument: "&str", serde: "String" },
    FieldKind { name: "note", ours: "Option<String>", argument: "&str", serde: "Option<String>" },
    FieldKind { name: "enabled", ours: "bool", argument: "bool", serde: "bool" },
    FieldKind { name: "score", ours: "f64", argument: "f64", serde: "f64" },
    FieldKind { name: "bytes", ours: "Option<i64>", argument: "i64", serde: "Option<i64>" },
    // a string is the cheapest type for serde: `time` with an attribute generates a wrapper type per field
    FieldKind { name: "moment", ours: "DateTimeOffset", argument: "DateTimeOffset", serde: "String" },
    FieldKind { name: "status", ours: "Status", argument: "Status", serde: "Status" },
    FieldKind { name: "platform", ours: "Platform", argument: "Platform", serde: "Platform" },
    FieldKind { name: "tags", ours: "Vec<String>", argument: "Vec<String>", serde: "Vec<String>" },
];

struct FieldKind {
    name: &'static str,
    ours: &'static str,
    /// The argument type of the setter.
    argument: &'static str,
    serde: &'static str,
}

/// Returns a number from 8 to 40; each one occurs equally often.
fn number_of_fields(resource: usize) -> usize {
    8 + resource * 7 % 33
}

/// Returns the kind of a field that is not the key.
fn kind_of(resource: usize, field: usize) -> &'static FieldKind {
    &FIELD_KINDS[(resource + field - 1) % FIELD_KINDS.len()]
}

fn write_library(out: &mut String, side: DeclarationStyle, resources: usize) -> fmt::Result {
    match side {
        DeclarationStyle::Ours => {
            writeln!(out, "use graph_core::{{DateTimeOffset, graph_enum, graph_resource, json}};\n")?;
        }
        DeclarationStyle::Serde => writeln!(out, "use serde::{{Deserialize, Serialize}};\n")?,
    }
    write_enum(out, side, "Status", &["Unknown", "NotApplicable", "Compliant", "NonCompliant", "Error"])?;
    write_enum(out, side, "Platform", &["Android", "Ios", "MacOs", "Windows10AndLater", "Linux"])?;
    for resource in 0..resources {
        write_resource(out, side, resource)?;
    }
    Ok(())
}

fn write_enum(out: &mut String, side: DeclarationStyle, name: &str, members: &[&str]) -> fmt::Result {
    match side {
        DeclarationStyle::Ours => writeln!(out, "#[graph_enum]")?,
        DeclarationStyle::Serde => {
            writeln!(out, "#[derive(Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\")]")?;
        }
    }
    writeln!(out, "pub enum {name} {{")?;
    for member in members {
        writeln!(out, "    {member},")?;
    }
    if side == DeclarationStyle::Ours {
        writeln!(out, "    #[graph(other)]\n    Other(String),")?;
    }
    writeln!(out, "}}\n")
}

fn write_resource(out: &mut String, side: DeclarationStyle, resource: usize) -> fmt::Result {
    match side {
        DeclarationStyle::Ours => writeln!(
            out,
            "#[graph_resource(path = \"/deviceManagement/resource{resource}s/{{resource{resource}Id}}\", \
             odata_type = \"#microsoft.graph.resource{resource}\")]"
        )?,
        DeclarationStyle::Serde => {
            writeln!(out, "#[derive(Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\")]")?;
        }
    }
    writeln!(out, "pub struct Resource{resource} {{")?;
    if side == DeclarationStyle::Ours {
        writeln!(out, "    #[graph(key)]")?;
    }
    writeln!(out, "    pub id: String,")?;
    for nth in 1..number_of_fields(resource) {
        let kind = kind_of(resource, nth);
        let ty = if side == DeclarationStyle::Ours { kind.ours } else { kind.serde };
        writeln!(out, "    pub {}_of_part_{nth}: {ty},", kind.name)?;
    }
    writeln!(out, "}}\n")?;
    write_uses(out, side, resource)
}

/// Writes functions that instantiate the code for decoding and encoding.
fn write_uses(out: &mut String, side: DeclarationStyle, resource: usize) -> fmt::Result {
    let (error, module) = match side {
        DeclarationStyle::Ours => ("json::DecodeError", "json"),
        DeclarationStyle::Serde => ("serde_json::Error", "serde_json"),
    };
    writeln!(
        out,
        "#[inline(never)]\n\
         pub fn decode_{resource}(json: &[u8]) -> Result<Resource{resource}, {error}> {{\n    \
         {module}::from_slice(json)\n}}\n"
    )?;
    match side {
        DeclarationStyle::Ours => {
            let FieldKind { name, argument, .. } = kind_of(resource, 1);
            writeln!(
                out,
                "#[inline(never)]\n\
                 pub fn encode_{resource}(value: &Resource{resource}) -> Vec<u8> {{\n    json::to_vec(value)\n}}\n\n\
                 #[inline(never)]\n\
                 pub fn update_{resource}(value: {argument}) -> Resource{resource}Update {{\n    \
                 Resource{resource}::update().{name}_of_part_1(value)\n}}\n"
            )
        }
        DeclarationStyle::Serde => writeln!(
            out,
            "#[inline(never)]\n\
             pub fn encode_{resource}(value: &Resource{resource}) -> Result<Vec<u8>, serde_json::Error> {{\n    \
             serde_json::to_vec(value)\n}}\n"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::{DeclarationStyle, library, number_of_fields};

    #[test]
    fn each_number_of_fields_from_8_to_40_occurs_equally_often() {
        let mut numbers: Vec<_> = (0..33).map(number_of_fields).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (8..=40).collect::<Vec<_>>());
    }

    #[test]
    fn both_sides_declare_the_same_fields() {
        let fields = |side| -> Vec<String> {
            let source = library(side, 33);
            let lines = source.lines().filter_map(|line| line.strip_prefix("    pub ")?.split_once(':'));
            lines.map(|(name, _)| name.to_owned()).collect()
        };
        assert_eq!(fields(DeclarationStyle::Ours), fields(DeclarationStyle::Serde));
        assert_eq!(fields(DeclarationStyle::Ours).len(), (8..=40).sum::<usize>());
    }

    #[test]
    fn the_source_only_depends_on_the_number_of_resources() {
        assert_eq!(library(DeclarationStyle::Ours, 12), library(DeclarationStyle::Ours, 12));
    }
}
