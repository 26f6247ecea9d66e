//! The error of starting and scripting a sandbox.

use std::io;
#[cfg(feature = "metadata")]
use std::path::PathBuf;

use crate::types::TypeConflict;

/// An error returned when a sandbox cannot start or cannot accept a script.
///
/// The message states the port, path, entity or response that caused it. `source()` returns the IO error of a port that
/// is not available.
///
/// ```
/// use graph_sandbox::Sandbox;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let first = Sandbox::builder().start().await?;
/// let port = first.endpoint().rsplit(':').next().unwrap_or_default().parse()?;
///
/// let error = Sandbox::builder().port(port).start().await.expect_err("the port is in use");
/// assert_eq!(error.to_string(), format!("failed to listen on port {port} of the loopback interface"));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct SandboxError(#[from] SandboxErrorKind);

/// The kinds of [`SandboxError`]. They are private: users see the message and the source.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SandboxErrorKind {
    #[error("failed to listen on port {port} of the loopback interface")]
    Listen { port: u16, source: io::Error },

    #[error("failed to use `{endpoint}` as the endpoint of a cloud")]
    Endpoint { endpoint: String, source: graph_core::Error },

    #[error(
        "`#{first}` and `#{second}` both declare the path `/{version}{template}`, and no common base type is known; serve only one of them, or state the base type with `SandboxBuilder::base_type`"
    )]
    Conflict { first: &'static str, second: &'static str, version: &'static str, template: &'static str },

    #[error(transparent)]
    Declarations(TypeConflict),

    #[error("`{odata_type}` does not have the property `{property}`, which `SandboxBuilder::{method}` names")]
    UnknownProperty { odata_type: &'static str, property: String, method: &'static str },

    #[error("the entity at `{path}` does not match its type `{odata_type}`: {message}")]
    Entity { path: String, odata_type: &'static str, message: String },

    #[cfg(feature = "metadata")]
    #[error("failed to read the metadata file `{}`", file.display())]
    MetadataFile { file: PathBuf, source: io::Error },

    #[cfg(feature = "metadata")]
    #[error("the metadata file `{}` is not valid CSDL", file.display())]
    Metadata { file: PathBuf, source: graph_metadata::MetadataError },

    #[cfg(feature = "metadata")]
    #[error("the declarations have what the metadata file `{}` does not have: {}", file.display(), problems.join("; "))]
    Invented { file: PathBuf, problems: Vec<String> },

    #[error("failed to script a response: {0}")]
    Script(String),
}
