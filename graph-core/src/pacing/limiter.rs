//! Enforces one limit: counts requests, and adapts to throttling.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::admission::WaitReason;
use super::learned_rate::LearnedRate;
use super::limit::Limit;
use super::round_trip::FastestRoundTrip;

/// Enforces a known limit, or learns the limit of a service that publishes none.
#[derive(Debug)]
pub(super) struct Limiter {
    limit: Limit,
    /// The responses within the window, oldest first; empty if no limit is known.
    log: VecDeque<LogEntry>,
    /// How many entries of the log are requests that the service processed.
    served: u32,
    in_flight: usize,
    blocked_until: Option<Instant>,
    /// The end of the backoff that the service asked for with `Retry-After`.
    retry_after_until: Option<Instant>,
    /// How many times in a row the service throttled a request without `Retry-After`.
    unspecified_backoffs: u32,
    fastest: FastestRoundTrip,
    learned: LearnedRate,
}

#[derive(Debug, Clone, Copy)]
struct LogEntry {
    at: Instant,
    served: bool,
}

/// Whether a limiter lets a request pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Capacity {
    Available,
    /// A slot becomes free as time passes.
    Full,
    /// A backoff is in progress.
    Blocked,
}

/// The longest time for which one response blocks all requests. The call that received it still respects its whole
/// `Retry-After`.
const MAX_BLOCK: Duration = Duration::from_secs(60 * 60);
/// A learned rate grows, so a slot may become free earlier than computed now. Waiters check again after this time.
const RECHECK_INTERVAL: Duration = Duration::from_secs(1);
/// The margin between two windows, because clocks and timers are not exact: this time, and a fraction of the window.
const MARGIN: Duration = Duration::from_millis(1);
const MARGIN_DIVISOR: u32 = 2_000;

impl Limiter {
    pub(super) fn new(limit: Limit) -> Self {
        Self {
            log: VecDeque::new(),
            served: 0,
            in_flight: 0,
            blocked_until: None,
            retry_after_until: None,
            unspecified_backoffs: 0,
            fastest: FastestRoundTrip::new(limit.window()),
            learned: LearnedRate::new(limit.window(), limit.count()),
            limit,
        }
    }

    pub(super) fn limit(&self) -> &Limit {
        &self.limit
    }

    /// Returns whether a request may pass if `reserved` slots are promised to others.
    pub(super) fn capacity(&mut self, now: Instant, reserved: usize) -> Capacity {
        self.expire(now);
        if self.blocked_until.is_some() {
            Capacity::Blocked
        } else if self.missing_now(now, reserved).is_none()
            && self.learned.next_slot(now, reserved).is_none_or(|slot| slot <= now)
        {
            Capacity::Available
        } else {
            Capacity::Full
        }
    }

    /// Takes a slot for a request that is about to be sent.
    pub(super) fn acquire(&mut self, now: Instant) {
        self.in_flight += 1;
        self.learned.acquire(now);
    }

    /// Returns the slot of a request that was not sent.
    pub(super) fn release_unused(&mut self, now: Instant) {
        self.in_flight = self.in_flight.saturating_sub(1);
        self.learned.release_unused(now);
    }

    /// Records a request that was sent and whose response is not known: the service may have counted it until now.
    pub(super) fn record_abandoned(&mut self, now: Instant) {
        self.record(now, false);
    }

    /// Records a request that the service processed.
    pub(super) fn record_served(&mut self, now: Instant, sent: Instant) {
        self.record(now, true);
        self.fastest.observe(now, now.saturating_duration_since(sent));
        if self.learned.record_served(now, sent) {
            self.unspecified_backoffs = 0;
        }
    }

    /// Records a request that the service throttled. It counts against the limit nevertheless.
    ///
    /// `exceeded` states whether this limiter is the one whose limit was exceeded; the response does not say so, the
    /// caller decides it.
    pub(super) fn record_throttled(
        &mut self,
        now: Instant,
        sent: Instant,
        retry_after: Option<Duration>,
        exceeded: bool,
    ) {
        self.record(now, false);
        if !exceeded {
            return;
        }
        if self.learned.record_throttled(now, sent, self.served) {
            self.unspecified_backoffs =
                if retry_after.is_none() { self.unspecified_backoffs.saturating_add(1) } else { 0 };
        }
        let backoff = retry_after.unwrap_or_else(|| self.default_backoff()).min(MAX_BLOCK);
        if let Some(until) = now.checked_add(backoff) {
            self.blocked_until = self.blocked_until.max(Some(until));
            self.learned.back_off_until(until);
            if retry_after.is_some() {
                self.retry_after_until = self.retry_after_until.max(Some(until));
            }
        }
    }

    fn record(&mut self, now: Instant, served: bool) {
        self.in_flight = self.in_flight.saturating_sub(1);
        if self.limit.count().is_some() {
            self.log.push_back(LogEntry { at: now, served });
            self.served += u32::from(served);
        }
    }

    /// Returns when the next slot becomes free, or `None` if that depends on a response that has not arrived yet.
    pub(super) fn next_slot(&mut self, now: Instant) -> Option<Instant> {
        self.expire(now);
        let blocked = self.blocked_until.unwrap_or(now);
        let grows = self.learned.allowed_per_window(now).is_some();
        let counted = match self.missing_now(now, 0) {
            None => Some(now),
            Some(index) => self.log.get(index).map(|entry| entry.at + self.entry_lifetime()),
        };
        let recheck = now + RECHECK_INTERVAL;
        let counted = if grows { Some(counted.map_or(recheck, |at| at.min(recheck))) } else { counted };
        let learned = self.learned.next_slot(now, 0).unwrap_or(now);
        Some(blocked.max(counted?).max(learned.min(recheck)))
    }

    /// Returns a lower bound for the time at which a request with `ahead` others before it can pass, and its reason.
    ///
    /// Backoffs that are estimated and limits that are learned do not count, because they may end earlier.
    pub(super) fn earliest(&mut self, now: Instant, ahead: usize) -> (Instant, WaitReason) {
        self.expire(now);
        let retry_after = self.retry_after_until.unwrap_or(now);
        let lifetime = self.entry_lifetime();
        let max = self.max_per_window();
        let counted = self.missing(max, ahead).map(|index| {
            self.log.get(index).map_or_else(
                || {
                    let windows = (index - self.log.len()) / max + 1;
                    retry_after + lifetime.saturating_mul(u32::try_from(windows).unwrap_or(u32::MAX))
                },
                |entry| entry.at + lifetime,
            )
        });
        match counted {
            Some(counted) if counted > retry_after => (counted, WaitReason::Limit),
            _ => (retry_after, WaitReason::RetryAfter),
        }
    }

    /// Returns whether requests are held back because the service throttled earlier ones.
    pub(super) fn is_throttled(&mut self, now: Instant) -> bool {
        self.expire(now);
        self.blocked_until.is_some()
            || self.learned.next_slot(now, 0).is_some()
            || self.allowed_per_window(now) < self.max_per_window()
    }

    /// Returns the backoff after a 429 without `Retry-After`, which parts of Intune leave out.
    fn default_backoff(&self) -> Duration {
        let factor = 1_u32.checked_shl(self.unspecified_backoffs.saturating_sub(1)).unwrap_or(u32::MAX);
        (self.limit.window() / 20).saturating_mul(factor).min(self.limit.window())
    }

    /// Returns for how long after its response a request counts here.
    fn entry_lifetime(&self) -> Duration {
        let window = self.limit.window();
        (window + window / MARGIN_DIVISOR + MARGIN).saturating_sub(self.fastest.credit())
    }

    fn expire(&mut self, now: Instant) {
        let lifetime = self.entry_lifetime();
        while let Some(entry) = self.log.front().copied().filter(|entry| entry.at + lifetime <= now) {
            self.log.pop_front();
            self.served -= u32::from(entry.served);
        }
        self.blocked_until = self.blocked_until.filter(|until| *until > now);
        self.retry_after_until = self.retry_after_until.filter(|until| *until > now);
    }

    fn missing_now(&mut self, now: Instant, ahead: usize) -> Option<usize> {
        let allowed = self.allowed_per_window(now);
        self.missing(allowed, ahead)
    }

    /// Returns the log entry that must expire before a request with `ahead` others before it has a slot, or `None` if it
    /// has one.
    fn missing(&self, allowed: usize, ahead: usize) -> Option<usize> {
        (self.in_flight + self.log.len() + ahead).checked_sub(allowed)
    }

    /// Returns how many requests the limit allows in a window.
    fn max_per_window(&self) -> usize {
        self.limit.count().and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX)
    }

    /// Returns how many of them the service is expected to accept.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least one, and infinity saturates to the maximum"
    )]
    fn allowed_per_window(&mut self, now: Instant) -> usize {
        let max = self.max_per_window();
        let learned = self.learned.allowed_per_window(now).map_or(max, |allowed| (allowed as usize).clamp(1, max));
        // While nothing is served after a 429, the first request of a full window only shows that the window is full.
        if max != usize::MAX && self.learned.is_backing_off(now) { learned.min(max.div_ceil(2)) } else { learned }
    }
}
