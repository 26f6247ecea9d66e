//! The source of the generated crates: the same resources, declared in two ways.

use std::fmt::{self, Write as _};

/// How the structs are declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// `#[graph_resource]`.
    Ours,
    /// `#[derive(Serialize, Deserialize)]` and nothing else: no update, no address, no difference.
    Serde,
}

impl Side {
    /// The package, which is the crate, too.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Serde => "theirs",
        }
    }
}

/// The source of a library with so many resources, the same for the same number.
pub(crate) fn library(side: Side, resources: usize) -> String {
    let mut out = String::new();
    // writing to a string does not fail
    let _ = write_library(&mut out, side, resources);
    out
}

const KINDS: [Kind; 10] = [
    Kind { name: "count", ours: "i32", serde: "i32" },
    Kind { name: "label", ours: "String", serde: "String" },
    Kind { name: "note", ours: "Option<String>", serde: "Option<String>" },
    Kind { name: "enabled", ours: "bool", serde: "bool" },
    Kind { name: "score", ours: "f64", serde: "f64" },
    Kind { name: "bytes", ours: "Option<i64>", serde: "Option<i64>" },
    // text is what is cheapest for serde: `time` with an attribute costs a wrapper type per field
    Kind { name: "moment", ours: "DateTimeOffset", serde: "String" },
    Kind { name: "status", ours: "Status", serde: "Status" },
    Kind { name: "platform", ours: "Platform", serde: "Platform" },
    Kind { name: "tags", ours: "Vec<String>", serde: "Vec<String>" },
];

struct Kind {
    name: &'static str,
    ours: &'static str,
    serde: &'static str,
}

/// 8 to 40, all of them equally often.
fn number_of_fields(resource: usize) -> usize {
    8 + resource * 7 % 33
}

fn write_library(out: &mut String, side: Side, resources: usize) -> fmt::Result {
    match side {
        Side::Ours => writeln!(out, "use graph_core::{{DateTimeOffset, graph_enum, graph_resource, json}};\n")?,
        Side::Serde => writeln!(out, "use serde::{{Deserialize, Serialize}};\n")?,
    }
    write_enumeration(out, side, "Status", &["Unknown", "NotApplicable", "Compliant", "NonCompliant", "Error"])?;
    write_enumeration(out, side, "Platform", &["Android", "Ios", "MacOs", "Windows10AndLater", "Linux"])?;
    for resource in 0..resources {
        write_resource(out, side, resource)?;
    }
    Ok(())
}

fn write_enumeration(out: &mut String, side: Side, name: &str, members: &[&str]) -> fmt::Result {
    match side {
        Side::Ours => writeln!(out, "#[graph_enum]")?,
        Side::Serde => writeln!(out, "#[derive(Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\")]")?,
    }
    writeln!(out, "pub enum {name} {{")?;
    for member in members {
        writeln!(out, "    {member},")?;
    }
    if side == Side::Ours {
        writeln!(out, "    #[graph(other)]\n    Other(String),")?;
    }
    writeln!(out, "}}\n")
}

fn write_resource(out: &mut String, side: Side, resource: usize) -> fmt::Result {
    match side {
        Side::Ours => writeln!(
            out,
            "#[graph_resource(path = \"/deviceManagement/resource{resource}s/{{resource{resource}Id}}\", \
             odata_type = \"#microsoft.graph.resource{resource}\")]"
        )?,
        Side::Serde => writeln!(out, "#[derive(Serialize, Deserialize)]\n#[serde(rename_all = \"camelCase\")]")?,
    }
    writeln!(out, "pub struct Resource{resource} {{")?;
    if side == Side::Ours {
        writeln!(out, "    #[graph(key)]")?;
    }
    writeln!(out, "    pub id: String,")?;
    for (nth, kind) in (1..number_of_fields(resource)).zip((resource..).map(|nth| &KINDS[nth % KINDS.len()])) {
        let ty = if side == Side::Ours { kind.ours } else { kind.serde };
        writeln!(out, "    pub {}_of_part_{nth}: {ty},", kind.name)?;
    }
    writeln!(out, "}}\n")?;
    write_uses(out, side, resource)
}

/// Functions that make the compiler produce the code of decoding and encoding.
fn write_uses(out: &mut String, side: Side, resource: usize) -> fmt::Result {
    let (fault, module) = match side {
        Side::Ours => ("json::DecodeError", "json"),
        Side::Serde => ("serde_json::Error", "serde_json"),
    };
    writeln!(
        out,
        "#[inline(never)]\n\
         pub fn decode_{resource}(json: &[u8]) -> Result<Resource{resource}, {fault}> {{\n    \
         {module}::from_slice(json)\n}}\n"
    )?;
    match side {
        Side::Ours => writeln!(
            out,
            "#[inline(never)]\n\
             pub fn encode_{resource}(value: &Resource{resource}) -> Vec<u8> {{\n    json::to_vec(value)\n}}\n\n\
             #[inline(never)]\n\
             pub fn update_{resource}(json: bool) -> Resource{resource}Update {{\n    \
             let _ = json;\n    Resource{resource}::update()\n}}\n"
        ),
        Side::Serde => writeln!(
            out,
            "#[inline(never)]\n\
             pub fn encode_{resource}(value: &Resource{resource}) -> Result<Vec<u8>, serde_json::Error> {{\n    \
             serde_json::to_vec(value)\n}}\n"
        ),
    }
}
