//! Takes access tokens out of texts from outside: some gateways repeat the headers of a request in their error.

use std::borrow::Cow;

use http::HeaderValue;
use serde_json::{Map, Value};

/// What to look for.
pub(crate) struct Scrub<'a> {
    /// The token that was sent.
    token: &'a [u8],
    /// Whether every part of it counts, and not the first alone.
    parts: bool,
}

impl<'a> Scrub<'a> {
    /// Looks for the token in an `Authorization` header or a good part of it, and for any that follows the word `Bearer`.
    pub(crate) fn new(authorization: &'a HeaderValue) -> Self {
        let token = authorization.as_bytes().get(BEARER.len()..).unwrap_or_default();
        // What is shorter is no secret, and might be a word.
        Self { token: if token.len() < SHORTEST { &[] } else { token }, parts: true }
    }

    /// Looks for its beginning alone, which costs next to nothing: for answers without fault.
    pub(crate) fn quick(authorization: &'a HeaderValue) -> Self {
        Self { parts: false, ..Self::new(authorization) }
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
        let own = |text: &str| self.own(text);
        match redacted(text, own) {
            None => redacted(text, bearer).map_or(Cow::Borrowed(text), Cow::Owned),
            Some(text) => Cow::Owned(redacted(&text, bearer).unwrap_or(text)),
        }
    }

    /// The first run of characters of tokens that has the token or a part of it. Case does not matter: in the name of a host it
    /// is lost.
    fn own(&self, text: &str) -> Option<(usize, usize)> {
        let size = self.token.len().min(PART);
        if size == 0 || !self.parts && !begins_anywhere(self.token.get(..size)?, text.as_bytes()) {
            return None;
        }
        let mut start = 0;
        for run in text.as_bytes().split(|byte| !is_of_token(*byte)) {
            if run.windows(size).any(|window| self.has_part(window)) {
                return Some((start, run.len()));
            }
            start += run.len() + 1;
        }
        None
    }

    fn has_part(&self, window: &[u8]) -> bool {
        let parts = self.token.chunks_exact(window.len()).take(if self.parts { usize::MAX } else { 1 });
        // the first byte by itself, because it decides nearly always
        let first = window.first().map(u8::to_ascii_lowercase);
        let mut alike = parts.filter(|part| part.first().map(u8::to_ascii_lowercase) == first);
        alike.any(|part| part.eq_ignore_ascii_case(window))
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

/// Whether `part` stands anywhere in `text`, in any case. It does not in nearly every text, which its first byte tells.
fn begins_anywhere(part: &[u8], text: &[u8]) -> bool {
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
    let mut at = 0;
    // its first letter by itself, because there are few of it
    while let Some(next) = bytes.get(at..)?.iter().position(|byte| byte | 0x20 == b'b') {
        let end = at + next + word.len();
        if bytes.get(at + next..end)?.eq_ignore_ascii_case(word) {
            // `Bearer x`, and as it stands in URLs
            let rest = text.get(end..)?;
            let gap = rest.strip_prefix("%20").unwrap_or(rest).trim_start_matches([' ', '\t', '+', ':', '=', '"']);
            let start = end + (rest.len() - gap.len());
            let length = run(text, start);
            if start > end && length >= SHORTEST_FOREIGN {
                return Some((start, length));
            }
        }
        at += next + 1;
    }
    None
}

/// How many characters of which tokens consist stand in `text` from `at` on
/// ([RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1)).
fn run(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.bytes().take_while(|byte| is_of_token(*byte)).count()
}

fn is_of_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)
}

const BEARER: &str = "Bearer ";
const SHORTEST: usize = 8;
const SHORTEST_FOREIGN: usize = 16;
/// The first part is 12 bytes of its header: another token of the same kind is found by it, too.
const PART: usize = 16;

#[cfg(test)]
mod tests;
