//! Entity tags and the conditions of requests.

use std::fmt;

use http::header::IF_MATCH;
use http::{HeaderMap, HeaderValue, StatusCode};

use super::error_response::ErrorResponse;

/// The tag of one state of one entity. No two states have the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct EntityTag(pub(crate) u64);

/// Writes a weak tag, as Graph does.
impl fmt::Display for EntityTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "W/\"{:016x}\"", self.0)
    }
}

impl EntityTag {
    pub(crate) fn header_value(self) -> Option<HeaderValue> {
        HeaderValue::try_from(self.to_string()).ok()
    }
}

/// An `If-Match` header.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum IfMatch {
    /// `*`: any state.
    Any,
    /// One of these opaque tags.
    OneOf(Vec<String>),
}

impl IfMatch {
    /// Parses the header, if it is present; repeated lines form one list.
    ///
    /// Source: [RFC 9110, section 13.1.1](https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1).
    ///
    /// # Errors
    /// Returns a response if the header is malformed or names no tag: an empty condition must not permit an update.
    pub(crate) fn parse(headers: &HeaderMap) -> Result<Option<Self>, ErrorResponse> {
        let lines: Vec<_> = headers.get_all(IF_MATCH).iter().map(|line| line.to_str().map(str::trim)).collect();
        match lines.as_slice() {
            [] => return Ok(None),
            [Ok("*")] => return Ok(Some(Self::Any)),
            _ => {}
        }
        let mut tags = Vec::new();
        let is_list = lines.into_iter().all(|line| line.is_ok_and(|line| parse_list(line, &mut tags).is_some()));
        if !is_list || tags.is_empty() {
            let message = "The value of the header 'If-Match' is neither '*' nor a list of ETags.";
            return Err(ErrorResponse::bad_request(message));
        }
        Ok(Some(Self::OneOf(tags)))
    }

    /// Checks the condition against the current state of the entity.
    ///
    /// HTTP requires a strong comparison here, which weak tags never pass. Graph returns weak tags and accepts them, so the
    /// comparison ignores `W/`.
    ///
    /// # Errors
    /// Returns a response if no tag matches.
    pub(crate) fn check(&self, current: EntityTag) -> Result<(), ErrorResponse> {
        let current = current.to_string();
        let opaque = current.trim_start_matches("W/");
        match self {
            Self::Any => Ok(()),
            Self::OneOf(tags) if tags.iter().any(|tag| tag == opaque) => Ok(()),
            Self::OneOf(_) => Err(ErrorResponse::new(
                StatusCode::PRECONDITION_FAILED,
                "PreconditionFailed",
                "The entity has changed since the ETag of the header 'If-Match' was read.",
            )),
        }
    }
}

/// Adds each `"tag"` or `W/"tag"` to `tags`, with quotes and without `W/`.
fn parse_list(mut line: &str, tags: &mut Vec<String>) -> Option<()> {
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

    use super::{EntityTag, ErrorResponse, IfMatch};

    fn parse(lines: &[&'static str]) -> Result<Option<IfMatch>, ErrorResponse> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(IF_MATCH, HeaderValue::from_static(line));
        }
        IfMatch::parse(&headers)
    }

    #[test]
    fn a_header_is_a_list_of_tags_or_a_star() {
        for (lines, expected) in [
            (&[][..], None),
            (&["*"], Some(IfMatch::Any)),
            (&[r#""a""#], Some(one_of(&[r#""a""#]))),
            (&[r#"W/"a,b" , "c""#, r#""""#], Some(one_of(&[r#""a,b""#, r#""c""#, r#""""#]))),
        ] {
            assert_eq!(parse(lines).ok(), Some(expected), "{lines:?}");
        }
        for malformed in ["", ",", "*, *", r#"*, "a""#, "a", r#""a"#, r#""a" "b""#, r#"w/"a""#, r#""a b""#] {
            assert!(parse(&[malformed]).is_err(), "{malformed}");
        }
        assert!(parse(&["*", r#""a""#]).is_err() && parse(&["*", "*"]).is_err());
    }

    fn one_of(tags: &[&str]) -> IfMatch {
        IfMatch::OneOf(tags.iter().map(|&tag| tag.to_owned()).collect())
    }

    #[test]
    fn weak_and_strong_tags_are_compared_as_equal() {
        let strong = one_of(&[r#""000000000000002a""#]);
        assert!(strong.check(EntityTag(42)).is_ok());
        assert!(strong.check(EntityTag(43)).is_err());
        assert!(IfMatch::Any.check(EntityTag(43)).is_ok());
    }
}
