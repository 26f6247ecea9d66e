//! Texts that would change the meaning of a URL if they were not quoted and encoded.

use crate::rng::Rng;

const PIECES: [&str; 40] = [
    "'",
    "''",
    "'''",
    "\"",
    "\\",
    "\\\"",
    "%",
    "%27",
    "%2527",
    "%2B",
    "&",
    "&$filter=",
    "+",
    "#",
    "?",
    "=",
    ";",
    "/",
    "//",
    "..",
    " ",
    "  ",
    ")",
    "(",
    "')or(",
    "' or 1 eq 1 or '",
    "') and endswith(title,'",
    ",",
    ":",
    "@",
    "$",
    "*",
    "!",
    "null",
    "true",
    "{id}",
    "%00",
    "a",
    "O'Neil",
    "-",
];

const LETTERS: [char; 24] = [
    'a',
    'Z',
    '0',
    'é',
    'ß',
    'İ',
    'ı',
    'ü',
    'Ω',
    'я',
    'ע',
    'ن',
    '日',
    '本',
    '語',
    '한',
    'e',
    '\u{301}',
    '\u{200D}',
    '\u{2028}',
    '\u{FEFF}',
    '\u{FFFD}',
    '😀',
    '\u{10FFFD}',
];

/// Returns a text that is not empty.
pub(super) fn hostile_text(rng: &mut Rng) -> String {
    let mut text = String::new();
    let pieces = if rng.one_in(200) { 2_000 } else { 1 + rng.below(8) };
    for _ in 0..pieces {
        if rng.one_in(3) {
            text.push(LETTERS.get(rng.below(LETTERS.len())).copied().unwrap_or('a'));
        } else {
            text.push_str(rng.pick(&PIECES));
        }
    }
    text
}

/// Returns an id for a path. It is not one that addresses another resource, which the library refuses.
pub(super) fn key(rng: &mut Rng) -> String {
    let text = hostile_text(rng);
    if text.chars().all(|character| character == '.' || character.is_whitespace()) { format!("{text}a") } else { text }
}
