use std::fmt::{self, Write as _};
use std::ops::{BitAnd, BitOr};

/// The text of `$search`.
///
/// A clause is quoted as a whole, as Microsoft Graph requires it. `&` is `AND`, and `|` is `OR`. `&str` and `String` convert to one clause.
///
/// ```
/// use graph_core::query::Search;
///
/// let search = Search::new("displayName:Browser") & (Search::new("mail:a") | Search::new("say \"hi\""));
/// assert_eq!(search.to_string(), r#""displayName:Browser" AND ("mail:a" OR "say \"hi\"")"#);
/// ```
///
/// Source: [`$search` in Microsoft Graph](https://learn.microsoft.com/en-us/graph/search-query-parameter).
#[derive(Clone, PartialEq, Eq)]
pub struct Search {
    text: String,
    kind: SearchKind,
    /// Whether a clause is empty.
    is_empty: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SearchKind {
    Clause,
    And,
    Or,
}

impl Search {
    /// Creates a search for one clause: a text, or `property:text`.
    pub fn new(clause: &str) -> Self {
        let mut text = String::from('"');
        for character in clause.chars() {
            if matches!(character, '"' | '\\') {
                text.push('\\');
            }
            text.push(character);
        }
        text.push('"');
        Self { text, kind: SearchKind::Clause, is_empty: clause.trim().is_empty() }
    }

    /// Returns whether a clause is empty, which services refuse.
    pub(super) fn is_empty(&self) -> bool {
        self.is_empty
    }

    fn join(self, operator: &str, kind: SearchKind, other: &Self) -> Self {
        let mut text = String::new();
        for (index, operand) in [&self, other].into_iter().enumerate() {
            if index > 0 {
                text.push_str(operator);
            }
            if operand.kind == SearchKind::Clause || operand.kind == kind {
                text.push_str(&operand.text);
            } else {
                _ = write!(text, "({})", operand.text);
            }
        }
        Self { text, kind, is_empty: self.is_empty || other.is_empty }
    }
}

impl From<&str> for Search {
    fn from(clause: &str) -> Self {
        Self::new(clause)
    }
}

impl From<String> for Search {
    fn from(clause: String) -> Self {
        Self::new(&clause)
    }
}

/// Both are found.
impl BitAnd for Search {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.join(" AND ", SearchKind::And, &other)
    }
}

/// One of them is found.
impl BitOr for Search {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.join(" OR ", SearchKind::Or, &other)
    }
}

/// The text of `$search`, before percent-encoding.
impl fmt::Display for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Does not show what is searched for.
impl fmt::Debug for Search {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Search").field("kind", &self.kind).finish_non_exhaustive()
    }
}
