//! Removes the secrets of a sign-in from texts of authorities and other libraries.

use std::borrow::Cow;
use std::collections::HashSet;

use http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::zeroize::Zeroizing;
use url::form_urlencoded;

use super::Redactor;

/// Secrets that were sent, in every spelling in which they may come back.
#[derive(Default)]
pub(crate) struct Secrets(Vec<Zeroizing<Vec<u8>>>);

impl Secrets {
    /// Creates the set. Secrets of fewer than eight characters are ignored, because they would match ordinary words.
    pub(crate) fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut spellings = Vec::new();
        for secret in secrets.into_iter().filter(|secret| secret.len() >= SHORTEST) {
            let form = form_urlencoded::byte_serialize(secret.as_bytes()).collect::<String>();
            let percent = utf8_percent_encode(secret, ENCODED).collect::<String>();
            for mut spelling in [secret.to_owned(), form, percent].map(|text| Zeroizing::new(text.into_bytes())) {
                spelling.make_ascii_lowercase();
                if !spellings.contains(&spelling) {
                    spellings.push(spelling);
                }
            }
        }
        Self(spellings)
    }

    /// Returns the text without these secrets and without parts of them of 16 characters or more, regardless of case.
    pub(crate) fn redacted(&self, text: &str) -> String {
        let lower = Zeroizing::new(text.to_ascii_lowercase());
        let mut secret = vec![false; lower.len()];
        for spelling in &self.0 {
            let size = spelling.len().min(PART);
            let parts: HashSet<&[u8]> = spelling.windows(size).collect();
            for (at, window) in lower.as_bytes().windows(size).enumerate() {
                if parts.contains(window) {
                    secret.iter_mut().skip(at).take(size).for_each(|secret| *secret = true);
                }
            }
        }
        let mut clean = String::with_capacity(text.len());
        let mut hidden = false;
        for (at, character) in text.char_indices() {
            let was_hidden = std::mem::replace(&mut hidden, secret.get(at).copied().unwrap_or_default());
            match (was_hidden, hidden) {
                (_, false) => clean.push(character),
                (false, true) => clean.push_str(REDACTED),
                (true, true) => {}
            }
        }
        clean
    }
}

/// Returns the text without anything that looks like a secret, for texts that may quote unknown ones.
///
/// These are tokens after the word `Bearer`, JSON web tokens (such as client assertions), and the values of the OAuth 2.0 fields
/// that contain secrets, in forms and in JSON.
pub(crate) fn without_secrets(text: &str) -> Cow<'_, str> {
    let none = HeaderValue::from_static("");
    let mut clean = Redactor::new(&none).redacted(text);
    for find in [web_token, field] {
        let mut shown = String::new();
        let mut rest = &*clean;
        while let Some((start, length)) = find(rest) {
            let (before, after) = (rest.get(..start), rest.get(start + length..));
            shown.push_str(before.unwrap_or_default());
            shown.push_str(REDACTED);
            rest = after.unwrap_or_default();
        }
        if !shown.is_empty() {
            shown.push_str(rest);
            clean = Cow::Owned(shown);
        }
    }
    clean
}

/// Returns the start and length of the first JSON web token. Each starts with the `{"` of its header in base64.
fn web_token(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    loop {
        let start = from + text.get(from..)?.find("eyJ")?;
        let run = text.get(start..)?;
        let end = run.find(|character: char| !(character.is_ascii_alphanumeric() || "-_.=".contains(character)));
        let run = run.get(..end.unwrap_or(run.len()))?;
        if run.len() >= SHORTEST_WEB_TOKEN && run.contains('.') {
            return Some((start, run.len()));
        }
        // a run without a dot does not contain a token further on
        from = start + run.len();
    }
}

/// Returns the start and length of the first value of a field that contains a secret.
fn field(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let values = FIELDS.iter().flat_map(|name| lower.match_indices(name)).filter_map(|(at, name)| {
        let rest = lower.get(at + name.len()..)?;
        // `name=`, `name%3d`, `"name":` and, where it was quoted, `\"name\":`
        let after = rest.trim_start_matches(['\\', '"', '\'']).trim_start();
        let (value, equals) = match after.strip_prefix("%3d").or_else(|| after.strip_prefix('=')) {
            Some(value) => (value, true),
            None => (after.strip_prefix(':')?, false),
        };
        let unquoted = value.trim_start().trim_start_matches('\\');
        let quote = unquoted.chars().next().filter(|first| matches!(first, '"' | '\''));
        let (value, end) = match quote {
            Some(quote) => {
                let value = unquoted.get(1..)?;
                (value, value.find(quote))
            }
            // a sentence that continues after a colon is not a value
            None if !equals => return None,
            None => {
                (value, value.find(|character: char| character.is_whitespace() || "&,;\"'<>(){}".contains(character)))
            }
        };
        let start = lower.len() - value.len();
        let value = value.get(..end.unwrap_or(value.len()))?.trim_end_matches('\\');
        (!value.is_empty() && value != REDACTED).then_some((start, value.len()))
    });
    values.min()
}

const REDACTED: &str = "[redacted]";
const FIELDS: [&str; 7] =
    ["client_secret", "client_assertion", "refresh_token", "device_code", "access_token", "id_token", "password"];
const SHORTEST: usize = 8;
const SHORTEST_WEB_TOKEN: usize = 20;
const PART: usize = 16;
/// Everything except the unreserved characters ([RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3)).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

#[cfg(test)]
mod tests {
    use super::{Secrets, without_secrets};

    #[test]
    fn a_secret_is_removed_in_every_spelling() {
        let secrets = Secrets::new(["a+b/c=~0123456789", "short", "8letters"]);
        for (text, expected) in [
            ("x a+b/c=~0123456789 y", "x [redacted] y"),
            ("x A%2Bb%2fC%3D~0123456789 y", "x [redacted] y"),
            ("x a%2Bb%2Fc%3D%7E0123456789 y", "x [redacted] y"),
            ("/c=~0123456789, a+b/c=~012345678", "/c=~0123456789, [redacted]"),
            ("é+b/c=~0123456789é", "é[redacted]é"),
            ("8LETTERS8letters short", "[redacted] short"),
            ("", ""),
        ] {
            assert_eq!(secrets.redacted(text), expected);
        }
        assert_eq!(Secrets::default().redacted("8letters"), "8letters");
    }

    #[test]
    fn words_about_secrets_remain() {
        for text in [
            "",
            "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'",
            "client_secret: the value is wrong",
            "client_secret=",
            "client_secret=[redacted]&x=y",
            "the refresh_token has expired",
            "eyJ0eXAi alone, and eyJ.",
            "client_secret",
            "password\\",
        ] {
            assert_eq!(without_secrets(text), text);
        }
        assert_eq!(without_secrets("a=b&password=é&id_token='x'"), "a=b&password=[redacted]&id_token='[redacted]'");
    }
}
