use std::borrow::Cow;

use uuid::Uuid;

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
