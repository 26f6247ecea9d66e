use std::error::Error as StdError;
use std::fmt;

/// The error of reading or changing assignments.
///
/// `Display` names the type and what went wrong. The error of the request is the [`source`](StdError::source). Neither contains ids.
pub struct AssignmentError(Box<Inner>);

struct Inner {
    kind: AssignmentErrorKind,
    message: String,
    subject: Option<&'static str>,
    source: Option<graph_core::Error>,
}

/// The kind of an [`AssignmentError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum AssignmentErrorKind {
    /// The type does not have an action `assign`. Nothing was sent.
    NotAssignable,
    /// A target or a property cannot be sent for the type. Nothing was sent.
    Request,
    /// A request failed; see [`AssignmentError::graph_error`].
    Graph,
    /// The service returned something else than assignments.
    Decode,
    /// The assignments are not those of [`if_unchanged`](crate::AssignmentsOperation::if_unchanged). Nothing was sent.
    Changed,
    /// Other programs changed the assignments after each attempt.
    Conflict,
    /// The deadline passed before the assignments read back as they should be.
    NotSettled,
}

impl AssignmentError {
    #[cold]
    pub(crate) fn new(kind: AssignmentErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), subject: None, source: None }))
    }

    #[cold]
    pub(crate) fn graph(message: &str, source: graph_core::Error) -> Self {
        let mut error = Self::new(AssignmentErrorKind::Graph, message);
        error.0.source = Some(source);
        error
    }

    pub(crate) fn with_source(mut self, source: Option<graph_core::Error>) -> Self {
        self.0.source = source;
        self
    }

    /// Sets the type that the error is about.
    pub(crate) fn about(mut self, name: &'static str) -> Self {
        self.0.subject = Some(name);
        self
    }

    /// Returns an error with the same text, for an operation that can be started several times.
    pub(crate) fn copy(&self) -> Self {
        let source = self.0.source.as_ref().and_then(graph_core::Error::address_error);
        let mut error = Self::new(self.0.kind, self.0.message.clone());
        error.0.subject = self.0.subject;
        error.with_source(source.map(|error| graph_core::Error::from(error.clone())))
    }

    /// Returns the kind of the error.
    pub fn kind(&self) -> AssignmentErrorKind {
        self.0.kind
    }

    /// Returns the error of the request that failed, or of the last one.
    pub fn graph_error(&self) -> Option<&graph_core::Error> {
        self.0.source.as_ref()
    }
}

impl fmt::Display for AssignmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(subject) = self.0.subject {
            write!(f, "assignments of `{subject}`: ")?;
        }
        f.write_str(&self.0.message)
    }
}

impl fmt::Debug for AssignmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("AssignmentError");
        shown.field("kind", &self.0.kind).field("message", &format_args!("\"{self}\""));
        if let Some(source) = &self.0.source {
            shown.field("source", source);
        }
        shown.finish()
    }
}

impl StdError for AssignmentError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}
