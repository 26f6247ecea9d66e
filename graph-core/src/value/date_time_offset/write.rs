use time::OffsetDateTime;

use super::notation::{Notation, OffsetNotation};

/// The text of a value in quotes.
pub(super) struct Text {
    bytes: [u8; Self::CAPACITY],
    len: usize,
}

impl Text {
    /// `"-YYYYYY-MM-DDThh:mm:ss.123456789012+hh:mm"`
    const CAPACITY: usize = 43;

    pub(super) fn new(moment: OffsetDateTime, picoseconds: u16, notation: Notation) -> Self {
        let mut text = Self { bytes: [0; Self::CAPACITY], len: 0 };
        let (year, month, day) = moment.to_calendar_date();
        let (hour, minute, second, nanosecond) = moment.time().as_hms_nano();
        text.push(b'"');
        if year < 0 {
            text.push(b'-');
        }
        let year = year.unsigned_abs();
        if year > 9999 {
            // with the feature `large-dates` of `time`, years have up to six digits
            if year > 99_999 {
                text.push(b'0' + (year / 100_000 % 10) as u8);
            }
            text.push(b'0' + (year / 10_000 % 10) as u8);
        }
        text.two(year / 100);
        text.two(year % 100);
        text.push(b'-');
        text.two(u8::from(month).into());
        text.push(b'-');
        text.two(day.into());
        text.push(if notation.lower_t { b't' } else { b'T' });
        text.two(hour.into());
        text.push(b':');
        text.two(minute.into());
        if notation.seconds {
            text.push(b':');
            text.two(second.into());
        }
        text.fraction(u64::from(nanosecond) * 1000 + u64::from(picoseconds), notation.digits.into());
        match notation.offset {
            OffsetNotation::UpperZ => text.push(b'Z'),
            OffsetNotation::LowerZ => text.push(b'z'),
            offset_notation => {
                let offset = moment.offset();
                let (hours, minutes, _) = offset.as_hms();
                let negative = offset.is_negative() || offset_notation == OffsetNotation::NegativeZero;
                text.push(if negative { b'-' } else { b'+' });
                text.two(hours.unsigned_abs().into());
                text.push(b':');
                text.two(minutes.unsigned_abs().into());
            }
        }
        text.push(b'"');
        text
    }

    pub(super) fn quoted(&self) -> &str {
        self.bytes.get(..self.len).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("\"\"")
    }

    pub(super) fn as_str(&self) -> &str {
        self.quoted().trim_matches('"')
    }

    fn fraction(&mut self, picoseconds: u64, digits: usize) {
        if digits == 0 {
            return;
        }
        self.push(b'.');
        let end = self.len + digits;
        let mut rest = picoseconds / 10_u64.pow(u32::try_from(12 - digits.min(12)).unwrap_or(0));
        for digit in self.bytes.get_mut(self.len..end).unwrap_or_default().iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.len = end;
    }

    #[inline]
    fn two(&mut self, number: u32) {
        self.push(b'0' + (number / 10 % 10) as u8);
        self.push(b'0' + (number % 10) as u8);
    }

    #[inline]
    fn push(&mut self, byte: u8) {
        if let Some(next) = self.bytes.get_mut(self.len) {
            *next = byte;
            self.len += 1;
        }
    }
}
