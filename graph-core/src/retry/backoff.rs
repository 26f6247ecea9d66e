//! How long to wait before a request is sent again.
//!
//! Source: [Exponential backoff and jitter](https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), the variant
//! "equal jitter": half of the wait is certain, because Graph counts refused requests against the limit too, so that one
//! that comes at once does harm.

use std::time::Duration;

use uuid::Uuid;

/// The wait before repetition number `repetition`, which starts at 1: half of `base · 2ⁿ`, and a random part of the other half.
pub(super) fn equal_jitter(base: Duration, longest: Duration, repetition: u32) -> Duration {
    let factor = 1_u32.checked_shl(repetition.saturating_sub(1)).unwrap_or(u32::MAX);
    let whole = base.saturating_mul(factor).min(longest);
    whole / 2 + random_part(whole / 2)
}

/// A random part of `most`, so that callers who were told the same moment do not all come in it.
pub(super) fn random_part(most: Duration) -> Duration {
    let [.., a, b, c, d] = Uuid::new_v4().into_bytes();
    most.mul_f64(f64::from(u32::from_be_bytes([a, b, c, d])) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{equal_jitter, random_part};

    #[test]
    fn waits_double_up_to_the_longest() {
        let (base, longest) = (Duration::from_millis(500), Duration::from_secs(30));
        for (repetition, whole) in
            [(1, 500), (2, 1_000), (3, 2_000), (6, 16_000), (7, 30_000), (32, 30_000), (99, 30_000)]
        {
            let whole = Duration::from_millis(whole);
            for _ in 0..50 {
                let wait = equal_jitter(base, longest, repetition);
                assert!(wait >= whole / 2 && wait <= whole, "{repetition}: {wait:?}");
            }
        }
        assert_eq!(equal_jitter(Duration::ZERO, longest, 5), Duration::ZERO);
        assert!(equal_jitter(Duration::MAX, Duration::MAX, 40) >= Duration::MAX / 2);
    }

    #[test]
    fn waits_differ() {
        let waits = (0..20).map(|_| random_part(Duration::from_secs(1))).collect::<std::collections::HashSet<_>>();
        assert!(waits.len() > 15, "{waits:?}");
    }
}
