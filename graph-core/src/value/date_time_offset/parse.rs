use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::notation::{Notation, OffsetNotation};

/// Parses `YYYY-MM-DDThh:mm[:ss[.fraction]](Z|±hh:mm)`; a year after 9999 has more digits.
///
/// Returns the moment, the picoseconds beyond its nanoseconds, and how it is written.
pub(super) fn parse(text: &[u8]) -> Option<(OffsetDateTime, u16, Notation)> {
    let (year, rest) = parse_year(text)?;
    let (head, rest) = rest.split_first_chunk::<12>()?;
    let [b'-', m1, m2, b'-', d1, d2, t @ (b'T' | b't'), h1, h2, b':', n1, n2] = *head else {
        return None;
    };
    let month = Month::try_from(two(m1, m2)?).ok()?;
    let date = Date::from_calendar_date(year, month, two(d1, d2)?).ok()?;

    let mut notation = Notation { digits: 0, seconds: false, offset: OffsetNotation::Numeric, lower_t: t == b't' };
    let mut second = 0;
    let mut fraction = 0_u64;
    let mut rest = rest;
    if let [b':', s1, s2, more @ ..] = rest {
        notation.seconds = true;
        second = two(*s1, *s2)?;
        rest = more;
        if let [b'.', more @ ..] = rest {
            let digits = more.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let (fraction_text, more) = more.split_at_checked(digits)?;
            if !(1..=12).contains(&digits) {
                return None;
            }
            for digit in fraction_text {
                fraction = fraction * 10 + u64::from(digit - b'0');
            }
            for _ in digits..12 {
                fraction *= 10;
            }
            notation.digits = u8::try_from(digits).ok()?;
            rest = more;
        }
    }
    let offset = match rest {
        b"Z" => {
            notation.offset = OffsetNotation::UpperZ;
            UtcOffset::UTC
        }
        b"z" => {
            notation.offset = OffsetNotation::LowerZ;
            UtcOffset::UTC
        }
        &[sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let hours = i8::try_from(two(h1, h2)?).ok()?;
            let minutes = i8::try_from(two(m1, m2)?).ok()?;
            if hours > 23 || minutes > 59 {
                return None;
            }
            if sign == b'-' && hours == 0 && minutes == 0 {
                notation.offset = OffsetNotation::NegativeZero;
            }
            let sign = if sign == b'-' { -1 } else { 1 };
            UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()?
        }
        _ => return None,
    };
    let nanosecond = u32::try_from(fraction / 1000).ok()?;
    let time = Time::from_hms_nano(two(h1, h2)?, two(n1, n2)?, second, nanosecond).ok()?;
    let picoseconds = u16::try_from(fraction % 1000).ok()?;
    Some((PrimitiveDateTime::new(date, time).assume_offset(offset), picoseconds, notation))
}

/// Parses the digits of a year: four, or more without a leading zero. The range is that of `time`.
pub(in crate::value) fn parse_year(text: &[u8]) -> Option<(i32, &[u8])> {
    let (&[y1, y2, y3, y4], mut rest) = text.split_first_chunk()?;
    let mut year = i32::from(two(y1, y2)?) * 100 + i32::from(two(y3, y4)?);
    while let Some((digit @ b'0'..=b'9', more)) = rest.split_first() {
        if y1 == b'0' {
            return None;
        }
        year = year.checked_mul(10)?.checked_add(i32::from(digit - b'0'))?;
        rest = more;
    }
    Some((year, rest))
}

#[inline]
fn two(tens: u8, ones: u8) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    if tens < 10 && ones < 10 { Some(tens * 10 + ones) } else { None }
}
