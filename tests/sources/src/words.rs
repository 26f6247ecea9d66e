//! The text uses the terms of the glossary in ARCHITECTURE.md.
//!
//! `words.txt` lists what is not written, and what to write instead; `allowed.txt` lists the exceptions, each with its reason.
//! Identifiers are split into words first, so that `is_cut` and `IsCut` are read as `is cut`.

use regex::Regex;

/// A line of `words.txt`.
struct Rule {
    pattern: Regex,
    /// Text that is left out before the pattern is searched.
    exception: Option<Regex>,
    /// The folder or file that the rule is about; empty for all.
    scope: String,
    instead: String,
}

/// A line of `allowed.txt`.
struct Exception {
    path: String,
    text: String,
}

/// A line of text with a word that is not written.
#[derive(Debug)]
pub struct Found {
    /// The path of the file below the workspace.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The words.
    pub words: String,
    /// What to write instead.
    pub instead: String,
    /// The whole line.
    pub text: String,
}

impl Found {
    /// The first folder of the path, or the file name.
    #[must_use]
    pub fn package(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }
}

/// Searches the Rust sources, the Markdown and the expected compile errors of the workspace.
///
/// # Errors
/// If an exception is not needed any more, or one of the lists cannot be understood.
pub fn find() -> Result<Vec<Found>, String> {
    let rules = rules(&crate::read("tests/sources/words.txt"))?;
    let exceptions = exceptions(&crate::read("tests/sources/allowed.txt"))?;
    let mut is_needed = vec![false; exceptions.len()];
    let mut found = Vec::new();
    for path in crate::files("", &[".rs", ".md", ".stderr"]) {
        if path == "tests/sources/src/words.rs" {
            continue;
        }
        for hit in search(&rules, &path, &crate::read(&path)) {
            let exception =
                exceptions.iter().position(|known| known.path == hit.path && hit.text.contains(&known.text));
            match exception {
                Some(index) => is_needed[index] = true,
                None => found.push(hit),
            }
        }
    }
    match is_needed.iter().position(|is_needed| !is_needed) {
        Some(index) => Err(format!(
            "tests/sources/allowed.txt: the exception `{} :: {}` is not needed any more: remove it",
            exceptions[index].path, exceptions[index].text
        )),
        None => Ok(found),
    }
}

fn rules(text: &str) -> Result<Vec<Rule>, String> {
    entries(text).map(|(line, entry)| rule(entry).ok_or(format!("tests/sources/words.txt:{line}: {entry}"))).collect()
}

fn rule(entry: &str) -> Option<Rule> {
    let regex = |pattern: &str| Regex::new(&format!(r"(?-u:\b)(?:{})(?-u:\b)", pattern.trim())).ok();
    let (left, instead) = entry.split_once(" => ")?;
    let (left, scope) = left.split_once(" @ ").unwrap_or((left, ""));
    let (pattern, exception) = left.split_once(" ! ").map_or((left, None), |(pattern, other)| (pattern, Some(other)));
    let exception = match exception {
        Some(exception) => Some(regex(exception)?),
        None => None,
    };
    Some(Rule {
        pattern: regex(pattern)?,
        exception,
        scope: scope.trim().to_owned(),
        instead: instead.trim().to_owned(),
    })
}

fn exceptions(text: &str) -> Result<Vec<Exception>, String> {
    let exception = |(line, entry): (usize, &str)| match *entry.splitn(3, " :: ").collect::<Vec<_>>() {
        [path, text, _reason] => Ok(Exception { path: path.trim().to_owned(), text: text.trim().to_owned() }),
        _ => Err(format!("tests/sources/allowed.txt:{line}: expected `path :: part of the line :: reason`")),
    };
    entries(text).map(exception).collect()
}

/// The lines that are neither empty nor comments, with their numbers.
fn entries(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn search(rules: &[Rule], path: &str, text: &str) -> Vec<Found> {
    let plain = plain(text);
    let mut found = Vec::new();
    for rule in rules.iter().filter(|rule| path.starts_with(&rule.scope)) {
        let searched = match &rule.exception {
            Some(exception) => exception.replace_all(&plain, ""),
            None => plain.as_str().into(),
        };
        let (mut line, mut counted) = (0, 0);
        for words in rule.pattern.find_iter(&searched) {
            line += searched[counted..words.start()].matches('\n').count();
            counted = words.start();
            found.push(Found {
                path: path.to_owned(),
                line: line + 1,
                words: words.as_str().to_owned(),
                instead: rule.instead.clone(),
                text: text.lines().nth(line).unwrap_or_default().trim().to_owned(),
            });
        }
    }
    found.sort_by_key(|found| found.line);
    found
}

/// The text in lower case, with identifiers split into words.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() * 9 / 8);
    let mut was_lower = false;
    for character in text.chars() {
        if character.is_uppercase() && was_lower {
            plain.push(' ');
        }
        was_lower = character.is_lowercase() || character.is_ascii_digit();
        plain.extend(if character == '_' { ' ' } else { character }.to_lowercase());
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::{exceptions, plain, rules, search};

    fn found(list: &str, path: &str, text: &str) -> Vec<(usize, String)> {
        let rules = rules(list).expect("a list");
        search(&rules, path, text).into_iter().map(|found| (found.line, found.words)).collect()
    }

    #[test]
    fn words_are_found_in_text_and_in_identifiers() {
        let list = "answers? => response\nis cut => is truncated";
        let text = "The answer.\nPatchAnswer::new(is_cut)\nunanswered, surface_cut";
        let expected = [(1, "answer".to_owned()), (2, "answer".to_owned()), (2, "is cut".to_owned())];
        assert_eq!(found(list, "a.rs", text), expected);
    }

    #[test]
    fn exceptions_in_the_pattern_are_left_out() {
        let list = "is no [a-z]+ ! there is no [a-z]+|is no longer => is not a";
        assert_eq!(found(list, "a.rs", "there is no key, and it is no longer"), []);
        assert_eq!(found(list, "a.rs", "it is no key"), [(1, "is no key".to_owned())]);
    }

    #[test]
    fn a_rule_may_be_about_a_folder() {
        assert_eq!(found("turn @ a/b => permit", "a/c.rs", "a turn"), []);
        assert_eq!(found("turn @ a/b => permit", "a/b/c.rs", "a turn").len(), 1);
    }

    #[test]
    fn lists_that_are_not_understood_are_reported() {
        assert!(rules("# comment\n\nanswer").is_err());
        assert!(rules("( => x").is_err());
        assert!(exceptions("a.rs :: text").is_err());
    }

    #[test]
    fn identifiers_are_split_into_words() {
        assert_eq!(plain("HTTPServer is_cut fooBar2Baz"), "httpserver is cut foo bar2 baz");
    }
}
