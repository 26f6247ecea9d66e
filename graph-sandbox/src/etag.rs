//! Which state of an entity a client means.

use std::fmt;

use http::header::IF_MATCH;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::fault::Fault;

/// The state of an entity. Each state of each entity has a number of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ETag(pub(crate) u64);

/// Weak, as all of Graph's are.
impl fmt::Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "W/\"{:016x}\"", self.0)
    }
}

impl ETag {
    pub(crate) fn header_value(self) -> Option<HeaderValue> {
        HeaderValue::try_from(self.to_string()).ok()
    }
}

/// An `If-Match` header.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum IfMatch {
    /// `*`: any state of an entity that is there.
    Any,
    /// One of these opaque tags.
    OneOf(Vec<String>),
}

impl IfMatch {
    /// Reads the header, if it is there; repeated lines make one list.
    ///
    /// Source: [RFC 9110, section 13.1.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1).
    ///
    /// # Errors
    /// When it is malformed, or names no tag: an empty condition must not become no condition.
    pub(crate) fn of(headers: &HeaderMap) -> Result<Option<Self>, Fault> {
        let lines: Vec<_> = headers.get_all(IF_MATCH).iter().map(|line| line.to_str().map(str::trim)).collect();
        match lines.as_slice() {
            [] => return Ok(None),
            [Ok("*")] => return Ok(Some(Self::Any)),
            _ => {}
        }
        let mut tags = Vec::new();
        let is_list = lines.into_iter().all(|line| line.is_ok_and(|line| read_list(line, &mut tags).is_some()));
        if !is_list || tags.is_empty() {
            return Err(Fault::bad_request("The value of the header 'If-Match' is neither '*' nor a list of ETags."));
        }
        Ok(Some(Self::OneOf(tags)))
    }

    /// Whether the entity is in a state that the client means.
    ///
    /// HTTP wants a strong comparison here, which weak tags can never pass. Graph hands out weak tags and accepts them,
    /// so tags are compared without regard to `W/`.
    ///
    /// # Errors
    /// When it is not.
    pub(crate) fn admit(&self, current: ETag) -> Result<(), Fault> {
        let current = current.to_string();
        let opaque = current.trim_start_matches("W/");
        match self {
            Self::Any => Ok(()),
            Self::OneOf(tags) if tags.iter().any(|tag| tag == opaque) => Ok(()),
            Self::OneOf(_) => Err(Fault::new(
                StatusCode::PRECONDITION_FAILED,
                "PreconditionFailed",
                "The entity has changed since the ETag of the header 'If-Match' was read.",
            )),
        }
    }
}

/// Adds each `"tag"` or `W/"tag"`, quotes included, to `tags`.
fn read_list(mut line: &str, tags: &mut Vec<String>) -> Option<()> {
    loop {
        line = line.trim_start_matches([' ', '\t', ',']);
        if line.is_empty() {
            return Some(());
        }
        let opaque = line.strip_prefix("W/").unwrap_or(line).strip_prefix('"')?;
        let (tag, rest) = opaque.split_once('"')?;
        if tag.contains([' ', '\t']) || !(rest.is_empty() || rest.trim_start_matches([' ', '\t']).starts_with(',')) {
            return None;
        }
        tags.push(format!("\"{tag}\""));
        line = rest;
    }
}

#[cfg(test)]
mod tests {
    use http::header::IF_MATCH;
    use http::{HeaderMap, HeaderValue};

    use super::{ETag, IfMatch};
    use crate::fault::Fault;

    fn read(lines: &[&'static str]) -> Result<Option<IfMatch>, Fault> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(IF_MATCH, HeaderValue::from_static(line));
        }
        IfMatch::of(&headers)
    }

    #[test]
    fn lists_and_stars() {
        for (lines, expected) in [
            (&[][..], None),
            (&["*"], Some(IfMatch::Any)),
            (&[r#""a""#], Some(one_of(&[r#""a""#]))),
            (&[r#"W/"a,b" , "c""#, r#""""#], Some(one_of(&[r#""a,b""#, r#""c""#, r#""""#]))),
        ] {
            assert_eq!(read(lines).ok(), Some(expected), "{lines:?}");
        }
        for malformed in ["", ",", "*, *", r#"*, "a""#, "a", r#""a"#, r#""a" "b""#, r#"w/"a""#, r#""a b""#] {
            assert!(read(&[malformed]).is_err(), "{malformed}");
        }
        assert!(read(&["*", r#""a""#]).is_err() && read(&["*", "*"]).is_err());
    }

    fn one_of(tags: &[&str]) -> IfMatch {
        IfMatch::OneOf(tags.iter().map(|&tag| tag.to_owned()).collect())
    }

    #[test]
    fn weakness_does_not_matter() {
        let strong = one_of(&[r#""000000000000002a""#]);
        assert!(strong.admit(ETag(42)).is_ok());
        assert!(strong.admit(ETag(43)).is_err());
        assert!(IfMatch::Any.admit(ETag(43)).is_ok());
    }
}
