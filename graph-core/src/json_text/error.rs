use std::borrow::Cow;
use std::fmt;

use crate::redact::excerpt;

/// How deep objects and arrays may be nested, as in `serde_json`.
pub(crate) const MAX_DEPTH: u8 = 127;

/// Why a JSON value could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReadErrorKind {
    /// Not UTF-8.
    Encoding,
    /// The text ends too early.
    End,
    /// The grammar of JSON is broken.
    Syntax(&'static str),
    /// Nested deeper than [`MAX_DEPTH`].
    Depth,
    /// There is text after the value.
    Trailing,
    /// A value of another kind: what was wanted, what is there.
    Kind { wanted: &'static str, found: &'static str },
    /// Null where the type has none.
    Null { wanted: &'static str },
    /// A number that the type cannot hold.
    Range(&'static str),
    /// Text that is no value of the type.
    Text(&'static str),
    /// The property occurs twice.
    Duplicate,
    /// The update is of another type than the declared one.
    OtherUpdate { declared: &'static str, found: Box<str> },
    /// An update does not set the property.
    NotWritable,
    /// Null, which an update never sends for the property.
    NeverNull,
    /// The member is not declared, and the type is not open.
    Undeclared,
    /// Required properties are not there, by name.
    Missing(Box<[&'static str]>),
    /// The object is of another type than the declared one.
    OtherType { declared: &'static str, found: Box<str> },
}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => f.write_str("the text is not UTF-8"),
            Self::End => f.write_str("the text ends in the middle of a value"),
            Self::Syntax(what) => write!(f, "not JSON: {what}"),
            Self::Depth => write!(f, "nested deeper than {MAX_DEPTH} levels"),
            Self::Trailing => f.write_str("text follows the end of the value"),
            Self::Kind { wanted, found } => write!(f, "expected {wanted}, found {found}"),
            Self::Null { wanted } => {
                write!(f, "expected {wanted}, found null; declare the field as `Option<_>` if the property is nullable")
            }
            Self::Range(edm) => write!(f, "the number is out of the range of {edm}"),
            Self::Text(what) => write!(f, "the text is not {what}"),
            Self::Duplicate => f.write_str("occurs twice"),
            Self::OtherUpdate { declared, found } => write!(
                f,
                "it is an update of `{}`, not of `{declared}`; restore it with the update of that resource",
                excerpt(found, 120)
            ),
            Self::NotWritable => f.write_str("an update does not set it: it is declared as `key` or `read_only`"),
            Self::NeverNull => f.write_str("the property is never null"),
            Self::Undeclared => f.write_str(
                "the property is not declared: an update sets declared properties, and dynamic ones of an open type",
            ),
            Self::Missing(names) => {
                match &**names {
                    [_] => f.write_str("the required property is missing")?,
                    names => {
                        f.write_str("the required properties ")?;
                        for (index, name) in names.iter().enumerate() {
                            write!(f, "{}`{name}`", if index == 0 { "" } else { ", " })?;
                        }
                        f.write_str(" are missing")?;
                    }
                }
                f.write_str("; declare the field of a property that the service may leave out as `Option<_>`, under `#[graph(optional)]` if it is never null")
            }
            Self::OtherType { declared, found } => write!(
                f,
                "the object is a `{}` instead of a `{declared}`; declare that type, or read both with an enum under `#[graph_union]`",
                excerpt(found, 120)
            ),
        }
    }
}

/// A JSON value that could not be read, with the place.
///
/// It never holds a value of the text, only names and positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(Box<Place>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Place {
    fault: ReadErrorKind,
    at: usize,
    /// JSON pointer, made from the inside out.
    pointer: String,
}

impl ReadError {
    #[cold]
    pub(crate) fn new(fault: ReadErrorKind, at: usize) -> Self {
        Self(Box::new(Place { fault, at, pointer: String::new() }))
    }

    /// The same error in a text that begins `by` bytes earlier.
    #[cold]
    pub(crate) fn moved(mut self, by: usize) -> Self {
        self.0.at += by;
        self
    }

    /// The same error one level further out.
    #[cold]
    pub(crate) fn within(mut self, segment: &str) -> Self {
        let escaped: Cow<'_, str> = if segment.contains(['~', '/']) {
            segment.replace('~', "~0").replace('/', "~1").into()
        } else {
            segment.into()
        };
        self.0.pointer.insert_str(0, &escaped);
        self.0.pointer.insert(0, '/');
        self
    }
}

impl ReadError {
    pub(crate) fn kind(&self) -> &ReadErrorKind {
        &self.0.fault
    }

    /// The position in bytes from the start of the text.
    pub(crate) fn position(&self) -> usize {
        self.0.at
    }

    /// The place within the value as a JSON pointer (RFC 6901); empty where the value as a whole is meant.
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.pointer.is_empty() {
            // Names of open types are the service's own.
            write!(f, "property `{}`: ", excerpt(&self.0.pointer, POINTER))?;
        }
        write!(f, "{} (at byte {})", self.0.fault, self.0.at)
    }
}

/// How many characters of a pointer are shown; [`ReadError::pointer`] returns it whole.
const POINTER: usize = 200;

impl std::error::Error for ReadError {}
