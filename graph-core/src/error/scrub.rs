//! Takes access tokens out of texts from outside: some gateways repeat the headers of a request in their error.

use std::borrow::Cow;

use http::HeaderValue;
use serde_json::{Map, Value};

/// What to look for.
pub(crate) struct Scrub<'a> {
    /// The beginning of the token that was sent, by which it is known even where its end was cut off.
    start: Option<&'a str>,
}

impl<'a> Scrub<'a> {
    /// Looks for the token in an `Authorization` header, and for any that follows the word `Bearer`.
    pub(crate) fn new(authorization: &'a HeaderValue) -> Self {
        let token = authorization.to_str().ok().and_then(|text| text.get(BEARER.len()..));
        // What is shorter is no secret, and might be a word.
        let start = token.filter(|token| token.len() >= SHORTEST);
        Self { start: start.map(|token| token.get(..LONGEST_START).unwrap_or(token)) }
    }

    pub(crate) fn clean(&self, text: &mut String) {
        if let Cow::Owned(clean) = self.cleaned(text) {
            *text = clean;
        }
    }

    pub(crate) fn clean_box(&self, text: &mut Box<str>) {
        if let Cow::Owned(clean) = self.cleaned(text) {
            *text = clean.into();
        }
    }

    pub(crate) fn cleaned<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let own = |text: &str| {
            let at = text.find(self.start?)?;
            Some((at, run(text, at)))
        };
        match redacted(text, own) {
            None => redacted(text, bearer).map_or(Cow::Borrowed(text), Cow::Owned),
            Some(text) => Cow::Owned(redacted(&text, bearer).unwrap_or(text)),
        }
    }

    pub(super) fn cleaned_members(&self, members: Map<String, Value>) -> Map<String, Value> {
        members.into_iter().map(|(name, value)| (self.cleaned(&name).into_owned(), self.cleaned_value(value))).collect()
    }

    fn cleaned_value(&self, value: Value) -> Value {
        match value {
            Value::String(mut text) => {
                self.clean(&mut text);
                Value::String(text)
            }
            Value::Array(values) => values.into_iter().map(|value| self.cleaned_value(value)).collect(),
            Value::Object(members) => Value::Object(self.cleaned_members(members)),
            other => other,
        }
    }
}

/// The text without what `find` finds: where it begins and how long it is. None if it finds nothing.
fn redacted(text: &str, find: impl Fn(&str) -> Option<(usize, usize)>) -> Option<String> {
    let mut clean = String::new();
    let mut rest = text;
    while let Some((start, length)) = find(rest) {
        clean.push_str(rest.get(..start)?);
        clean.push_str("[redacted]");
        rest = rest.get(start + length..)?;
    }
    (rest.len() < text.len()).then(|| clean + rest)
}

/// The token that follows the word `Bearer`, in any case. A word such as in "the bearer token" is none.
fn bearer(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let word = BEARER.trim_end().as_bytes();
    (0..bytes.len().saturating_sub(word.len())).find_map(|at| {
        let end = at + word.len();
        if !bytes.get(at..end)?.eq_ignore_ascii_case(word) {
            return None;
        }
        // `Bearer x`, and as it stands in URLs
        let rest = text.get(end..)?;
        let gap = rest.strip_prefix("%20").unwrap_or(rest).trim_start_matches([' ', '\t', '+', ':', '=', '"']);
        let start = end + (rest.len() - gap.len());
        let length = run(text, start);
        (start > end && length >= SHORTEST_FOREIGN).then_some((start, length))
    })
}

/// How many characters of which tokens consist stand in `text` from `at` on
/// ([RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
fn run(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(byte)).count()
}

const BEARER: &str = "Bearer ";
const SHORTEST: usize = 8;
const SHORTEST_FOREIGN: usize = 16;
/// 12 bytes of its header: another token of the same kind is found by it, too.
const LONGEST_START: usize = 16;

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::Scrub;

    fn cleaned(text: &str) -> String {
        let header = HeaderValue::from_static("Bearer eyJ0eXAi.S3CR3T-t0ken-that-is-long");
        Scrub::new(&header).cleaned(text).into_owned()
    }

    #[test]
    fn the_own_token_goes() {
        assert_eq!(cleaned("a eyJ0eXAi.S3CR3T-t0ken-that-is-long, b"), "a [redacted], b");
        assert_eq!(cleaned("eyJ0eXAi.S3CR3T-t0ken-that-is-lo"), "[redacted]", "cut off");
        assert_eq!(
            cleaned("\"authorization\": \"Bearer eyJ0eXAi.S3CR3T-t0ken-that-is-long\""),
            "\"authorization\": \"Bearer [redacted]\""
        );
        assert_eq!(
            cleaned("éeyJ0eXAi.S3CR3T-t0ken-that-is-longé eyJ0eXAi.S3CR3T-t0ken-that-is-long"),
            "é[redacted]é [redacted]"
        );
    }

    #[test]
    fn tokens_of_others_go() {
        for text in [
            "bearer  abcdefghijklmnop",
            "BEARER\tabcdefghijklmnop.x",
            "Bearer%20abcdefghijklmnop",
            "Bearer: abcdefghijklmnop",
        ] {
            let clean = cleaned(text);
            assert!(clean.ends_with("[redacted]") && !clean.contains("abcdef"), "{clean}");
        }
    }

    #[test]
    fn words_stay() {
        for text in [
            "",
            "Bearer",
            "Bearer ",
            "the bearer token has expired",
            "Bearer realm=\"\"",
            "é Bearer é",
            "eyJ0eXAi alone",
        ] {
            assert_eq!(cleaned(text), text);
        }
        let header = HeaderValue::from_static("Bearer test");
        assert_eq!(Scrub::new(&header).cleaned("a test").into_owned(), "a test", "too short to be a secret");
    }
}
