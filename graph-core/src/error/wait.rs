use std::fmt;
use std::time::Duration;

/// Displays a duration for people: `250 ms`, `1.5 s`, `12 min`, `2 h 30 min`, `366 days`.
///
/// The last digit is rounded up, so that waiting for the displayed time is enough, except for less than half a second.
#[derive(Clone, Copy)]
pub(crate) struct Wait(pub(crate) Duration);

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths = self.0.as_millis().div_ceil(100);
        if self.0 < Duration::from_secs(1) {
            return write!(f, "{} ms", self.0.as_nanos().div_ceil(1_000_000));
        }
        if tenths < 100 && !tenths.is_multiple_of(10) {
            return write!(f, "{}.{} s", tenths / 10, tenths % 10);
        }
        // Jitter on a whole number of seconds is not shown as another second.
        let seconds = (self.0.as_millis() + 500) / 1000;
        let (minutes, hours) = (seconds.div_ceil(60), seconds.div_ceil(60 * 60));
        match (seconds, minutes, hours) {
            (..120, ..) => write!(f, "{seconds} s"),
            (_, ..120, _) => write!(f, "{minutes} min"),
            (_, _, ..48) => match minutes % 60 {
                0 => write!(f, "{hours} h"),
                rest => write!(f, "{} h {rest} min", minutes / 60),
            },
            _ => write!(f, "{} days", hours.div_ceil(24)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Wait;

    #[test]
    fn durations_are_readable() {
        for (milliseconds, text) in [
            (0, "0 ms"),
            (1, "1 ms"),
            (150, "150 ms"),
            (999, "999 ms"),
            (1_000, "1 s"),
            (1_001, "1.1 s"),
            (1_500, "1.5 s"),
            (2_000, "2 s"),
            (2_128, "2.2 s"),
            (9_950, "10 s"),
            (59_700, "60 s"),
            (90_000, "90 s"),
            (120_000, "2 min"),
            (600_000, "10 min"),
            (600_250, "10 min"),
            (601_000, "11 min"),
            (700_000, "12 min"),
            (7_200_000, "2 h"),
            (10_800_000, "3 h"),
            (9_000_000, "2 h 30 min"),
            (86_400_000, "24 h"),
            (172_800_000, "2 days"),
            (31_622_400_000, "366 days"),
        ] {
            assert_eq!(Wait(Duration::from_millis(milliseconds)).to_string(), text, "{milliseconds}");
        }
        assert_eq!(Wait(Duration::from_nanos(1)).to_string(), "1 ms");
        assert!(Wait(Duration::MAX).to_string().ends_with(" days"));
    }
}
