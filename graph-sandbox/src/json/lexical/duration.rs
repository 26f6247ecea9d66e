//! Durations.

use super::{is_digits, unsigned};

/// Returns the picoseconds of an `Edm.Duration`: `durationValue`, or one with the years, months and weeks of ISO 8601.
///
/// Graph sends years, months and weeks in properties of the type `Edm.Duration`. A year has 365 days and a month 30, as in
/// .NET's `XmlConvert.ToTimeSpan`. The value is limited to the range of an `i128`.
pub(crate) fn duration(text: &str) -> Option<i128> {
    let parts = unsigned(text).strip_prefix('P')?;
    let (days, seconds) = match parts.split_once('T') {
        // A `T` is followed by a number.
        Some((days, hours)) => {
            let days = if days.is_empty() { 0 } else { sum(days, &DAYS)? };
            (days, sum(hours, &SECONDS)?)
        }
        None => (sum(parts, &DAYS)?, 0),
    };
    let value = days.saturating_mul(86_400).saturating_add(seconds);
    Some(if text.starts_with('-') { -value } else { value })
}

/// The units before the `T`, with the number of days, in picoseconds per second.
const DAYS: [(char, i128); 4] =
    [('Y', 365 * PICOSECONDS), ('M', 30 * PICOSECONDS), ('W', 7 * PICOSECONDS), ('D', PICOSECONDS)];

/// The units after the `T`, in picoseconds.
const SECONDS: [(char, i128); 3] = [('H', 3_600 * PICOSECONDS), ('M', 60 * PICOSECONDS), ('S', PICOSECONDS)];

/// The number of picoseconds per second.
const PICOSECONDS: i128 = 1_000_000_000_000;

/// Returns the sum of numbers with units, in the order of `units`, each unit at most once.
///
/// Only seconds have a fraction.
fn sum(text: &str, units: &[(char, i128)]) -> Option<i128> {
    let mut units = units.iter();
    let mut sum = 0_i128;
    let mut parts = text.split_inclusive(|character: char| character.is_ascii_alphabetic()).peekable();
    parts.peek()?;
    for part in parts {
        let (number, unit) = part.split_at_checked(part.len() - 1)?;
        let (whole, fraction) = number.split_once('.').map_or((number, None), |(whole, digits)| (whole, Some(digits)));
        if !is_digits(whole) || fraction.is_some_and(|digits| unit != "S" || !is_digits(digits)) {
            return None;
        }
        let &(_, factor) = units.find(|(expected, _)| unit.starts_with(*expected))?;
        let whole: i128 = whole.parse().unwrap_or(i128::MAX);
        sum = sum.saturating_add(whole.saturating_mul(factor));
        let digits = fraction.unwrap_or("");
        let fraction: i128 = format!("{:0<12}", digits.get(..12).unwrap_or(digits)).parse().ok()?;
        sum = sum.saturating_add(fraction);
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::{PICOSECONDS, duration};

    fn is_duration(text: &str) -> bool {
        duration(text).is_some()
    }

    #[test]
    fn values() {
        assert_eq!(duration("PT60M"), duration("PT1H"));
        assert_eq!(duration("P1D"), Some(86_400 * PICOSECONDS));
        assert_eq!(duration("-P1DT0.5S"), Some(-(86_400 * PICOSECONDS + PICOSECONDS / 2)));
        assert_eq!(duration("P1W"), duration("P7D"));
        let huge = format!("P{}D", "9".repeat(60));
        assert_eq!(duration(&huge), Some(i128::MAX));
    }

    #[test]
    fn durations() {
        for text in [
            "PT0S",
            "P1D",
            "-P10675199DT2H48M5.4775807S",
            "+PT1H",
            "PT90M",
            "PT1H30S",
            "P1Y",
            "P1M",
            "P2W",
            "P1Y2M3W4DT5H6M7.8S",
            "P1MT1M",
        ] {
            assert!(is_duration(text), "{text}");
        }
        for text in [
            "", "P", "PT", "P1DT", "1D", "1:00", "P1", "PD", "P1H", "PT1D", "PT1M1H", "P1D1D", "P1.5D", "PT1.5H",
            "PT.5S", "PT5.S", "PT5.5", "P-1D", "--P1D", "p1d", "PT1S ", "P1é", "P1TD", "PT1STT", "P١D",
        ] {
            assert!(!is_duration(text), "{text}");
        }
    }
}
