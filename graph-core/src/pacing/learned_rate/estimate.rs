//! A rate that was learned from a trial, and its growth.

use std::time::Duration;

use tokio::time::Instant;

use super::trial::{Backoff, Trial};

/// The rate at which a service is expected to accept requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct RateEstimate {
    measurement: Measurement,
    grows_since: Instant,
    /// How long it takes until the rate has doubled.
    growth_period: Duration,
}

/// How many requests a service accepted within some time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measurement {
    started_at: Instant,
    duration: Duration,
    served: u32,
    /// The share of the measured rate that is used at first.
    initial_share: f64,
}

/// Shorter trials are too short to measure a rate.
const MIN_TRIAL: Duration = Duration::from_secs(1);
/// The share of the rate of a trial that is used at first.
const INITIAL_SHARE: f64 = 0.97;
/// By how much the initial rate may exceed the average rate of the trial, if the service accepted more at its end.
const MAX_INITIAL_SHARE: f64 = 1.15;

impl Measurement {
    /// Returns the rate at which the service accepted requests during a trial.
    ///
    /// `confirmed` is the estimate that the backoff confirms: the throttled rate was too high, and the estimated one was
    /// not, so the rate is between them.
    pub(super) fn of_trial(trial: Trial, backoff: Backoff, confirmed: Option<RateEstimate>) -> Option<Self> {
        let elapsed = backoff.started_at.saturating_duration_since(trial.started_at);
        let duration = elapsed.saturating_sub(trial.backed_off.min(elapsed / 10));
        let initial_share = confirmed.map_or(INITIAL_SHARE, |confirmed| {
            let rate = f64::from(trial.served) / duration.as_secs_f64();
            let between = (confirmed.initial_rate() * confirmed.rate(backoff.started_at)).sqrt();
            (between / rate).clamp(1.0, MAX_INITIAL_SHARE)
        });
        let measurement = Self { started_at: trial.started_at, duration, served: trial.served, initial_share };
        (trial.served > 0 && elapsed >= MIN_TRIAL).then_some(measurement)
    }

    /// Returns the number of requests that the service accepted in the window before a backoff, but at least `min_served`.
    pub(super) fn of_window(window: Duration, backoff: Backoff, min_served: u32) -> Option<Self> {
        let started_at = backoff.started_at.checked_sub(window)?;
        let served = backoff.served_before.max(min_served);
        let measurement = Self { started_at, duration: window, served, initial_share: INITIAL_SHARE };
        (backoff.served_before > 0).then_some(measurement)
    }
}

impl RateEstimate {
    pub(super) fn new(measurement: Measurement, grows_since: Instant, growth_period: Duration) -> Self {
        Self { measurement, grows_since, growth_period }
    }

    pub(super) fn growth_period(&self) -> Duration {
        self.growth_period
    }

    /// Returns how many requests were served in the measurement.
    pub(super) fn served(&self) -> u32 {
        self.measurement.served
    }

    /// Adds a request to the measurement, if it was sent while the measurement was taken.
    pub(super) fn record_late_response(&mut self, sent: Instant) {
        let Measurement { started_at, duration, served, .. } = &mut self.measurement;
        if sent > *started_at && sent <= *started_at + *duration {
            *served += 1;
        }
    }

    /// Lets the rate grow from `since` on, unless it grows from a later time on.
    pub(super) fn delay_growth(&mut self, since: Instant) {
        self.grows_since = self.grows_since.max(since);
    }

    /// Returns the rate before it grows, in requests per second.
    pub(super) fn initial_rate(&self) -> f64 {
        let Measurement { duration, served, initial_share, .. } = self.measurement;
        initial_share * f64::from(served) / duration.as_secs_f64()
    }

    /// Returns the rate in requests per second, which grows with the time without a 429: to 1.01 times the initial rate after
    /// half of the growth period, 1.4 times after nine tenths, twice after the whole period, and two thousand times after one
    /// and a half.
    pub(super) fn rate(&self, now: Instant) -> f64 {
        self.initial_rate() * self.age(now).powi(6).exp2()
    }

    /// Returns the interval between two requests at the current rate.
    pub(super) fn interval(&self, now: Instant) -> Duration {
        Duration::try_from_secs_f64(1.0 / self.rate(now)).unwrap_or(Duration::MAX)
    }

    /// Returns for how long the rate has grown, in growth periods.
    pub(super) fn age(&self, now: Instant) -> f64 {
        periods_since(self.grows_since, now, self.growth_period)
    }
}

/// Returns how many periods have passed since a moment.
pub(super) fn periods_since(since: Instant, now: Instant, period: Duration) -> f64 {
    now.saturating_duration_since(since).as_secs_f64() / period.as_secs_f64()
}
