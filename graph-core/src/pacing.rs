//! Throttling and bulk work: how to send as fast as the service allows, and no faster.
//!
//! Microsoft Graph allows each application so many requests within a stretch of time, for each tenant and service.
//! What is above that is answered with status 429, and counts as well: a program that tries again at once stays
//! locked out. With 64 tasks that each know nothing of the others, most of the work is to be refused.
//!
//! [`Pacing`] is the one place that knows of all of them. A request waits in it, in the order of arrival, until the
//! limits that it counts against have a slot. A client for one of Microsoft's clouds has [`Pacing::published`] by
//! itself, and its clones share it:
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
//! for done in tasks.join_all().await {
//!     done?;
//! }
//! # Ok(())
//! # }
//! ```
//!
//! A few hundred tasks are plenty; those that wait cost a little memory and no time. The example `bulk_update` is a
//! program of this kind that can be stopped at any moment and goes on where it was.
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
//! Writes are `POST`, `PUT`, `PATCH` and `DELETE`. To which row a request belongs is seen from its path: device
//! configuration is what the page lists under that name, compliance policies among it. For all of Graph the page now
//! allows 130,000 requests in 10 seconds to an application across all tenants; the older 2,000 a second are kept
//! here, as tenants are many and pacing knows one.
//!
//! A request counts against every row that it fits, and goes when all of them have a slot. A service that publishes
//! no limit, or none that is known here, is not slowed down until it answers 429.
//!
//! # When the service says 429 all the same
//!
//! Somebody else may use the same application or the same tenant, and limits change. What a 429 costs:
//!
//! 1. **A pause.** Nobody who shares the pacing sends to the service that answered until `Retry-After` is over.
//!    Requests to other services go on. Parts of Intune send no `Retry-After`; then the pause is guessed: a
//!    twentieth of the window, and twice as long each time that it was too short, up to a window. No response
//!    causes a pause of more than an hour. The call that was refused does not repeat itself earlier than it was told.
//! 2. **A probe.** After the pause, requests are sent one by one, four per second at most, until one is served.
//!    An outage costs a few refusals instead of one per waiting task.
//! 3. **Nothing else**, unless refusals show that the rate was their reason. Responses to requests that were sent
//!    together count as one event. A lower limit is learned when at least 8 requests and 4 % were refused since
//!    the previous event, and something was served in between: an outage teaches nothing.
//!
//! What is learned is what the service really served: for a published limit the number of requests that were served in
//! the window before the refusal, but at least half of what was allowed; for other services the rate between two
//! events, at which requests are then sent at equal distances. 97 % of it is used at first, and from then on it grows with
//! the time without a refusal:
//!
//! | time since the last refusal | learned limit grows to |
//! |---|---|
//! | 10 s | 1.01 times |
//! | 15 s | 1.13 times |
//! | 18 s | 1.4 times |
//! | 20 s | 2 times |
//! | 25 s | 14 times |
//! | 30 s | forgotten |
//!
//! A limit that refuses a request while it grows, and did not refuse any before, is real. It is learned anew, and
//! grows half as fast, a third as fast at the slowest: a limit that stays lower is tested once or twice per minute, and
//! one that was lifted is forgotten after a minute and a half. Windows longer than 20 seconds stretch all of this.
//!
//! What is served of what is possible, in the minutes after the last 429 (simulated; `pacing` of the benches prints it):
//!
//! | what was refused, at 200 tasks | first minute | second | third |
//! |---|---|---|---|
//! | the first responses, no published limit | 98 % | 100 % | 100 % |
//! | a whole minute, no published limit, no `Retry-After` | 83 % | 100 % | 100 % |
//! | a whole minute of device configuration, `Retry-After: 10` | 100 % | 100 % | 100 % |
//! | the same without `Retry-After` | 67 % | 100 % | 100 % |
//! | device configuration, half of the limit for two minutes | 50 % | 100 % | 100 % |
//!
//! # Sharing
//!
//! The limits are those of an application in a tenant, so one [`Pacing`] is for one pair of them. Give it to every
//! client that you make for this pair with [`GraphClientBuilder::pacing`](crate::GraphClientBuilder::pacing):
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
//! Other processes are not seen, only felt. If you know of them, give each its share with [`Pacing::limit`].
//!
//! # Not to wait
//!
//! A caller with a deadline is told at once when its turn cannot come before it: when it asks, and also when it waits
//! already and a 429 moves its turn. This holds for what is known, which is a published limit and `Retry-After`. Where a
//! pause or a limit is only guessed or learned, the caller waits until its deadline, because both may end earlier. With [`Pacing::off`] nobody waits, and 429 is an answer like another. A client
//! of a [custom cloud](crate::Cloud::custom), such as a sandbox on loopback, and one with a [service of its
//! own](crate::GraphClientBuilder::service), have no pacing unless they are given one.
//!
//! # How a window is kept
//!
//! The service counts a request somewhere between its leaving and its answer. The log here keeps the moments of the
//! answers, and a slot is free one window after them, less what the fastest round trip takes at any rate, so that no
//! stretch of a window's length holds more than the limit and next to nothing is left unused. A [leaky
//! bucket](https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm), the form of the common rate limiters, cannot
//! do that: with a burst of the limit it lets twice as much through within one window, and with a smaller burst it
//! does not use what is there. Time is tokio's, so tests with a paused clock are paced as well.

mod gate;
mod learned;
mod limit;
mod permit;
mod published;
mod queue;
mod round_trip;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::Method;
use tokio::time::{Instant, sleep_until};

use queue::{Entry, Gates, Waiter};

pub use limit::Limit;
pub(crate) use permit::Permit;

/// Keeps the requests of an application to a tenant within the limits of the service. Clones share everything.
///
/// The [module](self) tells how it works.
#[derive(Clone)]
pub struct Pacing(Arc<Shared>);

impl Pacing {
    /// The [published limits](self#the-published-limits), and what the service's answers tell.
    pub fn published() -> Self {
        let mut gates = Gates::learning();
        for row in published::ALL {
            gates.add(row.limit());
        }
        Self::new(gates)
    }

    /// No limits, except those that are added with [`limit`](Self::limit).
    pub fn off() -> Self {
        Self::new(Gates::default())
    }

    /// Adds a limit, for all clones. It does not replace another: a request waits for all that it counts against.
    #[must_use]
    pub fn limit(self, limit: Limit) -> Self {
        self.0.change(Instant::now(), |gates| gates.add(limit));
        self
    }

    fn new(gates: Gates) -> Self {
        Self(Arc::new(Shared { gates: Mutex::new(gates) }))
    }
}

impl Pacing {
    /// Waits for the turn of a request; `path` is as it will be sent, with the version.
    ///
    /// Dropped while it waits, it leaves no trace.
    ///
    /// # Errors
    /// When the turn cannot come before the deadline; at once, or as soon as that is known.
    pub(crate) async fn admit(
        &self,
        method: &Method,
        path: &str,
        deadline: Option<Instant>,
    ) -> Result<Permit, Throttled> {
        let now = Instant::now();
        let waiter = match self.0.lock().enter(method, path, deadline, now)? {
            Entry::Free => return Ok(Permit::free()),
            Entry::Admitted(gates) => return Ok(Permit::new(self, gates)),
            Entry::Queued(waiter) => waiter,
        };
        let mut waiting = Waiting { shared: &self.0, waiter: Some(&waiter) };
        loop {
            let now = Instant::now();
            let look = self.0.lock().look(&waiter, now);
            if let Some(outcome) = waiter.outcome.get() {
                waiting.waiter = None;
                return outcome.map(|()| self.called(&waiter));
            }
            if waiter.deadline.is_some_and(|deadline| deadline <= now) {
                waiting.waiter = None;
                let Throttled { until, reason } = self.0.lock().leave(&waiter, now);
                return Err(Throttled { until: until.max(now), reason });
            }
            tokio::select! {
                () = waiter.called.notified() => {}
                () = reached(look) => {}
                () = reached(waiter.deadline) => {}
            }
        }
    }

    fn called(&self, waiter: &Waiter) -> Permit {
        let gates = self.0.lock();
        let (limit, admitted) = (gates.name(waiter).to_owned(), gates.gates_of(waiter.lane));
        drop(gates);
        let waited_ms = u64::try_from(waiter.since.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::debug!(
            graph.pacing.limit = limit,
            graph.pacing.waited_ms = waited_ms,
            "a request waited for its turn"
        );
        Permit::new(self, admitted)
    }
}

async fn reached(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

impl fmt::Debug for Pacing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gates = self.0.lock();
        f.debug_list().entries(gates.limits().map(Limit::name)).finish()
    }
}

/// The turn of a request comes too late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Throttled {
    /// It does not come earlier.
    pub(crate) until: Instant,
    pub(crate) reason: Reason,
}

/// Why a turn does not come before a deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The requests before it use a known limit up.
    Limit,
    /// The service asked for a pause that is longer.
    Pause,
    /// The service refused earlier requests, and how many it serves is not known.
    Refusals,
}

#[derive(Debug)]
struct Shared {
    gates: Mutex<Gates>,
}

impl Shared {
    /// A lock that outlives a panic elsewhere: whatever happened, requests must go on.
    fn lock(&self) -> std::sync::MutexGuard<'_, Gates> {
        self.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something, and lets in who may go now.
    fn change<T>(&self, now: Instant, change: impl FnOnce(&mut Gates) -> T) -> T {
        let mut gates = self.lock();
        let changed = change(&mut gates);
        gates.settle(now);
        changed
    }
}

/// A place in the queue, which is left when the caller goes away.
struct Waiting<'a> {
    shared: &'a Shared,
    waiter: Option<&'a Arc<Waiter>>,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(waiter) = self.waiter {
            let now = Instant::now();
            self.shared.lock().leave(waiter, now);
        }
    }
}

#[cfg(test)]
mod tests;
