use std::fmt;

/// Why an address could not be created: a value cannot be used in the path.
///
/// ```
/// # use graph_core::graph_resource;
/// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// # struct Printer { #[graph(key)] id: String }
/// let address = Printer::at("");
/// let error = address.path().unwrap_err();
/// assert_eq!(error.placeholder(), "printerId");
/// assert_eq!(error.to_string(), "`#microsoft.graph.printer`: the value for `{printerId}` is empty");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct AddressError {
    pub(super) odata_type: &'static str,
    pub(super) placeholder: &'static str,
    pub(super) kind: AddressErrorKind,
}

impl AddressError {
    /// Returns the OData type of the resource, for example `#microsoft.graph.printer`.
    pub fn odata_type(&self) -> &'static str {
        self.odata_type
    }

    /// Returns the name of the placeholder, without braces.
    pub fn placeholder(&self) -> &'static str {
        self.placeholder
    }
}

/// Why a value cannot be used in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum AddressErrorKind {
    Empty,
    Dot,
    DotDot,
    LeadingSlash,
    TrailingSlash,
    EmptySegment,
    /// The character would end an argument without quotes.
    Delimiter(char),
    Control(char),
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { odata_type, placeholder, kind } = self;
        write!(f, "`{odata_type}`: ")?;
        match kind {
            AddressErrorKind::Empty => write!(f, "the value for `{{{placeholder}}}` is empty"),
            AddressErrorKind::Dot => write!(f, "`.` for `{{{placeholder}}}` would address another resource"),
            AddressErrorKind::DotDot => write!(f, "`..` for `{{{placeholder}}}` would address another resource"),
            AddressErrorKind::LeadingSlash => {
                write!(f, "the path for `{{{placeholder}}}` starts with a slash: remove the slash, as in `a/b`")
            }
            AddressErrorKind::TrailingSlash => {
                write!(f, "the path for `{{{placeholder}}}` ends with a slash: remove the slash, as in `a/b`")
            }
            AddressErrorKind::EmptySegment => {
                write!(
                    f,
                    "the path for `{{{placeholder}}}` contains an empty segment: write one slash between segments"
                )
            }
            AddressErrorKind::Delimiter(delimiter) => write!(
                f,
                "the value for `{{{placeholder}}}` contains `{delimiter}`, which would end the argument: for text, write \
                 quotes around the placeholder in the path, as in `'{{{placeholder}}}'`"
            ),
            AddressErrorKind::Control(character) => write!(
                f,
                "the value for `{{{placeholder}}}` contains the control character U+{:04X}: remove it",
                u32::from(*character)
            ),
        }
    }
}

impl std::error::Error for AddressError {}
