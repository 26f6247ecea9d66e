//! Who goes next. All of it happens under one lock and never waits.

use std::collections::VecDeque;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::Method;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::gate::{Gate, Room};
use super::limit::{Limit, service, without_version};
use super::{Reason, Throttled};

/// The gates, and those who wait at them.
#[derive(Debug, Default)]
pub(super) struct Gates {
    all: Vec<Gate>,
    lanes: Vec<Lane>,
    /// Gates of services without a published limit, by the first segment of the path; none, if they are not wanted.
    services: Option<Vec<(Box<str>, usize)>>,
    waiting: usize,
    ticket: u64,
}

/// Those who need the same gates, in the order of their coming.
#[derive(Debug)]
struct Lane {
    gates: Arc<[usize]>,
    queue: VecDeque<Arc<Waiter>>,
    /// When the first of them will look again.
    armed: Option<Instant>,
}

/// One who waits.
#[derive(Debug)]
pub(super) struct Waiter {
    ticket: u64,
    pub(super) lane: usize,
    pub(super) since: Instant,
    pub(super) deadline: Option<Instant>,
    pub(super) called: Notify,
    pub(super) outcome: OnceLock<Result<(), Throttled>>,
}

/// What somebody who asks for admission gets.
pub(super) enum Entry {
    /// Nothing limits the request.
    Free,
    Admitted(Arc<[usize]>),
    Queued(Arc<Waiter>),
}

/// How many services get a gate of their own; the others share one, so that paths from outside cannot fill the memory.
const SERVICES: usize = 64;
/// The window in which a service without a published limit is measured.
const UNKNOWN_WINDOW: Duration = Duration::from_secs(10);

impl Gates {
    /// Gates that also learn of services without a published limit.
    pub(super) fn learning() -> Self {
        Self { services: Some(Vec::new()), ..Self::default() }
    }

    pub(super) fn add(&mut self, limit: Limit) {
        self.all.push(Gate::new(limit));
    }

    pub(super) fn limits(&self) -> impl Iterator<Item = &Limit> {
        self.all.iter().map(Gate::limit)
    }

    /// Admits a request, or puts it at the end of its lane.
    ///
    /// # Errors
    /// When its turn cannot come before its deadline.
    pub(super) fn enter(
        &mut self,
        method: &Method,
        path: &str,
        deadline: Option<Instant>,
        now: Instant,
    ) -> Result<Entry, Throttled> {
        let gates = self.of(method, path);
        if gates.is_empty() {
            return Ok(Entry::Free);
        }
        let lane = self.lane(gates);
        if self.waiting == 0 && self.room(lane, now, &[]) == Room::Free {
            return Ok(Entry::Admitted(self.take(lane, now)));
        }
        let earliest = self.earliest(lane, self.queue(lane).map_or(0, VecDeque::len), now);
        if deadline.is_some_and(|deadline| earliest.until > deadline) {
            return Err(earliest);
        }
        self.ticket += 1;
        let (called, outcome) = (Notify::new(), OnceLock::new());
        let waiter = Arc::new(Waiter { ticket: self.ticket, lane, since: now, deadline, called, outcome });
        if let Some(lane) = self.lanes.get_mut(lane) {
            lane.queue.push_back(Arc::clone(&waiter));
            self.waiting += 1;
        }
        self.settle(now);
        Ok(Entry::Queued(waiter))
    }

    /// When the waiter should look again, if it is the first of its lane and that is known.
    pub(super) fn look(&mut self, waiter: &Waiter, now: Instant) -> Option<Instant> {
        self.grant(now);
        let mut opening = None;
        if self.is_first(waiter) {
            opening = self.opening(waiter.lane, now);
            if let Some(lane) = self.lanes.get_mut(waiter.lane) {
                lane.armed = opening;
            }
        }
        self.arm(now);
        opening
    }

    /// Takes a waiter out of its lane, or back what it was granted and did not take; says what it waited for.
    pub(super) fn leave(&mut self, waiter: &Waiter, now: Instant) -> Throttled {
        let mut ahead = 0;
        match waiter.outcome.get() {
            Some(Ok(())) => self.release(&self.gates_of(waiter.lane), |gate| gate.give_back(now)),
            Some(Err(_)) => {}
            None => {
                if let Some(lane) = self.lanes.get_mut(waiter.lane)
                    && let Ok(index) = lane.queue.binary_search_by_key(&waiter.ticket, |other| other.ticket)
                {
                    lane.queue.remove(index);
                    lane.armed = lane.armed.filter(|_| index > 0);
                    self.waiting -= 1;
                    ahead = index;
                }
            }
        }
        self.settle(now);
        let Throttled { until, .. } = self.earliest(waiter.lane, ahead, now);
        let until = self.opening(waiter.lane, now).map_or(until, |opening| until.max(opening));
        let gates = self.gates_of(waiter.lane);
        let restrained = gates.iter().any(|gate| self.all.get_mut(*gate).is_some_and(|gate| gate.is_restrained(now)));
        Throttled { until, reason: if restrained { Reason::Refusals } else { Reason::Limit } }
    }

    /// Tells each gate what became of a request.
    pub(super) fn release(&mut self, gates: &[usize], mut tell: impl FnMut(&mut Gate)) {
        for gate in gates {
            if let Some(gate) = self.all.get_mut(*gate) {
                tell(gate);
            }
        }
    }

    /// Tells the gates that the service refused a request: the first of them, which is the narrowest, gets the blame.
    pub(super) fn refuse(&mut self, gates: &[usize], now: Instant, sent: Instant, retry_after: Option<Duration>) {
        let mut blamed = true;
        self.release(gates, |gate| gate.was_refused(now, sent, retry_after, std::mem::take(&mut blamed)));
        self.dismiss(now);
    }

    /// Lets in everybody who may go, and wakes who must wait for another moment than before.
    pub(super) fn settle(&mut self, now: Instant) {
        if self.waiting > 0 {
            self.grant(now);
            self.arm(now);
        }
    }

    pub(super) fn gates_of(&self, lane: usize) -> Arc<[usize]> {
        self.lanes.get(lane).map(|lane| Arc::clone(&lane.gates)).unwrap_or_default()
    }

    /// The name of the narrowest limit that a waiter waits for.
    pub(super) fn name(&self, waiter: &Waiter) -> &str {
        let gates = self.lanes.get(waiter.lane).map(|lane| &*lane.gates).unwrap_or_default();
        gates.first().and_then(|gate| self.all.get(*gate)).map_or("", |gate| gate.limit().name())
    }
}

impl Gates {
    /// The gates of a request, the narrowest first.
    fn of(&mut self, method: &Method, path: &str) -> Vec<usize> {
        let path = without_version(path);
        let mut gates: Vec<usize> = Vec::new();
        let mut partial = false;
        for (index, gate) in self.all.iter().enumerate() {
            if gate.limit().count().is_some() && gate.limit().counts(method, path) {
                gates.push(index);
                partial |= gate.limit().is_partial();
            }
        }
        if !partial && let Some(gate) = self.unknown(service(path)) {
            gates.push(gate);
        }
        gates.sort_by(|one, other| self.width(*one).total_cmp(&self.width(*other)));
        gates
    }

    /// Requests a second. A gate of one service is always narrower than that of everything.
    fn width(&self, gate: usize) -> f64 {
        let limit = self.all.get(gate).map(Gate::limit);
        limit.map_or(0.0, |limit| limit.count().map_or(0.0, f64::from) / limit.window().as_secs_f64())
    }

    fn unknown(&mut self, service: &str) -> Option<usize> {
        let services = self.services.as_mut()?;
        let name = if services.len() < SERVICES { service } else { "others" };
        let known =
            |name: &str| services.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, gate)| *gate);
        known(service).or_else(|| known(name)).or_else(|| {
            let index = self.all.len();
            self.all.push(Gate::new(Limit::unknown(name, UNKNOWN_WINDOW)));
            services.push((name.into(), index));
            Some(index)
        })
    }

    fn lane(&mut self, gates: Vec<usize>) -> usize {
        self.lanes.iter().position(|lane| *lane.gates == *gates).unwrap_or_else(|| {
            self.lanes.push(Lane { gates: gates.into(), queue: VecDeque::new(), armed: None });
            self.lanes.len() - 1
        })
    }

    fn queue(&self, lane: usize) -> Option<&VecDeque<Arc<Waiter>>> {
        self.lanes.get(lane).map(|lane| &lane.queue)
    }

    fn is_first(&self, waiter: &Waiter) -> bool {
        self.queue(waiter.lane).and_then(VecDeque::front).is_some_and(|first| first.ticket == waiter.ticket)
    }

    fn take(&mut self, lane: usize, now: Instant) -> Arc<[usize]> {
        let gates = self.gates_of(lane);
        self.release(&gates, |gate| gate.enter(now));
        gates
    }

    fn room(&mut self, lane: usize, now: Instant, held: &[usize]) -> Room {
        let mut room = Room::Free;
        for gate in &*self.gates_of(lane) {
            let held = held.get(*gate).copied().unwrap_or(0);
            match self.all.get_mut(*gate).map_or(Room::Free, |gate| gate.room(now, held)) {
                Room::Shut => return Room::Shut,
                Room::Full => room = Room::Full,
                Room::Free => {}
            }
        }
        room
    }

    /// When the first of a lane can go, if that is a matter of time alone and not of others.
    fn opening(&mut self, lane: usize, now: Instant) -> Option<Instant> {
        let gates = self.gates_of(lane);
        let openings = gates.iter().filter_map(|gate| Some(self.all.get_mut(*gate)?.opening(now)));
        let opening = openings.collect::<Option<Vec<_>>>()?.into_iter().max();
        opening.filter(|opening| *opening > now)
    }

    /// The earliest turn of a request that has `ahead` others before it in its lane, as far as that is known.
    fn earliest(&mut self, lane: usize, ahead: usize, now: Instant) -> Throttled {
        let gates = self.gates_of(lane);
        let moments = gates.iter().filter_map(|gate| Some(self.all.get_mut(*gate)?.earliest(now, ahead)));
        let (until, reason) = moments.max_by_key(|(until, _)| *until).unwrap_or((now, Reason::Limit));
        Throttled { until, reason }
    }

    /// Goes through the lanes in the order in which their first ones came.
    fn grant(&mut self, now: Instant) {
        // One whose turn it is at one gate, and not at another, keeps its slot at the first: else those who need only the
        // first could be served for ever. At a gate that is shut nobody waits for the sake of another.
        let mut held = vec![0; self.all.len()];
        let mut blocked = vec![false; self.lanes.len()];
        loop {
            let first = |(index, lane): (usize, &Lane)| lane.queue.front().map(|waiter| (waiter.ticket, index));
            let open = |(index, _): &(usize, &Lane)| blocked.get(*index) == Some(&false);
            let Some((_, lane)) = self.lanes.iter().enumerate().filter(open).filter_map(first).min() else { return };
            let room = self.room(lane, now, &held);
            if room == Room::Free {
                self.take(lane, now);
                self.call_first(lane);
                continue;
            }
            if let Some(blocked) = blocked.get_mut(lane) {
                *blocked = true;
            }
            if room == Room::Full {
                for gate in &*self.gates_of(lane) {
                    let free = self.all.get_mut(*gate).is_some_and(|gate| gate.room(now, 0) == Room::Free);
                    if let Some(held) = held.get_mut(*gate).filter(|_| free) {
                        *held += 1;
                    }
                }
            }
        }
    }

    fn call_first(&mut self, lane: usize) {
        if let Some(lane) = self.lanes.get_mut(lane)
            && let Some(waiter) = lane.queue.pop_front()
        {
            lane.armed = None;
            self.waiting -= 1;
            _ = waiter.outcome.set(Ok(()));
            waiter.called.notify_one();
        }
    }

    /// Sends away those whose turn cannot come in time any more.
    fn dismiss(&mut self, now: Instant) {
        for index in 0..self.lanes.len() {
            let hurried = |queue: &VecDeque<Arc<Waiter>>| queue.iter().any(|waiter| waiter.deadline.is_some());
            if !self.queue(index).is_some_and(hurried) {
                continue;
            }
            let queue = self.lanes.get_mut(index).map(|lane| std::mem::take(&mut lane.queue)).unwrap_or_default();
            let mut kept = VecDeque::new();
            for waiter in queue {
                let earliest = self.earliest(index, kept.len(), now);
                if waiter.deadline.is_some_and(|deadline| earliest.until > deadline) {
                    self.waiting -= 1;
                    _ = waiter.outcome.set(Err(earliest));
                    waiter.called.notify_one();
                } else {
                    kept.push_back(waiter);
                }
            }
            if let Some(lane) = self.lanes.get_mut(index) {
                lane.queue = kept;
                lane.armed = None;
            }
        }
    }

    /// Wakes the first of each lane that has no timer, or one that is too late.
    fn arm(&mut self, now: Instant) {
        for index in 0..self.lanes.len() {
            let Some(first) = self.queue(index).and_then(VecDeque::front).cloned() else { continue };
            let Some(opening) = self.opening(index, now) else { continue };
            let armed = self.lanes.get(index).and_then(|lane| lane.armed);
            if armed.is_none_or(|armed| opening < armed) {
                first.called.notify_one();
            }
        }
    }
}
