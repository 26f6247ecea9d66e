//! The characters of a text, as written and as decoded.
//!
//! The next reader of the text may decode escapes, so tokens are searched for in both forms.

/// How a text is read.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Reading {
    /// Byte by byte.
    Raw,
    /// With the escapes of URLs, JSON and HTML decoded, also where they were applied more than once.
    Unescaped,
}

impl Reading {
    /// Returns the character at `at` and its length in bytes; `None` at the end.
    ///
    /// A character that is not printable ASCII is returned as some byte that is not printable ASCII.
    pub(super) fn character(self, text: &[u8], at: usize) -> Option<(u8, usize)> {
        let rest = text.get(at..)?;
        let first = *rest.first()?;
        Some(match (self, first) {
            (Self::Unescaped, b'%') => percent(rest),
            (Self::Unescaped, b'\\') => backslash(rest),
            (Self::Unescaped, b'&') => reference(rest),
            _ => (first, 1),
        })
    }
}

/// Decodes `%2E`, and `%252E`, in which the percent sign is escaped as well.
fn percent(text: &[u8]) -> (u8, usize) {
    let mut digits = 1;
    while text.get(digits..digits + 2) == Some(b"25") && hexadecimal(text, digits + 2, 2).is_some() {
        digits += 2;
    }
    printable(hexadecimal(text, digits, 2)).map_or((b'%', 1), |character| (character, digits + 2))
}

/// Decodes `\u002e`, `\x2e` and `\/`, each after any number of backslashes, because JSON within JSON doubles them.
fn backslash(text: &[u8]) -> (u8, usize) {
    let slashes = text.iter().take_while(|byte| **byte == b'\\').count();
    let (digits, kind) = (slashes + 1, text.get(slashes));
    let (character, length) = match kind {
        Some(b'u' | b'U') => (hexadecimal(text, digits, 4), digits + 4),
        Some(b'x' | b'X') => (hexadecimal(text, digits, 2), digits + 2),
        Some(b'/') => (Some(u32::from(b'/')), digits),
        _ => (None, 0),
    };
    printable(character).map_or((b'\\', slashes), |character| (character, length))
}

/// Decodes `&#46;` and `&#x2e;`.
fn reference(text: &[u8]) -> (u8, usize) {
    let (start, radix) = match text {
        [_, b'#', b'x' | b'X', ..] => (3, 16),
        [_, b'#', ..] => (2, 10),
        _ => return (b'&', 1),
    };
    let digits = text.iter().skip(start).take(MAX_DIGITS).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let end = start + digits;
    let character = text.get(start..end).and_then(|digits| number(digits, radix));
    match printable(character).filter(|_| text.get(end) == Some(&b';')) {
        Some(character) => (character, end + 1),
        None => (b'&', 1),
    }
}

fn hexadecimal(text: &[u8], start: usize, digits: usize) -> Option<u32> {
    number(text.get(start..start + digits)?, 16)
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let mut number = 0_u32;
    for digit in digits {
        number = number.checked_mul(radix)?.checked_add(char::from(*digit).to_digit(radix)?)?;
    }
    Some(number)
}

fn printable(character: Option<u32>) -> Option<u8> {
    character.and_then(|character| u8::try_from(character).ok()).filter(|character| matches!(character, b' '..=b'~'))
}

/// Including leading zeros.
const MAX_DIGITS: usize = 8;
