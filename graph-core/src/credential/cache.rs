//! Keeping tokens, and getting each of them once.

mod failure;
mod slot;

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use tokio::time::timeout;

use super::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::error::Error;

pub(super) use failure::{cause, share};
use slot::{Plan, Slot};

/// Keeps the tokens of a provider and gets new ones ahead of their expiry, one request to the provider at a time.
///
/// A client wraps its credential in one, unless the credential [keeps tokens](TokenProvider::keeps_tokens) itself; make one
/// yourself to share it between clients, by cloning it. What it promises:
///
/// - Callers that need a token at the same time share one call of the provider. It goes on as long as one of them waits,
///   whichever of them is dropped; it is dropped with the last.
/// - A token is refreshed [ahead](Self::refresh_ahead) of its expiry by one caller, while the others use the old one. If that
///   fails, or takes longer than five seconds, the old one is used until it expires, and the next try is half a minute later.
///   A call that takes too long ends with the last who waits for it. After the expiry all callers wait.
/// - A [refused](TokenRequest::instead_of) token is replaced once, however many callers had it. For half a minute the provider
///   is not asked for another replacement, nor for the same claims again: whoever is refused once more gets the same token.
///   A request with claims is never answered by a call without them, or with other ones.
/// - An error goes to everybody who waited for that call, and to nobody else: the next caller tries again.
/// - A token that does not say its expiry is not kept beyond the callers who waited for it, because nobody knows when it is dead.
///   The provider is then asked for every request; say the expiry by [`AccessToken::with_expiry`].
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
    slots: Arc<Mutex<Vec<Slot>>>,
    schedule: Schedule,
}

impl TokenCache {
    /// Keeps the tokens of `provider`.
    pub fn new(provider: impl TokenProvider) -> Self {
        let schedule = Schedule { ahead: Duration::from_secs(5 * 60), now: SystemTime::now };
        Self { provider: Arc::new(provider), slots: Arc::default(), schedule }
    }

    /// How long before its expiry a token is refreshed: five minutes unless said, but never before half of what was left of
    /// its life when it came.
    #[must_use]
    pub fn refresh_ahead(mut self, ahead: Duration) -> Self {
        self.schedule.ahead = ahead;
        self
    }

    fn plan(&self, request: &TokenRequest) -> Plan {
        let now = (self.schedule.now)();
        self.at(request, |slot| slot.plan(request, now, |number| self.clone().fly(request.clone(), number)))
    }

    /// Waits a little for a new token while the old one is good, and to the end of the call if it expires meanwhile.
    async fn new_or_old(&self, request: &TokenRequest, flight: Flight, old: AccessToken) -> Result<AccessToken, Error> {
        let left = || old.expires_at()?.duration_since((self.schedule.now)()).ok().filter(|left| !left.is_zero());
        let wait = left().unwrap_or_default().min(PATIENCE);
        let outcome = match timeout(wait, flight.clone()).await {
            Ok(outcome) => outcome,
            Err(_) if left().is_some() => {
                // With the last who waits the call ends: one that hangs is better made anew than joined later.
                self.at(request, |slot| slot.postpone((self.schedule.now)()));
                tracing::debug!("a new access token takes long; the old one is still good");
                return Ok(old);
            }
            Err(_) => flight.await,
        };
        match outcome {
            Err(error) if left().is_some() => {
                tracing::debug!(error.r#type = error.kind().as_str(), "no new access token; the old one is still good");
                Ok(old)
            }
            outcome => outcome.map_err(|error| share(&error)),
        }
    }

    /// One call of the provider, whoever waits for it.
    fn fly(self, request: TokenRequest, number: u64) -> Flight {
        let flight = async move {
            // A panic would be everybody's who waits; it is shown by the panic hook and becomes an error here.
            let call = AssertUnwindSafe(async { self.provider.token(&request).await });
            let outcome = call.catch_unwind().await.unwrap_or_else(|_| Err(Error::credential("the provider panicked")));
            let (now, ahead) = ((self.schedule.now)(), self.schedule.ahead);
            self.at(&request, |slot| slot.land(&request, number, outcome, now, ahead))
        };
        flight.boxed().shared()
    }

    /// Does something at the place where tokens for the scopes of `request` are kept.
    fn at<T>(&self, request: &TokenRequest, act: impl FnOnce(&mut Slot) -> T) -> T {
        let scopes = request.shared_scopes();
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = slots.iter_mut().find(|slot| slot.is_for(scopes)) {
            return act(slot);
        }
        let mut slot = Slot::new(Arc::clone(scopes));
        let done = act(&mut slot);
        slots.push(slot);
        done
    }
}

impl TokenProvider for TokenCache {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        match self.plan(request) {
            Plan::Use(token) => Box::pin(std::future::ready(Ok(token))),
            Plan::Wait { flight, fallback: None } => {
                Box::pin(async move { flight.await.map_err(|error| share(&error)) })
            }
            Plan::Wait { flight, fallback: Some(old) } => Box::pin(self.new_or_old(request, flight, old)),
        }
    }

    fn keeps_tokens(&self) -> bool {
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

/// A call of the provider that any number of callers wait for; whichever is polled drives it.
type Flight = Shared<BoxFuture<'static, Result<AccessToken, Arc<Error>>>>;

/// How long a caller who has a token that is still good waits for a newer one.
const PATIENCE: Duration = Duration::from_secs(5);

/// When a token is refreshed, by the clock that its expiry is told by.
#[derive(Clone, Copy)]
struct Schedule {
    ahead: Duration,
    now: fn() -> SystemTime,
}

#[cfg(test)]
mod tests;
