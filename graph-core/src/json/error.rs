use std::fmt;

use crate::json_text::{ReadError, ReadErrorKind};

/// JSON text that is not the resource it should be.
///
/// `Display` names the resource and the property; it never holds a value of the text.
///
/// ```
/// # use graph_core::graph_resource;
/// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// # #[derive(Debug)]
/// # struct Printer { #[graph(key)] id: String, job_count: i32 }
/// let error = graph_core::json::from_str::<Printer>(r#"{"id":"1","jobCount":3000000000}"#).unwrap_err();
/// assert_eq!(error.pointer(), "/jobCount");
/// assert_eq!(
///     error.to_string(),
///     "`#microsoft.graph.printer`: property `/jobCount`: the number is out of the range of Edm.Int32 (at byte 21)"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    odata_type: &'static str,
    error: ReadError,
}

impl DecodeError {
    #[cold]
    pub(crate) fn new(odata_type: &'static str, error: ReadError) -> Self {
        Self { odata_type, error }
    }

    /// The resource that was to be read, for example `#microsoft.graph.printer`.
    pub fn odata_type(&self) -> &'static str {
        self.odata_type
    }

    /// The property as a JSON pointer (RFC 6901); empty where the text as a whole is meant.
    pub fn pointer(&self) -> &str {
        self.error.pointer()
    }

    /// The place in the text, in bytes from its start.
    pub fn position(&self) -> usize {
        self.error.position()
    }

    /// The wire names of all required properties that one object lacks. [`pointer`](Self::pointer) leads to the property
    /// if it is one, and to the object if they are several.
    pub fn missing_properties(&self) -> &[&'static str] {
        match self.error.kind() {
            ReadErrorKind::Missing(names) => names,
            _ => &[],
        }
    }

    /// Whether the text is an object of another type than the declared one.
    pub fn is_other_type(&self) -> bool {
        matches!(self.error.kind(), ReadErrorKind::OtherType { .. } | ReadErrorKind::OtherUpdate { .. })
    }

    /// Whether a required property is not in the text.
    pub fn is_missing_property(&self) -> bool {
        matches!(self.error.kind(), ReadErrorKind::Missing(_))
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.odata_type, self.error)
    }
}

impl std::error::Error for DecodeError {}
