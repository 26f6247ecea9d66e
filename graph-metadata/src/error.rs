//! What is wrong with a metadata file, and where.

use std::fmt;

/// A place in a metadata file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[non_exhaustive]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The offset of the first byte.
    pub start: usize,
    /// The offset after the last byte.
    pub end: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// One thing that is wrong with a metadata file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub place: Place,
    /// Another place that belongs to it, such as the first of two definitions, and what it is.
    pub related: Option<(String, Place)>,
}

impl Fault {
    pub(crate) fn new(place: Place, message: impl Into<String>) -> Self {
        Self { message: message.into(), place, related: None }
    }

    pub(crate) fn related(mut self, message: impl Into<String>, place: Place) -> Self {
        self.related = Some((message.into(), place));
        self
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)?;
        if let Some((message, place)) = &self.related {
            write!(f, " ({message}: {place})")?;
        }
        Ok(())
    }
}

/// A metadata file that could not be read: everything that is wrong with it, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataError(Box<Faults>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Faults {
    first: Fault,
    more: Vec<Fault>,
}

impl MetadataError {
    /// None if there is no fault.
    pub(crate) fn new(mut faults: Vec<Fault>) -> Option<Self> {
        faults.sort_by_key(|fault| fault.place);
        let mut faults = faults.into_iter();
        Some(Self(Box::new(Faults { first: faults.next()?, more: faults.collect() })))
    }

    pub(crate) fn one(fault: Fault) -> Self {
        Self(Box::new(Faults { first: fault, more: Vec::new() }))
    }

    /// Where the first fault is.
    pub fn place(&self) -> Place {
        self.0.first.place
    }

    /// All faults in the order of the file; there is at least one.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
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
