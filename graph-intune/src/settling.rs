//! When a list counts as settled, and when it is read back.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

/// How the list is read back after it was sent.
#[derive(Debug, Clone)]
pub(crate) struct Settling {
    /// How often in a row the list must read back as it should be.
    pub(crate) times: u32,
    /// How long the list is read back at least, and how long `assign` may take.
    pub(crate) window: Duration,
    /// The wait before the first read.
    pub(crate) interval: Duration,
    /// The maximum of the waits.
    pub(crate) max_interval: Duration,
    /// The state of the random numbers.
    random: u64,
}

impl Settling {
    pub(crate) fn new() -> Self {
        Self {
            times: 2,
            window: DEFAULT_WINDOW,
            interval: INTERVAL,
            max_interval: MAX_INTERVAL,
            random: RandomState::new().hash_one(0),
        }
    }

    pub(crate) fn set_seed(&mut self, seed: u64) {
        self.random = seed;
    }

    /// Returns how long to wait before read `n`, counted from 0, when this much of the window is left.
    ///
    /// The waits double from the interval to its maximum, less a random part of a half, so that two programs do not stay in step. The last
    /// wait ends with the window.
    pub(crate) fn wait(&mut self, n: u32, left: Duration) -> Duration {
        let whole = self.interval.saturating_mul(1 << n.min(8)).min(self.max_interval.max(self.interval));
        let wait = whole / 2 + self.random_part(whole / 2);
        if left.is_zero() { wait } else { wait.min(left) }
    }

    /// Returns a random part of a duration, by the generator "splitmix64".
    ///
    /// Source: [Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators](https://doi.org/10.1145/2660193.2660195).
    pub(crate) fn random_part(&mut self, max: Duration) -> Duration {
        self.random = self.random.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.random;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        let nanoseconds = u64::try_from(max.as_nanos()).unwrap_or(u64::MAX);
        Duration::from_nanos(u64::try_from((u128::from(bits) * u128::from(nanoseconds)) >> 64).unwrap_or(nanoseconds))
    }
}

const DEFAULT_WINDOW: Duration = Duration::from_secs(10);
const INTERVAL: Duration = Duration::from_millis(250);
const MAX_INTERVAL: Duration = Duration::from_secs(4);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_and_end_with_the_window() {
        let mut settling = Settling::new();
        for (n, whole) in [(0, 250), (1, 500), (3, 2_000), (4, 4_000), (60, 4_000)] {
            let whole = Duration::from_millis(whole);
            let wait = settling.wait(n, Duration::ZERO);
            assert!(wait >= whole / 2 && wait <= whole, "{n}: {wait:?}");
        }
        assert_eq!(settling.wait(9, Duration::from_millis(3)), Duration::from_millis(3));
    }

    #[test]
    fn random_parts_depend_on_the_seed_only() {
        let parts = |seed| {
            let mut settling = Settling::new();
            settling.set_seed(seed);
            (0..50).map(|_| settling.random_part(Duration::from_secs(1))).collect::<Vec<_>>()
        };
        assert_eq!(parts(7), parts(7));
        assert_ne!(parts(7), parts(8));
        assert!(parts(7).iter().all(|part| *part <= Duration::from_secs(1)));
        assert_eq!(Settling::new().random_part(Duration::ZERO), Duration::ZERO);
    }
}
