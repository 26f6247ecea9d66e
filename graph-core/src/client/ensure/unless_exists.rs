use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::natural_key::{MAX_LOOKUPS, NaturalKey, NaturalKeyError};
use crate::address::Collection;
use crate::client::graph_client::GraphClient;
use crate::client::operation::CreateOperation;
use crate::client::settle::{Pace, Polling};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::query::Property;
use crate::request::Request;
use crate::response::{CreatedUnlessExists, Entity};
use crate::update::Resource;

impl<T: Resource> CreateOperation<T> {
    /// Looks for an entity with the same natural key first, and creates nothing if there is one.
    ///
    /// The *natural key* is a property that the creation sets, such as a name. The entity that exists is returned as it is: use
    /// [`GraphClient::ensure`] to change its other properties as well.
    ///
    /// If the outcome of the creation is unknown, for example after a broken connection, the entity is looked up again, several times. It
    /// counts as one that exists then, because another program may have created it. The lookup and the creation are two requests: if two
    /// programs create at the same time, both may find nothing.
    ///
    /// ```no_run
    /// use graph_core::response::CreatedUnlessExists;
    /// use graph_core::{GraphClient, QueryExt as _, graph_resource};
    ///
    /// #[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group", tag = never)]
    /// struct Group {
    ///     #[graph(key)]
    ///     id: String,
    ///     display_name: Option<String>,
    /// }
    ///
    /// # async fn run(graph: GraphClient) -> Result<(), graph_core::Error> {
    /// let create = graph.create(Group::collection(), Group::create().display_name("All staff"));
    /// match create.unless_exists(|group| group.display_name.property()).await? {
    ///     CreatedUnlessExists::Exists(group) => println!("{} exists", group.id),
    ///     created => println!("created: {:?}", created.entity().map(|group| &group.id)),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`ErrorKind::Request`] if the creation does not set the natural key, or if no filter can compare it. Nothing is sent then.
    /// - [`ErrorKind::NotUnique`] if several entities have exactly the natural key or, if none has it, one that differs in case. Nothing is created then.
    /// - [`ErrorKind::FilterIgnored`] if the service ignored the filter of the lookup. Nothing is created then.
    /// - [`ErrorKind::Ambiguous`] if the outcome of the creation is unknown, and no entity was found after it.
    /// - The errors of [`list`](GraphClient::list) and [`create`](GraphClient::create).
    pub fn unless_exists(self, key: impl for<'a> FnOnce(&'a T) -> Property<'a>) -> CreateUnlessExistsOperation<T> {
        let body = self.request.as_ref().map_or(&[][..], |request| request.body());
        let key = NaturalKey::new(std::str::from_utf8(body).unwrap_or_default(), key);
        let own_deadline = self.request.as_ref().ok().and_then(Request::own_deadline);
        let deadline = own_deadline.unwrap_or(self.client.deadline);
        CreateUnlessExistsOperation { create: self, key, deadline, pace: Pace::default() }
    }
}

/// Creates an entity unless there is one; returned by [`CreateOperation::unless_exists`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct CreateUnlessExistsOperation<T> {
    create: CreateOperation<T>,
    key: Result<NaturalKey, NaturalKeyError>,
    deadline: Duration,
    pace: Pace,
}

impl<T: Resource + Send> CreateUnlessExistsOperation<T> {
    /// Sets the wait between the first two lookups after a creation with an unknown outcome.
    ///
    /// Defaults to one second; each further wait is twice as long, at most 30 seconds.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.pace.interval = interval;
        self
    }

    /// Sets how long all calls and waits together may take.
    ///
    /// Defaults to the deadline of the creation, or of the client.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Starts the operation, as awaiting it does.
    pub fn send(self) -> CreateUnlessExistsFuture<T>
    where
        T: 'static,
    {
        self.into_future()
    }

    async fn run(self) -> Result<CreatedUnlessExists<T>, Error> {
        let Self { create, key, deadline, pace } = self;
        let mut polling = Polling::new(deadline, pace);
        let context = match &create.request {
            Ok(request) => request.context().with_request(request.method(), None),
            // the error of the request
            Err(_) => return create.await.map(CreatedUnlessExists::Created),
        };
        let key = key.map_err(|error| Error::from(error).with_context(context))?;
        let client = GraphClient { inner: Arc::clone(&create.client) };
        let collection = create.kind.collection.clone();
        let found = look_up(&client, &collection, &key, &polling).await;
        if let Some(entity) = found.map_err(|error| error.with_context(context))? {
            return Ok(CreatedUnlessExists::Exists(entity));
        }
        let unknown = match create.deadline(polling.remaining()).await {
            Err(error) if error.kind() == ErrorKind::Ambiguous => error,
            outcome => return outcome.map(CreatedUnlessExists::Created),
        };
        while polling.reads() < MAX_LOOKUPS {
            match look_up(&client, &collection, &key, &polling).await {
                Ok(Some(entity)) => return Ok(CreatedUnlessExists::Exists(entity)),
                Ok(None) => {}
                // what is unknown about the creation is more important than the failed lookup
                Err(_) => break,
            }
            polling.count_read();
            if !polling.wait(&client.inner).await {
                break;
            }
        }
        Err(unknown)
    }
}

async fn look_up<T: Resource>(
    client: &GraphClient,
    collection: &Collection<T>,
    key: &NaturalKey,
    polling: &Polling,
) -> Result<Option<Entity<T>>, Error> {
    key.look_up(client, collection.clone(), false, polling.remaining()).await
}

impl<T: Resource + Send + 'static> IntoFuture for CreateUnlessExistsOperation<T> {
    type Output = Result<CreatedUnlessExists<T>, Error>;
    type IntoFuture = CreateUnlessExistsFuture<T>;

    fn into_future(self) -> CreateUnlessExistsFuture<T> {
        CreateUnlessExistsFuture(Box::pin(self.run()))
    }
}

impl<T> fmt::Debug for CreateUnlessExistsOperation<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateUnlessExistsOperation")
            .field("create", &self.create)
            .field("deadline", &self.deadline)
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}

/// The future of a [`CreateUnlessExistsOperation`].
#[must_use = "futures do nothing until they are awaited"]
pub struct CreateUnlessExistsFuture<T>(Pin<Box<dyn Future<Output = Result<CreatedUnlessExists<T>, Error>> + Send>>);

impl<T> Future for CreateUnlessExistsFuture<T> {
    type Output = Result<CreatedUnlessExists<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for CreateUnlessExistsFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CreateUnlessExistsFuture")
    }
}
