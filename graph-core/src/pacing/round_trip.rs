//! How fast the service can answer.

use std::time::Duration;

use tokio::time::Instant;

/// The fastest of the newest answers, over one to two windows.
#[derive(Debug)]
pub(super) struct Fastest {
    window: Duration,
    since: Option<Instant>,
    current: Sample,
    previous: Sample,
}

#[derive(Debug, Clone, Copy, Default)]
struct Sample {
    least: Option<Duration>,
    count: u32,
}

/// From fewer answers nothing is concluded.
const ENOUGH: u32 = 16;

const NOISE: Duration = Duration::from_millis(5);

impl Fastest {
    pub(super) fn new(window: Duration) -> Self {
        Self { window, since: None, current: Sample::default(), previous: Sample::default() }
    }

    pub(super) fn observe(&mut self, now: Instant, round_trip: Duration) {
        let since = *self.since.get_or_insert(now);
        if now.saturating_duration_since(since) > self.window {
            self.previous = std::mem::take(&mut self.current);
            self.since = Some(now);
        }
        self.current.least = Some(self.current.least.map_or(round_trip, |least| least.min(round_trip)));
        self.current.count += 1;
    }

    /// How much of the time between an answer and the arrival of another request cannot be saved.
    ///
    /// A request is counted somewhere between leaving and being answered. Counting from the answer on is safe and
    /// costs a round trip each window. But the way back of the first and the way there of the second lie between
    /// their two counts at any rate, and together these take as long as the fastest round trip; a tenth is kept in
    /// reserve, and some milliseconds, within which nobody can tell the network from a busy machine.
    pub(super) fn credit(&self) -> Duration {
        if self.current.count + self.previous.count < ENOUGH {
            return Duration::ZERO;
        }
        let least = match (self.current.least, self.previous.least) {
            (Some(one), Some(other)) => one.min(other),
            (one, other) => one.or(other).unwrap_or_default(),
        };
        (least * 9 / 10).saturating_sub(NOISE).min(self.window / 2)
    }
}
