//! Detects an error of the service in a response with a status of success.

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::BOM;

/// The members of a JSON object, as far as they indicate an error.
#[derive(Debug, Default)]
pub(crate) struct ErrorBody {
    has_error: bool,
    has_other: bool,
}

impl ErrorBody {
    /// Returns whether the body may be an error: whether the first name of the object, or the one after its context, is `error`. This is
    /// cheap.
    pub(crate) fn may_be(text: &[u8]) -> bool {
        let mut quoted =
            text.trim_ascii_start().strip_prefix(b"{").unwrap_or_default().split(|byte| *byte == b'"').skip(1);
        let first = quoted.next();
        let name = match first {
            // skips the value, and the text between the quotes
            Some(name) if name.starts_with(b"@") => quoted.nth(3),
            name => name,
        };
        name.is_some_and(|name| name.eq_ignore_ascii_case(b"error") || name.eq_ignore_ascii_case(b"odata.error"))
    }

    /// Parses the text, or returns `None` if it is not one JSON object.
    pub(crate) fn read(text: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?.trim_start_matches(BOM);
        let mut reader = serde_json::Deserializer::from_str(text);
        let body = reader.deserialize_map(Names).ok()?;
        reader.end().ok()?;
        Some(body)
    }

    /// Returns whether there is an error, and no member that an entity would have.
    pub(crate) fn is_error(&self) -> bool {
        self.has_error && !self.has_other
    }
}

struct Names;

impl<'de> Visitor<'de> for Names {
    type Value = ErrorBody;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ErrorBody, A::Error> {
        let mut body = ErrorBody::default();
        while let Some(name) = map.next_key::<String>()? {
            if name.eq_ignore_ascii_case("error") || name.eq_ignore_ascii_case("odata.error") {
                // an entity may have a property that is null
                body.has_error |= map.next_value::<Option<IgnoredAny>>()?.is_some();
            } else {
                body.has_other |= !name.starts_with('@') && !OAUTH_MEMBERS.contains(&&*name);
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(body)
    }
}

/// The other members of [the errors of Microsoft's
/// authority](https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#error-response).
const OAUTH_MEMBERS: [&str; 6] =
    ["error_description", "error_codes", "error_uri", "timestamp", "trace_id", "correlation_id"];

#[cfg(test)]
mod tests {
    use super::ErrorBody;

    #[test]
    fn an_error_has_no_members_of_an_entity() {
        for (text, expected) in [
            (r#"{"error":{}}"#, Some(true)),
            (r#"{"@odata.context":"x","Error":{"code":"x"}}"#, Some(true)),
            (r#"{"odata.error":"x"}"#, Some(true)),
            (r#"{"error":"x","error_description":"y","trace_id":"z"}"#, Some(true)),
            (r#"{"error":null}"#, Some(false)),
            (r#"{"error":{},"id":"1"}"#, Some(false)),
            ("{}", Some(false)),
            ("[]", None),
            ("null", None),
            (r#"{"error":{}"#, None),
            (r#"{"error":{}}{}"#, None),
            ("", None),
        ] {
            assert_eq!(ErrorBody::read(text.as_bytes()).map(|body| body.is_error()), expected, "{text}");
            assert!(expected != Some(true) || ErrorBody::may_be(text.as_bytes()), "{text}");
        }
    }
}
