//! Removes access tokens from texts of services and other libraries.
//!
//! Some gateways quote the headers of a request in their error.

mod characters;
mod parts;

use std::borrow::Cow;

use http::HeaderValue;
use serde_json::{Map, Value};

use characters::Reading;
use parts::{PART, Parts};

/// Removes an access token from texts.
pub(crate) struct Redactor<'a>(Search<'a>);

enum Search<'a> {
    /// Nothing of its own: the token is too short to be a secret, and could be an ordinary word.
    Nothing,
    /// The first characters of the token only.
    Prefix(&'a [u8]),
    /// Every part of the token.
    Parts(Parts),
}

impl<'a> Redactor<'a> {
    /// Searches for the token of an `Authorization` header, and for every token that follows the word `Bearer`.
    ///
    /// No 16 consecutive characters of the token remain in a text, in any case and with any escapes. The time grows with the sum of
    /// the lengths of token and text.
    pub(crate) fn new(authorization: &HeaderValue) -> Redactor<'static> {
        let token = token(authorization);
        Redactor(if token.is_empty() { Search::Nothing } else { Search::Parts(Parts::of(token)) })
    }

    /// Searches for the prefix of the token only, which costs very little: for successful responses.
    pub(crate) fn of_prefix(authorization: &'a HeaderValue) -> Self {
        let token = token(authorization);
        Self(if token.is_empty() { Search::Nothing } else { Search::Prefix(token.get(..PART).unwrap_or(token)) })
    }

    /// Redacts a text in place.
    pub(crate) fn redact(&self, text: &mut String) {
        if let Cow::Owned(clean) = self.redacted(text) {
            *text = clean;
        }
    }

    /// Redacts a text in place.
    pub(crate) fn redact_box(&self, text: &mut Box<str>) {
        if let Cow::Owned(clean) = self.redacted(text) {
            *text = clean.into();
        }
    }

    /// Returns the text with `[redacted]` in place of tokens; borrowed if it does not contain one.
    pub(crate) fn redacted<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let without_own = match &self.0 {
            Search::Nothing => None,
            Search::Prefix(part) if !occurs_in(part, text.as_bytes()) => None,
            Search::Prefix(part) => without_parts(text, &Parts::of(part)),
            Search::Parts(parts) => without_parts(text, parts),
        };
        match without_own {
            None => without_foreign(text).map_or(Cow::Borrowed(text), Cow::Owned),
            Some(text) => Cow::Owned(without_foreign(&text).unwrap_or(text)),
        }
    }

    /// Returns a JSON object with all its texts redacted.
    pub(crate) fn redacted_members(&self, members: Map<String, Value>) -> Map<String, Value> {
        members
            .into_iter()
            .map(|(name, value)| (self.redacted(&name).into_owned(), self.redacted_value(value)))
            .collect()
    }

    fn redacted_value(&self, value: Value) -> Value {
        match value {
            Value::String(mut text) => {
                self.redact(&mut text);
                Value::String(text)
            }
            Value::Array(values) => values.into_iter().map(|value| self.redacted_value(value)).collect(),
            Value::Object(members) => Value::Object(self.redacted_members(members)),
            other => other,
        }
    }
}

/// Returns the token of an `Authorization` header; empty if it is too short to be a secret.
fn token(authorization: &HeaderValue) -> &[u8] {
    let token = authorization.as_bytes().get(BEARER.len() + 1..).unwrap_or_default();
    if token.len() < SHORTEST { &[] } else { token }
}

/// Returns whether `part` occurs in `text`, in any case. In nearly every text its first byte does not occur.
fn occurs_in(part: &[u8], text: &[u8]) -> bool {
    let Some(&first) = part.first() else { return false };
    let alike = |byte: &u8| byte.eq_ignore_ascii_case(&first);
    let mut rest = text;
    while let Some(at) = rest.iter().position(alike) {
        rest = rest.get(at..).unwrap_or_default();
        if rest.get(..part.len()).is_some_and(|found| found.eq_ignore_ascii_case(part)) {
            return true;
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    false
}

fn without_parts(text: &str, parts: &Parts) -> Option<String> {
    let unescaped = without_runs(text, parts, Reading::Unescaped);
    // what looks like an escape may be a part of the token
    without_runs(unescaped.as_deref().unwrap_or(text), parts, Reading::Raw).or(unescaped)
}

/// Returns the text without the runs of token characters that contain one of the parts; `None` if there are none.
fn without_runs(text: &str, parts: &Parts, reading: Reading) -> Option<String> {
    let bytes = text.as_bytes();
    if reading == Reading::Unescaped && !bytes.iter().any(|byte| b"%\\&".contains(byte)) {
        return None;
    }
    let mut clean = String::new();
    // the start of the text that is not copied yet, and the start of the current run
    let (mut rest, mut run) = (0, 0);
    let mut window = parts.window();
    let mut found = false;
    let mut at = 0;
    loop {
        let next = reading.character(bytes, at);
        if let Some((character, length)) = next.filter(|(character, _)| is_token_character(*character)) {
            found |= window.push(character);
            at += length;
            continue;
        }
        if found {
            clean.push_str(text.get(rest..run)?);
            clean.push_str(REDACTED);
            rest = at;
            found = false;
        }
        let Some((_, length)) = next else { break };
        window.clear();
        at += length;
        run = at;
    }
    (rest > 0).then(|| clean + text.get(rest..).unwrap_or_default())
}

/// Returns the text without the tokens that follow the word `Bearer`, in any case; `None` if there are none.
///
/// A short word does not count as a token, as in "the bearer token".
fn without_foreign(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut clean = String::new();
    let (mut rest, mut at) = (0, 0);
    // the first letter alone, because it is rare
    while let Some(next) = bytes.get(at..)?.iter().position(|byte| byte | 0x20 == b'b') {
        let word = at + next;
        at = word + 1;
        if !bytes
            .get(word..)
            .is_some_and(|rest| rest.get(..BEARER.len()).is_some_and(|is| is.eq_ignore_ascii_case(BEARER)))
        {
            continue;
        }
        let after = word + BEARER.len();
        let (start, _) = run(bytes, after, |character| b" \t+:=\"".contains(&character));
        let (end, length) = run(bytes, start, is_token_character);
        if start > after && length >= SHORTEST_FOREIGN {
            clean.push_str(text.get(rest..start)?);
            clean.push_str(REDACTED);
            (rest, at) = (end, end);
        }
    }
    (rest > 0).then(|| clean + text.get(rest..).unwrap_or_default())
}

/// Returns the end of the run of `accepted` characters that starts at `at`, and the number of these characters.
fn run(text: &[u8], mut at: usize, accepted: impl Fn(u8) -> bool) -> (usize, usize) {
    let mut count = 0;
    while let Some((character, length)) = Reading::Unescaped.character(text, at)
        && accepted(character)
    {
        at += length;
        count += 1;
    }
    (at, count)
}

/// Returns whether a bearer token may contain the character.
///
/// Source: [RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1).
fn is_token_character(character: u8) -> bool {
    character.is_ascii_alphanumeric() || b"-._~+/=".contains(&character)
}

const BEARER: &[u8] = b"Bearer";
const REDACTED: &str = "[redacted]";
const SHORTEST: usize = 8;
const SHORTEST_FOREIGN: usize = 16;

#[cfg(test)]
mod tests;
