use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::update::UpdateOperation;
use crate::address::Address;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::failure::{ErrorKind, FailedAttempt};
use crate::request::Prefer;
use crate::response::{Entity, Updated};
use crate::transport::Deadline;
use crate::update::{Resource, Update as _, changed_but_not_sent};

/// How often an entity is read again after another client has changed it.
const MAX_CONFLICTS: u32 = 4;

impl GraphClient {
    /// Reads the entity at `address`, changes it with `change`, and sends what differs.
    ///
    /// The update has the ETag of the entity that was read. If another client has changed the entity meanwhile (412), the entity is
    /// read and changed again, at most four times. `change` may therefore be called several times, with different values. If it
    /// changes nothing, nothing is sent, and the result is [`Updated::Unchanged`].
    ///
    /// Many services, Intune among them, return no ETag. The update is then sent without a condition: it contains only the properties that
    /// `change` changed, but it overwrites what another client may have written to these. [`require_etag`](ModifyOperation::require_etag)
    /// makes that an error instead.
    ///
    /// ```no_run
    /// # use graph_core::{GraphClient, graph_resource};
    /// #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// #[derive(Clone)]
    /// struct Printer {
    ///     #[graph(key)]
    ///     id: String,
    ///     job_count: i32,
    /// }
    ///
    /// # async fn run(graph: GraphClient) -> Result<(), graph_core::Error> {
    /// let updated = graph.modify(Printer::at("p1"), |printer| printer.job_count += 1).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`ErrorKind::Request`] if `change` changes what an update cannot send: a key, or a property under `read_only` or `expand`. Nothing is
    /// sent then. The operation also fails with the errors of [`get`](Self::get) and [`update`](Self::update). One for status 412 means that the
    /// entity changed each time, or that an earlier attempt of the update may have been processed.
    pub fn modify<'change, T: Resource + Clone>(
        &self,
        address: Address<T>,
        change: impl FnMut(&mut T) + Send + 'change,
    ) -> ModifyOperation<'change, T> {
        let change = Box::new(change);
        ModifyOperation {
            client: self.clone(),
            address,
            change,
            deadline: self.inner.deadline,
            prefer: None,
            requires_etag: false,
        }
    }
}

/// Reads, changes and updates an entity; returned by [`GraphClient::modify`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct ModifyOperation<'change, T> {
    client: GraphClient,
    address: Address<T>,
    change: Box<dyn FnMut(&mut T) + Send + 'change>,
    deadline: Duration,
    prefer: Option<Prefer>,
    requires_etag: bool,
}

impl<'change, T: Resource + Clone + 'change> ModifyOperation<'change, T> {
    /// Sets how long all calls together may take.
    ///
    /// Defaults to the [`deadline`](crate::GraphClientBuilder::deadline) of the client.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets whether the response should contain the entity.
    pub fn prefer(mut self, prefer: Prefer) -> Self {
        self.prefer = Some(prefer);
        self
    }

    /// Fails before the update is sent if the service returned no ETag, which protects the changes of other clients.
    ///
    /// The kind of the error is [`ErrorKind::Request`].
    pub fn require_etag(mut self) -> Self {
        self.requires_etag = true;
        self
    }

    /// Starts the calls, as awaiting the operation does.
    ///
    /// A task can run the future if `change` borrows nothing.
    pub fn send(self) -> ModifyFuture<'change, T> {
        self.into_future()
    }

    async fn run(mut self) -> Result<Updated<T>, Error> {
        let deadline = Deadline::after(self.deadline);
        let limit = self.deadline;
        let remaining = || deadline.remaining().unwrap_or(limit);
        let mut conflicts = 0;
        loop {
            // the entity need not be `Send`: it is gone before the next wait
            let mut operation = {
                let before = self.client.get(self.address.clone()).deadline(remaining()).await?;
                self.update_after(&before)?
            };
            operation = operation.deadline(remaining());
            if let Some(prefer) = self.prefer {
                operation = operation.prefer(prefer);
            }
            match operation.await {
                Err(error) if conflicts < MAX_CONFLICTS && is_conflict(&error) => conflicts += 1,
                result => return result,
            }
        }
    }

    /// Changes what was read, and returns the update of what differs.
    fn update_after(&mut self, before: &Entity<T>) -> Result<UpdateOperation<T>, Error> {
        let mut after = before.value().clone();
        (self.change)(&mut after);
        let update = T::diff(before, &after);
        if let Some(name) = changed_but_not_sent(before.value(), &after) {
            return Err(not_writable_error(T::DESCRIPTOR.odata_type(), name));
        }
        if self.requires_etag && before.etag().is_none() && !update.is_empty() {
            return Err(missing_etag_error(T::DESCRIPTOR.odata_type()));
        }
        Ok(self.client.update(self.address.clone(), update).if_match(before.etag()))
    }
}

/// Returns whether another client has changed the entity. If an attempt of the update may have been processed, it may have been
/// this one, and the change must not be made twice.
fn is_conflict(error: &Error) -> bool {
    error.is_precondition_failed() && !error.failed_attempts().iter().any(FailedAttempt::may_have_been_processed)
}

#[cold]
fn not_writable_error(odata_type: &str, property: &str) -> Error {
    let message = format!(
        "`{property}` of `{odata_type}` was changed, and an update cannot send it, so nothing was sent; it is a key, a computed \
         property or a navigation property"
    );
    Error::new(ErrorKind::Request, message)
}

#[cold]
fn missing_etag_error(odata_type: &str) -> Error {
    let message = format!(
        "the service returned no ETag of `{odata_type}`, so nothing was sent; update without `require_etag` if no other client \
         changes the entity"
    );
    Error::new(ErrorKind::Request, message)
}

impl<'change, T: Resource + Clone + 'change> IntoFuture for ModifyOperation<'change, T> {
    type Output = Result<Updated<T>, Error>;
    type IntoFuture = ModifyFuture<'change, T>;

    fn into_future(self) -> ModifyFuture<'change, T> {
        ModifyFuture(Box::pin(self.run()))
    }
}

impl<T> fmt::Debug for ModifyOperation<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModifyOperation")
            .field("address", &self.address)
            .field("deadline", &self.deadline)
            .field("prefer", &self.prefer)
            .field("requires_etag", &self.requires_etag)
            .finish_non_exhaustive()
    }
}

/// The future of a [`ModifyOperation`].
#[must_use = "futures do nothing until they are awaited"]
pub struct ModifyFuture<'change, T>(Pin<Box<dyn Future<Output = Result<Updated<T>, Error>> + Send + 'change>>);

impl<T> Future for ModifyFuture<'_, T> {
    type Output = Result<Updated<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for ModifyFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ModifyFuture")
    }
}
