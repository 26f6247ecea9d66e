//! An interpreter of ABNF grammars (RFC 5234 and RFC 7405).
//!
//! ABNF describes a language, but not how to match it. This interpreter takes the first alternative that matches, and
//! repeats an element as often as it matches; neither is revised later. Matches are remembered per rule and position, so
//! that the time does not grow exponentially. The [grammar of OData](https://github.com/oasis-tcs/odata-abnf) is written for
//! this strategy.

pub mod cases;
mod element;
mod matching;
mod syntax;
mod yaml;

use std::collections::{HashMap, HashSet};

use element::{Element, FirstCharacters};
use matching::Matching;
use syntax::Rules;

/// A grammar.
#[derive(Debug, Clone)]
pub struct Grammar {
    rules: Vec<Rule>,
    numbers: HashMap<String, usize>,
}

#[derive(Debug, Clone)]
struct Rule {
    name: String,
    definition: Element,
    first: FirstCharacters,
    /// The only texts that the rule can match.
    texts: Option<HashSet<Vec<char>>>,
}

impl Rule {
    fn allows(&self, text: &[char]) -> bool {
        self.texts.as_ref().is_none_or(|texts| texts.contains(text))
    }
}

/// A grammar that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GrammarError {
    /// The text is not ABNF.
    #[error("line {line}: {message}")]
    Syntax {
        /// The line, starting at 1.
        line: usize,
        /// What was expected there.
        message: String,
    },
    /// A rule is named, but not defined.
    #[error("rule `{rule}` is not defined")]
    Undefined {
        /// The name of the rule.
        rule: String,
    },
}

/// A match that could not be attempted or completed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatchError {
    /// The grammar does not define the rule.
    #[error("the grammar does not define rule `{rule}`")]
    UnknownRule {
        /// The name of the rule.
        rule: String,
    },
    /// The input is nested too deeply.
    #[error("the input is nested too deeply at character {position}")]
    TooDeep {
        /// The index of the character.
        position: usize,
    },
}

/// The match of a rule with an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The number of characters that the rule matches, or `None` if it does not match the start of the input.
    pub end: Option<usize>,
    /// Whether the rule matches the whole input.
    pub is_whole: bool,
    /// The index of the first character that no part of the rule matches.
    pub furthest: usize,
}

/// A rule that is part of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node {
    rule: usize,
    /// The index of the first character.
    pub start: usize,
    /// The index after the last character.
    pub end: usize,
}

impl Grammar {
    /// Reads a grammar.
    ///
    /// # Errors
    /// If a text is not ABNF, or if a rule is not defined.
    pub fn read(text: &str) -> Result<Self, GrammarError> {
        Self::read_all(&[text])
    }

    /// Reads a grammar of several parts. A part replaces rules of the parts before it, or adds alternatives to them (`=/`).
    ///
    /// # Errors
    /// If a text is not ABNF, or if a rule is not defined.
    pub fn read_all(texts: &[&str]) -> Result<Self, GrammarError> {
        let mut read = Rules::default();
        for text in texts {
            read.read(text)?;
        }
        let mut rules = Vec::with_capacity(read.definitions.len());
        for (name, definition) in read.definitions {
            let Some(definition) = definition else { return Err(GrammarError::Undefined { rule: name }) };
            rules.push(Rule { name, definition, first: FirstCharacters::default(), texts: None });
        }
        let mut grammar = Self { rules, numbers: read.numbers };
        grammar.find_first_characters();
        Ok(grammar)
    }

    /// Determines what the matches of each rule start with. It is repeated until nothing changes, because rules name
    /// each other.
    fn find_first_characters(&mut self) {
        let mut known = vec![FirstCharacters::default(); self.rules.len()];
        loop {
            let next: Vec<_> = self.rules.iter().map(|rule| FirstCharacters::of(&rule.definition, &known)).collect();
            if next == known {
                break;
            }
            known = next;
        }
        for (rule, first) in self.rules.iter_mut().zip(known) {
            rule.first = first;
        }
    }

    /// Restricts a rule to some texts. A grammar of URLs cannot tell an entity set from a singleton without their names.
    ///
    /// # Errors
    /// If the grammar does not define the rule.
    pub fn restrict<S: AsRef<str>>(
        &mut self,
        rule: &str,
        texts: impl IntoIterator<Item = S>,
    ) -> Result<(), MatchError> {
        let number = self.number(rule)?;
        if let Some(rule) = self.rules.get_mut(number) {
            rule.texts = Some(texts.into_iter().map(|text| text.as_ref().chars().collect()).collect());
        }
        Ok(())
    }

    /// Matches a rule with an input.
    ///
    /// # Errors
    /// If the grammar does not define the rule, or if the input is nested too deeply.
    pub fn matches(&self, rule: &str, input: &str) -> Result<Match, MatchError> {
        self.run(rule, input, false).map(|(found, _)| found)
    }

    /// Matches a rule with an input, and returns the rules of the match. A rule comes before the rules inside it.
    /// Returns no rules if there is no match.
    ///
    /// # Errors
    /// If the grammar does not define the rule, or if the input is nested too deeply.
    pub fn nodes(&self, rule: &str, input: &str) -> Result<(Match, Vec<Node>), MatchError> {
        self.run(rule, input, true)
    }

    fn run(&self, rule: &str, input: &str, with_nodes: bool) -> Result<(Match, Vec<Node>), MatchError> {
        let number = self.number(rule)?;
        let mut matching = Matching::new(self, input, with_nodes);
        let end = matching.rule(number, 0)?;
        let is_whole = end == Some(matching.len());
        let found = Match { end, is_whole, furthest: matching.furthest };
        Ok((found, matching.into_nodes()))
    }

    /// Returns the name of the rule of a node, as the grammar defines it.
    pub fn rule_name(&self, node: &Node) -> &str {
        self.rules.get(node.rule).map_or("", |rule| &rule.name)
    }

    fn number(&self, rule: &str) -> Result<usize, MatchError> {
        let number = self.numbers.get(&rule.to_ascii_lowercase()).copied();
        number.ok_or_else(|| MatchError::UnknownRule { rule: rule.to_owned() })
    }
}

#[cfg(test)]
mod tests;
