use http::HeaderValue;

/// Whether the response to an update should contain the entity.
///
/// The service may ignore this preference.
///
/// Source: [RFC 7240, section 4.2](https://www.rfc-editor.org/rfc/rfc7240#section-4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Prefer {
    /// `return=minimal`: no entity.
    Minimal,
    /// `return=representation`: the entity after the update.
    Representation,
}

impl Prefer {
    pub(crate) fn value(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Minimal => "return=minimal",
            Self::Representation => "return=representation",
        })
    }
}
