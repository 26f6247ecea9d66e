//! Learns from status 429 the rate at which a service accepts requests.

mod estimate;
mod trial;

use std::time::Duration;

use tokio::time::Instant;

use estimate::{Measurement, RateEstimate, periods_since};
use trial::{Backoff, Trial};

/// The rate at which a service was found to accept requests, if that is lower than the rate at which they are sent.
///
/// The time after a 429 is divided into trials. A trial starts with a 429 and ends with the first one that follows after the
/// service served something again. The requests served in between, divided by the time that it took, are the rate of the
/// trial.
#[derive(Debug)]
pub(super) struct LearnedRate {
    window: Duration,
    /// How many requests a window may hold, if that is known.
    limit: u32,
    /// Whether requests are sent at equal intervals, because the window of the service is not known. Otherwise a window
    /// holds a number of them.
    is_spaced: bool,
    estimate: Option<RateEstimate>,
    trial: Option<Trial>,
    backoff: Option<Backoff>,
    /// The end of the latest backoff after which the service served something. Requests sent earlier provide no new
    /// information.
    resumed_at: Option<Instant>,
    /// The slot of the latest request; the next slot is one interval later.
    last_slot: Option<Instant>,
}

/// The interval between requests while nothing has been served after a 429.
const PROBE_INTERVAL: Duration = Duration::from_millis(250);
/// How much of the time that a late timer missed is caught up with.
const MAX_CATCH_UP: Duration = Duration::from_millis(50);
/// A rate estimate takes at least this time to double.
const MIN_GROWTH_PERIOD: Duration = Duration::from_secs(20);
/// How many times the growth period may increase while the estimate is confirmed.
const MAX_GROWTH_PERIODS: u32 = 3;
/// The age, in growth periods, from which the growth of an estimate is taken as the reason for a 429.
const MIN_GROWN_AGE: f64 = 0.5;
/// The age, in growth periods, at which an estimate is dropped.
const MAX_AGE: f64 = 1.5;

impl LearnedRate {
    /// Creates the rate for a limit of `count` requests per window, or for a service whose limit is not known.
    pub(super) fn new(window: Duration, count: Option<u32>) -> Self {
        Self {
            limit: count.unwrap_or(u32::MAX),
            window,
            is_spaced: count.is_none(),
            estimate: None,
            trial: None,
            backoff: None,
            resumed_at: None,
            last_slot: None,
        }
    }

    /// Records a request that the service served. Returns whether it was sent after the latest backoff.
    pub(super) fn record_served(&mut self, now: Instant, sent: Instant) -> bool {
        self.expire(now);
        if let Some(backoff) = self.backoff.take_if(|backoff| sent >= backoff.until) {
            self.end_trial(backoff, now);
            (self.resumed_at, self.last_slot) = (Some(backoff.until), None);
        }
        if let Some(backoff) = &mut self.backoff {
            backoff.served_before += 1;
        }
        if let Some(trial) = self.trial.as_mut().filter(|trial| sent > trial.started_at) {
            trial.served += 1;
        } else if let Some(estimate) = &mut self.estimate {
            // Its response may have taken longer than the backoff.
            estimate.record_late_response(sent);
        }
        self.backoff.is_none() && self.resumed_at.is_none_or(|resumed| sent >= resumed)
    }

    /// Records a request that the service throttled. Returns whether it provides new information: among requests that were in
    /// flight at the same time, only the first one does.
    ///
    /// `served` is how many requests of the last window were served.
    pub(super) fn record_throttled(&mut self, now: Instant, sent: Instant, served: u32) -> bool {
        self.expire(now);
        if self.resumed_at.is_some_and(|resumed| sent < resumed) {
            return false;
        }
        let trial = self.trial.get_or_insert(Trial::new(now));
        let is_new = self.backoff.is_none_or(|backoff| sent >= backoff.until);
        if self.backoff.is_none() {
            let has_grown = self.estimate.is_some_and(|estimate| estimate.age(now) >= MIN_GROWN_AGE);
            let confirms_estimate = has_grown && trial.backoffs <= 1 + trial.served / 100;
            trial.backoffs += 1;
            self.backoff = Some(Backoff { started_at: now, until: now, served_before: served, confirms_estimate });
        }
        trial.throttled += 1;
        if is_new {
            self.last_slot = None;
        }
        is_new
    }

    /// Extends the backoff: nothing is sent before `until`.
    pub(super) fn back_off_until(&mut self, until: Instant) {
        if let Some(backoff) = &mut self.backoff {
            backoff.until = backoff.until.max(until);
        } else if let Some(estimate) = &mut self.estimate {
            estimate.delay_growth(until);
        }
    }

    /// Returns when the rate allows another request after `ahead` others, or `None` if it allows any number.
    pub(super) fn next_slot(&mut self, now: Instant, ahead: usize) -> Option<Instant> {
        self.expire(now);
        let interval = self.interval(now)?;
        let next = self.last_slot.and_then(|last| last.checked_add(interval)).unwrap_or(now);
        let others = interval.saturating_mul(u32::try_from(ahead).unwrap_or(u32::MAX));
        Some(next.checked_add(others).unwrap_or(next))
    }

    /// Takes a slot for a request that is about to be sent.
    pub(super) fn acquire(&mut self, now: Instant) {
        let next = self.next_slot(now, 0);
        self.last_slot = next.map(|next| now.checked_sub(MAX_CATCH_UP).map_or(next, |earliest| next.max(earliest)));
    }

    /// Returns the slot of a request that was not sent.
    pub(super) fn release_unused(&mut self, now: Instant) {
        if let (Some(interval), Some(last)) = (self.interval(now), self.last_slot) {
            self.last_slot = last.checked_sub(interval);
        }
    }

    /// Returns the interval between two requests, or `None` if any number is allowed.
    fn interval(&self, now: Instant) -> Option<Duration> {
        let estimated = self.estimate.filter(|_| self.is_spaced).map(|estimate| estimate.interval(now));
        estimated.max(self.backoff.map(|_| PROBE_INTERVAL))
    }

    /// Returns how many requests a window may hold, or `None` if any number is allowed.
    pub(super) fn allowed_per_window(&mut self, now: Instant) -> Option<f64> {
        self.expire(now);
        let estimate = self.estimate.filter(|_| !self.is_spaced)?;
        // The 429 shows that the rate has grown too much.
        let rate = if self.backoff.is_some() { estimate.initial_rate() } else { estimate.rate(now) };
        Some(rate * self.window.as_secs_f64())
    }

    /// Returns whether nothing has been served since the latest 429.
    pub(super) fn is_backing_off(&mut self, now: Instant) -> bool {
        self.expire(now);
        self.backoff.is_some()
    }

    /// Drops what is too old.
    fn expire(&mut self, now: Instant) {
        let period = self.growth_period();
        let is_old = |moment: Instant| periods_since(moment, now, period) >= MAX_AGE;
        if self.backoff.is_some_and(|backoff| !is_old(backoff.until)) {
            return;
        }
        self.backoff = None;
        self.estimate = self.estimate.filter(|estimate| estimate.age(now) < MAX_AGE);
        if self.estimate.is_none() && self.resumed_at.is_none_or(is_old) {
            self.trial = None;
        }
    }

    fn growth_period(&self) -> Duration {
        self.window.max(MIN_GROWTH_PERIOD)
    }

    /// Ends the current trial with the backoff that it led to, and learns from it.
    fn end_trial(&mut self, backoff: Backoff, now: Instant) {
        let Some(trial) = self.trial else { return };
        // The estimate that the backoff confirms, if any.
        let confirmed = self.estimate.filter(|_| backoff.confirms_estimate);
        let measurement = if self.is_spaced {
            Measurement::of_trial(trial, backoff, confirmed)
        } else {
            let allowed = self.estimate.map_or(self.limit, |estimate| estimate.served());
            Measurement::of_window(self.window, backoff, allowed / 2)
        };
        if let Some(measurement) = measurement.filter(|_| trial.is_conclusive() || backoff.confirms_estimate) {
            let period = self.growth_period();
            let growth_period =
                confirmed.map_or(period, |confirmed| (confirmed.growth_period() * 2).min(period * MAX_GROWTH_PERIODS));
            self.estimate = Some(RateEstimate::new(measurement, now, growth_period));
            let backed_off = now.saturating_duration_since(backoff.started_at);
            self.trial = Some(Trial { backed_off, ..Trial::new(backoff.started_at) });
        } else if let Some(trial) = &mut self.trial {
            trial.backed_off += now.saturating_duration_since(backoff.started_at);
        }
    }
}
