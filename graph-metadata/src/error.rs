//! Diagnostics of a metadata file and their positions.

use std::fmt;

/// A range of text in a metadata file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub struct SourceSpan {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl fmt::Display for SourceSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// One error or warning about a metadata file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MetadataDiagnostic {
    /// The text of the diagnostic.
    pub message: String,
    /// The text that the diagnostic refers to.
    pub span: SourceSpan,
    /// A related span, such as the first of two definitions, with its label.
    pub related: Option<(String, SourceSpan)>,
}

impl MetadataDiagnostic {
    pub(crate) fn new(span: SourceSpan, message: impl Into<String>) -> Self {
        Self { message: message.into(), span, related: None }
    }

    pub(crate) fn related(mut self, label: impl Into<String>, span: SourceSpan) -> Self {
        self.related = Some((label.into(), span));
        self
    }
}

impl fmt::Display for MetadataDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.span, self.message)?;
        if let Some((label, span)) = &self.related {
            write!(f, " ({label}: {span})")?;
        }
        Ok(())
    }
}

/// An error that reports why a metadata file could not be read.
///
/// It holds all diagnostics of the file, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataError(Box<Diagnostics>);

/// At least one diagnostic.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Diagnostics {
    first: MetadataDiagnostic,
    more: Vec<MetadataDiagnostic>,
}

impl MetadataError {
    /// Returns `None` if there are no diagnostics.
    pub(crate) fn new(mut diagnostics: Vec<MetadataDiagnostic>) -> Option<Self> {
        diagnostics.sort_by_key(|diagnostic| diagnostic.span);
        let mut diagnostics = diagnostics.into_iter();
        Some(Self(Box::new(Diagnostics { first: diagnostics.next()?, more: diagnostics.collect() })))
    }

    pub(crate) fn one(diagnostic: MetadataDiagnostic) -> Self {
        Self(Box::new(Diagnostics { first: diagnostic, more: Vec::new() }))
    }

    /// Returns the span of the first diagnostic.
    pub fn span(&self) -> SourceSpan {
        self.0.first.span
    }

    /// Returns all diagnostics in the order of the file; there is at least one.
    pub fn diagnostics(&self) -> impl Iterator<Item = &MetadataDiagnostic> {
        std::iter::once(&self.0.first).chain(&self.0.more)
    }
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.first.fmt(f)?;
        match self.0.more.len() {
            0 => Ok(()),
            more => write!(f, " (and {more} more)"),
        }
    }
}

impl std::error::Error for MetadataError {}
