//! What the refusals of a service say about the rate that it serves.

use std::time::Duration;

use tokio::time::Instant;

/// The rate that a service was found to serve, where that is less than what is sent.
///
/// The time after a refusal is divided into trials. A trial begins with a refusal and ends with the first one after the
/// service served something again. What was served in between, by the time that it took, is the rate of the trial.
#[derive(Debug)]
pub(super) struct LearnedRate {
    window: Duration,
    /// What a window may hold, if that is known.
    count: u32,
    /// Requests are sent at equal distances, because the window of the service is not known; otherwise a window holds a
    /// number of them.
    spaced: bool,
    held: Option<Held>,
    trial: Option<Trial>,
    pause: Option<Pause>,
    /// When the latest pause ended that the service served something after. What was sent earlier says nothing new.
    resumed: Option<Instant>,
    /// Until when the rate is used up.
    spent: Option<Instant>,
}

/// A rate that was learned from a trial.
#[derive(Debug, Clone, Copy)]
struct Held {
    from: Instant,
    took: Duration,
    served: u32,
    /// How much of that rate is used at first.
    share: f64,
    since: Instant,
    /// How long it takes until the rate has doubled.
    unit: Duration,
}

#[derive(Debug, Clone, Copy)]
struct Trial {
    from: Instant,
    served: u32,
    refused: u32,
    /// How long nothing was served, because of refusals.
    paused: Duration,
    /// How often the service refused something after it had served something.
    pauses: u32,
}

/// The time from a refusal until the service serves something again.
#[derive(Debug, Clone, Copy)]
struct Pause {
    from: Instant,
    /// Nothing is sent before.
    until: Instant,
    /// What was served in the window before it.
    served: u32,
    /// The learned rate was held without refusals, and the service refused what went beyond it.
    confirms: bool,
}

/// A trial teaches a rate from so many refusals on, and so many more for each hundred requests. Fewer refusals cost less
/// than a rate that is too low, and do not show that the rate was their reason.
const ENOUGH: u64 = 8;
const ENOUGH_PERCENT: u64 = 4;
/// Shorter trials say nothing about a rate.
const SHORTEST_TRIAL: Duration = Duration::from_secs(1);
/// What is held of the rate of a trial.
const SHARE: f64 = 0.97;
/// How much faster than in the trial the service is thought to be, where it served more at last than on average.
const MOST_BETWEEN: f64 = 1.15;
/// A rate doubles in the length of a window, but not faster than this; each time that it is confirmed, it takes twice as
/// long, up to three times of that.
const SHORTEST_UNIT: Duration = Duration::from_secs(20);
const LONGEST_UNITS: u32 = 3;
/// From which part of the unit on the growth of a rate is the reason for a refusal.
const GROWN: f64 = 0.5;
/// After so many units a rate is forgotten.
const FORGOTTEN: f64 = 1.5;
/// Between requests, as long as nothing was served after a refusal.
const PROBE_INTERVAL: Duration = Duration::from_millis(250);
/// So much of what a late timer missed is made up for.
const SLACK: Duration = Duration::from_millis(50);

impl LearnedRate {
    /// For a limit of `count` requests in a window, or for a service whose limit is not known.
    pub(super) fn new(window: Duration, count: Option<u32>) -> Self {
        Self {
            count: count.unwrap_or(u32::MAX),
            window,
            spaced: count.is_none(),
            held: None,
            trial: None,
            pause: None,
            resumed: None,
            spent: None,
        }
    }

    /// Notes a request that the service served; returns whether it was sent after the latest pause.
    pub(super) fn served(&mut self, now: Instant, sent: Instant) -> bool {
        self.update(now);
        if let Some(pause) = self.pause.take_if(|pause| sent >= pause.until) {
            self.learn(pause, now);
            (self.resumed, self.spent) = (Some(pause.until), None);
        }
        if let Some(pause) = &mut self.pause {
            pause.served += 1;
        }
        if let Some(trial) = self.trial.as_mut().filter(|trial| sent > trial.from) {
            trial.served += 1;
        } else if let Some(held) = self.held.as_mut().filter(|held| sent > held.from && sent <= held.from + held.took) {
            // Its response took longer than the pause.
            held.served += 1;
        }
        self.pause.is_none() && self.resumed.is_none_or(|resumed| sent >= resumed)
    }

    /// Notes a request that the service refused; returns whether it says anything new. Of those that were under way
    /// together only the first one does.
    ///
    /// `served` is how many requests of the last window were served.
    pub(super) fn refused(&mut self, now: Instant, sent: Instant, served: u32) -> bool {
        self.update(now);
        if self.resumed.is_some_and(|resumed| sent < resumed) {
            return false;
        }
        let trial = self.trial.get_or_insert(Trial::new(now));
        let new = self.pause.is_none_or(|pause| sent >= pause.until);
        if self.pause.is_none() {
            let grown = self.held.is_some_and(|held| held.age(now) >= GROWN);
            let confirms = grown && trial.pauses <= 1 + trial.served / 100;
            trial.pauses += 1;
            self.pause = Some(Pause { from: now, until: now, served, confirms });
        }
        trial.refused += 1;
        if new {
            self.spent = None;
        }
        new
    }

    /// Nothing is sent until then.
    pub(super) fn pause_until(&mut self, until: Instant) {
        if let Some(pause) = &mut self.pause {
            pause.until = pause.until.max(until);
        } else if let Some(held) = &mut self.held {
            held.since = held.since.max(until);
        }
    }

    /// When the rate allows another request after `ahead` others; `None`: it allows any number.
    pub(super) fn opening(&mut self, now: Instant, ahead: usize) -> Option<Instant> {
        self.update(now);
        let interval = self.interval(now)?;
        let next = self.spent.and_then(|spent| spent.checked_add(interval)).unwrap_or(now);
        let others = interval.saturating_mul(u32::try_from(ahead).unwrap_or(u32::MAX));
        Some(next.checked_add(others).unwrap_or(next))
    }

    /// Counts a request that is about to be sent.
    pub(super) fn take(&mut self, now: Instant) {
        let next = self.opening(now, 0);
        self.spent = next.map(|next| now.checked_sub(SLACK).map_or(next, |earliest| next.max(earliest)));
    }

    /// A request was not sent after all.
    pub(super) fn give_back(&mut self, now: Instant) {
        if let (Some(interval), Some(spent)) = (self.interval(now), self.spent) {
            self.spent = spent.checked_sub(interval);
        }
    }

    /// Between two requests; `None`: any number is allowed.
    fn interval(&self, now: Instant) -> Option<Duration> {
        let held = self.held.filter(|_| self.spaced).map(|held| held.interval(now));
        held.max(self.pause.map(|_| PROBE_INTERVAL))
    }

    /// How many requests a window may hold; `None`: any number.
    pub(super) fn allowed(&mut self, now: Instant) -> Option<f64> {
        self.update(now);
        let held = self.held.filter(|_| !self.spaced)?;
        // The refusal shows that the growth was too much.
        let rate = if self.pause.is_some() { held.base() } else { held.rate(now) };
        Some(rate * self.window.as_secs_f64())
    }

    /// Whether nothing was served since the latest refusal.
    pub(super) fn is_paused(&mut self, now: Instant) -> bool {
        self.update(now);
        self.pause.is_some()
    }

    /// What time changes.
    fn update(&mut self, now: Instant) {
        let unit = self.unit();
        let long_ago = |moment: Instant| units(now, moment, unit) >= FORGOTTEN;
        if self.pause.is_some_and(|pause| !long_ago(pause.until)) {
            return;
        }
        self.pause = None;
        self.held = self.held.filter(|held| held.age(now) < FORGOTTEN);
        if self.held.is_none() && self.resumed.is_none_or(long_ago) {
            self.trial = None;
        }
    }

    /// The rate at which the service served.
    fn rate_of(&self, trial: Trial, pause: Pause) -> Option<Held> {
        let took = pause.from.saturating_duration_since(trial.from);
        let sending = took.saturating_sub(trial.paused.min(took / 10));
        // The refused rate was too much, and the held one was not: the rate is somewhere between them.
        let between = self.held.filter(|_| pause.confirms).map_or(SHARE, |held| {
            let served = f64::from(trial.served) / sending.as_secs_f64();
            ((held.base() * held.rate(pause.from)).sqrt() / served).clamp(1.0, MOST_BETWEEN)
        });
        let lesson = Held {
            from: trial.from,
            took: sending,
            served: trial.served,
            share: between,
            since: pause.from,
            unit: self.unit(),
        };
        (trial.served > 0 && took >= SHORTEST_TRIAL).then_some(lesson)
    }

    /// What the service served in a window, but at least half of what was allowed.
    fn count_before(&self, pause: Pause) -> Option<Held> {
        let least = self.held.map_or(self.count, |held| held.served) / 2;
        let lesson = Held {
            from: pause.from.checked_sub(self.window)?,
            took: self.window,
            served: pause.served.max(least),
            share: SHARE,
            since: pause.from,
            unit: self.unit(),
        };
        (pause.served > 0).then_some(lesson)
    }

    fn unit(&self) -> Duration {
        self.window.max(SHORTEST_UNIT)
    }

    /// Ends the trial with the pause that it led to.
    fn learn(&mut self, pause: Pause, now: Instant) {
        let Some(trial) = self.trial else { return };
        let lesson = if self.spaced { self.rate_of(trial, pause) } else { self.count_before(pause) };
        if let Some(lesson) = lesson.filter(|_| trial.convinces() || pause.confirms) {
            let unit = self
                .held
                .filter(|_| pause.confirms)
                .map_or(self.unit(), |held| (held.unit * 2).min(self.unit() * LONGEST_UNITS));
            self.held = Some(Held { since: now, unit, ..lesson });
            self.trial = Some(Trial { paused: now.saturating_duration_since(pause.from), ..Trial::new(pause.from) });
        } else if let Some(trial) = &mut self.trial {
            trial.paused += now.saturating_duration_since(pause.from);
        }
    }
}

impl Trial {
    fn new(from: Instant) -> Self {
        Self { from, served: 0, refused: 0, paused: Duration::ZERO, pauses: 0 }
    }

    fn convinces(&self) -> bool {
        let (served, refused) = (u64::from(self.served), u64::from(self.refused));
        refused >= ENOUGH + (served + refused) * ENOUGH_PERCENT / 100
    }
}

impl Held {
    /// Requests per second.
    fn base(&self) -> f64 {
        self.share * f64::from(self.served) / self.took.as_secs_f64()
    }

    /// The longer that nothing was refused, the more: 1.01 times as much after half of the unit, 1.4 times after nine
    /// tenths, twice after the unit, and two thousand times after one and a half.
    fn rate(&self, now: Instant) -> f64 {
        self.base() * self.age(now).powi(6).exp2()
    }

    fn interval(&self, now: Instant) -> Duration {
        Duration::try_from_secs_f64(1.0 / self.rate(now)).unwrap_or(Duration::MAX)
    }

    fn age(&self, now: Instant) -> f64 {
        units(now, self.since, self.unit)
    }
}

fn units(now: Instant, since: Instant, unit: Duration) -> f64 {
    now.saturating_duration_since(since).as_secs_f64() / unit.as_secs_f64()
}
