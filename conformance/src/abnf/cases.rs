//! The test cases of a grammar.

use std::fmt;

use super::Grammar;
use super::yaml::{self, Yaml};

/// A file of test cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The only texts that some rules can match: the names of a data model.
    pub constraints: Vec<(String, Vec<String>)>,
    /// The test cases.
    pub cases: Vec<GrammarCase>,
}

/// A test case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrammarCase {
    /// The name.
    pub name: String,
    /// The rule.
    pub rule: String,
    /// The input.
    pub input: String,
    /// The index of the character at which a match fails, or `None` if the rule matches the input.
    pub fail_at: Option<usize>,
    /// Rules that are part of the match, with the texts that they match.
    pub expected: Vec<(String, String)>,
}

/// A file that does not contain test cases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CaseFileError {
    /// The text is not YAML, or uses a part of YAML that this program does not read.
    #[error("line {line}: {message}")]
    Syntax {
        /// The line, starting at 1.
        line: usize,
        /// What was expected there.
        message: String,
    },
    /// A test case lacks a member.
    #[error("test case {number} (`{name}`) has no `{member}`")]
    Incomplete {
        /// The number of the test case, starting at 1.
        number: usize,
        /// Its name.
        name: String,
        /// The member.
        member: &'static str,
    },
}

/// A test case that was not decided as expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// The name of the test case.
    pub name: String,
    /// The rule.
    pub rule: String,
    /// The input.
    pub input: String,
    /// The difference.
    pub reason: String,
}

impl fmt::Display for Undecided {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: `{}` {}: {}", self.name, self.rule, self.reason, self.input.escape_debug())
    }
}

impl CaseFile {
    /// Reads a file.
    ///
    /// # Errors
    /// If the text is not such a file.
    pub fn read(text: &str) -> Result<Self, CaseFileError> {
        let document = yaml::read(text).map_err(|(line, message)| CaseFileError::Syntax { line, message })?;
        let texts = |list: &Yaml| list.items().iter().filter_map(Yaml::text).map(str::to_owned).collect::<Vec<_>>();
        let constraints = document.get("Constraints").map(Yaml::entries).unwrap_or_default();
        let constraints = constraints.iter().map(|(rule, list)| (rule.clone(), texts(list))).collect();
        let cases = document.get("TestCases").map(Yaml::items).unwrap_or_default();
        let cases = cases.iter().zip(1..).map(|(case, number)| {
            let name = case.get("Name").and_then(Yaml::text).unwrap_or_default();
            let incomplete = |member| CaseFileError::Incomplete { number, name: name.to_owned(), member };
            let member = |member| case.get(member).and_then(Yaml::text).ok_or_else(|| incomplete(member));
            let fail_at = match case.get("FailAt") {
                Some(value) => {
                    Some(value.text().and_then(|text| text.parse().ok()).ok_or_else(|| incomplete("FailAt"))?)
                }
                None => None,
            };
            let expected = case.get("Expect").map(&texts).unwrap_or_default();
            let pairs = expected.iter().map(|text| text.split_once(':').ok_or_else(|| incomplete("Expect")));
            Ok(GrammarCase {
                name: name.to_owned(),
                rule: member("Rule")?.to_owned(),
                input: member("Input")?.to_owned(),
                fail_at,
                expected: pairs
                    .map(|pair| pair.map(|(rule, text)| (rule.to_owned(), text.to_owned())))
                    .collect::<Result<_, _>>()?,
            })
        });
        Ok(Self { constraints, cases: cases.collect::<Result<_, _>>()? })
    }

    /// Restricts the rules of a grammar to the constraints of the file. Constraints of rules that the grammar does not
    /// define have no effect: the file of OData also has those of extensions.
    pub fn restrict(&self, grammar: &mut Grammar) {
        for (rule, texts) in &self.constraints {
            // the only error is an unknown rule
            _ = grammar.restrict(rule, texts);
        }
    }

    /// Returns the test cases that a grammar does not decide as expected.
    pub fn undecided(&self, grammar: &Grammar) -> Vec<Undecided> {
        let cases = self.cases.iter().filter_map(|case| {
            let reason = case.check(grammar).err()?;
            Some(Undecided { name: case.name.clone(), rule: case.rule.clone(), input: case.input.clone(), reason })
        });
        cases.collect()
    }
}

impl GrammarCase {
    /// Checks that the grammar decides the test case as expected.
    ///
    /// # Errors
    /// What is different.
    pub fn check(&self, grammar: &Grammar) -> Result<(), String> {
        let (found, nodes) = grammar.nodes(&self.rule, &self.input).map_err(|error| error.to_string())?;
        match self.fail_at {
            None if !found.is_whole => return Err(format!("fails at character {}", found.furthest)),
            Some(_) if found.is_whole => return Err("matches".to_owned()),
            Some(expected) if expected != found.furthest => {
                return Err(format!("fails at character {} instead of {expected}", found.furthest));
            }
            _ => {}
        }
        let characters: Vec<char> = self.input.chars().collect();
        for (rule, text) in &self.expected {
            let is_part = nodes.iter().any(|node| {
                let found = characters.get(node.start..node.end).unwrap_or_default();
                grammar.rule_name(node) == rule && found.iter().copied().eq(text.chars())
            });
            if !is_part {
                return Err(format!("matches without `{rule}` of `{text}`"));
            }
        }
        Ok(())
    }
}
