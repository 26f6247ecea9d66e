//! Dependencies are pinned once, in the workspace's manifest, sorted, and used.

use std::collections::BTreeSet;

use regex::Regex;

/// A line of a manifest that declares a dependency.
struct Dependency {
    line: usize,
    name: String,
    /// What stands after the name: `.workspace = true`, ` = { path = ".." }`.
    rest: String,
}

/// Checks the manifests of the workspace, and returns one text per error.
///
/// # Panics
/// If the workspace's manifest cannot be read.
#[must_use]
pub fn check() -> Vec<String> {
    let root = crate::read("Cargo.toml");
    let members = root.lines().find_map(|line| line.strip_prefix("members = [")).expect("`members` in one line");
    let members = members.split('"').filter(|part| !part.trim_matches([',', ' ', ']']).is_empty());
    let members: Vec<Member> = members.map(member).collect();
    check_texts(&root, &members)
}

/// A package of the workspace.
struct Member {
    /// The path of the manifest.
    path: String,
    manifest: String,
    /// The text of all its Rust files, and of files that its manifest takes from elsewhere.
    sources: String,
}

fn member(folder: &str) -> Member {
    let path = format!("{folder}/Cargo.toml");
    let manifest = crate::read(&path);
    let mut sources = String::new();
    for source in crate::files(folder, &[".rs"]) {
        sources.push_str(&crate::read(source));
    }
    for elsewhere in
        manifest.split('"').filter(|value| value.starts_with("../") && value.split('.').next_back() == Some("rs"))
    {
        let below = elsewhere.rsplit_once('/').map_or(elsewhere, |(below, _)| below);
        for source in crate::files(&format!("{folder}/{below}"), &[".rs"]) {
            sources.push_str(&crate::read(source));
        }
    }
    Member { path, manifest, sources }
}

fn check_texts(root: &str, members: &[Member]) -> Vec<String> {
    let mut problems = Vec::new();
    let pinned = tables(root, |table| table == "workspace.dependencies");
    sorted("Cargo.toml", &pinned, &mut problems);
    let mut used = BTreeSet::new();
    for Member { path, manifest, sources } in members {
        let tables = tables(manifest, |table| table.ends_with("dependencies"));
        sorted(path, &tables, &mut problems);
        for dependency in tables.into_iter().flatten() {
            let name = dependency.name.replace('-', "_");
            if !Regex::new(&format!(r"(?-u:\b){name}(?-u:\b)")).is_ok_and(|name| name.is_match(sources)) {
                problems.push(format!("{path}:{}: `{}` is not used: remove it", dependency.line, dependency.name));
            }
            if dependency.rest.contains("workspace = true") {
                used.insert(dependency.name);
            } else if !dependency.rest.contains("path = ") {
                problems.push(format!(
                    "{path}:{}: `{}` is pinned here: pin it in Cargo.toml and write `{}.workspace = true`",
                    dependency.line, dependency.name, dependency.name
                ));
            }
        }
    }
    for dependency in pinned.into_iter().flatten() {
        if !used.contains(&dependency.name) {
            problems.push(format!("Cargo.toml:{}: `{}` is not used: remove it", dependency.line, dependency.name));
        }
    }
    problems
}

/// The dependencies in the tables that are wanted; a blank line starts another group.
fn tables(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<Vec<Dependency>> {
    let mut groups = Vec::new();
    let mut is_wanted = false;
    for (index, line) in text.lines().enumerate() {
        if let Some(table) = line.strip_prefix('[') {
            is_wanted = wanted(table.trim_end_matches(']'));
        }
        if line.starts_with('[') || line.trim().is_empty() {
            groups.push(Vec::new());
        } else if is_wanted && line.starts_with(|first: char| first.is_ascii_alphabetic()) && line.contains('=') {
            let end = line.find(['.', ' ', '=']).unwrap_or(line.len());
            let (name, rest) = line.split_at(end);
            let dependency = Dependency { line: index + 1, name: name.to_owned(), rest: rest.to_owned() };
            if let Some(group) = groups.last_mut() {
                group.push(dependency);
            }
        }
    }
    groups
}

fn sorted(path: &str, groups: &[Vec<Dependency>], problems: &mut Vec<String>) {
    for pair in groups.iter().flat_map(|group| group.windows(2)) {
        if pair[0].name >= pair[1].name {
            problems.push(format!("{path}:{}: `{}` stands after `{}`", pair[1].line, pair[1].name, pair[0].name));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Member, check_texts};

    #[test]
    fn dependencies_are_sorted_used_and_pinned_once() {
        let root =
            "[workspace.dependencies]\nours = { path = \"ours\" }\n\nb = \"1\"\na = { version = \"2\" }\nc = \"3\"\n";
        let member = "[dependencies]\na.workspace = true\nours = { workspace = true }\n\n[dev-dependencies]\nb.workspace = true\nd = \"4\"\n";
        let sources = "use a::A; fn b() { b::b(); ours!() }";
        let member =
            Member { path: "m/Cargo.toml".to_owned(), manifest: member.to_owned(), sources: sources.to_owned() };
        let problems = check_texts(root, &[member]);
        assert_eq!(
            problems,
            [
                "Cargo.toml:5: `a` stands after `b`",
                "m/Cargo.toml:7: `d` is not used: remove it",
                "m/Cargo.toml:7: `d` is pinned here: pin it in Cargo.toml and write `d.workspace = true`",
                "Cargo.toml:6: `c` is not used: remove it",
            ]
        );
    }
}
