//! Finds the name of `graph-core` in Cargo.toml of the crate that is being compiled.
//!
//! Cargo.toml is read only where `crate = ..` is not given, and only for error messages: if it cannot be read, the path is
//! `::graph_core` and the compiler reports an error in it.

use std::path::PathBuf;

/// How the crate depends on `graph-core`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Dependency {
    /// As `graph_core`, or in a way that this module does not understand.
    Expected,
    /// Under another name, given as an identifier.
    Renamed(String),
    /// Not at all.
    Missing,
}

/// Reads Cargo.toml.
pub(crate) fn graph_core() -> Dependency {
    let folder = || Some(PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR")?).join("Cargo.toml"));
    // the manifest of a cargo script is the script
    let path = std::env::var_os("CARGO_MANIFEST_PATH").map(PathBuf::from).or_else(folder);
    let manifest = path.and_then(|path| std::fs::read_to_string(path).ok());
    manifest.map_or(Dependency::Expected, |manifest| dependency_in(&manifest))
}

fn dependency_in(manifest: &str) -> Dependency {
    // the usual case is decided by one search
    if manifest.contains("\ngraph-core") || manifest.contains("\ngraph_core") {
        return Dependency::Expected;
    }
    let mut renamed = None;
    let mut table = "";
    for line in manifest.lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            table = header.split(']').next().unwrap_or("").trim();
            if is_expected(dependency_of(table)) {
                return Dependency::Expected;
            }
            continue;
        }
        let Some((key, value)) = line.split_once('=') else { continue };
        let (key, value) = (key.trim(), value.trim());
        let is_ours = value.starts_with("\"graph-core\"");
        if table == "package" && key == "name" && is_ours {
            return Dependency::Expected;
        }
        let name = if is_dependencies(table) { key.split('.').next().map(unquoted) } else { dependency_of(table) };
        if is_expected(name) {
            return Dependency::Expected;
        }
        let names_ours = (is_ours && (key == "package" || key.ends_with(".package"))) || is_package_of(value);
        if names_ours && renamed.is_none() {
            renamed = name;
        }
    }
    match renamed {
        Some(name) => Dependency::Renamed(name.replace('-', "_")),
        // a dependency in a syntax that was not understood
        None if manifest.contains("graph-core") || manifest.contains("graph_core") => Dependency::Expected,
        None => Dependency::Missing,
    }
}

/// Whether the table lists dependencies of any kind, also those of a target.
fn is_dependencies(table: &str) -> bool {
    let last = table.rsplit('.').next().unwrap_or(table).trim();
    matches!(last, "dependencies" | "dev-dependencies" | "build-dependencies") && !table.starts_with("workspace")
}

/// The name in `dependencies.name`.
fn dependency_of(table: &str) -> Option<&str> {
    let (tables, name) = table.rsplit_once('.')?;
    is_dependencies(tables).then(|| unquoted(name))
}

/// Whether an inline table holds `package = "graph-core"`.
fn is_package_of(value: &str) -> bool {
    value.split([',', '{']).any(|member| {
        let member = member.split_once('=').map(|(key, value)| (key.trim(), value.trim()));
        member.is_some_and(|(key, value)| key == "package" && value.starts_with("\"graph-core\""))
    })
}

fn is_expected(name: Option<&str>) -> bool {
    matches!(name, Some("graph-core" | "graph_core"))
}

fn unquoted(name: &str) -> &str {
    name.trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::{Dependency, dependency_in};

    #[test]
    fn finds_the_name_of_the_dependency() {
        let renamed = |name: &str| Dependency::Renamed(name.into());
        for (manifest, expected) in [
            ("[dependencies]\ngraph-core = \"1\"", Dependency::Expected),
            ("[dependencies]\n  graph-core.workspace = true", Dependency::Expected),
            ("[dependencies.graph-core]\nversion = \"1\"", Dependency::Expected),
            ("[dev-dependencies]\n\"graph_core\" = { version = \"1\" }", Dependency::Expected),
            ("[package]\nname = \"graph-core\"", Dependency::Expected),
            ("dependencies = { graph-core = \"1\" }", Dependency::Expected),
            ("[dependencies]\ngraph = { version = \"1\", package = \"graph-core\" }", renamed("graph")),
            ("[dependencies]\nms-graph = { package=\"graph-core\", path = \"../graph-core\" }", renamed("ms_graph")),
            ("[target.'cfg(unix)'.dependencies]\ngraph = { package = \"graph-core\" }", renamed("graph")),
            ("[dependencies.graph]\npackage = \"graph-core\"\nversion = \"1\"", renamed("graph")),
            ("[dependencies]\ngraph.package = \"graph-core\"\ngraph.version = \"1\"", renamed("graph")),
            ("[dependencies]\nother = { package = \"graph-core\" }\n graph-core = \"1\"", Dependency::Expected),
            ("[workspace.dependencies]\ngraph = { package = \"graph-core\" }", Dependency::Expected),
            ("[dependencies]\nfacade = \"1\"", Dependency::Missing),
            ("[dependencies]\ngraph.workspace = true", Dependency::Missing),
            ("", Dependency::Missing),
        ] {
            assert_eq!(dependency_in(manifest), expected, "{manifest}");
        }
    }
}
