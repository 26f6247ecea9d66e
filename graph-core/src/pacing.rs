//! Paces requests: sends as fast as the limits of the service allow, and no faster.
//!
//! Microsoft Graph allows each application a number of requests within a period of time, for each tenant and service. A request
//! above that is throttled: its response is status 429. It counts against the limit as well, so a program that retries at once
//! stays throttled. With 64 tasks that do not know of each other, most requests fail.
//!
//! [`Pacing`] coordinates them. Before a request is sent it waits for a permit, in the order of arrival, until every limit that
//! applies to it has a free slot. A client of one of Microsoft's clouds uses [`Pacing::published`] by default, and its clones
//! share it:
//!
//! ```no_run
//! # use graph_core::{graph_resource, Cloud, Error, GraphClient};
//! # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
//! # struct Printer { #[graph(key)] id: String, job_count: i32 }
//! # async fn run(token: String, ids: Vec<String>) -> Result<(), Error> {
//! let graph = GraphClient::builder(Cloud::Global).token(token).build()?;
//! let mut tasks = tokio::task::JoinSet::new();
//! for id in ids {
//!     let graph = graph.clone(); // shares the pacing
//!     tasks.spawn(async move { graph.update(Printer::at(&id), Printer::update().job_count(0)).await.map(drop) });
//! }
//! for result in tasks.join_all().await {
//!     result?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A few hundred tasks are enough; a task that waits costs a little memory and no CPU time. The example `bulk_update` is a
//! program of this kind that can be stopped at any time and resumes where it stopped.
//!
//! # The published limits
//!
//! | service | requests | for an application in a tenant | for all applications in a tenant | in seconds |
//! |---|---|---|---|---|
//! | Intune device configuration | writes | 100 | 200 | 20 |
//! | Intune device configuration | any | 1000 | 2000 | 20 |
//! | Intune devices | writes | 200 | 400 | 20 |
//! | Intune devices | any | 2000 | 4000 | 20 |
//! | Intune apps | writes | 100 | 200 | 20 |
//! | Intune apps | any | 1000 | 2000 | 20 |
//! | all of Graph | any | 2000 | – | 1 |
//!
//! Source: [Microsoft Graph service-specific throttling limits](https://learn.microsoft.com/graph/throttling-limits).
//! Writes are `POST`, `PUT`, `PATCH` and `DELETE`. The path of a request decides which rows apply to it: device configuration is
//! what the page lists under that name, which includes compliance policies. For all of Graph the page now allows an application
//! 130,000 requests in 10 seconds across all tenants. The older limit of 2,000 per second applies here, because an application
//! may serve many tenants and a [`Pacing`] covers one.
//!
//! A request counts against every row that applies to it, and is sent when all of them have a free slot. A service that
//! publishes no limit, or none that is known here, is not slowed down until it responds with 429.
//!
//! # When the service responds with 429
//!
//! That happens if other programs use the same application or tenant, and when limits change. The consequences of a 429:
//!
//! 1. **Backoff.** No client that shares the pacing sends requests to the throttled service until its `Retry-After` is over.
//!    Requests to other services continue. Parts of Intune send no `Retry-After`. The backoff is then estimated: a twentieth of the
//!    window, and twice as long each time that it was too short, up to a window. No response causes a backoff of more than an
//!    hour for other calls. The call that was throttled always respects its whole `Retry-After`.
//! 2. **Probing.** After the backoff, requests are sent one by one, at most four per second, until one is served. An outage costs
//!    a few throttled requests instead of one per waiting task.
//! 3. **A lower limit**, but only if the throttled requests show that the rate was the reason. Responses to requests that were
//!    in flight at the same time count as one event. A lower limit is learned when at least 8 requests plus 4 % were throttled
//!    since the previous event, and something was served in between: an outage does not lower the limit.
//!
//! The lower limit is what the service actually served: for a published limit, the number of requests that were served in the
//! window before the 429, but at least half of what was allowed; for other services, the rate between two events, at which
//! requests are then sent at equal intervals. At first 97 % of it is used. It then grows with the time since the last 429:
//!
//! | time since the last 429 | growth of the learned limit |
//! |---|---|
//! | 10 s | 1.01 times |
//! | 15 s | 1.13 times |
//! | 18 s | 1.4 times |
//! | 20 s | 2 times |
//! | 25 s | 14 times |
//! | 30 s | the limit is dropped |
//!
//! A service that throttles requests when the learned limit grows, and did not before, confirms the limit. It is learned again and
//! grows half as fast, at the slowest a third as fast: a limit that stays lower is tested once or twice per minute, and one that
//! was lifted is dropped after a minute and a half. All these times are longer for windows longer than 20 seconds.
//!
//! The share of the possible requests that is served in the minutes after the last 429 (simulated; printed by the benchmark
//! `pacing`):
//!
//! | what was throttled, with 200 tasks | first minute | second | third |
//! |---|---|---|---|
//! | the first responses, no published limit | 98 % | 100 % | 100 % |
//! | a whole minute, no published limit, no `Retry-After` | 83 % | 100 % | 100 % |
//! | a whole minute of device configuration, `Retry-After: 10` | 100 % | 100 % | 100 % |
//! | the same without `Retry-After` | 67 % | 100 % | 100 % |
//! | device configuration, half of the limit for two minutes | 50 % | 100 % | 100 % |
//!
//! # Sharing
//!
//! The limits are those of an application in a tenant, so use one [`Pacing`] per pair of them. Pass it to every client that you
//! create for this pair with [`GraphClientBuilder::pacing`](crate::GraphClientBuilder::pacing):
//!
//! ```
//! use graph_core::pacing::Pacing;
//! use graph_core::{Cloud, GraphClient};
//!
//! let pacing = Pacing::published();
//! let reader = GraphClient::builder(Cloud::Global).token("one").pacing(pacing.clone()).build()?;
//! let writer = GraphClient::builder(Cloud::Global).token("two").pacing(pacing).build()?;
//! # Ok::<(), graph_core::Error>(())
//! ```
//!
//! The requests of other processes cannot be counted; they only show in status 429. If you know of other processes, give each one
//! a share of the limit with [`Pacing::limit`].
//!
//! # Deadlines
//!
//! A call fails at once if it cannot get a permit before its deadline: when it starts, and also while it waits and a 429 moves
//! its permit beyond the deadline. This covers what is known, which is published limits and `Retry-After`. Where a backoff is
//! estimated or a limit is learned, the call waits until its deadline, because both may end earlier.
//!
//! With [`Pacing::off`] no request waits, and 429 is handled like any other status. It is the default for a client of a
//! [custom cloud](crate::Cloud::custom), such as a sandbox on loopback, and for one with a
//! [service of its own](crate::GraphClientBuilder::service).
//!
//! # How a window is measured
//!
//! The service counts a request at some moment between its departure and its response. The log here records the times of the
//! responses. A slot becomes free one window after its response, minus the fastest round trip, so that no period with the length
//! of a window holds more requests than the limit and nearly all of the limit is used. A [leaky
//! bucket](https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm), the algorithm of most rate limiters, cannot do that:
//! with a burst as large as the limit it lets twice as many requests pass within one window, and with a smaller burst it leaves
//! part of the limit unused. Time is tokio's, so tests with a paused clock are paced as well.

mod admission;
mod learned_rate;
mod limit;
mod limiter;
mod permit;
mod published_limits;
mod round_trip;
mod scheduler;

use std::fmt;
use std::sync::Arc;

use http::Method;
use tokio::time::{Instant, sleep_until};

use admission::Waiter;
use scheduler::{Admission, Scheduler, SharedScheduler};

pub(crate) use admission::{DeadlineExceeded, WaitReason};
pub use limit::Limit;
pub(crate) use permit::Permit;

/// Keeps the requests of an application to a tenant within the limits of the service.
///
/// Clones share all state. The [module documentation](self) describes how it works.
#[derive(Clone)]
pub struct Pacing(Arc<SharedScheduler>);

impl Pacing {
    /// Applies the [published limits](self#the-published-limits), and adapts to status 429.
    pub fn published() -> Self {
        let mut scheduler = Scheduler::learning();
        for row in published_limits::ALL {
            scheduler.add(row.limit());
        }
        Self::new(scheduler)
    }

    /// Applies no limits, except those that are added with [`limit`](Self::limit).
    pub fn off() -> Self {
        Self::new(Scheduler::default())
    }

    /// Adds a limit, for all clones.
    ///
    /// It does not replace another one: a request waits for all limits that apply to it.
    #[must_use]
    pub fn limit(self, limit: Limit) -> Self {
        self.0.update(Instant::now(), |scheduler| scheduler.add(limit));
        self
    }

    fn new(scheduler: Scheduler) -> Self {
        Self(Arc::new(SharedScheduler::new(scheduler)))
    }
}

impl Pacing {
    /// Waits for a permit to send a request; `path` includes the version.
    ///
    /// The future can be dropped at any time; the permit then goes to another request.
    ///
    /// # Errors
    /// When the request cannot get a permit before the deadline: at once, or as soon as that is known.
    pub(crate) async fn acquire(
        &self,
        method: &Method,
        path: &str,
        deadline: Option<Instant>,
    ) -> Result<Permit, DeadlineExceeded> {
        let now = Instant::now();
        let waiter = match self.0.lock().admit(method, path, deadline, now)? {
            Admission::Unlimited => return Ok(Permit::unlimited()),
            Admission::Admitted(limiters) => return Ok(Permit::new(&self.0, limiters)),
            Admission::Queued(waiter) => waiter,
        };
        let mut guard = CancelOnDrop { scheduler: &self.0, waiter: Some(&waiter) };
        loop {
            let now = Instant::now();
            let next_slot = self.0.lock().poll(&waiter, now);
            if let Some(outcome) = waiter.outcome.get() {
                guard.waiter = None;
                return outcome.map(|()| self.granted(&waiter));
            }
            if waiter.deadline.is_some_and(|deadline| deadline <= now) {
                guard.waiter = None;
                let DeadlineExceeded { available_at, reason } = self.0.lock().cancel(&waiter, now);
                return Err(DeadlineExceeded { available_at: available_at.max(now), reason });
            }
            tokio::select! {
                () = waiter.wake.notified() => {}
                () = sleep_until_some(next_slot) => {}
                () = sleep_until_some(waiter.deadline) => {}
            }
        }
    }

    fn granted(&self, waiter: &Waiter) -> Permit {
        let scheduler = self.0.lock();
        let (limit, limiters) = (scheduler.limit_name(waiter).to_owned(), scheduler.limiters_of(waiter.queue));
        drop(scheduler);
        let waited_ms = u64::try_from(waiter.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(
            graph.pacing.limit = limit,
            graph.pacing.waited_ms = waited_ms,
            "a request waited for a permit"
        );
        Permit::new(&self.0, limiters)
    }
}

async fn sleep_until_some(time: Option<Instant>) {
    match time {
        Some(time) => sleep_until(time).await,
        None => std::future::pending().await,
    }
}

/// Shows the names of the limits.
impl fmt::Debug for Pacing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheduler = self.0.lock();
        f.debug_list().entries(scheduler.limits().map(Limit::name)).finish()
    }
}

/// Removes a waiter from its queue when its future is dropped.
struct CancelOnDrop<'a> {
    scheduler: &'a SharedScheduler,
    waiter: Option<&'a Waiter>,
}

impl Drop for CancelOnDrop<'_> {
    fn drop(&mut self) {
        if let Some(waiter) = self.waiter {
            let now = Instant::now();
            self.scheduler.lock().cancel(waiter, now);
        }
    }
}

#[cfg(test)]
mod tests;
