use graph_core::Duration;

use crate::dates::assert_same_in_json;

/// Checks the parsing of durations. Each line of the input is one text; its first eight bytes are a number of nanoseconds.
///
/// # Panics
/// If a parsed text is not preserved, if its length differs from its digits, or if a length is not converted back.
pub fn durations(input: &[u8]) {
    if let Some(nanoseconds) = input.first_chunk::<8>() {
        let nanoseconds = time::Duration::nanoseconds(i64::from_le_bytes(*nanoseconds));
        let written = Duration::from(nanoseconds);
        assert_eq!(written.as_str().parse::<Duration>(), Ok(written.clone()));
        assert_eq!(written.to_time_duration(), Some(nanoseconds), "{written}");
    }
    let Ok(text) = std::str::from_utf8(input) else { return };
    for line in text.lines().take(8) {
        let parsed = line.parse::<Duration>().ok();
        assert_same_in_json(line, "length", parsed.is_some());
        let Some(duration) = parsed else { continue };
        assert_eq!(duration.to_string(), line);
        let expected = nanoseconds(line).filter(|length| fits(*length));
        assert_eq!(duration.to_time_duration().map(time::Duration::whole_nanoseconds), expected, "{line}");
        if let Some(length) = duration.to_time_duration() {
            assert_eq!(Duration::from(length).to_time_duration(), Some(length), "{line}");
        }
    }
}

fn fits(nanoseconds: i128) -> bool {
    (time::Duration::MIN.whole_nanoseconds()..=time::Duration::MAX.whole_nanoseconds()).contains(&nanoseconds)
}

/// Returns the length of a valid duration, calculated from left to right.
///
/// Returns `None` for years or months, or after an overflow.
fn nanoseconds(text: &str) -> Option<i128> {
    let mut sum = 0_i128;
    let mut in_time = false;
    let mut number = String::new();
    for character in text.chars() {
        let unit = match character {
            '0'..='9' | '.' => {
                number.push(character);
                continue;
            }
            'T' => {
                in_time = true;
                continue;
            }
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3_600,
            'M' if in_time => 60,
            'S' => 1,
            'Y' | 'M' => return None,
            _ => continue,
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
        let fraction: String = fraction.chars().chain("000000000".chars()).take(9).collect();
        let whole = whole.parse::<i128>().ok()?.checked_mul(unit)?.checked_mul(1_000_000_000)?;
        sum = sum.checked_add(whole)?.checked_add(fraction.parse().ok()?)?;
        number.clear();
    }
    Some(if text.starts_with('-') { -sum } else { sum })
}
