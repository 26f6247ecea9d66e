use std::borrow::Cow;
use std::fmt;

use crate::redact::excerpt;

/// How deep objects and arrays may be nested, as in `serde_json`.
pub(crate) const MAX_DEPTH: u8 = 127;

/// Why a JSON value could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum ReadErrorKind {
    /// The text is not UTF-8.
    Encoding,
    /// The text ends too early.
    End,
    /// The text does not follow the grammar of JSON.
    Syntax(&'static str),
    /// The value is nested deeper than [`MAX_DEPTH`].
    Depth,
    /// More text follows the value.
    Trailing,
    /// The value has another JSON type.
    UnexpectedType { expected: &'static str, found: &'static str },
    /// The value is null, and the type is not nullable.
    Null { expected: &'static str },
    /// The type cannot represent the number.
    Range(&'static str),
    /// The string does not have the format of the type.
    Format(&'static str),
    /// The property occurs twice.
    Duplicate,
    /// The update is for another type than the declared one.
    OtherUpdate { declared: &'static str, found: Box<str> },
    /// An update cannot set the property.
    NotWritable,
    /// An update cannot set the property to null.
    NotNullable,
    /// The property is not declared, and the type is not open.
    Undeclared,
    /// The required properties of these names are missing.
    Missing(Box<[&'static str]>),
    /// The object has another type than the declared one.
    OtherType { declared: &'static str, found: Box<str> },
}

impl fmt::Display for ReadErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => f.write_str("the text is not UTF-8"),
            Self::End => f.write_str("the text ends in the middle of a value"),
            Self::Syntax(what) => write!(f, "the text is not JSON: {what}"),
            Self::Depth => write!(f, "the value is nested deeper than {MAX_DEPTH} levels"),
            Self::Trailing => f.write_str("expected the end of the text after the value, found more text"),
            Self::UnexpectedType { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::Null { expected } => {
                write!(
                    f,
                    "expected {expected}, found null; if the property is nullable, declare its field as `Option<_>`, or as \
                     `Vec<Option<_>>` if items of the collection are"
                )
            }
            Self::Range(edm) => write!(f, "the number is out of range for {edm}"),
            Self::Format(format) => write!(f, "expected {format}, found other text"),
            Self::Duplicate => f.write_str("the property occurs twice"),
            Self::OtherUpdate { declared, found } => write!(
                f,
                "expected an update of `{declared}`, found one of `{}`; read it with the update type of that resource",
                excerpt(found, 120)
            ),
            Self::NotWritable => f.write_str("an update cannot set the property, which is declared as `key` or `read_only`"),
            Self::NotNullable => f.write_str("an update cannot set the property to null, because it is not nullable"),
            Self::Undeclared => f.write_str(
                "the property is not declared; an update sets declared properties, and dynamic properties of an open type",
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
                f.write_str("; if the service may omit a property, declare its field as `Option<_>`, with `#[graph(optional)]` if it is never null")
            }
            Self::OtherType { declared, found } => write!(
                f,
                "expected an object of the type `{declared}`, found `{}`; declare that type, or an enum under `#[graph_union]` with both",
                excerpt(found, 120)
            ),
        }
    }
}

/// Why a JSON value could not be read, and where.
///
/// It contains names and positions, and never a value of the text.
///
/// ```
/// use graph_core::Untyped;
///
/// let error = Untyped::from_json(r#"{"columns":[1,]}"#).unwrap_err();
/// assert_eq!(error.to_string(), "the text is not JSON: expected a value after `,` (at byte 14)");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReadError(Box<Inner>);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Inner {
    kind: ReadErrorKind,
    position: usize,
    /// A JSON pointer, which grows from the inside out.
    pointer: String,
}

impl ReadError {
    #[cold]
    pub(crate) fn new(kind: ReadErrorKind, position: usize) -> Self {
        Self(Box::new(Inner { kind, position, pointer: String::new() }))
    }

    /// Returns the error with the position in a text that starts `bytes` earlier.
    #[cold]
    pub(crate) fn offset_by(mut self, bytes: usize) -> Self {
        self.0.position += bytes;
        self
    }

    /// Returns the error with the pointer of the value that contains `segment`: a property, or the index of an element.
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

    pub(crate) fn kind(&self) -> &ReadErrorKind {
        &self.0.kind
    }

    /// Returns the position of the error, in bytes from the start of the text.
    pub(crate) fn position(&self) -> usize {
        self.0.position
    }

    /// Returns the location of the error as a JSON pointer.
    ///
    /// It is empty if the error is about the whole value.
    ///
    /// Source: [RFC 6901](https://www.rfc-editor.org/rfc/rfc6901).
    pub fn pointer(&self) -> &str {
        &self.0.pointer
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.0.pointer.is_empty() {
            // an open type may have properties of any name
            write!(f, "property `{}`: ", excerpt(&self.0.pointer, MAX_POINTER))?;
        }
        write!(f, "{} (at byte {})", self.0.kind, self.0.position)
    }
}

/// How many characters of a pointer `Display` shows; [`ReadError::pointer`] returns all.
const MAX_POINTER: usize = 200;

impl std::error::Error for ReadError {}
