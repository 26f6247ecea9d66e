//! Computes the backoff before a retry.
//!
//! Source: [Exponential backoff and jitter](https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), the variant
//! "equal jitter": half of the backoff is fixed, because Graph counts throttled requests against the limit, so that an immediate retry
//! does harm.

use std::time::Duration;

use uuid::Uuid;

/// Returns the backoff before a retry: half of `base · 2ⁿ`, and a random part of the other half. Retries are numbered from 1.
pub(crate) fn equal_jitter(base: Duration, max: Duration, retry: u32) -> Duration {
    let factor = 1_u32.checked_shl(retry.saturating_sub(1)).unwrap_or(u32::MAX);
    let whole = base.saturating_mul(factor).min(max);
    whole / 2 + random_part(whole / 2)
}

/// Returns a random part of `max`, so that callers with the same `Retry-After` do not retry at the same moment.
pub(super) fn random_part(max: Duration) -> Duration {
    let [.., a, b, c, d] = Uuid::new_v4().into_bytes();
    max.mul_f64(f64::from(u32::from_be_bytes([a, b, c, d])) / f64::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{equal_jitter, random_part};

    #[test]
    fn the_backoff_doubles_up_to_the_maximum() {
        let (base, max) = (Duration::from_millis(500), Duration::from_secs(30));
        for (retry, whole) in [(1, 500), (2, 1_000), (3, 2_000), (6, 16_000), (7, 30_000), (32, 30_000), (99, 30_000)] {
            let whole = Duration::from_millis(whole);
            for _ in 0..50 {
                let wait = equal_jitter(base, max, retry);
                assert!(wait >= whole / 2 && wait <= whole, "{retry}: {wait:?}");
            }
        }
        assert_eq!(equal_jitter(Duration::ZERO, max, 5), Duration::ZERO);
        assert!(equal_jitter(Duration::MAX, Duration::MAX, 40) >= Duration::MAX / 2);
    }

    #[test]
    fn backoffs_are_random() {
        let waits = (0..20).map(|_| random_part(Duration::from_secs(1))).collect::<std::collections::HashSet<_>>();
        assert!(waits.len() > 15, "{waits:?}");
    }
}
