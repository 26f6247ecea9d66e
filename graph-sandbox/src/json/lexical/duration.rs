//! Durations.

use super::{is_digits, unsigned};

/// Returns whether `text` is an `Edm.Duration`: `durationValue`, or one with the years, months and weeks of ISO 8601.
///
/// Graph sends years, months and weeks in properties of the type `Edm.Duration`.
pub(crate) fn is_duration(text: &str) -> bool {
    let Some(parts) = unsigned(text).strip_prefix('P') else { return false };
    match parts.split_once('T') {
        // A `T` is followed by a number.
        Some((days, hours)) => (days.is_empty() || is_sequence(days, "YMWD")) && is_sequence(hours, "HMS"),
        None => is_sequence(parts, "YMWD"),
    }
}

/// Returns whether `text` is numbers with units, in the order of `units`, each unit at most once.
///
/// Only seconds have a fraction.
fn is_sequence(text: &str, units: &str) -> bool {
    let mut units = units.chars();
    let mut parts = text.split_inclusive(|character: char| character.is_ascii_alphabetic()).peekable();
    parts.peek().is_some()
        && parts.all(|part| {
            let Some((number, unit)) = part.split_at_checked(part.len() - 1) else { return false };
            let is_number = match number.split_once('.') {
                Some((whole, fraction)) => unit == "S" && is_digits(whole) && is_digits(fraction),
                None => is_digits(number),
            };
            is_number && units.any(|expected| unit.starts_with(expected))
        })
}

#[cfg(test)]
mod tests {
    use super::is_duration;

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
