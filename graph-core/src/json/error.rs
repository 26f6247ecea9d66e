use std::fmt;

use crate::json_text::{ReadError, ReadErrorKind};

/// Why JSON text could not be read as a resource.
///
/// `Display` names the resource and the property, and never shows a value of the text.
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
///     "`#microsoft.graph.printer`: property `/jobCount`: the number is out of range for `Edm.Int32` (at byte 21)"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DecodeError {
    odata_type: &'static str,
    error: ReadError,
}

impl DecodeError {
    #[cold]
    pub(crate) fn new(odata_type: &'static str, error: ReadError) -> Self {
        Self { odata_type, error }
    }

    /// Returns the OData type of the resource, for example `#microsoft.graph.printer`.
    pub fn odata_type(&self) -> &'static str {
        self.odata_type
    }

    /// Returns the location of the error as a JSON pointer.
    ///
    /// It is empty if the error is about the whole text.
    ///
    /// Source: [RFC 6901](https://www.rfc-editor.org/rfc/rfc6901).
    pub fn pointer(&self) -> &str {
        self.error.pointer()
    }

    /// Returns the position of the error, in bytes from the start of the text.
    pub fn position(&self) -> usize {
        self.error.position()
    }

    /// Returns the wire names of all required properties that are missing in one object.
    ///
    /// [`pointer`](Self::pointer) is that of the property if there is one, and that of the object if there are several.
    pub fn missing_properties(&self) -> &[&'static str] {
        match self.error.kind() {
            ReadErrorKind::Missing(names) => names,
            _ => &[],
        }
    }

    /// Returns whether `@odata.type` of an object names another type than the declared one.
    pub fn is_other_type(&self) -> bool {
        matches!(self.error.kind(), ReadErrorKind::OtherType { .. } | ReadErrorKind::OtherUpdate { .. })
    }

    /// Returns whether a required property is missing.
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
