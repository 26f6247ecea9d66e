use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use uuid::Uuid;

use super::error::AddressErrorKind;
use crate::value::{Date, DateTimeOffset, Duration, Guid, TimeOfDay};

/// A value for a placeholder of a path.
///
/// It is implemented for text, GUIDs, integers, `bool`, dates and times, durations, and enums under
/// [`#[graph_enum]`](macro@crate::graph_enum). Implement it for your own types of ids:
///
/// ```
/// use std::borrow::Cow;
///
/// use graph_core::address::{AddressError, PathSegment};
/// use graph_core::graph_resource;
///
/// struct PrinterId(String);
///
/// impl PathSegment for PrinterId {
///     fn as_segment(&self) -> Cow<'_, str> {
///         Cow::Borrowed(&self.0)
///     }
/// }
///
/// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// struct Printer {
///     #[graph(key)]
///     id: String,
/// }
///
/// assert_eq!(Printer::at(PrinterId("a b".into())).path()?, "/printers/a%20b");
/// # Ok::<(), AddressError>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot fill a placeholder of a path",
    label = "not a path segment",
    note = "give a `&str`, `String`, `uuid::Uuid`, integer or `bool`, a `Date`, `TimeOfDay`, `DateTimeOffset` or \
            `Duration` of `graph_core`, or an enum under `#[graph_enum]`"
)]
pub trait PathSegment {
    /// Returns the text of the value before percent-encoding.
    fn as_segment(&self) -> Cow<'_, str>;
}

impl PathSegment for str {
    fn as_segment(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl PathSegment for String {
    fn as_segment(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl PathSegment for Cow<'_, str> {
    fn as_segment(&self) -> Cow<'_, str> {
        Cow::Borrowed(self)
    }
}

impl<T: PathSegment + ?Sized> PathSegment for &T {
    fn as_segment(&self) -> Cow<'_, str> {
        T::as_segment(self)
    }
}

macro_rules! displayed {
    ($($type:ty),*) => {$(
        impl PathSegment for $type {
            fn as_segment(&self) -> Cow<'_, str> {
                Cow::Owned(self.to_string())
            }
        }
    )*};
}

displayed!(Uuid, bool, i8, i16, i32, i64, u8, u16, u32, u64, Date, DateTimeOffset, Duration, Guid, TimeOfDay);

/// Everything except the unreserved characters of [RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Writes one segment.
pub(super) fn push_segment(out: &mut String, value: &str) -> Result<(), AddressErrorKind> {
    match value {
        "" => return Err(AddressErrorKind::Empty),
        "." => return Err(AddressErrorKind::Dot),
        ".." => return Err(AddressErrorKind::DotDot),
        _ => {}
    }
    push_encoded(out, value)
}

/// Writes a value that is a path itself, as in `root:/{path}:`.
pub(super) fn push_path(out: &mut String, value: &str) -> Result<(), AddressErrorKind> {
    if value.starts_with('/') {
        return Err(AddressErrorKind::LeadingSlash);
    }
    if value.ends_with('/') {
        return Err(AddressErrorKind::TrailingSlash);
    }
    if value.contains("//") {
        return Err(AddressErrorKind::EmptySegment);
    }
    for (index, segment) in value.split('/').enumerate() {
        if index > 0 {
            out.push('/');
        }
        push_segment(out, segment)?;
    }
    Ok(())
}

/// Writes text into a string literal, with its quotes doubled.
///
/// Percent-encoding is not enough for a quote: services decode a segment before they parse its literals.
///
/// Source: OData URL conventions 4.01, section 2; OData ABNF 4.01, `SQUOTE-in-string`.
pub(super) fn push_quoted(out: &mut String, value: &str) -> Result<(), AddressErrorKind> {
    for (index, text) in value.split('\'').enumerate() {
        if index > 0 {
            out.push_str("%27%27");
        }
        push_encoded(out, text)?;
    }
    Ok(())
}

/// Writes an argument without quotes: a number, a GUID, a date and the like.
pub(super) fn push_argument(out: &mut String, value: &str) -> Result<(), AddressErrorKind> {
    if value.is_empty() {
        return Err(AddressErrorKind::Empty);
    }
    if let Some(delimiter) = value.chars().find(|character| matches!(character, '\'' | '(' | ')' | ',' | '=')) {
        return Err(AddressErrorKind::Delimiter(delimiter));
    }
    push_encoded(out, value)
}

fn push_encoded(out: &mut String, value: &str) -> Result<(), AddressErrorKind> {
    if let Some(control) = value.chars().find(|character| character.is_control()) {
        return Err(AddressErrorKind::Control(control));
    }
    out.extend(utf8_percent_encode(value, ENCODED));
    Ok(())
}
