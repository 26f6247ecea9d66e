use std::time::Duration;

use http::HeaderValue;
use tower::retry::budget::TpsBudget;

use super::shutdown::Shutdown;
use crate::cloud::Cloud;
use crate::credential::{TokenProvider, TokenRequest};
use crate::pacing::Pacing;
use crate::request::Endpoint;
use crate::retry::RetryPolicy;
use crate::transport::Transport;

/// The state that all clones of a client share.
pub(super) struct ClientInner {
    pub(super) cloud: Cloud,
    pub(super) endpoint: Endpoint,
    pub(super) credential: Box<dyn TokenProvider>,
    pub(super) token_request: TokenRequest,
    pub(super) user_agent: HeaderValue,
    pub(super) pacing: Pacing,
    pub(super) deadline: Duration,
    pub(super) attempt_timeout: Duration,
    pub(super) max_response_bytes: u64,
    pub(super) retry: RetryPolicy,
    pub(super) retry_budget: TpsBudget,
    pub(super) transport: Transport,
    pub(super) shutdown: Shutdown,
}
