//! Entity tags: the version of an entity.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use http::HeaderValue;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::redact::excerpt;

/// An entity tag: the version of an entity, for `If-Match`.
///
/// Microsoft Graph returns weak entity tags, `W/"…"`, and accepts them in `If-Match`.
///
/// Source: [RFC 9110, section 8.8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3).
///
/// ```
/// use graph_core::ETag;
///
/// let etag: ETag = "W/\"JzEtVGFzayAgQEBAQEBAQEBAQEBAQEBAWCc=\"".parse()?;
/// assert!(etag.is_weak());
/// assert!(ETag::new("not quoted").is_err());
/// assert_eq!(serde_json::from_value::<ETag>(serde_json::to_value(&etag)?)?, etag);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ETag {
    /// Always valid UTF-8 without a control character.
    value: HeaderValue,
}

/// Why text could not be parsed as an [`ETag`].
///
/// ```
/// use graph_core::ETag;
///
/// let error = "not quoted".parse::<ETag>().unwrap_err();
/// assert_eq!(error.to_string(), "expected an entity tag, `\"…\"` or `W/\"…\"` without spaces, or `*`");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParseETagError(());

impl fmt::Display for ParseETagError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected an entity tag, `\"…\"` or `W/\"…\"` without spaces, or `*`")
    }
}

impl std::error::Error for ParseETagError {}

impl ETag {
    /// Creates an entity tag from its text with quotes, or from `*`.
    ///
    /// `*` matches every existing entity.
    ///
    /// # Errors
    /// If the text is not `"…"`, `W/"…"` or `*`, or if it contains a character that is not allowed between the quotes.
    pub fn new(text: &str) -> Result<Self, ParseETagError> {
        if text == "*" {
            return Ok(Self::any());
        }
        Self::tag(text).ok_or(ParseETagError(()))
    }

    /// Returns `*`: the entity must exist, in any version.
    pub fn any() -> Self {
        Self { value: HeaderValue::from_static("*") }
    }

    /// Returns the text with its quotes.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.value.as_bytes()).unwrap_or_default()
    }

    /// Returns whether it is weak: `W/"…"`.
    pub fn is_weak(&self) -> bool {
        self.value.as_bytes().starts_with(b"W/")
    }

    /// Returns the entity tag that a service sent, if it can be sent back. `*` is not one, because it would match every version.
    pub(crate) fn received(value: &HeaderValue) -> Option<Self> {
        Self::tag(std::str::from_utf8(value.as_bytes()).ok()?)
    }

    /// Parses an entity tag; `*` is not one.
    pub(crate) fn tag(text: &str) -> Option<Self> {
        let quoted = text.strip_prefix("W/").unwrap_or(text);
        let inside = quoted.strip_prefix('"')?.strip_suffix('"')?;
        let legal = inside.bytes().all(|byte| matches!(byte, 0x21 | 0x23..=0x7e | 0x80..));
        let value = HeaderValue::from_bytes(text.as_bytes()).ok()?;
        legal.then_some(Self { value })
    }

    pub(crate) fn value(&self) -> &HeaderValue {
        &self.value
    }
}

impl FromStr for ETag {
    type Err = ParseETagError;

    fn from_str(text: &str) -> Result<Self, ParseETagError> {
        Self::new(text)
    }
}

impl TryFrom<&str> for ETag {
    type Error = ParseETagError;

    fn try_from(text: &str) -> Result<Self, ParseETagError> {
        Self::new(text)
    }
}

/// Serializes the text.
impl Serialize for ETag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Deserializes the text.
impl<'de> Deserialize<'de> for ETag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Self::new(&text).map_err(de::Error::custom)
    }
}

/// An ETag for `if_match`: an [`ETag`], a reference to one, or an `Option` of these, such as the result of
/// [`Entity::etag`](crate::response::Entity::etag).
///
/// `None` sends no `If-Match`, because not every service has ETags. This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an ETag",
    label = "not an ETag",
    note = "give an `ETag`, a `&ETag` or an `Option` of these, such as `entity.etag()`, or parse text with `ETag::new(..)?`"
)]
pub trait IntoETag: sealed::Sealed {
    #[doc(hidden)]
    fn into_etag(self) -> Option<ETag>;
}

impl IntoETag for ETag {
    fn into_etag(self) -> Option<ETag> {
        Some(self)
    }
}

impl IntoETag for &ETag {
    fn into_etag(self) -> Option<ETag> {
        Some(self.clone())
    }
}

impl<T: IntoETag> IntoETag for Option<T> {
    fn into_etag(self) -> Option<ETag> {
        self.and_then(T::into_etag)
    }
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::ETag {}
    impl Sealed for &super::ETag {}
    impl<T: Sealed> Sealed for Option<T> {}
}

impl fmt::Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Truncates long text, because it may be logged; [`as_str`](Self::as_str) returns all of it.
impl fmt::Debug for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ETag({})", excerpt(self.as_str(), MAX_SHOWN))
    }
}

const MAX_SHOWN: usize = 100;

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::ETag;

    #[test]
    fn entity_tags_follow_the_grammar_of_rfc_9110() {
        for good in [
            "\"\"",
            "\"xyzzy\"",
            "W/\"\"",
            "W/\"xyzzy\"",
            "\"{5C1B},2\"",
            "W/\"datetime'2016-12-31T23%3A58'\"",
            "\"é\"",
        ] {
            let etag = ETag::new(good).unwrap();
            assert_eq!((etag.as_str(), etag.is_weak()), (good, good.starts_with('W')));
            assert_eq!(ETag::received(&HeaderValue::from_bytes(good.as_bytes()).unwrap()), Some(etag));
        }
        for bad in [
            "",
            "\"",
            "W/",
            "W/\"",
            "xyzzy",
            "w/\"x\"",
            "W/ \"x\"",
            " \"x\"",
            "\"x\" ",
            "\"a\",\"b\"",
            "\"a b\"",
            "\"a\"b\"",
            "**",
            "\"a\r\nAuthorization: x\"",
            "\"a\n\"",
            "\"a\0\"",
            "\"a\u{7f}\"",
            "\"a\t\"",
            "'x'",
        ] {
            assert!(ETag::new(bad).is_err(), "{bad:?}");
        }
        assert_eq!(ETag::new("*").unwrap(), ETag::any());
        assert_eq!(ETag::received(&HeaderValue::from_static("*")), None);
    }
}
