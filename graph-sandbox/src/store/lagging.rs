//! The states before writes that reads do not see yet.

use std::collections::HashMap;
use std::hash::Hash;

use tokio::time::Instant;

use crate::lag::{Lag, Observation, Remaining};

/// The previous values of those keys whose last write is not seen by all reads.
#[derive(Debug)]
pub(crate) struct Lagging<K, V>(HashMap<K, Previous<V>>);

#[derive(Debug)]
struct Previous<V> {
    /// `None` if there was no value.
    value: Option<V>,
    remaining: Remaining,
    /// Whether the read that was counted last sees this value.
    is_seen: bool,
}

impl<K, V> Default for Lagging<K, V> {
    fn default() -> Self {
        Self(HashMap::new())
    }
}

impl<K: Hash + Eq, V> Lagging<K, V> {
    /// Records the value before a write. If an earlier write is not seen yet, reads see the value before that one.
    pub(crate) fn record(&mut self, key: K, previous: Option<V>, lag: Lag) {
        let Some(remaining) = lag.start(Instant::now()) else {
            self.0.remove(&key);
            return;
        };
        let new = Previous { value: previous, remaining, is_seen: true };
        self.0.entry(key).and_modify(|known| known.remaining = remaining).or_insert(new);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Counts one read of the keys that it is for.
    pub(crate) fn observe(&mut self, is_read: impl Fn(&K) -> bool) {
        let now = Instant::now();
        self.0.retain(|key, previous| {
            if !is_read(key) {
                return true;
            }
            let observation = previous.remaining.observe(now);
            previous.is_seen = observation == Observation::Previous;
            observation != Observation::Over
        });
    }

    /// Returns the value that reads see: the previous one, or `current`.
    pub(crate) fn visible<'v>(&'v self, key: &K, current: Option<&'v V>) -> Option<&'v V> {
        let previous = self.0.get(key).filter(|previous| previous.is_seen);
        previous.map_or(current, |previous| previous.value.as_ref())
    }

    /// Returns the values that reads see instead of the current ones, with their keys.
    pub(crate) fn seen(&self) -> impl Iterator<Item = (&K, Option<&V>)> {
        self.0.iter().filter(|(_, previous)| previous.is_seen).map(|(key, previous)| (key, previous.value.as_ref()))
    }
}
