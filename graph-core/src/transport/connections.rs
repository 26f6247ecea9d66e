//! Which connections an attempt may use, and when they are replaced for everybody.
//!
//! reqwest keeps connections in a pool and has no way to remove one of them. What can be replaced is the pool: once an attempt
//! sees that a connection is dead or that the server behind it is unavailable, a new pool takes the place of the old one. Requests
//! that are under way in the old pool end there, and its connections are closed after them.

use std::mem;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::{Duration, Instant};

use http::{StatusCode, Version};
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;
use tracing::debug;

use super::{BoxError, Deadline};

/// How to make a client of reqwest.
pub(super) type Build = Box<dyn Fn() -> reqwest::ClientBuilder + Send + Sync>;

/// The connections of one transport.
pub(super) struct Connections {
    build: Build,
    pool: RwLock<Arc<Pool>>,
    /// Keeps no connection. It is made when the first attempt needs it, which most programs never see.
    unpooled: OnceLock<reqwest::Client>,
    replacing: AtomicBool,
    allowance: Allowance,
    /// Whether a request cannot share its connection with another one: HTTP without TLS, or a server without HTTP/2.
    unshared: AtomicBool,
    begun: Instant,
}

/// Connections that were made after the ones of the pool before.
struct Pool {
    number: u64,
    client: reqwest::Client,
    /// Lets one attempt through at a time until the first response; closed after that, which lets everybody through.
    first: Semaphore,
    /// Whether a connection of this pool failed and the pool could not be replaced.
    sick: AtomicBool,
    /// When the last response came, in milliseconds after [`Connections::begun`].
    used: AtomicU64,
}

impl Connections {
    /// `secure` says whether HTTP/2 is possible.
    pub(super) fn new(build: Build, secure: bool) -> Result<Self, BoxError> {
        let pool = Pool::new(0, build().build()?, secure, 0);
        Ok(Self {
            build,
            pool: RwLock::new(Arc::new(pool)),
            unpooled: OnceLock::new(),
            replacing: AtomicBool::new(false),
            allowance: Allowance::full(),
            unshared: AtomicBool::new(!secure),
            begun: Instant::now(),
        })
    }

    /// The connections for an attempt. If it must have a new one, none is used that is older than the failure before it.
    pub(super) fn lease(&self, new_connection: bool) -> Lease<'_> {
        let pool = self.rested_or_current();
        let unpooled = (new_connection && pool.sick.load(Ordering::Relaxed)).then(|| self.unpooled(&pool));
        Lease { connections: self, pool, unpooled }
    }

    fn current(&self) -> Arc<Pool> {
        // Nothing panics while the lock is held.
        Arc::clone(&self.pool.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// After [`IDLE`] without a response no connection is left, and attempts go one by one again until there is.
    fn rested_or_current(&self) -> Arc<Pool> {
        let pool = self.current();
        if self.unshared.load(Ordering::Relaxed) || !pool.first.is_closed() {
            return pool;
        }
        if self.now().saturating_sub(pool.used.load(Ordering::Relaxed)) <= milliseconds(IDLE) {
            return pool;
        }
        self.close_gate(&pool);
        self.current()
    }

    /// Lets attempts go one by one again, because no connection is open that they could share.
    fn close_gate(&self, pool: &Arc<Pool>) {
        let next = Pool::new(pool.number, pool.client.clone(), true, self.now());
        next.sick.store(pool.sick.load(Ordering::Relaxed), Ordering::Relaxed);
        self.put(next, |current| Arc::ptr_eq(current, pool));
    }

    /// Makes `next` the current pool, if the one until now is still the one that it was made for.
    fn put(&self, next: Pool, is_old: impl FnOnce(&Arc<Pool>) -> bool) {
        let next = Arc::new(next);
        let mut current = self.pool.write().unwrap_or_else(PoisonError::into_inner);
        let replaced = is_old(&current).then(|| mem::replace(&mut *current, next));
        drop(current);
        // Closing its connections needs no lock.
        drop(replaced);
    }

    fn unpooled(&self, pool: &Pool) -> &reqwest::Client {
        self.unpooled.get_or_init(|| {
            // The same options worked before; if they do not any more, a kept connection is better than none.
            (self.build)().pool_max_idle_per_host(0).build().unwrap_or_else(|_| pool.client.clone())
        })
    }

    /// Replaces the pool with this number, unless that happened already or would close too many connections.
    fn retire(&self, number: u64, reason: &'static str) {
        let pool = self.current();
        if pool.number != number {
            return;
        }
        pool.sick.store(true, Ordering::Relaxed);
        if self.replacing.swap(true, Ordering::AcqRel) {
            return;
        }
        self.replace(number, reason);
        self.replacing.store(false, Ordering::Release);
    }

    fn replace(&self, number: u64, reason: &'static str) {
        let pool = self.current();
        let unshared = self.unshared.load(Ordering::Relaxed);
        // With HTTP/2 it is one connection; without, about as many as there are attempts.
        let connections = if unshared { Arc::strong_count(&pool) } else { 1 };
        if pool.number != number || !self.allowance.withdraw(connections) {
            return;
        }
        // It fails if the certificates of the system cannot be read any more. Then retries use connections that are not kept.
        let Ok(client) = (self.build)().build() else { return };
        self.put(Pool::new(number + 1, client, !unshared, self.now()), |current| current.number == number);
        debug!(reason, "the connections are replaced");
    }

    fn now(&self) -> u64 {
        milliseconds(self.begun.elapsed())
    }
}

impl Pool {
    fn new(number: u64, client: reqwest::Client, shared: bool, now: u64) -> Self {
        let first = Semaphore::new(1);
        if !shared {
            first.close();
        }
        Self { number, client, first, sick: AtomicBool::new(false), used: AtomicU64::new(now) }
    }
}

/// What one attempt goes over.
pub(super) struct Lease<'a> {
    connections: &'a Connections,
    pool: Arc<Pool>,
    unpooled: Option<&'a reqwest::Client>,
}

impl Lease<'_> {
    pub(super) fn client(&self) -> &reqwest::Client {
        self.unpooled.unwrap_or(&self.pool.client)
    }

    /// Waits while another attempt makes the first connection, which may turn out to be one for all.
    ///
    /// Without that, every task of a program that starts makes a connection, because only the handshake tells that the server
    /// speaks HTTP/2. The wait ends with the first response, because the connection is shared then. It ends after [`FIRST`], too: by
    /// then a connection is there and its response is slow, or none can be made.
    pub(super) async fn turn(&self, deadline: Option<Deadline>) -> Option<SemaphorePermit<'_>> {
        let first = &self.pool.first;
        if first.is_closed() || self.unpooled.is_some() {
            return None;
        }
        let left = deadline.and_then(Deadline::left).unwrap_or(FIRST);
        if let Ok(turn) = timeout(left.min(FIRST), first.acquire()).await {
            return turn.ok();
        }
        if left >= FIRST {
            first.close();
        }
        None
    }

    /// Takes note that no connection could be made.
    pub(super) fn unconnected(&self) {
        let unshared = self.connections.unshared.load(Ordering::Relaxed);
        if self.unpooled.is_none() && self.pool.first.is_closed() && !unshared {
            self.connections.close_gate(&self.pool);
        }
    }

    /// Takes note of the head of a response.
    pub(super) fn answered(&self, status: StatusCode, version: Version) {
        let connections = self.connections;
        if status == StatusCode::SERVICE_UNAVAILABLE {
            self.retire("503");
            return;
        }
        connections.allowance.deposit();
        if self.unpooled.is_some() {
            return;
        }
        let unshared = version < Version::HTTP_2;
        if connections.unshared.load(Ordering::Relaxed) != unshared {
            connections.unshared.store(unshared, Ordering::Relaxed);
        }
        if !unshared {
            self.pool.used.store(connections.now(), Ordering::Relaxed);
        }
        if !self.pool.first.is_closed() {
            self.pool.first.close();
        }
    }

    /// Retires the connections that this attempt could have used, unless it had one for itself or they are retired already.
    pub(super) fn retire(&self, reason: &'static str) {
        if self.unpooled.is_none() {
            self.connections.retire(self.pool.number, reason);
        }
    }
}

/// How many connections may be closed because one of them failed: a hundred, and one per ten responses. A pool counts as
/// at least four, because making one reads the certificates of the system, which takes about ten milliseconds.
///
/// Where each request needs a connection of its own, as with HTTP/1.1, a service that refuses one request in fifty would
/// otherwise be met with new connections for the other forty-nine.
struct Allowance(AtomicU32);

impl Allowance {
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

    /// A full allowance is enough for any number of connections.
    fn withdraw(&self, connections: usize) -> bool {
        let connections = u32::try_from(connections).unwrap_or(u32::MAX);
        let cost = connections.saturating_mul(Self::PER_CONNECTION).clamp(Self::PER_POOL, Self::FULL);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cost)).is_ok()
    }
}

/// How long an attempt waits for the first connection of others.
const FIRST: Duration = Duration::from_secs(1);

/// How long a connection is kept without being used.
pub(super) const IDLE: Duration = Duration::from_secs(90);

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;
    use std::sync::{Arc, atomic::AtomicUsize};
    use std::time::Duration;

    use http::{StatusCode, Version};

    use super::{Allowance, Connections, FIRST, IDLE};
    use crate::transport::Deadline;

    /// Connections, and how often a client was made for them.
    fn connections(secure: bool) -> (Connections, Arc<AtomicUsize>) {
        let clients = Arc::new(AtomicUsize::new(0));
        let counting = Arc::clone(&clients);
        let build = move || {
            counting.fetch_add(1, Ordering::SeqCst);
            reqwest::Client::builder().tls_certs_only([])
        };
        (Connections::new(Box::new(build), secure).unwrap(), clients)
    }

    #[test]
    fn what_many_attempts_saw_is_acted_on_once() {
        let (connections, clients) = connections(true);
        let leases = (0..64).map(|_| connections.lease(false)).collect::<Vec<_>>();
        for lease in &leases {
            lease.retire("test");
        }
        assert_eq!((clients.load(Ordering::SeqCst), connections.current().number), (2, 1));
    }

    #[test]
    fn an_attempt_of_before_does_not_retire_newer_connections() {
        let (connections, clients) = connections(false);
        let (first, second) = (connections.lease(false), connections.lease(false));
        first.retire("test");
        let newer = connections.lease(true);
        assert!(newer.unpooled.is_none(), "all connections of the new pool are new");
        second.retire("test");
        second.answered(StatusCode::SERVICE_UNAVAILABLE, Version::HTTP_11);
        assert_eq!(clients.load(Ordering::SeqCst), 2);
        connections.close_gate(&newer.pool);
        newer.retire("the pool is the same, although its gate was closed meanwhile");
        assert_eq!((clients.load(Ordering::SeqCst), connections.current().number), (3, 2));
    }

    #[test]
    fn connections_are_not_replaced_without_end() {
        let (connections, _) = connections(false);
        let answer = |times: usize| {
            for _ in 0..times {
                connections.lease(false).answered(StatusCode::OK, Version::HTTP_11);
            }
        };
        // fifty attempts are under way at each failure, one of them fails
        let fail = || {
            let leases = (0..50).map(|_| connections.lease(false)).collect::<Vec<_>>();
            leases[0].answered(StatusCode::SERVICE_UNAVAILABLE, Version::HTTP_11);
            connections.current().number
        };
        assert_eq!([fail(), fail(), fail()], [1, 1, 1], "a hundred at once");
        assert!(connections.lease(true).unpooled.is_some(), "a retry still gets a new connection");
        assert!(connections.lease(false).unpooled.is_none());
        connections.lease(true).retire("it was the only one to use that connection");
        answer(500);
        assert_eq!([fail(), fail()], [2, 2], "fifty more after five hundred responses");
    }

    #[test]
    fn an_allowance_that_is_full_is_enough_for_any_number() {
        let allowance = Allowance::full();
        allowance.deposit();
        assert!(allowance.withdraw(100_000));
        assert!(!allowance.withdraw(1));
        (0..40).for_each(|_| allowance.deposit());
        assert!(allowance.withdraw(1) && !allowance.withdraw(1));
    }

    #[tokio::test(start_paused = true)]
    async fn one_attempt_goes_first_until_there_is_a_response() {
        let (connections, _) = connections(true);
        let (first, second) = (connections.lease(false), connections.lease(false));
        let turn = first.turn(None).await;
        assert!(turn.is_some());
        let short = Deadline::after(FIRST / 2);
        assert!(second.turn(Some(short)).await.is_none() && !second.pool.first.is_closed());
        drop(turn);
        assert!(second.turn(None).await.is_some(), "the first failed, and another one goes first");
        let turn = first.turn(None).await;
        assert!(turn.is_some() && second.turn(None).await.is_none(), "the second one does not wait longer");
        assert!(connections.lease(false).pool.first.is_closed(), "and nobody waits after it");
        first.unconnected();
        assert!(!connections.lease(false).pool.first.is_closed(), "until no connection can be made");

        let (first, second) = (connections.lease(false), connections.lease(false));
        second.answered(StatusCode::NOT_FOUND, Version::HTTP_2);
        assert!(first.pool.first.is_closed());
        assert!(connections.lease(false).turn(None).await.is_none());
    }

    #[tokio::test]
    async fn one_attempt_goes_first_when_no_connection_is_left() {
        let (mut connections, clients) = connections(true);
        connections.lease(false).answered(StatusCode::OK, Version::HTTP_2);
        assert!(connections.lease(false).turn(None).await.is_none());
        connections.begun = connections.begun.checked_sub(IDLE + Duration::from_secs(1)).unwrap();
        let later = connections.lease(false);
        assert!(later.turn(None).await.is_some());
        later.answered(StatusCode::OK, Version::HTTP_2);
        assert!(connections.lease(false).turn(None).await.is_none());
        assert_eq!((later.pool.number, clients.load(Ordering::SeqCst)), (0, 1), "the pool is the same");
    }

    #[tokio::test]
    async fn nobody_waits_where_connections_are_not_shared() {
        let (plain, _) = connections(false);
        assert!(plain.lease(false).pool.first.is_closed());
        let (secure, _) = connections(true);
        secure.lease(false).answered(StatusCode::OK, Version::HTTP_11);
        secure.lease(false).retire("test");
        let lease = secure.lease(false);
        assert!(lease.pool.number == 1 && lease.pool.first.is_closed());
    }
}
