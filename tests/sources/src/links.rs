//! The files that Markdown documents name exist.

/// Checks all documents of the workspace, and returns one text per error.
///
/// Checked are the targets of links, and paths in backticks that start with a folder of the workspace.
#[must_use]
pub fn check() -> Vec<String> {
    let mut problems = Vec::new();
    for document in crate::files("", &[".md"]) {
        let text = crate::read(&document);
        let folder = document.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (line, path) in paths(&text, folder) {
            if !crate::workspace().join(&path).exists() {
                problems.push(format!("{document}:{line}: `{path}` does not exist"));
            }
        }
    }
    problems
}

/// The paths that a document names, from the root of the workspace, with their lines.
fn paths(text: &str, folder: &str) -> Vec<(usize, String)> {
    let mut paths = Vec::new();
    let mut is_code = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        if is_code {
            continue;
        }
        for part in line.split("](").skip(1) {
            let target = part.split([')', '#']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains(':') {
                paths.push((index + 1, format!("{folder}/{target}").trim_start_matches('/').to_owned()));
            }
        }
        for code in line.split('`').skip(1).step_by(2) {
            let is_path = code.chars().all(|character| character.is_ascii_alphanumeric() || "/._-".contains(character));
            let first = code.split('/').next().unwrap_or_default();
            if is_path && code.contains('/') && !first.is_empty() && crate::workspace().join(first).is_dir() {
                paths.push((index + 1, code.to_owned()));
            }
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn links_and_paths_in_backticks_are_found() {
        let text = "[a](b.md#c) and [x](https://example.com)\n```\n[no](no.md)\n```\n`graph-core/src/x.rs`, `a/b`, `graph-core/{x}`";
        assert_eq!(paths(text, "tests"), [(1, "tests/b.md".to_owned()), (5, "graph-core/src/x.rs".to_owned())]);
    }
}
