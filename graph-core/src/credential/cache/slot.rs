//! The decisions: which callers use what is kept, which share a call of the provider, which start one.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use futures_util::future::{BoxFuture, WeakShared};

use super::Flight;
use crate::credential::{AccessToken, TokenRequest};
use crate::error::Error;

/// What is known of one list of scopes.
pub(super) struct Slot {
    scopes: Arc<[String]>,
    kept: Option<Kept>,
    /// Calls under way: more than one only if they ask for different things.
    calls: Vec<Call>,
    /// How many calls were started.
    started: u64,
    /// When a call without claims for somebody who was refused last brought a token.
    replaced_at: Option<SystemTime>,
}

/// What a caller does.
pub(super) enum Plan {
    Use(AccessToken),
    Wait { flight: Flight, fallback: Option<AccessToken> },
}

struct Kept {
    token: AccessToken,
    claims: Option<Arc<str>>,
    landed_at: SystemTime,
    expires_at: SystemTime,
    refresh_at: SystemTime,
    /// The call that it came from.
    number: u64,
}

struct Call {
    number: u64,
    claims: Option<Arc<str>>,
    /// Whether the provider was told not to give a kept token.
    refresh: bool,
    /// Weak, so that a call that nobody waits for any more ends.
    flight: WeakShared<BoxFuture<'static, Result<AccessToken, Arc<Error>>>>,
}

impl Slot {
    pub(super) fn new(scopes: Arc<[String]>) -> Self {
        Self { scopes, kept: None, calls: Vec::new(), started: 0, replaced_at: None }
    }

    pub(super) fn is_for(&self, scopes: &Arc<[String]>) -> bool {
        Arc::ptr_eq(&self.scopes, scopes) || self.scopes == *scopes
    }

    pub(super) fn plan(&mut self, request: &TokenRequest, now: SystemTime, start: impl FnOnce(u64) -> Flight) -> Plan {
        let kept = self.kept.as_ref().filter(|kept| now < kept.expires_at);
        if request.is_refresh() {
            if let Some(kept) = kept
                && (kept.answers(request) || self.was_just_answered(kept, request, now))
            {
                return Plan::Use(kept.token.clone());
            }
            let flight = self.under_way(|call| call.refresh && call.claims.as_ref() == request.shared_claims());
            return Plan::Wait { flight: flight.unwrap_or_else(|| self.start(request, start)), fallback: None };
        }
        let Some(kept) = kept else {
            let flight = self.under_way(|call| call.claims.is_none());
            return Plan::Wait { flight: flight.unwrap_or_else(|| self.start(request, start)), fallback: None };
        };
        // Somebody was refused with the kept token: going on with it would be refused as well.
        let replacing = self.under_way(|call| call.refresh && call.claims.is_none());
        let token = kept.token.clone();
        match replacing {
            Some(flight) => Plan::Wait { flight, fallback: Some(token) },
            None if now < kept.refresh_at || self.under_way(|call| call.claims.is_none()).is_some() => Plan::Use(token),
            None => {
                // At once, so that a caller who is dropped meanwhile does not leave its wait to the next one.
                self.postpone(now);
                Plan::Wait { flight: self.start(request, start), fallback: Some(token) }
            }
        }
    }

    /// Takes what call `number` brought.
    pub(super) fn land(
        &mut self,
        request: &TokenRequest,
        number: u64,
        outcome: Result<AccessToken, Error>,
        now: SystemTime,
        ahead: Duration,
    ) -> Result<AccessToken, Arc<Error>> {
        self.calls.retain(|call| call.number != number);
        let token = match outcome {
            Ok(token) => token,
            Err(error) => {
                self.postpone(now);
                return Err(Arc::new(error));
            }
        };
        if request.is_refresh() && request.claims().is_none() {
            self.replaced_at = Some(now);
        }
        if let Some(kept) = &self.kept
            && kept.number > number
            && now < kept.expires_at
        {
            // A call that was started later was faster; perhaps because this token was refused.
            return Ok(if request.claims().is_none() { kept.token.clone() } else { token });
        }
        self.kept = token.expires_at().filter(|expires_at| now < *expires_at).map(|expires_at| {
            let left = expires_at.duration_since(now).unwrap_or_default();
            let claims = request.shared_claims().cloned();
            let refresh_at = expires_at - ahead.min(left / 2);
            Kept { token: token.clone(), claims, landed_at: now, expires_at, refresh_at, number }
        });
        Ok(token)
    }

    /// Uses the kept token for a while before the next try to replace it ahead of its expiry.
    pub(super) fn postpone(&mut self, now: SystemTime) {
        if let Some(kept) = &mut self.kept {
            kept.refresh_at = kept.refresh_at.max(now + PAUSE);
        }
    }

    /// Whether the kept token is all that there is to be had for now, although it was refused: a service that refuses
    /// whatever it gets must not make each request one to the authority. Other claims than the kept token has are new.
    fn was_just_answered(&self, kept: &Kept, request: &TokenRequest, now: SystemTime) -> bool {
        let at = match request.claims() {
            None => self.replaced_at,
            claims => Some(kept.landed_at).filter(|_| kept.claims.as_deref() == claims),
        };
        // A clock that was set back says nothing.
        at.and_then(|at| now.duration_since(at).ok()).is_some_and(|passed| passed < PAUSE)
    }

    fn start(&mut self, request: &TokenRequest, start: impl FnOnce(u64) -> Flight) -> Flight {
        self.started += 1;
        let flight = start(self.started);
        self.calls.retain(|call| call.flight.upgrade().is_some());
        if let Some(weak) = flight.downgrade() {
            let claims = request.shared_claims().cloned();
            self.calls.push(Call { number: self.started, claims, refresh: request.is_refresh(), flight: weak });
        }
        flight
    }

    fn under_way(&self, fits: impl Fn(&Call) -> bool) -> Option<Flight> {
        self.calls.iter().filter(|call| fits(call)).find_map(|call| call.flight.upgrade())
    }
}

impl Kept {
    /// Whether it is already what somebody asks for whose token was refused.
    fn answers(&self, request: &TokenRequest) -> bool {
        request.refused().is_some_and(|refused| !self.token.is_same(refused))
            && request.claims().is_none_or(|claims| self.claims.as_deref() == Some(claims))
    }
}

/// How long the token that is there is used before the next try: after a refresh that failed, and after one that brought
/// a token that is refused as well.
const PAUSE: Duration = Duration::from_secs(30);
