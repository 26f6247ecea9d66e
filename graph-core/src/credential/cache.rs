//! Caches tokens, and acquires each of them once.

mod entry;
mod shared_error;

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use tokio::time::timeout;

use super::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::error::Error;

use entry::{CacheEntry, Lookup, SharedCall};
pub(super) use shared_error::{cause, share};

/// Caches the tokens of a provider, and refreshes them before they expire.
///
/// A client wraps its credential in a cache, unless the credential [caches tokens](TokenProvider::caches_tokens) itself. Create one
/// yourself to share it between clients: clones share the tokens. The rules are:
///
/// - Callers that need a token at the same time share one call of the provider. The call continues as long as one of them waits,
///   whichever of them is dropped. It is dropped with the last one.
/// - One caller refreshes a token [ahead](Self::refresh_ahead) of its expiry, while the others use the old one. If the refresh
///   fails, or takes longer than five seconds, the old token is used until it expires, and the next attempt follows half a minute
///   later. A call that takes too long ends with the last caller that waits for it. After the expiry all callers wait.
/// - A [rejected](TokenRequest::with_rejected_token) token is replaced once, however many callers had it. For half a minute
///   no other replacement is requested, nor the same claims again: a caller whose token is rejected once more
///   gets the same token. A request with claims never gets a token from a call without them, or with other ones.
/// - An error goes to the callers that waited for that call only. The next caller starts a new call.
/// - A token without a known expiry is not cached, because it may expire at any time. The provider is then called for every
///   request; set the expiry with [`AccessToken::with_expiry`].
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
/// use std::time::{Duration, SystemTime};
///
/// use graph_core::credential::{AccessToken, TokenCache, TokenFuture, TokenProvider, TokenRequest};
///
/// struct Vault(AtomicU32);
///
/// impl TokenProvider for Vault {
///     fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a> {
///         let number = self.0.fetch_add(1, Relaxed);
///         let expiry = SystemTime::now() + Duration::from_secs(3600);
///         Box::pin(async move { Ok(AccessToken::new(format!("token-{number}"))?.with_expiry(expiry)) })
///     }
/// }
///
/// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), graph_core::Error> {
/// let vault = std::sync::Arc::new(Vault(AtomicU32::new(0)));
/// let cache = TokenCache::new(vault.clone());
/// let request = TokenRequest::new(["https://graph.microsoft.com/.default"]);
/// for _ in 0..1000 {
///     cache.token(&request).await?;
/// }
/// assert_eq!(vault.0.load(Relaxed), 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct TokenCache {
    provider: Arc<dyn TokenProvider>,
    entries: Arc<Mutex<Vec<CacheEntry>>>,
    schedule: RefreshSchedule,
}

/// When tokens are refreshed, and the clock that their expiry refers to.
#[derive(Clone, Copy)]
struct RefreshSchedule {
    ahead: Duration,
    now: fn() -> SystemTime,
}

/// How long a caller whose token is still valid waits for a new one.
const MAX_REFRESH_WAIT: Duration = Duration::from_secs(5);

impl TokenCache {
    /// Creates a cache for the tokens of `provider`.
    pub fn new(provider: impl TokenProvider) -> Self {
        let schedule = RefreshSchedule { ahead: Duration::from_secs(5 * 60), now: SystemTime::now };
        Self { provider: Arc::new(provider), entries: Arc::default(), schedule }
    }

    /// Sets how long before its expiry a token is refreshed. Defaults to five minutes.
    ///
    /// A token is never refreshed before half of its remaining lifetime at acquisition is over.
    #[must_use]
    pub fn refresh_ahead(mut self, ahead: Duration) -> Self {
        self.schedule.ahead = ahead;
        self
    }

    fn look_up(&self, request: &TokenRequest) -> Lookup {
        let now = (self.schedule.now)();
        self.with_entry(request, |entry| {
            entry.look_up(request, now, |id| self.clone().call_provider(request.clone(), id))
        })
    }

    /// Waits briefly for a new token while the old one is valid, and to the end of the call if the old one expires meanwhile.
    async fn refresh(&self, request: &TokenRequest, call: SharedCall, old: AccessToken) -> Result<AccessToken, Error> {
        let lifetime = || {
            let lifetime = old.expires_at()?.duration_since((self.schedule.now)()).ok()?;
            Some(lifetime).filter(|lifetime| !lifetime.is_zero())
        };
        let wait = lifetime().unwrap_or_default().min(MAX_REFRESH_WAIT);
        let outcome = match timeout(wait, call.clone()).await {
            Ok(outcome) => outcome,
            Err(_) if lifetime().is_some() => {
                // The call ends with its last caller: one that hangs is better started anew than joined later.
                self.with_entry(request, |entry| entry.postpone_refresh((self.schedule.now)()));
                tracing::debug!("the access token could not be refreshed in time; the old one is still valid");
                return Ok(old);
            }
            Err(_) => call.await,
        };
        match outcome {
            Err(error) if lifetime().is_some() => {
                let kind = error.kind().as_str();
                tracing::debug!(error.r#type = kind, "failed to refresh the access token; the old one is still valid");
                Ok(old)
            }
            outcome => outcome.map_err(|error| share(&error)),
        }
    }

    /// Calls the provider once for all callers that wait.
    fn call_provider(self, request: TokenRequest, id: u64) -> SharedCall {
        let call = async move {
            // A panic would reach all callers. The panic hook reports it, and it becomes an error here.
            let call = AssertUnwindSafe(async { self.provider.token(&request).await });
            let outcome = call.catch_unwind().await;
            let outcome = outcome.unwrap_or_else(|_| Err(Error::credential("the token provider panicked")));
            let RefreshSchedule { ahead, now } = self.schedule;
            self.with_entry(&request, |entry| entry.complete(&request, id, outcome, now(), ahead))
        };
        call.boxed().shared()
    }

    /// Calls a function with the entry for the scopes of `request`.
    fn with_entry<T>(&self, request: &TokenRequest, call: impl FnOnce(&mut CacheEntry) -> T) -> T {
        let scopes = request.shared_scopes();
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries.iter_mut().find(|entry| entry.is_for(scopes)) {
            return call(entry);
        }
        let mut entry = CacheEntry::new(Arc::clone(scopes));
        let result = call(&mut entry);
        entries.push(entry);
        result
    }
}

impl TokenProvider for TokenCache {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        match self.look_up(request) {
            Lookup::Use(token) => Box::pin(std::future::ready(Ok(token))),
            Lookup::Wait { call, fallback: None } => Box::pin(async move { call.await.map_err(|error| share(&error)) }),
            Lookup::Wait { call, fallback: Some(old) } => Box::pin(self.refresh(request, call, old)),
        }
    }

    fn caches_tokens(&self) -> bool {
        true
    }

    fn delay_reason(&self) -> Option<Error> {
        self.provider.delay_reason()
    }
}

impl fmt::Debug for TokenCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenCache").field("refresh_ahead", &self.schedule.ahead).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
