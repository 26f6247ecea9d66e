//! The error of a query.

use std::fmt;

/// An error in the query options of a request.
///
/// The message is the one that Microsoft Graph returns, where one was observed.
///
/// ```
/// use graph_sandbox::query::FilterExpression;
///
/// let error = FilterExpression::parse("displayName eq").expect_err("an operand is missing");
/// assert_eq!(error.to_string(), "Invalid filter clause: Expression expected at position 14 in 'displayName eq'.");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    pub(crate) kind: QueryErrorKind,
    message: String,
}

/// What the service responds to a query with an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryErrorKind {
    /// The query is malformed, or names what does not exist.
    Malformed,
    /// The query needs `ConsistencyLevel: eventual`, or the service never supports it.
    Unsupported,
    /// The sandbox does not support what Microsoft Graph may support.
    NotImplemented,
}

impl QueryError {
    pub(crate) fn malformed(message: impl Into<String>) -> Self {
        Self { kind: QueryErrorKind::Malformed, message: message.into() }
    }

    pub(crate) fn unsupported(message: impl Into<String>) -> Self {
        Self { kind: QueryErrorKind::Unsupported, message: message.into() }
    }

    pub(crate) fn not_implemented(message: impl Into<String>) -> Self {
        Self { kind: QueryErrorKind::NotImplemented, message: message.into() }
    }

    /// Puts a text before the message.
    pub(crate) fn within(mut self, prefix: &str) -> Self {
        self.message.insert_str(0, prefix);
        self
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for QueryError {}
