//! Decides which connections an attempt uses, and when the connection pool is replaced.
//!
//! reqwest keeps connections in a pool and cannot remove one of them. Only the whole pool can be replaced: when an attempt finds a
//! connection that is dead, or a server that is unavailable, a new pool replaces the old one for all later attempts. Requests in
//! flight complete in the old pool, and its connections are closed after them.

#[cfg(test)]
mod tests;

use std::mem;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use http::{StatusCode, Version};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;
use tracing::debug;

use super::connection_error::BoxError;
use super::deadline::Deadline;

/// A request extension that marks a request that must not use an old connection.
///
/// The client marks the attempt that follows a 503, because the old connection may lead to the part of the service that is
/// unavailable. It also marks the attempt that follows a timeout or a broken connection, because other open connections may be dead
/// as well. The transport of the client then replaces its connections. A [service](crate::GraphClientBuilder::service) of your own
/// that keeps connections open should use a new one.
///
/// Source: [Best practices for Microsoft Graph, handle expected
/// errors](https://learn.microsoft.com/graph/best-practices-concept#handle-expected-errors).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewConnection;

/// Creates builders for clients of reqwest.
pub(super) type ClientFactory = Box<dyn Fn() -> reqwest::ClientBuilder + Send + Sync>;

/// The connections of a transport.
pub(super) struct Connections {
    new_builder: ClientFactory,
    pool: RwLock<Arc<Pool>>,
    /// A client that keeps no connection open. It is created when an attempt needs it, which is rare.
    unpooled: OnceLock<reqwest::Client>,
    is_replacing: AtomicBool,
    budget: ReplacementBudget,
    /// Whether each request in flight needs a connection of its own: HTTP without TLS, or a server without HTTP/2.
    is_http1: AtomicBool,
    created_at: Instant,
}

/// A client of reqwest with its open connections, which are newer than those of the previous pool.
struct Pool {
    generation: u64,
    client: reqwest::Client,
    /// Admits one attempt at a time until the first response. It is then closed, which admits all.
    first_attempt: Semaphore,
    /// Whether a connection of this pool failed, and the pool has not been replaced.
    is_broken: AtomicBool,
    /// The time of the last response, in milliseconds since [`Connections::created_at`].
    last_response_ms: AtomicU64,
}

impl Connections {
    /// Creates the connections; `may_multiplex` states whether HTTP/2 is possible.
    pub(super) fn new(new_builder: ClientFactory, may_multiplex: bool) -> Result<Self, BoxError> {
        let pool = Pool::new(0, new_builder().build()?, may_multiplex, 0);
        Ok(Self {
            new_builder,
            pool: RwLock::new(Arc::new(pool)),
            unpooled: OnceLock::new(),
            is_replacing: AtomicBool::new(false),
            budget: ReplacementBudget::full(),
            is_http1: AtomicBool::new(!may_multiplex),
            created_at: Instant::now(),
        })
    }

    /// Returns the connections for an attempt. If it needs a new one, it uses none that is older than the failure before it.
    pub(super) fn lease(&self, new_connection: bool) -> Lease<'_> {
        let pool = self.active_pool();
        let unpooled = (new_connection && pool.is_broken.load(Ordering::Relaxed)).then(|| self.unpooled(&pool));
        Lease { connections: self, pool, unpooled }
    }

    fn current(&self) -> Arc<Pool> {
        // Nothing panics while the lock is held.
        Arc::clone(&self.pool.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Returns the current pool. After [`IDLE_TIMEOUT`] without a response it has no open connection, so attempts are admitted one by
    /// one again.
    fn active_pool(&self) -> Arc<Pool> {
        let pool = self.current();
        if self.is_http1.load(Ordering::Relaxed) || !pool.first_attempt.is_closed() {
            return pool;
        }
        if self.now_ms().saturating_sub(pool.last_response_ms.load(Ordering::Relaxed)) <= milliseconds(IDLE_TIMEOUT) {
            return pool;
        }
        self.admit_one_by_one(&pool);
        self.current()
    }

    /// Admits attempts one by one again, because no connection is open that they could share.
    fn admit_one_by_one(&self, pool: &Arc<Pool>) {
        let next = Pool::new(pool.generation, pool.client.clone(), true, self.now_ms());
        next.is_broken.store(pool.is_broken.load(Ordering::Relaxed), Ordering::Relaxed);
        self.swap(next, |current| Arc::ptr_eq(current, pool));
    }

    /// Replaces the current pool with `next`, if it is still the one that `is_old` expects.
    fn swap(&self, next: Pool, is_old: impl FnOnce(&Arc<Pool>) -> bool) {
        let next = Arc::new(next);
        let mut current = self.pool.write().unwrap_or_else(PoisonError::into_inner);
        let replaced = is_old(&current).then(|| mem::replace(&mut *current, next));
        drop(current);
        // The connections are closed without the lock.
        drop(replaced);
    }

    fn unpooled(&self, pool: &Pool) -> &reqwest::Client {
        self.unpooled.get_or_init(|| {
            // The same options worked before. If they do not any more, an old connection is better than none.
            (self.new_builder)().pool_max_idle_per_host(0).build().unwrap_or_else(|_| pool.client.clone())
        })
    }

    /// Replaces the pool of this generation, unless that has happened already or would close too many connections.
    fn retire(&self, generation: u64, reason: &'static str) {
        let pool = self.current();
        if pool.generation != generation {
            return;
        }
        pool.is_broken.store(true, Ordering::Relaxed);
        if self.is_replacing.swap(true, Ordering::AcqRel) {
            return;
        }
        self.replace(generation, reason);
        self.is_replacing.store(false, Ordering::Release);
    }

    fn replace(&self, generation: u64, reason: &'static str) {
        let pool = self.current();
        let is_http1 = self.is_http1.load(Ordering::Relaxed);
        // HTTP/2 uses one connection, HTTP/1.1 about as many as there are attempts.
        let connections = if is_http1 { Arc::strong_count(&pool) } else { 1 };
        if pool.generation != generation || !self.budget.withdraw(connections) {
            return;
        }
        // This fails if the certificates of the system cannot be read any more. Retries then use the unpooled client.
        let Ok(client) = (self.new_builder)().build() else { return };
        self.swap(Pool::new(generation + 1, client, !is_http1, self.now_ms()), |current| {
            current.generation == generation
        });
        debug!(reason, "replaced the connection pool");
    }

    fn now_ms(&self) -> u64 {
        milliseconds(self.created_at.elapsed())
    }
}

impl Pool {
    fn new(generation: u64, client: reqwest::Client, may_multiplex: bool, now_ms: u64) -> Self {
        let first_attempt = Semaphore::new(1);
        if !may_multiplex {
            first_attempt.close();
        }
        Self {
            generation,
            client,
            first_attempt,
            is_broken: AtomicBool::new(false),
            last_response_ms: AtomicU64::new(now_ms),
        }
    }
}

/// The connections that an attempt uses.
pub(super) struct Lease<'a> {
    connections: &'a Connections,
    pool: Arc<Pool>,
    unpooled: Option<&'a reqwest::Client>,
}

impl Lease<'_> {
    pub(super) fn client(&self) -> &reqwest::Client {
        self.unpooled.unwrap_or(&self.pool.client)
    }

    /// Waits while another attempt opens the first connection, which all attempts may share.
    ///
    /// Otherwise every task of a program that starts would open a connection, because only the handshake shows whether the server
    /// supports HTTP/2. The wait ends with the first response, because the connection is shared from then on. It also ends after
    /// [`FIRST_ATTEMPT_WAIT`]: by then the connection is open and its response is slow, or it cannot be opened.
    pub(super) async fn wait_for_first_attempt(&self, deadline: Option<Deadline>) -> Option<SemaphorePermit<'_>> {
        let first = &self.pool.first_attempt;
        if first.is_closed() || self.unpooled.is_some() {
            return None;
        }
        let remaining = deadline.and_then(Deadline::remaining).unwrap_or(FIRST_ATTEMPT_WAIT);
        if let Ok(permit) = timeout(remaining.min(FIRST_ATTEMPT_WAIT), first.acquire()).await {
            return permit.ok();
        }
        if remaining >= FIRST_ATTEMPT_WAIT {
            first.close();
        }
        None
    }

    /// Records that no connection could be opened.
    pub(super) fn record_connect_error(&self) {
        let is_http1 = self.connections.is_http1.load(Ordering::Relaxed);
        if self.unpooled.is_none() && self.pool.first_attempt.is_closed() && !is_http1 {
            self.connections.admit_one_by_one(&self.pool);
        }
    }

    /// Records the status and version of a response.
    pub(super) fn record_response(&self, status: StatusCode, version: Version) {
        let connections = self.connections;
        if status == StatusCode::SERVICE_UNAVAILABLE {
            self.retire("503");
            return;
        }
        connections.budget.deposit();
        if self.unpooled.is_some() {
            return;
        }
        let is_http1 = version < Version::HTTP_2;
        if connections.is_http1.load(Ordering::Relaxed) != is_http1 {
            connections.is_http1.store(is_http1, Ordering::Relaxed);
        }
        if !is_http1 {
            self.pool.last_response_ms.store(connections.now_ms(), Ordering::Relaxed);
        }
        if !self.pool.first_attempt.is_closed() {
            self.pool.first_attempt.close();
        }
    }

    /// Retires the pool of this attempt, unless the attempt had a connection of its own.
    pub(super) fn retire(&self, reason: &'static str) {
        if self.unpooled.is_none() {
            self.connections.retire(self.pool.generation, reason);
        }
    }
}

/// Limits how many connections are closed because one of them failed: a hundred, plus one per ten responses. A pool counts as at
/// least four, because creating one reads the certificates of the system, which takes about ten milliseconds.
///
/// With HTTP/1.1, where each request in flight needs a connection of its own, a service that fails one request in fifty would
/// otherwise receive new connections for the other forty-nine.
struct ReplacementBudget(AtomicU32);

impl ReplacementBudget {
    const FULL: u32 = 1_000;
    const PER_CONNECTION: u32 = 10;
    const PER_POOL: u32 = 40;

    fn full() -> Self {
        Self(AtomicU32::new(Self::FULL))
    }

    fn deposit(&self) {
        if self.0.load(Ordering::Relaxed) < Self::FULL {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Withdraws the cost of closing connections. A full budget is enough for any number of connections.
    fn withdraw(&self, connections: usize) -> bool {
        let connections = u32::try_from(connections).unwrap_or(u32::MAX);
        let cost = connections.saturating_mul(Self::PER_CONNECTION).clamp(Self::PER_POOL, Self::FULL);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cost)).is_ok()
    }
}

/// How long an attempt waits for the first attempt.
const FIRST_ATTEMPT_WAIT: Duration = Duration::from_secs(1);

/// How long an unused connection stays open.
pub(super) const IDLE_TIMEOUT: Duration = Duration::from_secs(90);

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
