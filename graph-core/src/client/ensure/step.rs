use std::future::Future;
use std::pin::Pin;

use super::planned::Planned;
use crate::error::Error;

/// A step of a [`Run`](super::Run): something that can be planned, and then done.
///
/// [`EnsureOperation`](crate::operation::EnsureOperation) is one. Other crates implement it for what they do, such as assignments. A step that was done is unchanged when
/// it is planned again.
pub trait Step: Send + Sync {
    /// Returns what [`apply`](Self::apply) would do. It only reads.
    fn plan(&self) -> StepFuture<'_>;

    /// Makes the changes, and returns what was done.
    fn apply(&self) -> StepFuture<'_>;
}

/// The future of a [`Step`].
pub type StepFuture<'a> = Pin<Box<dyn Future<Output = Result<Planned, Error>> + Send + 'a>>;

impl<S: Step + ?Sized> Step for Box<S> {
    fn plan(&self) -> StepFuture<'_> {
        (**self).plan()
    }

    fn apply(&self) -> StepFuture<'_> {
        (**self).apply()
    }
}
