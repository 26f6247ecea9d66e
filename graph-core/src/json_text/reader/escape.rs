//! Reads strings with escapes, which are rare, apart from those without.

use super::super::error::{ReadError, ReadErrorKind};
use super::super::scan::plain_end;
use super::Reader;

impl Reader<'_> {
    /// Skips a string, whose opening quote comes next.
    pub(super) fn skip_string(&mut self) -> Result<(), ReadError> {
        self.at += 1;
        loop {
            self.at = plain_end(self.text.as_bytes(), self.at);
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    if self.byte() == Some(b'u') {
                        self.at += 1;
                        self.hex()?;
                    } else {
                        self.escape()?;
                    }
                }
                Some(_) => {
                    return Err(self.error(ReadErrorKind::Syntax("a control character in a string must be escaped")));
                }
                None => return Err(self.error(ReadErrorKind::End)),
            }
        }
    }

    /// Reads the rest of a string with escapes, and returns the string from `start` on.
    #[cold]
    pub(super) fn escaped(&mut self, start: usize) -> Result<String, ReadError> {
        let mut out = String::from(self.since(start));
        loop {
            match self.byte() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => {
                    self.at += 1;
                    let escaped = self.escape()?;
                    out.push(escaped);
                }
                Some(_) => {
                    return Err(self.error(ReadErrorKind::Syntax("a control character in a string must be escaped")));
                }
                None => return Err(self.error(ReadErrorKind::End)),
            }
            let plain = self.at;
            self.at = plain_end(self.text.as_bytes(), plain);
            out.push_str(self.since(plain));
        }
    }

    fn escape(&mut self) -> Result<char, ReadError> {
        let Some(byte) = self.byte() else { return Err(self.error(ReadErrorKind::End)) };
        let plain = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                return self.unicode();
            }
            _ => return Err(self.error(ReadErrorKind::Syntax("an escape in a string is unknown"))),
        };
        self.at += 1;
        Ok(plain)
    }

    fn unicode(&mut self) -> Result<char, ReadError> {
        let start = self.at;
        let mut code = u32::from(self.hex()?);
        if (0xd800..0xdc00).contains(&code) {
            if self.text.as_bytes().get(self.at..self.at + 2) != Some(b"\\u") {
                return Err(self.syntax("a surrogate in a string must be part of a pair"));
            }
            self.at += 2;
            let low = u32::from(self.hex()?);
            if !(0xdc00..0xe000).contains(&low) {
                return Err(ReadError::new(
                    ReadErrorKind::Syntax("a surrogate in a string must be part of a pair"),
                    start,
                ));
            }
            code = 0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00);
        }
        char::from_u32(code).ok_or_else(|| {
            ReadError::new(ReadErrorKind::Syntax("a surrogate in a string must be part of a pair"), start)
        })
    }

    fn hex(&mut self) -> Result<u16, ReadError> {
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.byte().and_then(|byte| char::from(byte).to_digit(16));
            let Some(digit) = digit else { return Err(self.syntax("expected four hexadecimal digits")) };
            code = code << 4 | u16::try_from(digit).unwrap_or(0);
            self.at += 1;
        }
        Ok(code)
    }
}
