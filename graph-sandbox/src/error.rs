use std::io;

/// Why a sandbox could not start, or not take a script.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct SandboxError(#[from] Reason);

#[derive(Debug, thiserror::Error)]
pub(crate) enum Reason {
    #[error("the sandbox cannot listen on port {port} of the loopback interface")]
    Listen { port: u16, source: io::Error },

    #[error("the loopback address cannot be the endpoint of a cloud")]
    Endpoint(#[source] graph_core::Error),

    #[error("`{first}` and `{second}` both declare `/{version}{template}`; serve one of them")]
    Conflict { first: &'static str, second: &'static str, version: &'static str, template: &'static str },

    #[error("the entity at `{path}` is not a `{odata_type}`: {fault}")]
    Entity { path: String, odata_type: &'static str, fault: String },

    #[error("a scripted answer cannot be sent: {0}")]
    Script(String),
}
