//! What users set on a sandbox besides its entities.

use crate::request_log::RecordedRequest;

/// A function that receives each request with the status of its response.
pub(crate) type RequestObserver = Box<dyn Fn(&RecordedRequest) + Send + Sync>;

/// The response to a successful `PATCH` without a `Prefer` header.
///
/// ```
/// use graph_sandbox::{PatchResponse, Sandbox};
///
/// let builder = Sandbox::builder().patch_response(PatchResponse::NoContent);
/// # drop(builder);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum PatchResponse {
    /// `200` with the entity, as the Intune reference documents it.
    #[default]
    Entity,
    /// `204` without a body, as most other parts of Microsoft Graph respond.
    NoContent,
}

/// The options of a service.
pub(crate) struct ServiceOptions {
    pub(crate) token: Option<String>,
    pub(crate) patch_response: PatchResponse,
    pub(crate) body_limit: usize,
    pub(crate) request_log_capacity: usize,
    pub(crate) strict_enums: bool,
    pub(crate) observer: Option<RequestObserver>,
}

impl Default for ServiceOptions {
    fn default() -> Self {
        Self {
            token: None,
            patch_response: PatchResponse::default(),
            body_limit: 4 << 20,
            request_log_capacity: 1_000,
            strict_enums: false,
            observer: None,
        }
    }
}
