//! A position in the text of a query option, and the literals that can start there.

use super::error::QueryError;
use super::syntax::{Literal, LiteralKind};
use crate::json::lexical;

/// A text and a position in it.
#[derive(Debug, Clone)]
pub(crate) struct Scanner<'t> {
    text: &'t str,
    position: usize,
}

impl<'t> Scanner<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, position: 0 }
    }

    pub(crate) fn rest(&self) -> &'t str {
        self.text.get(self.position..).unwrap_or("")
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.position >= self.text.len()
    }

    pub(crate) fn advance(&mut self, bytes: usize) {
        self.position = self.text.len().min(self.position + bytes);
    }

    /// Skips spaces and tabs, and returns whether there were any.
    pub(crate) fn skip_space(&mut self) -> bool {
        let rest = self.rest();
        let length = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        self.advance(length);
        length > 0
    }

    /// Skips `text` if it comes next.
    pub(crate) fn eat(&mut self, text: &str) -> bool {
        let is_next = self.rest().starts_with(text);
        if is_next {
            self.advance(text.len());
        }
        is_next
    }

    /// Skips `text`.
    ///
    /// # Errors
    /// Returns an error if something else comes next.
    pub(crate) fn expect(&mut self, text: &str) -> Result<(), QueryError> {
        if self.eat(text) { Ok(()) } else { Err(self.error(&format!("'{text}' expected"))) }
    }

    /// Skips a word in any case if it comes next, and white space or the end follows it.
    pub(crate) fn eat_operator(&mut self, word: &str) -> bool {
        let rest = self.rest();
        let is_next = rest.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && rest.get(word.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
        if is_next {
            self.advance(word.len());
        }
        is_next
    }

    /// Reads an identifier: `odataIdentifier`, of at most 128 characters.
    pub(crate) fn identifier(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        if !rest.starts_with(|first: char| first.is_alphabetic() || first == '_') {
            return None;
        }
        let end = rest.find(|next: char| !(next.is_alphanumeric() || next == '_')).unwrap_or(rest.len());
        let name = rest.get(..end).filter(|name| name.chars().count() <= 128)?;
        self.advance(name.len());
        Some(name)
    }

    /// Reads identifiers with dots between them.
    pub(crate) fn qualified_name(&mut self) -> Option<&'t str> {
        let rest = self.rest();
        self.identifier()?;
        loop {
            let before = self.position;
            if !(self.eat(".") && self.identifier().is_some()) {
                self.position = before;
                return rest.get(..rest.len() - self.rest().len());
            }
        }
    }

    /// Reads a string literal, in which quotes are doubled.
    ///
    /// # Errors
    /// Returns an error if the literal does not end.
    pub(crate) fn string(&mut self) -> Result<Option<String>, QueryError> {
        let start = self.position;
        if !self.eat("'") {
            return Ok(None);
        }
        let mut content = String::new();
        loop {
            let Some(length) = self.rest().find('\'') else {
                let message =
                    format!("There is an unterminated string literal at position {start} in '{}'.", self.text);
                return Err(QueryError::malformed(message));
            };
            content.push_str(self.rest().get(..length).unwrap_or(""));
            self.advance(length + 1);
            if !self.eat("'") {
                return Ok(Some(content));
            }
            content.push('\'');
        }
    }

    /// Reads a literal that is neither a string nor has a prefix: a number, a Guid, a date or a time.
    pub(crate) fn bare_literal(&mut self) -> Option<Literal> {
        let rest = self.rest();
        let is_part = |next: char| next.is_ascii_alphanumeric() || matches!(next, '-' | '+' | '.' | ':');
        let run = rest.get(..rest.find(|next| !is_part(next)).unwrap_or(rest.len()))?;
        let kind = literal_kind(run)?;
        self.advance(run.len());
        Some(Literal { kind, text: run.to_owned() })
    }

    /// Creates an error at this position.
    pub(crate) fn error(&self, problem: &str) -> QueryError {
        let Self { text, position } = self;
        let before = text.get(..*position).unwrap_or("").chars().count();
        QueryError::malformed(format!("{problem} at position {before} in '{text}'."))
    }
}

fn literal_kind(run: &str) -> Option<LiteralKind> {
    let number = run.strip_prefix('-').unwrap_or(run);
    Some(match run {
        "null" => LiteralKind::Null,
        "true" | "false" => LiteralKind::Boolean,
        "INF" | "-INF" | "NaN" => LiteralKind::Number,
        _ if lexical::is_guid(run) => LiteralKind::Guid,
        _ if lexical::date_time_offset(run).is_some() => LiteralKind::DateTimeOffset,
        _ if lexical::date(run).is_some() => LiteralKind::Date,
        _ if lexical::time_of_day(run).is_some() => LiteralKind::TimeOfDay,
        _ if number.starts_with(|first: char| first.is_ascii_digit()) && lexical::is_decimal(run) => {
            LiteralKind::Number
        }
        _ => return None,
    })
}
