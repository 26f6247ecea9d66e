//! Decides what a caller of the cache gets.
//!
//! It is the cached token, a provider call in flight, or a new one.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::future::{BoxFuture, Shared, WeakShared};

use crate::credential::{AccessToken, TokenRequest};
use crate::error::Error;

/// A call of the provider that any number of callers wait for; whichever is polled drives it.
pub(super) type SharedCall = Shared<BoxFuture<'static, Result<AccessToken, Arc<Error>>>>;

/// The state of the cache for one list of scopes.
pub(super) struct CacheEntry {
    scopes: Arc<[String]>,
    cached: Option<CachedToken>,
    /// The calls in flight. There is more than one only if they request different things.
    in_flight: Vec<InFlightCall>,
    /// The id of the latest call.
    last_id: u64,
    /// When a call without claims last replaced a token that the service rejected.
    replaced_at: Option<SystemTime>,
}

/// What a caller does.
pub(super) enum Lookup {
    Use(AccessToken),
    Wait { call: SharedCall, fallback: Option<AccessToken> },
}

struct CachedToken {
    token: AccessToken,
    claims: Option<Arc<str>>,
    acquired_at: SystemTime,
    expires_at: SystemTime,
    refresh_at: SystemTime,
    /// The id of the call that acquired it.
    id: u64,
}

struct InFlightCall {
    id: u64,
    claims: Option<Arc<str>>,
    /// Whether the provider must not return a cached token.
    is_refresh: bool,
    /// Weak, so that a call ends when no caller waits for it any more.
    call: WeakShared<BoxFuture<'static, Result<AccessToken, Arc<Error>>>>,
}

/// How long the cached token is used before the next attempt to replace it: after a refresh that failed, and after one that
/// acquired a token that is rejected as well.
const RETRY_INTERVAL: Duration = Duration::from_secs(30);

impl CacheEntry {
    pub(super) fn new(scopes: Arc<[String]>) -> Self {
        Self { scopes, cached: None, in_flight: Vec::new(), last_id: 0, replaced_at: None }
    }

    pub(super) fn is_for(&self, scopes: &Arc<[String]>) -> bool {
        Arc::ptr_eq(&self.scopes, scopes) || self.scopes == *scopes
    }

    /// Looks up a token for `request`; `start` starts a call of the provider with an id.
    pub(super) fn look_up(
        &mut self,
        request: &TokenRequest,
        now: SystemTime,
        start: impl FnOnce(u64) -> SharedCall,
    ) -> Lookup {
        let cached = self.cached.as_ref().filter(|cached| now < cached.expires_at);
        if request.is_refresh() {
            if let Some(cached) = cached
                && (cached.satisfies(request) || self.was_just_replaced(cached, request, now))
            {
                return Lookup::Use(cached.token.clone());
            }
            let call = self.in_flight(|call| call.is_refresh && call.claims.as_ref() == request.shared_claims());
            return Lookup::Wait { call: call.unwrap_or_else(|| self.start(request, start)), fallback: None };
        }
        let Some(cached) = cached else {
            let call = self.in_flight(|call| call.claims.is_none());
            return Lookup::Wait { call: call.unwrap_or_else(|| self.start(request, start)), fallback: None };
        };
        // The service has rejected the cached token for another caller, so it would be rejected here as well.
        let replacing = self.in_flight(|call| call.is_refresh && call.claims.is_none());
        let token = cached.token.clone();
        match replacing {
            Some(call) => Lookup::Wait { call, fallback: Some(token) },
            None if now < cached.refresh_at || self.in_flight(|call| call.claims.is_none()).is_some() => {
                Lookup::Use(token)
            }
            None => {
                // Before the call ends, so that a caller that is dropped meanwhile does not leave the wait to the next one.
                self.postpone_refresh(now);
                Lookup::Wait { call: self.start(request, start), fallback: Some(token) }
            }
        }
    }

    /// Stores the outcome of call `id`, and returns what its callers get.
    pub(super) fn complete(
        &mut self,
        request: &TokenRequest,
        id: u64,
        outcome: Result<AccessToken, Error>,
        now: SystemTime,
        refresh_ahead: Duration,
    ) -> Result<AccessToken, Arc<Error>> {
        self.in_flight.retain(|call| call.id != id);
        let token = match outcome {
            Ok(token) => token,
            Err(error) => {
                self.postpone_refresh(now);
                return Err(Arc::new(error));
            }
        };
        if request.is_refresh() && request.claims().is_none() {
            self.replaced_at = Some(now);
        }
        if let Some(cached) = &self.cached
            && cached.id > id
            && now < cached.expires_at
        {
            // A call that started later was faster, perhaps because the service rejected this token.
            return Ok(if request.claims().is_none() { cached.token.clone() } else { token });
        }
        self.cached = token.expires_at().filter(|expires_at| now < *expires_at).map(|expires_at| {
            let lifetime = expires_at.duration_since(now).unwrap_or_default();
            let claims = request.shared_claims().cloned();
            let refresh_at = expires_at - refresh_ahead.min(lifetime / 2);
            CachedToken { token: token.clone(), claims, acquired_at: now, expires_at, refresh_at, id }
        });
        Ok(token)
    }

    /// Uses the cached token for a while before the next attempt to refresh it.
    pub(super) fn postpone_refresh(&mut self, now: SystemTime) {
        if let Some(cached) = &mut self.cached {
            cached.refresh_at = cached.refresh_at.max(now + RETRY_INTERVAL);
        }
    }

    /// Returns whether the cached token was acquired just now for such a request. A service that rejects every token must not
    /// turn each request into one to the authority. Claims that the cached token does not have need a new token.
    fn was_just_replaced(&self, cached: &CachedToken, request: &TokenRequest, now: SystemTime) -> bool {
        let at = match request.claims() {
            None => self.replaced_at,
            claims => Some(cached.acquired_at).filter(|_| cached.claims.as_deref() == claims),
        };
        // The clock may have been set back.
        at.and_then(|at| now.duration_since(at).ok()).is_some_and(|elapsed| elapsed < RETRY_INTERVAL)
    }

    fn start(&mut self, request: &TokenRequest, start: impl FnOnce(u64) -> SharedCall) -> SharedCall {
        self.last_id += 1;
        let call = start(self.last_id);
        self.in_flight.retain(|other| other.call.upgrade().is_some());
        if let Some(weak) = call.downgrade() {
            let (claims, is_refresh) = (request.shared_claims().cloned(), request.is_refresh());
            self.in_flight.push(InFlightCall { id: self.last_id, claims, is_refresh, call: weak });
        }
        call
    }

    fn in_flight(&self, matches: impl Fn(&InFlightCall) -> bool) -> Option<SharedCall> {
        self.in_flight.iter().filter(|call| matches(call)).find_map(|call| call.call.upgrade())
    }
}

impl CachedToken {
    /// Returns whether the token replaces the one that the service rejected.
    fn satisfies(&self, request: &TokenRequest) -> bool {
        request.rejected_token().is_some_and(|rejected| !self.token.is_same(rejected))
            && request.claims().is_none_or(|claims| self.claims.as_deref() == Some(claims))
    }
}
