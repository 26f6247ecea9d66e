//! Measures how fast the service responds.

use std::time::Duration;

use tokio::time::Instant;

/// The fastest round trip of the last one to two windows.
#[derive(Debug)]
pub(super) struct FastestRoundTrip {
    window: Duration,
    since: Option<Instant>,
    current: Sample,
    previous: Sample,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sample {
    min: Option<Duration>,
    count: u32,
}

/// With fewer responses the sample is too small.
const MIN_SAMPLES: u32 = 16;

/// Below this, network latency and scheduling delays of a busy machine cannot be told apart.
const NOISE: Duration = Duration::from_millis(5);

impl FastestRoundTrip {
    pub(super) fn new(window: Duration) -> Self {
        Self { window, since: None, current: Sample::default(), previous: Sample::default() }
    }

    pub(super) fn observe(&mut self, now: Instant, round_trip: Duration) {
        let since = *self.since.get_or_insert(now);
        if now.saturating_duration_since(since) > self.window {
            self.previous = std::mem::take(&mut self.current);
            self.since = Some(now);
        }
        self.current.min = Some(self.current.min.map_or(round_trip, |min| min.min(round_trip)));
        self.current.count += 1;
    }

    /// Returns the time that always passes between a response and the arrival of a later request.
    ///
    /// The service counts a request at some moment between its departure and its response. Counting from the response on
    /// is safe and costs a round trip per window. But the way back of the first request and the way out of the second
    /// always lie between their two counts, and together they take as long as the fastest round trip. A tenth is kept in
    /// reserve, and [`NOISE`].
    pub(super) fn credit(&self) -> Duration {
        if self.current.count + self.previous.count < MIN_SAMPLES {
            return Duration::ZERO;
        }
        let min = match (self.current.min, self.previous.min) {
            (Some(one), Some(other)) => one.min(other),
            (one, other) => one.or(other).unwrap_or_default(),
        };
        (min * 9 / 10).saturating_sub(NOISE).min(self.window / 2)
    }
}
