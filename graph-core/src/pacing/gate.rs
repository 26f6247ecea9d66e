//! One limit at work: what was counted, what is under way, and what the service refused.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::Reason;
use super::learned::LearnedRate;
use super::limit::Limit;
use super::round_trip::Fastest;

/// A limit that is kept, or a service whose limit is not known.
#[derive(Debug)]
pub(super) struct Gate {
    limit: Limit,
    /// What was answered within the window, oldest first; empty where no limit is known.
    log: VecDeque<Answered>,
    /// How many of those were served.
    served: u32,
    under_way: usize,
    shut_until: Option<Instant>,
    /// Until when the service itself asked for silence.
    told_until: Option<Instant>,
    /// How often in a row it was shut without being told for how long.
    unexplained: u32,
    fastest: Fastest,
    learned: LearnedRate,
}

#[derive(Debug, Clone, Copy)]
struct Answered {
    at: Instant,
    served: bool,
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

/// The longest that one answer shuts a gate for everybody; the call that got it keeps to the time that it was told.
const LONGEST_SILENCE: Duration = Duration::from_secs(60 * 60);
/// A learned rate grows, so a slot may open earlier than it looks now: one looks again after so long.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// What is left between a window and the next one, for clocks and timers that are not exact: this, and a share of the
/// window.
const GUARD: Duration = Duration::from_millis(1);
const GUARD_SHARE: u32 = 2_000;

impl Gate {
    pub(super) fn new(limit: Limit) -> Self {
        Self {
            log: VecDeque::new(),
            served: 0,
            under_way: 0,
            shut_until: None,
            told_until: None,
            unexplained: 0,
            fastest: Fastest::new(limit.window()),
            learned: LearnedRate::new(limit.window(), limit.count()),
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
        } else if self.missing_now(now, held).is_none()
            && self.learned.opening(now, held).is_none_or(|opening| opening <= now)
        {
            Room::Free
        } else {
            Room::Full
        }
    }

    pub(super) fn enter(&mut self, now: Instant) {
        self.under_way += 1;
        self.learned.take(now);
    }

    /// A request that entered was not sent.
    pub(super) fn give_back(&mut self, now: Instant) {
        self.under_way = self.under_way.saturating_sub(1);
        self.learned.give_back(now);
    }

    /// A request that entered was sent, and may have been counted until now.
    pub(super) fn count(&mut self, now: Instant) {
        self.answered(now, false);
    }

    fn answered(&mut self, now: Instant, served: bool) {
        self.under_way = self.under_way.saturating_sub(1);
        if self.limit.count().is_some() {
            self.log.push_back(Answered { at: now, served });
            self.served += u32::from(served);
        }
    }

    pub(super) fn succeeded(&mut self, now: Instant, sent: Instant) {
        self.answered(now, true);
        self.fastest.observe(now, now.saturating_duration_since(sent));
        if self.learned.served(now, sent) {
            self.unexplained = 0;
        }
    }

    /// The service refused a request, which counts all the same. Whether this gate is the one to blame is for the
    /// caller to say: the answer does not.
    pub(super) fn was_refused(&mut self, now: Instant, sent: Instant, retry_after: Option<Duration>, blamed: bool) {
        self.answered(now, false);
        if !blamed {
            return;
        }
        if self.learned.refused(now, sent, self.served) {
            self.unexplained = if retry_after.is_none() { self.unexplained.saturating_add(1) } else { 0 };
        }
        let silence = retry_after.unwrap_or_else(|| self.guess()).min(LONGEST_SILENCE);
        if let Some(until) = now.checked_add(silence) {
            self.shut_until = self.shut_until.max(Some(until));
            self.learned.pause_until(until);
            if retry_after.is_some() {
                self.told_until = self.told_until.max(Some(until));
            }
        }
    }

    /// When a slot opens; nothing, if that depends on an answer that is not there yet.
    pub(super) fn opening(&mut self, now: Instant) -> Option<Instant> {
        self.forget(now);
        let shut = self.shut_until.unwrap_or(now);
        let grows = self.learned.allowed(now).is_some();
        let counted = match self.missing_now(now, 0) {
            None => Some(now),
            Some(index) => self.log.get(index).map(|answered| answered.at + self.hold()),
        };
        let counted =
            if grows { Some(counted.map_or(now + LOOK_AGAIN, |at| at.min(now + LOOK_AGAIN))) } else { counted };
        let learned = self.learned.opening(now, 0).unwrap_or(now);
        Some(shut.max(counted?).max(learned.min(now + LOOK_AGAIN)))
    }

    /// No request that has `ahead` others before it can go earlier than this, and why. What is guessed or learned is
    /// left out: it may change before.
    pub(super) fn earliest(&mut self, now: Instant, ahead: usize) -> (Instant, Reason) {
        self.forget(now);
        let told = self.told_until.unwrap_or(now);
        let hold = self.hold();
        let most = self.most();
        let counted = self.missing(most, ahead).map(|index| {
            self.log.get(index).map_or_else(
                || {
                    let windows = (index - self.log.len()) / most + 1;
                    told + hold.saturating_mul(u32::try_from(windows).unwrap_or(u32::MAX))
                },
                |answered| answered.at + hold,
            )
        });
        match counted {
            Some(counted) if counted > told => (counted, Reason::Limit),
            _ => (told, Reason::Pause),
        }
    }

    /// Whether refusals are what holds requests back.
    pub(super) fn is_restrained(&mut self, now: Instant) -> bool {
        self.forget(now);
        self.shut_until.is_some() || self.learned.opening(now, 0).is_some() || self.most_now(now) < self.most()
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
            self.served -= u32::from(answered.served);
        }
        self.shut_until = self.shut_until.filter(|until| *until > now);
        self.told_until = self.told_until.filter(|until| *until > now);
    }

    fn missing_now(&mut self, now: Instant, ahead: usize) -> Option<usize> {
        let most = self.most_now(now);
        self.missing(most, ahead)
    }

    /// Which answer must be forgotten before a request with so many others before it has a slot; none, if it has one.
    fn missing(&self, most: usize, ahead: usize) -> Option<usize> {
        (self.under_way + self.log.len() + ahead).checked_sub(most)
    }

    /// How many requests a window may hold.
    fn most(&self) -> usize {
        self.limit.count().and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX)
    }

    /// How many of them the service is thought to serve.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least one, and infinity is the most there is"
    )]
    fn most_now(&mut self, now: Instant) -> usize {
        let most = self.most();
        let learned = self.learned.allowed(now).map_or(most, |allowed| (allowed as usize).clamp(1, most));
        // Where nothing is served since a refusal, the first request of a full window only tells that it is full.
        if most != usize::MAX && self.learned.is_paused(now) { learned.min(most.div_ceil(2)) } else { learned }
    }
}
