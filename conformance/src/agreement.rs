//! Compares the sandbox's parser of query options with the test cases of the grammar.
//!
//! The parser of the sandbox is the second opinion about the queries of the library, so it must be right itself. It shares no code
//! with the interpreter of the grammar.

use std::fmt;

use graph_sandbox::query::{FilterExpression, check_query};
use percent_encoding::percent_decode_str;

use crate::abnf::cases::{CaseFile, GrammarCase};

/// The rules of query options, whose inputs are `$name=value`.
const OPTIONS: [&str; 11] = [
    "expand",
    "filter",
    "inlinecount",
    "orderby",
    "queryOptions",
    "search",
    "select",
    "skip",
    "systemQueryOption",
    "top",
    "queryOption",
];

/// The rules of conditions.
const CONDITIONS: [&str; 2] = ["boolCommonExpr", "commonExpr"];

/// The rule of a path with query options.
const URL: &str = "odataRelativeUri";

/// A test case that the sandbox's parser decides differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The name of the test case.
    pub name: String,
    /// The input.
    pub input: String,
    /// The error of the parser, or `None` if it accepts an input that the grammar refuses.
    pub error: Option<String>,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, input, error } = self;
        match error {
            Some(error) => write!(f, "{name}: the sandbox refuses {input}: {error}"),
            None => write!(f, "{name}: the sandbox accepts {input}"),
        }
    }
}

/// Returns the number of compared test cases, and those that the parser decides differently.
pub fn compare(cases: &CaseFile) -> (usize, Vec<Disagreement>) {
    let (mut compared, mut disagreements) = (0, Vec::new());
    for case in &cases.cases {
        let Some(parsed) = parse(case) else { continue };
        compared += 1;
        if parsed.is_ok() != case.fail_at.is_none() {
            disagreements.push(Disagreement {
                name: case.name.clone(),
                input: case.input.clone(),
                error: parsed.err(),
            });
        }
    }
    (compared, disagreements)
}

/// Returns what the parser says about a test case, or `None` if the case is not about what it parses.
fn parse(case: &GrammarCase) -> Option<Result<(), String>> {
    let parsed = match case.rule.as_str() {
        rule if OPTIONS.contains(&rule) => check_query(&case.input),
        rule if CONDITIONS.contains(&rule) => {
            let text = percent_decode_str(&case.input).decode_utf8().ok()?;
            FilterExpression::parse(&text).map(|_| ())
        }
        // the path of a URL that fails is not the subject of the parser
        URL if case.fail_at.is_none() => check_query(case.input.split_once('?')?.1),
        _ => return None,
    };
    Some(parsed.map_err(|error| error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::compare;
    use crate::abnf::cases::CaseFile;

    #[test]
    fn cases_are_compared_by_their_rules() {
        let cases = CaseFile::read(
            "TestCases:\n\
             - Name: right\n  Rule: filter\n  Input: $filter=a%20eq%20'b'\n\
             - Name: wrong\n  Rule: filter\n  Input: $filter=a eq\n  FailAt: 12\n\
             - Name: condition\n  Rule: commonExpr\n  Input: a in ('b','c%27%27d')\n\
             - Name: in a URL\n  Rule: odataRelativeUri\n  Input: Things?$top=5\n\
             - Name: refused in a URL\n  Rule: odataRelativeUri\n  Input: Things?$top=x\n\
             - Name: accepted\n  Rule: orderby\n  Input: $orderby=a desc\n  FailAt: 3\n\
             - Name: a URL without options\n  Rule: odataRelativeUri\n  Input: Things\n\
             - Name: another rule\n  Rule: guid\n  Input: x\n",
        );
        let (compared, disagreements) = compare(&cases.expect("cases"));
        assert_eq!(compared, 6);
        let names: Vec<(&str, bool)> =
            disagreements.iter().map(|found| (found.name.as_str(), found.error.is_some())).collect();
        assert_eq!(names, [("refused in a URL", true), ("accepted", false)]);
        assert_eq!(disagreements[1].to_string(), "accepted: the sandbox accepts $orderby=a desc");
        assert!(disagreements[0].to_string().starts_with("refused in a URL: the sandbox refuses Things?$top=x: "));
    }
}
