use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::polling::{Pace, Polling};
use super::sent_properties::SentProperties;
use super::settle_kind::Settle;
use crate::client::decode::read_text;
use crate::client::execute::execute;
use crate::client::inner::ClientInner;
use crate::client::operation::Operation;
use crate::error::Error;
use crate::json::DecodeError;
use crate::query::{Property, QueryError};
use crate::request::Request;
use crate::response::Settled;
use crate::schema::{PropertyDescriptor, TypeDescriptor};
use crate::update::Resource;

impl<K: Settle> Operation<K> {
    /// Reads the entity after the write, until the write is visible.
    ///
    /// Several replicas of a service respond to reads, so that an entity may be missing or have its old values for seconds
    /// after a write. This reads the properties that were sent, and nothing else, until they have these values in several reads in a row
    /// ([`times`](SettleOperation::times)), with growing waits in between.
    ///
    /// - Values are compared by their JSON text: `1.50` is not `1.5`, and `2026-01-01T00:00:00.000Z` is not `2026-01-01T00:00:00Z`. In a complex
    ///   value, the members that were sent are compared, because the service may add others. Collections have the same elements in the same order.
    /// - Links and related entities are not compared.
    /// - A deletion is visible when reads do not find the entity.
    /// - A property that the service changes, for example by trimming it, never has the value that was sent, and a password is never
    ///   returned: leave these out with [`except`](SettleOperation::except).
    /// - The ETag is not a proof: many services return none, and that of a write may be the one of the state before it.
    /// - An update that sends nothing is settled at once.
    ///
    /// ```no_run
    /// # use graph_core::{GraphClient, graph_resource};
    /// # #[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
    /// # struct Group { #[graph(key)] id: String, description: Option<String> }
    /// # async fn run(graph: GraphClient) -> Result<(), graph_core::Error> {
    /// let settled = graph.update(Group::at("1"), Group::update().description("All staff")).settled().await?;
    /// println!("visible after {} reads", settled.reads());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The errors of the write. If the write was made and is not visible within the deadline,
    /// [`ErrorKind::Timeout`](crate::ErrorKind::Timeout): the message names the properties that differ, and never their values.
    pub fn settled(self) -> SettleOperation<K> {
        let own_deadline = self.request.as_ref().ok().and_then(Request::own_deadline);
        let deadline = own_deadline.unwrap_or(self.client.deadline);
        SettleOperation { write: self, deadline, pace: Pace::default(), times: 2, excepted: Ok(Vec::new()) }
    }
}

/// Writes, and reads until the write is visible; returned by [`Operation::settled`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct SettleOperation<K> {
    write: Operation<K>,
    deadline: Duration,
    pace: Pace,
    times: u32,
    /// The names of the properties that are not compared.
    excepted: Result<Vec<&'static str>, QueryError>,
}

impl<K: Settle> SettleOperation<K> {
    /// Sets how many reads in a row must agree. Defaults to 2.
    ///
    /// Replicas respond in turn, so that one read that agrees may be followed by one that does not. More reads make that less likely. At
    /// least one is made.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times.max(1);
        self
    }

    /// Leaves properties out of the comparison; a second call adds to the first.
    ///
    /// ```no_run
    /// # use graph_core::{GraphClient, QueryExt as _, graph_resource};
    /// # #[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
    /// # struct User { #[graph(key)] id: String, mail_nickname: Option<String>, department: Option<String> }
    /// # async fn run(graph: GraphClient) -> Result<(), graph_core::Error> {
    /// let update = User::update().mail_nickname(" ada ").department("Engines"); // the service trims the nickname
    /// graph.update(User::at("1"), update).settled().except(|user| [user.mail_nickname.property()]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn except<const N: usize>(
        mut self,
        properties: impl for<'a> FnOnce(&'a K::Entity) -> [Property<'a>; N],
    ) -> Self {
        self.excepted = self.excepted.and_then(|mut names| {
            names.extend(own_names::<K::Entity, N>(properties)?);
            Ok(names)
        });
        self
    }

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

    /// Sets how long the write and all reads together may take.
    ///
    /// Defaults to the deadline of the write, or of the client.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Starts the write, as awaiting the operation does.
    pub fn send(self) -> SettleFuture<K::Output>
    where
        K: Send + 'static,
        K::Output: Send + 'static,
    {
        self.into_future()
    }

    async fn run(self) -> Result<Settled<K::Output>, Error> {
        let Self { write, deadline, pace, times, excepted } = self;
        let mut polling = Polling::new(deadline, pace);
        let Operation { client, request, kind } = write;
        let request = kind.prepare(request?)?;
        let context = request.context().with_request(request.method(), None);
        let descriptor = K::Entity::DESCRIPTOR;
        let excepted = excepted.map_err(|error| Error::from(error).with_context(context))?;
        let mut sent = SentProperties::of_body(descriptor, request.body())
            .map_err(|error| Error::from(DecodeError::new(descriptor.odata_type(), error)).with_context(context))?;
        sent.remove(&excepted);

        let output = match kind.output_without_request() {
            Some(output) => output,
            None => match execute(Arc::clone(&client), request.clone().deadline(deadline)).await {
                Ok(response) => kind.decode(response)?,
                Err(error) => kind.recover(error)?,
            },
        };
        let Some(read) = kind.read(request, &output)? else { return Ok(Settled::new(output, 0)) };
        let read = sent.select(read, descriptor)?;
        let mut visibility = Visibility::NotRead;
        let mut in_a_row = 0;
        loop {
            match see(&client, &read, &sent, descriptor, polling.remaining()).await {
                Ok(seen) => {
                    polling.count_read();
                    visibility = seen;
                }
                Err(error) if error.is_timeout() => {
                    return Err(not_settled_error::<K>(&polling, &visibility).in_context(context));
                }
                Err(error) => return Err(error.in_context(context).with_outcome(Some(READ_FAILED))),
            }
            if visibility.is_expected(K::DELETES) {
                in_a_row += 1;
                polling.restart();
            } else {
                in_a_row = 0;
            }
            if in_a_row >= times {
                return Ok(Settled::new(output, polling.reads()));
            }
            if !polling.wait(&client).await {
                return Err(not_settled_error::<K>(&polling, &visibility).in_context(context));
            }
        }
    }
}

/// Returns the names of properties of the entity itself.
pub(in crate::client) fn own_names<T: Resource, const N: usize>(
    properties: impl for<'a> FnOnce(&'a T) -> [Property<'a>; N],
) -> Result<impl Iterator<Item = &'static str>, QueryError> {
    let descriptor = T::DESCRIPTOR;
    let indexes = Property::indexes(properties).map_err(|kind| QueryError::new(descriptor.odata_type(), kind))?;
    Ok(indexes.into_iter().filter_map(|index| descriptor.property(index)).map(PropertyDescriptor::name))
}

const READ_FAILED: &str = "the service reported success before, and this is the error of reading the entity back";

/// What one read showed of a write.
enum Visibility {
    NotRead,
    /// The entity has the values that were sent.
    Equal,
    Absent,
    /// The properties with other values.
    Differing(Vec<Box<str>>),
}

impl Visibility {
    fn is_expected(&self, deletes: bool) -> bool {
        match self {
            Self::Equal => !deletes,
            Self::Absent => deletes,
            Self::NotRead | Self::Differing(_) => false,
        }
    }
}

async fn see(
    client: &Arc<ClientInner>,
    read: &Request,
    sent: &SentProperties,
    descriptor: &'static TypeDescriptor,
    remaining: Duration,
) -> Result<Visibility, Error> {
    let response = match execute(Arc::clone(client), read.clone().deadline(remaining)).await {
        Ok(response) => response,
        Err(error) if error.is_not_found() => return Ok(Visibility::Absent),
        Err(error) => return Err(error),
    };
    let mut differing = Vec::new();
    read_text(response, descriptor, &mut |json| {
        differing = sent.differing(json)?;
        Ok(())
    })?;
    Ok(if differing.is_empty() { Visibility::Equal } else { Visibility::Differing(differing) })
}

#[cold]
fn not_settled_error<K: Settle>(polling: &Polling, visibility: &Visibility) -> Error {
    let read = polling.last_read();
    let last = match visibility {
        Visibility::NotRead => "no read ended".to_owned(),
        _ if visibility.is_expected(K::DELETES) => format!("{read} showed it, but not enough reads in a row did"),
        Visibility::Equal => format!("{read} still found the entity"),
        Visibility::Absent => format!("{read} did not find the entity"),
        Visibility::Differing(names) => {
            let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!(
                "{read} showed other values of {names}; if the service stores them in another form, leave them out with `except`"
            )
        }
    };
    polling.error(&format!("{}, but it was not visible", K::DONE), last)
}

impl<K> IntoFuture for SettleOperation<K>
where
    K: Settle + Send + 'static,
    K::Output: Send + 'static,
{
    type Output = Result<Settled<K::Output>, Error>;
    type IntoFuture = SettleFuture<K::Output>;

    fn into_future(self) -> SettleFuture<K::Output> {
        SettleFuture(Box::pin(self.run()))
    }
}

impl<K> fmt::Debug for SettleOperation<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SettleOperation")
            .field("write", &self.write)
            .field("deadline", &self.deadline)
            .field("pace", &self.pace)
            .field("times", &self.times)
            .field("excepted", &self.excepted)
            .finish()
    }
}

/// The future of a [`SettleOperation`].
#[must_use = "futures do nothing until they are awaited"]
pub struct SettleFuture<O>(Pin<Box<dyn Future<Output = Result<Settled<O>, Error>> + Send>>);

impl<O> Future for SettleFuture<O> {
    type Output = Result<Settled<O>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<O> fmt::Debug for SettleFuture<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SettleFuture")
    }
}
