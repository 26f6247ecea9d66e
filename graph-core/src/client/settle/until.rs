use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::StatusCode;

use super::polling::{Pace, Polling};
use crate::address::Address;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::request::Request;
use crate::response::Entity;
use crate::schema::Readable;

impl GraphClient {
    /// Reads the entity at `address` until `condition` holds for it.
    ///
    /// It is for what a service does in its own time, such as an export job. The waits between the reads grow from one second to
    /// 30 seconds; half of each is random. The [deadline](UntilOperation::deadline) covers all reads and waits.
    ///
    /// ```no_run
    /// use graph_core::{GraphClient, graph_resource};
    ///
    /// #[graph_resource(
    ///     path = "/deviceManagement/reports/exportJobs/{exportJobId}",
    ///     odata_type = "#microsoft.graph.deviceManagementExportJob",
    /// )]
    /// struct ExportJob {
    ///     #[graph(key)]
    ///     id: String,
    ///     #[graph(read_only)]
    ///     status: String,
    ///     #[graph(read_only)]
    ///     url: Option<String>,
    /// }
    ///
    /// # async fn run(graph: GraphClient, id: &str) -> Result<(), graph_core::Error> {
    /// let job = graph
    ///     .until(ExportJob::at(id), |job| job.status == "completed" || job.status == "failed")
    ///     .deadline(std::time::Duration::from_secs(15 * 60))
    ///     .await?;
    /// println!("{:?}", job.url);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// Dropping the future ends the reads.
    ///
    /// # Errors
    /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) if the condition does not hold within the deadline: the message has the number of reads
    /// and the status of the last one. Otherwise the errors of [`get`](Self::get), which repeats a read that failed for the moment.
    pub fn until<'condition, T: Readable>(
        &self,
        address: Address<T>,
        condition: impl FnMut(&T) -> bool + Send + 'condition,
    ) -> UntilOperation<'condition, T> {
        UntilOperation {
            client: self.clone(),
            address,
            condition: Box::new(condition),
            pace: Pace::default(),
            deadline: self.inner.deadline,
            tolerates_absence: false,
        }
    }
}

/// Reads an entity until a condition holds; returned by [`GraphClient::until`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct UntilOperation<'condition, T> {
    client: GraphClient,
    address: Address<T>,
    condition: Box<dyn FnMut(&T) -> bool + Send + 'condition>,
    pace: Pace,
    deadline: Duration,
    tolerates_absence: bool,
}

impl<'condition, T: Readable + 'condition> UntilOperation<'condition, T> {
    /// Sets the wait after the first read. Defaults to one second; each further wait is twice as long.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.pace.interval = interval;
        self
    }

    /// Sets the maximum of the waits between two reads. Defaults to 30 seconds.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.pace.max_interval = interval;
        self
    }

    /// Sets how long all reads and waits together may take.
    ///
    /// Defaults to the [`deadline`](crate::GraphClientBuilder::deadline) of the client.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Continues if the entity does not exist (404), as it may shortly after its creation.
    pub fn tolerate_absence(mut self) -> Self {
        self.tolerates_absence = true;
        self
    }

    /// Starts the reads, as awaiting the operation does.
    ///
    /// A task can run the future if the condition borrows nothing.
    pub fn send(self) -> UntilFuture<'condition, T> {
        self.into_future()
    }

    async fn run(mut self) -> Result<Entity<T>, Error> {
        let mut polling = Polling::new(self.deadline, self.pace);
        let context = Request::get(self.address.clone())?.context().with_operation("until");
        let mut last = None;
        loop {
            // the entity need not be `Send`: it is gone before the next wait
            let status = {
                let read = self.client.get(self.address.clone()).deadline(polling.remaining()).await;
                match read {
                    Ok(entity) if (self.condition)(entity.value()) => return Ok(entity),
                    Ok(entity) => Some(entity.info().status()),
                    Err(error) if self.tolerates_absence && error.is_not_found() => error.status(),
                    Err(error) if error.is_timeout() && last.is_some() => None,
                    Err(error) => return Err(error),
                }
            };
            if status.is_some() {
                polling.count_read();
                last = status;
            }
            if status.is_none() || !polling.wait(&self.client.inner).await {
                return Err(not_reached_error(&polling, last).with_context(context));
            }
        }
    }
}

#[cold]
fn not_reached_error(polling: &Polling, last: Option<StatusCode>) -> Error {
    let status = last.map_or_else(String::new, |status| status.to_string());
    let last = format_args!("{} returned {status}", polling.last_read()).to_string();
    polling.error("the condition did not hold", last)
}

impl<'condition, T: Readable + 'condition> IntoFuture for UntilOperation<'condition, T> {
    type Output = Result<Entity<T>, Error>;
    type IntoFuture = UntilFuture<'condition, T>;

    fn into_future(self) -> UntilFuture<'condition, T> {
        UntilFuture(Box::pin(self.run()))
    }
}

impl<T> fmt::Debug for UntilOperation<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntilOperation")
            .field("address", &self.address)
            .field("pace", &self.pace)
            .field("deadline", &self.deadline)
            .field("tolerates_absence", &self.tolerates_absence)
            .finish_non_exhaustive()
    }
}

/// The future of an [`UntilOperation`].
#[must_use = "futures do nothing until they are awaited"]
pub struct UntilFuture<'condition, T>(Pin<Box<dyn Future<Output = Result<Entity<T>, Error>> + Send + 'condition>>);

impl<T> Future for UntilFuture<'_, T> {
    type Output = Result<Entity<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for UntilFuture<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UntilFuture")
    }
}
