//! The forms of primitive values that JSON carries as strings.

use time::{Date, Month};
use uuid::Uuid;

/// Whether `text` is an `Edm.DateTimeOffset`.
///
/// Source: `dateTimeOffsetValue` of the
/// [OData 4.01 ABNF](https://docs.oasis-open.org/odata/odata/v4.01/os/abnf/odata-abnf-construction-rules.txt), where
/// literals ignore case, within what the service can hold: years 1 to 9999, offsets to 14 hours.
pub(crate) fn is_date_time_offset(text: &str) -> bool {
    date_time_offset(text).is_some()
}

/// Whether `text` is an `Edm.Guid`: `8-4-4-4-12` hexadecimal digits, without braces.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

fn date_time_offset(text: &str) -> Option<()> {
    let (date, time) = text.split_once(['T', 't'])?;
    let [year, month, day] = fields(date, '-', [4, 2, 2])?;
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()?;
    if year == 0 {
        return None;
    }

    let time = if let Some(time) = time.strip_suffix(['Z', 'z']) {
        time
    } else {
        let (time, offset) = time.split_at_checked(time.rfind(['+', '-'])?)?;
        let [hours, minutes] = fields(offset.get(1..)?, ':', [2, 2])?;
        if minutes > 59 || hours * 60 + minutes > 14 * 60 {
            return None;
        }
        time
    };

    let (time, fraction) = time.split_once('.').map_or((time, None), |(time, fraction)| (time, Some(fraction)));
    if let Some(fraction) = fraction
        && !((1..=12).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let [hours, minutes, seconds] = match fields(time, ':', [2, 2]) {
        // a fraction is one of seconds
        Some([hours, minutes]) if fraction.is_none() => [hours, minutes, 0],
        _ => fields(time, ':', [2, 2, 2])?,
    };
    (hours < 24 && minutes < 60 && seconds < 60).then_some(())
}

/// Numbers of exactly so many digits.
fn fields<const N: usize>(text: &str, separator: char, widths: [usize; N]) -> Option<[u16; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::{is_date_time_offset, is_guid};

    #[test]
    fn date_time_offsets() {
        for text in [
            "2016-12-31T23:58:21.6459442-08:00",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z",
            "2014-01-01T00:00:00.0000000Z",
            "2024-02-29T00:00:00+14:00",
            "2024-02-29T00:00Z",
            "2024-02-29t00:00:00z",
        ] {
            assert!(is_date_time_offset(text), "{text}");
        }
        for text in [
            "",
            "2016-12-31",
            "2016-12-31T23:58:21",
            "2016-12-31 23:58:21Z",
            "2016-13-31T23:58:21Z",
            "2023-02-29T00:00:00Z",
            "2016-12-31T24:00:00Z",
            "2016-12-31T23:60:00Z",
            "2016-12-31T23:59:60Z",
            "2016-12-31T23:59:00.Z",
            "2016-12-31T23:59.5Z",
            "2016-12-31T23:59:00+15:00",
            "2016-12-31T23:59:00+0800",
            "0000-01-01T00:00:00Z",
            "+2016-12-31T23:59:00Z",
            "2016-12-31T23:59:00Zé",
            "2016-12-31T23:59:00.1234567890123Z",
            "٢٠١٦-12-31T23:59:00Z",
        ] {
            assert!(!is_date_time_offset(text), "{text}");
        }
    }

    #[test]
    fn guids() {
        assert!(is_guid("000e52d7-52d7-000e-d752-0e00d7520e00"));
        assert!(is_guid("000E52D7-52D7-000E-D752-0E00D7520E00"));
        for text in ["", "000e52d752d7000ed7520e00d7520e00", "{000e52d7-52d7-000e-d752-0e00d7520e0}", "not-a-guid"] {
            assert!(!is_guid(text), "{text}");
        }
    }
}
