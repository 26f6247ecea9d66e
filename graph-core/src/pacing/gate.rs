//! One limit at work: what was counted, what is under way, and how much of it may be used.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::limit::Limit;
use super::round_trip::Fastest;

/// A limit that is kept.
#[derive(Debug)]
pub(super) struct Gate {
    limit: Limit,
    /// How many requests a window may hold now; never less than one.
    allowed: f64,
    /// What a window full of successes adds to `allowed`.
    step: f64,
    /// What was answered within the window, oldest first.
    log: VecDeque<Answered>,
    refused: usize,
    under_way: usize,
    shut_until: Option<Instant>,
    decreased: Option<Instant>,
    /// How often in a row it was shut without being told for how long.
    unexplained: u32,
    fastest: Fastest,
}

#[derive(Debug, Clone, Copy)]
struct Answered {
    at: Instant,
    refused: bool,
}

/// Whether a request may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    Free,
    /// A slot opens with time.
    Full,
    /// The service asked for silence.
    Shut,
}

/// The share of what got through that is used after a refusal.
const BACK_TO: f64 = 0.9;
/// The most that one refusal takes away.
const AT_LEAST: f64 = 0.5;
/// The share of the limit that a window full of successes gives back.
const STEP: f64 = 0.02;
/// The longest that one answer shuts a gate for everybody; the call that got it keeps to the time that it was told.
const LONGEST_SILENCE: Duration = Duration::from_secs(60 * 60);
/// What is left between a window and the next one, for clocks and timers that are not exact: this, and a share of the
/// window.
const GUARD: Duration = Duration::from_millis(1);
const GUARD_SHARE: u32 = 2_000;

impl Gate {
    pub(super) fn new(limit: Limit) -> Self {
        let count = limit.count().map_or(f64::INFINITY, f64::from);
        Self {
            allowed: count,
            step: limit.count().map_or(0.0, |count| f64::from(count) * STEP),
            log: VecDeque::new(),
            refused: 0,
            under_way: 0,
            shut_until: None,
            decreased: None,
            unexplained: 0,
            fastest: Fastest::new(limit.window()),
            limit,
        }
    }

    pub(super) fn limit(&self) -> &Limit {
        &self.limit
    }

    /// Whether a request may go, if `held` slots are promised to others.
    pub(super) fn room(&mut self, now: Instant, held: usize) -> Room {
        self.forget(now);
        if self.shut_until.is_some() {
            Room::Shut
        } else if self.used() + held < self.whole() {
            Room::Free
        } else {
            Room::Full
        }
    }

    pub(super) fn enter(&mut self) {
        self.under_way += 1;
    }

    /// A request that entered was not sent.
    pub(super) fn give_back(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// A request that entered was sent, and may have been counted until now.
    pub(super) fn count(&mut self, now: Instant) {
        self.answered(now, false);
    }

    pub(super) fn succeeded(&mut self, now: Instant, sent: Instant) {
        self.answered(now, false);
        self.fastest.observe(now, now.saturating_duration_since(sent));
        if self.decreased.is_none_or(|decreased| sent > decreased) {
            self.unexplained = 0;
        }
        self.allowed += self.step / self.allowed.max(1.0);
        match self.limit.count() {
            Some(count) => self.allowed = self.allowed.min(f64::from(count)),
            // twice of what was too much got through: the limit is not known any more
            None if self.allowed > self.step / STEP * 2.0 => self.allowed = f64::INFINITY,
            None => {}
        }
    }

    /// The service refused a request, which counts all the same. Whether this gate is the one to blame is for the
    /// caller to say: the answer does not.
    pub(super) fn was_refused(&mut self, now: Instant, sent: Instant, retry_after: Option<Duration>, blamed: bool) {
        let through = self.log.len() - self.refused;
        self.answered(now, true);
        if !blamed {
            return;
        }
        // those that left before the gate was shut say nothing new about how much is too much
        if self.decreased.is_none_or(|decreased| sent > decreased) {
            self.decrease(through);
            self.decreased = Some(now);
            self.unexplained = if retry_after.is_none() { self.unexplained.saturating_add(1) } else { 0 };
        }
        let silence = retry_after.unwrap_or_else(|| self.guess()).min(LONGEST_SILENCE);
        if let Some(until) = now.checked_add(silence) {
            self.shut_until = self.shut_until.max(Some(until));
        }
    }

    /// When a slot opens; nothing, if that depends on an answer that is not there yet.
    pub(super) fn opening(&mut self, now: Instant) -> Option<Instant> {
        self.forget(now);
        let shut = self.shut_until.unwrap_or(now);
        match self.missing(0) {
            None => Some(shut),
            Some(index) => self.log.get(index).map(|answered| (answered.at + self.hold()).max(shut)),
        }
    }

    /// No request that has `ahead` others before it can go earlier than this.
    pub(super) fn earliest(&mut self, now: Instant, ahead: usize) -> Instant {
        self.forget(now);
        let shut = self.shut_until.unwrap_or(now);
        let hold = self.hold();
        match self.missing(ahead) {
            None => shut,
            Some(index) => self.log.get(index).map_or_else(
                || {
                    let windows = (index - self.log.len()) / self.whole() + 1;
                    shut + hold.saturating_mul(u32::try_from(windows).unwrap_or(u32::MAX))
                },
                |answered| (answered.at + hold).max(shut),
            ),
        }
    }

    fn answered(&mut self, now: Instant, refused: bool) {
        self.give_back();
        self.log.push_back(Answered { at: now, refused });
        self.refused += usize::from(refused);
    }

    /// Goes back to a little less than what got `through` in the last window.
    fn decrease(&mut self, through: usize) {
        let through = f64::from(u32::try_from(through).unwrap_or(u32::MAX)) * BACK_TO;
        if self.allowed.is_finite() {
            self.allowed = through.clamp(self.allowed * AT_LEAST, self.allowed * BACK_TO);
        } else {
            self.allowed = through;
        }
        self.allowed = self.allowed.max(1.0);
        if self.limit.count().is_none() {
            self.step = self.allowed * STEP;
        }
    }

    /// Silence for a refusal without `Retry-After`, which parts of Intune leave out.
    fn guess(&self) -> Duration {
        let doubled = 1_u32.checked_shl(self.unexplained.saturating_sub(1)).unwrap_or(u32::MAX);
        (self.limit.window() / 20).saturating_mul(doubled).min(self.limit.window())
    }

    /// How long after its answer a request still counts here.
    fn hold(&self) -> Duration {
        let window = self.limit.window();
        (window + window / GUARD_SHARE + GUARD).saturating_sub(self.fastest.credit())
    }

    fn forget(&mut self, now: Instant) {
        let hold = self.hold();
        while let Some(answered) = self.log.front().copied().filter(|answered| answered.at + hold <= now) {
            self.log.pop_front();
            self.refused -= usize::from(answered.refused);
        }
        self.shut_until = self.shut_until.filter(|until| *until > now);
    }

    fn used(&self) -> usize {
        self.under_way + self.log.len()
    }

    /// Which answer must be forgotten before a request with so many others before it has a slot; none, if it has one.
    fn missing(&self, ahead: usize) -> Option<usize> {
        (self.used() + ahead).checked_sub(self.whole())
    }

    /// Whole slots of a window.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least one; infinity is the most there is"
    )]
    fn whole(&self) -> usize {
        self.allowed as usize
    }
}
