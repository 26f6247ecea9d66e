use std::future::Future;
use std::pin::Pin;

use super::planned::Planned;

/// A step of a [`Run`](super::Run): something that can be planned, and then done.
///
/// [`EnsureOperation`](crate::operation::EnsureOperation) is one. Other crates implement it for what they do, such as assignments. A step that was
/// done is unchanged when it is planned again.
///
/// ```
/// use graph_core::plan::{Planned, Step, StepFuture};
///
/// /// Creates a folder of the local disk.
/// struct Folder(&'static str);
///
/// impl Step for Folder {
///     type Error = std::io::Error;
///
///     fn plan(&self) -> StepFuture<'_, Self::Error> {
///         Box::pin(async move {
///             let exists = std::path::Path::new(self.0).is_dir();
///             Ok(if exists { Planned::unchanged("folder", self.0) } else { Planned::create("folder", self.0) })
///         })
///     }
///
///     fn apply(&self) -> StepFuture<'_, Self::Error> {
///         Box::pin(async move {
///             let planned = self.plan().await?;
///             std::fs::create_dir_all(self.0)?;
///             Ok(planned)
///         })
///     }
/// }
/// ```
pub trait Step: Send + Sync {
    /// The error of the step.
    type Error;

    /// Returns what [`apply`](Self::apply) would do. It only reads.
    fn plan(&self) -> StepFuture<'_, Self::Error>;

    /// Makes the changes, and returns what was done.
    fn apply(&self) -> StepFuture<'_, Self::Error>;
}

/// The future of a [`Step`].
pub type StepFuture<'a, E> = Pin<Box<dyn Future<Output = Result<Planned, E>> + Send + 'a>>;

impl<S: Step + ?Sized> Step for Box<S> {
    type Error = S::Error;

    fn plan(&self) -> StepFuture<'_, S::Error> {
        (**self).plan()
    }

    fn apply(&self) -> StepFuture<'_, S::Error> {
        (**self).apply()
    }
}
