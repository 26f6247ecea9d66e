use std::fmt;

/// A value that cannot stand in a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressError {
    pub(super) odata_type: &'static str,
    pub(super) placeholder: &'static str,
    pub(super) refusal: Refusal,
}

impl AddressError {
    /// The resource whose address it was to be.
    pub fn odata_type(&self) -> &'static str {
        self.odata_type
    }

    /// The placeholder, without braces.
    pub fn placeholder(&self) -> &'static str {
        self.placeholder
    }
}

/// Why a value is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    Empty,
    Dot,
    DotDot,
    LeadingSlash,
    TrailingSlash,
    EmptySegment,
    /// In an argument without quotes.
    Delimiter(char),
    Control(char),
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { odata_type, placeholder, refusal } = self;
        write!(f, "`{odata_type}`: ")?;
        match refusal {
            Refusal::Empty => write!(f, "the value for `{{{placeholder}}}` is empty"),
            Refusal::Dot => write!(f, "`.` for `{{{placeholder}}}` would address another resource"),
            Refusal::DotDot => write!(f, "`..` for `{{{placeholder}}}` would address another resource"),
            Refusal::LeadingSlash => {
                write!(f, "the path for `{{{placeholder}}}` starts with a slash: leave out the slash, as in `a/b`")
            }
            Refusal::TrailingSlash => {
                write!(f, "the path for `{{{placeholder}}}` ends with a slash: leave out the slash, as in `a/b`")
            }
            Refusal::EmptySegment => {
                write!(f, "the path for `{{{placeholder}}}` holds an empty segment: write one slash between segments")
            }
            Refusal::Delimiter(delimiter) => write!(
                f,
                "the value for `{{{placeholder}}}` holds `{delimiter}`, which would end the argument: for text, write \
                 quotes around the placeholder in the path, as in `'{{{placeholder}}}'`"
            ),
            Refusal::Control(character) => write!(
                f,
                "the value for `{{{placeholder}}}` holds the control character U+{:04X}",
                u32::from(*character)
            ),
        }
    }
}

impl std::error::Error for AddressError {}
