//! Dates, times of day, and points in time.

use time::{Date, Month};

/// Returns whether `text` is an `Edm.DateTimeOffset`: `dateTimeOffsetValue` in any case, with an offset up to 14 hours.
pub(crate) fn is_date_time_offset(text: &str) -> bool {
    date_time_offset(text).is_some()
}

/// Returns whether `text` is an `Edm.Date`: `dateValue` of the years 1 to 9999.
pub(crate) fn is_date(text: &str) -> bool {
    date(text).is_some()
}

/// Returns whether `text` is an `Edm.TimeOfDay`: `timeOfDayValue`.
pub(crate) fn is_time_of_day(text: &str) -> bool {
    time_of_day(text).is_some()
}

fn date_time_offset(text: &str) -> Option<()> {
    let (day, time) = text.split_once(['T', 't'])?;
    date(day)?;
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
    time_of_day(time)
}

fn date(text: &str) -> Option<()> {
    let [year, month, day] = fields(text, '-', [4, 2, 2])?;
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()?;
    (year > 0).then_some(())
}

fn time_of_day(text: &str) -> Option<()> {
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
    (hours < 24 && minutes < 60 && seconds < 60).then_some(())
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
    use super::{is_date, is_date_time_offset, is_time_of_day};

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
