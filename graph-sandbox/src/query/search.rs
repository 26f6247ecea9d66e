//! `$search`: its expressions, and the objects that match them.
//!
//! Source: [Microsoft Graph, use the `$search` parameter](https://learn.microsoft.com/graph/search-query-parameter). A clause in
//! quotes is `property:text` or text; `AND`, `OR` and `NOT` are capitals.

use super::error::QueryError;
use super::scalar::fold;
use super::scanner::Scanner;
use crate::json::{TypedObject, TypedValue, parse_string};

/// An expression of `$search`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SearchExpression {
    Clause(Clause),
    Not(Box<SearchExpression>),
    And(Vec<SearchExpression>),
    Or(Vec<SearchExpression>),
}

/// A clause in quotes, or a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    pub(crate) property: Option<String>,
    pub(crate) text: String,
}

const MAX_DEPTH: usize = 100;

/// Parses the text of `$search`, which is percent-decoded.
///
/// # Errors
/// Returns an error if the text is not a search expression.
pub(crate) fn parse_search(text: &str) -> Result<SearchExpression, QueryError> {
    let mut parser = Parser { scanner: Scanner::new(text), depth: 0 };
    parser.scanner.skip_space();
    let expression = parser.disjunction()?;
    if parser.scanner.is_at_end() { Ok(expression) } else { Err(parser.scanner.error("Syntax error")) }
}

struct Parser<'t> {
    scanner: Scanner<'t>,
    depth: usize,
}

impl Parser<'_> {
    fn disjunction(&mut self) -> Result<SearchExpression, QueryError> {
        let mut operands = vec![self.conjunction()?];
        while self.operator("OR") {
            operands.push(self.conjunction()?);
        }
        Ok(single_or(operands, SearchExpression::Or))
    }

    fn conjunction(&mut self) -> Result<SearchExpression, QueryError> {
        let mut operands = vec![self.negation()?];
        loop {
            if !self.operator("AND") {
                // Clauses without an operator between them are combined by `AND`.
                let before = self.scanner.clone();
                let is_operand = self.scanner.skip_space()
                    && !matches!(self.scanner.peek(), None | Some(')'))
                    && !is_word(self.scanner.rest(), "OR");
                if !is_operand {
                    self.scanner = before;
                    return Ok(single_or(operands, SearchExpression::And));
                }
            }
            operands.push(self.negation()?);
        }
    }

    fn negation(&mut self) -> Result<SearchExpression, QueryError> {
        if self.depth == MAX_DEPTH {
            return Err(self.scanner.error("The query is nested too deeply: recursion limit reached"));
        }
        self.depth += 1;
        let operand = if is_word(self.scanner.rest(), "NOT") {
            self.scanner.advance("NOT".len());
            self.scanner.skip_space();
            self.negation().map(|operand| SearchExpression::Not(Box::new(operand)))
        } else {
            self.operand()
        };
        self.depth -= 1;
        operand
    }

    fn operand(&mut self) -> Result<SearchExpression, QueryError> {
        if self.scanner.eat("(") {
            self.scanner.skip_space();
            let inner = self.disjunction()?;
            self.scanner.skip_space();
            self.scanner.expect(")")?;
            return Ok(inner);
        }
        if self.scanner.eat("\"") {
            return self.phrase();
        }
        let before = self.scanner.clone();
        if let Some(text) = self.scanner.string()? {
            if text.trim().is_empty() {
                return Err(before.error("A search clause must not be empty"));
            }
            return Ok(SearchExpression::Clause(Clause { property: None, text }));
        }
        let rest = self.scanner.rest();
        let end = rest.find([' ', '\t', '(', ')', '"']).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or("");
        if word.is_empty() {
            return Err(self.scanner.error("Expression expected"));
        }
        if let Some(colon) = word.find(':') {
            // The quotes around `property:text` are required.
            self.scanner.advance(colon);
            return Err(self.scanner.error("Syntax error: character ':' is not valid"));
        }
        self.scanner.advance(end);
        Ok(SearchExpression::Clause(Clause { property: None, text: word.to_owned() }))
    }

    /// Parses a clause after its first quote. A backslash escapes a quote or a backslash.
    fn phrase(&mut self) -> Result<SearchExpression, QueryError> {
        let mut text = String::new();
        let mut characters = self.scanner.rest().char_indices();
        while let Some((index, character)) = characters.next() {
            match character {
                '"' => {
                    if text.trim().is_empty() {
                        return Err(self.scanner.error("A search clause must not be empty"));
                    }
                    self.scanner.advance(index + 1);
                    return Ok(SearchExpression::Clause(Clause::new(&text)));
                }
                '\\' => text.extend(characters.next().map(|(_, escaped)| escaped)),
                _ => text.push(character),
            }
        }
        Err(self.scanner.error("There is an unterminated search clause"))
    }

    /// Skips an operator with white space around it.
    fn operator(&mut self, word: &str) -> bool {
        let before = self.scanner.clone();
        if self.scanner.skip_space() && is_word(self.scanner.rest(), word) {
            self.scanner.advance(word.len());
            self.scanner.skip_space();
            return true;
        }
        self.scanner = before;
        false
    }
}

/// Returns whether an operator comes next: a word in capitals with white space after it.
fn is_word(rest: &str, word: &str) -> bool {
    rest.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', '\t']))
}

fn single_or(
    mut operands: Vec<SearchExpression>,
    combine: fn(Vec<SearchExpression>) -> SearchExpression,
) -> SearchExpression {
    if operands.len() > 1 {
        return combine(operands);
    }
    operands.pop().unwrap_or(SearchExpression::And(Vec::new()))
}

impl Clause {
    fn new(text: &str) -> Self {
        let named = text.split_once(':').filter(|(name, _)| {
            !name.is_empty() && name.chars().all(|next| next.is_alphanumeric() || matches!(next, '_' | '/'))
        });
        match named {
            Some((property, text)) => {
                Self { property: Some(property.to_owned()), text: text.trim_matches('"').to_owned() }
            }
            None => Self { property: None, text: text.to_owned() },
        }
    }

    fn matches(&self, object: &TypedObject) -> bool {
        let words = words(&self.text);
        let is_match = |value: &TypedValue| texts(value).iter().any(|text| contains_words(text, &words));
        match &self.property {
            Some(property) => object.value(property).is_some_and(is_match),
            None => object.members().any(|(_, value)| is_match(value)),
        }
    }
}

impl SearchExpression {
    pub(crate) fn matches(&self, object: &TypedObject) -> bool {
        match self {
            Self::Clause(clause) => clause.matches(object),
            Self::Not(operand) => !operand.matches(object),
            Self::And(operands) => operands.iter().all(|operand| operand.matches(object)),
            Self::Or(operands) => operands.iter().any(|operand| operand.matches(object)),
        }
    }

    /// Returns all clauses.
    pub(crate) fn clauses(&self) -> Vec<&Clause> {
        match self {
            Self::Clause(clause) => vec![clause],
            Self::Not(operand) => operand.clauses(),
            Self::And(operands) | Self::Or(operands) => operands.iter().flat_map(Self::clauses).collect(),
        }
    }
}

/// Returns the text of a value, and those of its elements.
fn texts(value: &TypedValue) -> Vec<String> {
    match value {
        TypedValue::Text(text) => parse_string(text).into_iter().collect(),
        TypedValue::Collection(elements) => elements.iter().flat_map(texts).collect(),
        TypedValue::Object(_) => Vec::new(),
    }
}

/// Splits a text into words, in lower case.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|next: char| !next.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(fold).collect()
}

/// Returns whether each of `expected` is the beginning of a word of the text.
fn contains_words(text: &str, expected: &[String]) -> bool {
    let found = words(text);
    expected.iter().all(|expected| found.iter().any(|word| word.starts_with(expected.as_str())))
}

#[cfg(test)]
mod tests {
    use super::{Clause, SearchExpression, parse_search};

    fn clause(property: Option<&str>, text: &str) -> SearchExpression {
        SearchExpression::Clause(Clause { property: property.map(str::to_owned), text: text.to_owned() })
    }

    #[test]
    fn clauses_and_operators() {
        assert_eq!(parse_search(r#""displayName:Browser""#), Ok(clause(Some("displayName"), "Browser")));
        assert_eq!(parse_search("pizza"), Ok(clause(None, "pizza")));
        assert_eq!(parse_search(r#""a \"b\" \\c""#), Ok(clause(None, r#"a "b" \c"#)));
        let both = SearchExpression::And(vec![clause(None, "a"), clause(None, "b")]);
        assert_eq!(parse_search("a AND b"), Ok(both.clone()));
        assert_eq!(parse_search(r#""a" "b""#), Ok(both));
        assert_eq!(
            parse_search(r#"("a:x" OR b) AND NOT c"#),
            Ok(SearchExpression::And(vec![
                SearchExpression::Or(vec![clause(Some("a"), "x"), clause(None, "b")]),
                SearchExpression::Not(Box::new(clause(None, "c"))),
            ]))
        );
        // Only capitals are operators.
        assert_eq!(
            parse_search("a or b"),
            Ok(SearchExpression::And(vec![clause(None, "a"), clause(None, "or"), clause(None, "b")]))
        );
    }

    #[test]
    fn text_that_is_not_a_search_expression_is_an_error() {
        let deep = "(".repeat(10_000);
        for text in ["", "\"a", "\"\"", "(a", "a)", "a AND ", "NOT ", "displayName:Browser", &deep] {
            assert!(parse_search(text).is_err(), "{text}");
        }
        assert!(parse_search("a OR").is_ok(), "an operator at the end is a word");
        let message = parse_search("displayName:Browser").expect_err("no quotes").to_string();
        assert_eq!(message, "Syntax error: character ':' is not valid at position 11 in 'displayName:Browser'.");
    }
}
