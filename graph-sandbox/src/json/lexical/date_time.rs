//! Dates, times of day, and points in time.

use time::{Date, Month};

/// The number of picoseconds per second: `fractionalSeconds` has at most 12 digits.
const PICOSECONDS: i128 = 1_000_000_000_000;

/// Returns the picoseconds from the first day of the year 1 in UTC to an `Edm.DateTimeOffset`.
///
/// The text is a `dateTimeOffsetValue` in any case, with an offset up to 14 hours.
pub(crate) fn date_time_offset(text: &str) -> Option<i128> {
    let (day, time) = text.split_once(['T', 't'])?;
    let (time, offset) = if let Some(time) = time.strip_suffix(['Z', 'z']) {
        (time, 0)
    } else {
        let (time, offset) = time.split_at_checked(time.rfind(['+', '-'])?)?;
        let [hours, minutes] = fields(offset.get(1..)?, ':', [2, 2])?;
        if minutes > 59 || hours * 60 + minutes > 14 * 60 {
            return None;
        }
        let minutes = i128::from(hours * 60 + minutes);
        (time, if offset.starts_with('-') { -minutes } else { minutes })
    };
    let days = i128::from(date(day)?);
    Some((days * 86_400 - offset * 60) * PICOSECONDS + time_of_day(time)?)
}

/// Returns the days from the first day of the year 1 to an `Edm.Date`: `dateValue` of the years 1 to 9999.
pub(crate) fn date(text: &str) -> Option<i32> {
    let [year, month, day] = fields(text, '-', [4, 2, 2])?;
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let date = Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()?;
    let first = Date::from_ordinal_date(1, 1).ok()?;
    (year > 0).then_some(date.to_julian_day() - first.to_julian_day())
}

/// Returns the picoseconds from midnight to an `Edm.TimeOfDay`: `timeOfDayValue`.
pub(crate) fn time_of_day(text: &str) -> Option<i128> {
    let (time, fraction) = text.split_once('.').map_or((text, None), |(time, fraction)| (time, Some(fraction)));
    if let Some(fraction) = fraction
        && !((1..=12).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let [hours, minutes, seconds] = match fields(time, ':', [2, 2]) {
        // A fraction requires seconds.
        Some([hours, minutes]) if fraction.is_none() => [hours, minutes, 0],
        _ => fields(time, ':', [2, 2, 2])?,
    };
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    let seconds = i128::from(hours) * 3_600 + i128::from(minutes) * 60 + i128::from(seconds);
    let fraction: i128 = format!("{:0<12}", fraction.unwrap_or("")).parse().ok()?;
    Some(seconds * PICOSECONDS + fraction)
}

/// Parses numbers that have exactly as many digits as `widths`.
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
    use super::{PICOSECONDS, date, date_time_offset, time_of_day};

    fn is_date_time_offset(text: &str) -> bool {
        date_time_offset(text).is_some()
    }

    fn is_date(text: &str) -> bool {
        date(text).is_some()
    }

    fn is_time_of_day(text: &str) -> bool {
        time_of_day(text).is_some()
    }

    #[test]
    fn values() {
        assert_eq!(date("0001-01-01"), Some(0));
        assert_eq!(date("0001-12-31"), Some(364));
        assert_eq!(date_time_offset("0001-01-02T00:00:01Z"), Some(86_401 * PICOSECONDS));
        assert_eq!(date_time_offset("0001-01-01T01:00:00.5+01:00"), Some(PICOSECONDS / 2));
        assert_eq!(date_time_offset("0001-01-01T00:00:00-00:01"), Some(60 * PICOSECONDS));
        assert_eq!(time_of_day("00:00:00.000000000001"), Some(1));
    }

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
    fn dates() {
        for text in ["0001-01-01", "2024-02-29", "9999-12-31"] {
            assert!(is_date(text), "{text}");
        }
        for text in
            ["", "2023-02-29", "2024-2-9", "20240229", "0000-01-01", "-0001-01-01", "2024-02-29T00:00Z", "2024-02"]
        {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn times_of_day() {
        for text in ["00:00", "23:59:59", "08:30:00.0000000", "08:30:00.123456789012"] {
            assert!(is_time_of_day(text), "{text}");
        }
        for text in
            ["", "24:00:00", "8:30", "08:60", "08:30:60", "08:30.5", "08:30:00.", "08:30:00Z", "08:30:00:00", "0830"]
        {
            assert!(!is_time_of_day(text), "{text}");
        }
    }
}
