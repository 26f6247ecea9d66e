//! Decides which request gets the next permit. All of it happens under one lock and never waits.

mod queue;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Method;
use tokio::time::Instant;

use super::admission::{DeadlineExceeded, WaitReason, Waiter};
use super::limit::{Limit, service, without_version};
use super::limiter::{Capacity, Limiter};

use queue::Queue;

/// The scheduler of a [`Pacing`](super::Pacing), which its clones and its permits share.
#[derive(Debug)]
pub(super) struct SharedScheduler(Mutex<Scheduler>);

impl SharedScheduler {
    pub(super) fn new(scheduler: Scheduler) -> Self {
        Self(Mutex::new(scheduler))
    }

    /// Locks the scheduler, even if a thread panicked while it held the lock: requests must go on.
    pub(super) fn lock(&self) -> MutexGuard<'_, Scheduler> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the limiters, and then grants permits to the requests that may be sent now.
    pub(super) fn update<T>(&self, now: Instant, change: impl FnOnce(&mut Scheduler) -> T) -> T {
        let mut scheduler = self.lock();
        let changed = change(&mut scheduler);
        scheduler.grant_and_wake(now);
        changed
    }
}

/// The limiters, and the requests that wait for them.
#[derive(Debug, Default)]
pub(super) struct Scheduler {
    limiters: Vec<Limiter>,
    queues: Vec<Queue>,
    /// The limiters of services without a published limit, by the first segment of the path; `None` if they are disabled.
    services: Option<Vec<(Box<str>, usize)>>,
    waiting: usize,
    last_ticket: u64,
}

/// The result of asking for a permit.
pub(super) enum Admission {
    /// No limit applies to the request.
    Unlimited,
    /// The limiters that the request was admitted by.
    Admitted(Arc<[usize]>),
    Queued(Arc<Waiter>),
}

/// How many services get a limiter of their own. The others share one, so that paths from outside cannot exhaust the memory.
const MAX_SERVICES: usize = 64;
/// The window in which the rate of a service without a published limit is measured.
const UNPUBLISHED_WINDOW: Duration = Duration::from_secs(10);

impl Scheduler {
    /// Creates a scheduler that also learns the limits of services without a published one.
    pub(super) fn learning() -> Self {
        Self { services: Some(Vec::new()), ..Self::default() }
    }

    pub(super) fn add(&mut self, limit: Limit) {
        self.limiters.push(Limiter::new(limit));
    }

    pub(super) fn limits(&self) -> impl Iterator<Item = &Limit> {
        self.limiters.iter().map(Limiter::limit)
    }

    /// Admits a request, or appends it to its queue.
    ///
    /// # Errors
    /// When the request cannot get a permit before its deadline.
    pub(super) fn admit(
        &mut self,
        method: &Method,
        path: &str,
        deadline: Option<Instant>,
        now: Instant,
    ) -> Result<Admission, DeadlineExceeded> {
        let limiters = self.limiters_for(method, path);
        if limiters.is_empty() {
            return Ok(Admission::Unlimited);
        }
        let queue = self.queue_for(limiters);
        if self.waiting == 0 && self.capacity(queue, now, &[]) == Capacity::Available {
            return Ok(Admission::Admitted(self.acquire(queue, now)));
        }
        let earliest = self.earliest(queue, self.waiters(queue).map_or(0, VecDeque::len), now);
        if deadline.is_some_and(|deadline| earliest.available_at > deadline) {
            return Err(earliest);
        }
        self.last_ticket += 1;
        let waiter = Arc::new(Waiter::new(self.last_ticket, queue, now, deadline));
        if let Some(queue) = self.queues.get_mut(queue) {
            queue.waiters.push_back(Arc::clone(&waiter));
            self.waiting += 1;
        }
        self.grant_and_wake(now);
        Ok(Admission::Queued(waiter))
    }

    /// Grants permits, and returns when the waiter should call this again. That is known for the first waiter of a queue only,
    /// and only if it does not depend on others.
    pub(super) fn poll(&mut self, waiter: &Waiter, now: Instant) -> Option<Instant> {
        self.grant(now);
        let mut next_slot = None;
        if self.is_first(waiter) {
            next_slot = self.next_slot(waiter.queue, now);
            if let Some(queue) = self.queues.get_mut(waiter.queue) {
                queue.timer = next_slot;
            }
        }
        self.wake_first_waiters(now);
        next_slot
    }

    /// Removes a waiter from its queue, or takes back the permit that it was granted and did not use. Returns what it waited
    /// for.
    pub(super) fn cancel(&mut self, waiter: &Waiter, now: Instant) -> DeadlineExceeded {
        let mut ahead = 0;
        match waiter.outcome.get() {
            Some(Ok(())) => self.for_each(&self.limiters_of(waiter.queue), |limiter| limiter.release_unused(now)),
            Some(Err(_)) => {}
            None => {
                if let Some(index) = self.queues.get_mut(waiter.queue).and_then(|queue| queue.remove(waiter)) {
                    self.waiting -= 1;
                    ahead = index;
                }
            }
        }
        self.grant_and_wake(now);
        let DeadlineExceeded { available_at, .. } = self.earliest(waiter.queue, ahead, now);
        let next_slot = self.next_slot(waiter.queue, now);
        let available_at = next_slot.map_or(available_at, |next_slot| available_at.max(next_slot));
        let mut is_throttled = false;
        self.for_each(&self.limiters_of(waiter.queue), |limiter| is_throttled |= limiter.is_throttled(now));
        DeadlineExceeded { available_at, reason: if is_throttled { WaitReason::Throttling } else { WaitReason::Limit } }
    }

    /// Calls a function with each of the limiters.
    pub(super) fn for_each(&mut self, limiters: &[usize], mut call: impl FnMut(&mut Limiter)) {
        for limiter in limiters {
            if let Some(limiter) = self.limiters.get_mut(*limiter) {
                call(limiter);
            }
        }
    }

    /// Records a throttled request. The first of its limiters, which is the narrowest, is taken as the one that was exceeded.
    pub(super) fn record_throttled(
        &mut self,
        limiters: &[usize],
        now: Instant,
        sent: Instant,
        retry_after: Option<Duration>,
    ) {
        let mut exceeded = true;
        self.for_each(limiters, |limiter| {
            limiter.record_throttled(now, sent, retry_after, std::mem::take(&mut exceeded));
        });
        self.reject_late_waiters(now);
    }

    /// Grants permits to all requests that may be sent now, and wakes waiters whose time has changed.
    pub(super) fn grant_and_wake(&mut self, now: Instant) {
        if self.waiting > 0 {
            self.grant(now);
            self.wake_first_waiters(now);
        }
    }

    pub(super) fn limiters_of(&self, queue: usize) -> Arc<[usize]> {
        self.queues.get(queue).map(|queue| Arc::clone(&queue.limiters)).unwrap_or_default()
    }

    /// Returns the name of the narrowest limit that a waiter waits for.
    pub(super) fn limit_name(&self, waiter: &Waiter) -> &str {
        let limiters = self.queues.get(waiter.queue).map(|queue| &*queue.limiters).unwrap_or_default();
        limiters.first().and_then(|limiter| self.limiters.get(*limiter)).map_or("", |limiter| limiter.limit().name())
    }
}

impl Scheduler {
    /// Returns the limiters of a request, the narrowest first.
    fn limiters_for(&mut self, method: &Method, path: &str) -> Vec<usize> {
        let path = without_version(path);
        let mut limiters: Vec<usize> = Vec::new();
        let mut has_partial_limit = false;
        for (index, limiter) in self.limiters.iter().enumerate() {
            let limit = limiter.limit();
            if limit.count().is_some() && limit.applies_to(method, path) {
                limiters.push(index);
                has_partial_limit |= limit.is_partial();
            }
        }
        if !has_partial_limit && let Some(limiter) = self.service_limiter(service(path)) {
            limiters.push(limiter);
        }
        limiters.sort_by(|one, other| self.rate(*one).total_cmp(&self.rate(*other)));
        limiters
    }

    /// Returns the rate of a limit in requests per second. It is zero for a service without a published limit, so that its
    /// limiter is narrower than the one of all requests.
    fn rate(&self, limiter: usize) -> f64 {
        let limit = self.limiters.get(limiter).map(Limiter::limit);
        limit.map_or(0.0, |limit| limit.count().map_or(0.0, f64::from) / limit.window().as_secs_f64())
    }

    fn service_limiter(&mut self, service: &str) -> Option<usize> {
        let services = self.services.as_mut()?;
        let name = if services.len() < MAX_SERVICES { service } else { "others" };
        let find =
            |name: &str| services.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, index)| *index);
        find(service).or_else(|| find(name)).or_else(|| {
            let index = self.limiters.len();
            self.limiters.push(Limiter::new(Limit::unknown(name, UNPUBLISHED_WINDOW)));
            services.push((name.into(), index));
            Some(index)
        })
    }

    fn queue_for(&mut self, limiters: Vec<usize>) -> usize {
        self.queues.iter().position(|queue| *queue.limiters == *limiters).unwrap_or_else(|| {
            self.queues.push(Queue::new(limiters.into()));
            self.queues.len() - 1
        })
    }

    fn waiters(&self, queue: usize) -> Option<&VecDeque<Arc<Waiter>>> {
        self.queues.get(queue).map(|queue| &queue.waiters)
    }

    fn is_first(&self, waiter: &Waiter) -> bool {
        self.waiters(waiter.queue).and_then(VecDeque::front).is_some_and(|first| first.ticket == waiter.ticket)
    }

    fn acquire(&mut self, queue: usize, now: Instant) -> Arc<[usize]> {
        let limiters = self.limiters_of(queue);
        self.for_each(&limiters, |limiter| limiter.acquire(now));
        limiters
    }

    fn capacity(&mut self, queue: usize, now: Instant, reserved: &[usize]) -> Capacity {
        let mut capacity = Capacity::Available;
        for index in &*self.limiters_of(queue) {
            let Some(limiter) = self.limiters.get_mut(*index) else { continue };
            match limiter.capacity(now, reserved.get(*index).copied().unwrap_or(0)) {
                Capacity::Blocked => return Capacity::Blocked,
                Capacity::Full => capacity = Capacity::Full,
                Capacity::Available => {}
            }
        }
        capacity
    }

    /// Returns when the first waiter of a queue can get a permit, if that depends on time alone.
    fn next_slot(&mut self, queue: usize, now: Instant) -> Option<Instant> {
        let limiters = self.limiters_of(queue);
        let slots = limiters.iter().filter_map(|limiter| Some(self.limiters.get_mut(*limiter)?.next_slot(now)));
        let latest = slots.collect::<Option<Vec<_>>>()?.into_iter().max();
        latest.filter(|slot| *slot > now)
    }

    /// Returns a lower bound for the time at which a request with `ahead` others before it in its queue can get a permit.
    fn earliest(&mut self, queue: usize, ahead: usize, now: Instant) -> DeadlineExceeded {
        let limiters = self.limiters_of(queue);
        let times = limiters.iter().filter_map(|limiter| Some(self.limiters.get_mut(*limiter)?.earliest(now, ahead)));
        let (available_at, reason) = times.max_by_key(|(time, _)| *time).unwrap_or((now, WaitReason::Limit));
        DeadlineExceeded { available_at, reason }
    }

    /// Goes through the queues in the order in which their first waiters arrived.
    fn grant(&mut self, now: Instant) {
        // A waiter that one limiter would let pass and another one would not reserves its slot at the first. Otherwise
        // requests that need only the first could overtake it forever. A limiter that is blocked reserves nothing.
        let mut reserved = vec![0; self.limiters.len()];
        let mut done = vec![false; self.queues.len()];
        loop {
            let first = |(index, queue): (usize, &Queue)| queue.waiters.front().map(|waiter| (waiter.ticket, index));
            let is_open = |(index, _): &(usize, &Queue)| done.get(*index) == Some(&false);
            let Some((_, queue)) = self.queues.iter().enumerate().filter(is_open).filter_map(first).min() else {
                return;
            };
            let capacity = self.capacity(queue, now, &reserved);
            if capacity == Capacity::Available {
                self.acquire(queue, now);
                self.grant_first(queue);
                continue;
            }
            if let Some(done) = done.get_mut(queue) {
                *done = true;
            }
            if capacity == Capacity::Full {
                for index in &*self.limiters_of(queue) {
                    let limiter = self.limiters.get_mut(*index);
                    let is_available = limiter.is_some_and(|limiter| limiter.capacity(now, 0) == Capacity::Available);
                    if let Some(reserved) = reserved.get_mut(*index).filter(|_| is_available) {
                        *reserved += 1;
                    }
                }
            }
        }
    }

    fn grant_first(&mut self, queue: usize) {
        if let Some(queue) = self.queues.get_mut(queue)
            && let Some(waiter) = queue.waiters.pop_front()
        {
            queue.timer = None;
            self.waiting -= 1;
            waiter.resolve(Ok(()));
        }
    }

    /// Rejects the waiters that cannot get a permit before their deadline any more.
    fn reject_late_waiters(&mut self, now: Instant) {
        for index in 0..self.queues.len() {
            let Some(queue) = self.queues.get_mut(index).filter(|queue| queue.has_deadlines()) else { continue };
            let waiters = std::mem::take(&mut queue.waiters);
            let mut remaining = VecDeque::new();
            for waiter in waiters {
                let earliest = self.earliest(index, remaining.len(), now);
                if waiter.deadline.is_some_and(|deadline| earliest.available_at > deadline) {
                    self.waiting -= 1;
                    waiter.resolve(Err(earliest));
                } else {
                    remaining.push_back(waiter);
                }
            }
            if let Some(queue) = self.queues.get_mut(index) {
                queue.waiters = remaining;
                queue.timer = None;
            }
        }
    }

    /// Wakes the first waiter of each queue that has no timer, or one that is too late.
    fn wake_first_waiters(&mut self, now: Instant) {
        for index in 0..self.queues.len() {
            let Some(first) = self.waiters(index).and_then(VecDeque::front).cloned() else { continue };
            let Some(next_slot) = self.next_slot(index, now) else { continue };
            let timer = self.queues.get(index).and_then(|queue| queue.timer);
            if timer.is_none_or(|timer| next_slot < timer) {
                first.wake.notify_one();
            }
        }
    }
}
