use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::entity_stream::EntityStream;
use super::page_items::InvalidItems;
use super::page_stream::{PageStream, PageSubject};
use crate::client::inner::ClientInner;
use crate::error::Error;
use crate::json::edm_name;
use crate::request::{DryRun, PreparedRequest, Request};
use crate::schema::Returned;

/// Calls an action or a function that returns a collection; returned by [`GraphClient::call`](crate::GraphClient::call).
///
/// The first request makes the call, and the further ones read the other pages, at the links that the service sends.
///
/// ```no_run
/// # use graph_core::{GraphClient, graph_function, graph_resource};
/// # #[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
/// # struct User { #[graph(key)] id: String }
/// # #[graph_core::graph_complex(odata_type = "#microsoft.graph.reminder")]
/// # struct Reminder { event_subject: Option<String> }
/// #[graph_function(name = "reminderView", on = User, returns = [Reminder])]
/// struct ReminderView {
///     start_date_time: String,
///     end_date_time: String,
/// }
///
/// # async fn run(graph: GraphClient) -> Result<(), graph_core::Error> {
/// let view = ReminderView { start_date_time: "2024-05-01".to_owned(), end_date_time: "2024-05-02".to_owned() };
/// for reminder in graph.call(User::at("ada@contoso.com"), view).try_collect().await? {
///     println!("{:?}", reminder.event_subject);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a call does nothing until its values or pages are read"]
pub struct CallListOperation<T> {
    client: Arc<ClientInner>,
    request: Result<Request, Error>,
    /// What errors call an item if its type does not have a name.
    name: &'static str,
    invalid_items: InvalidItems,
    is_prefetched: bool,
    item: PhantomData<fn() -> T>,
}

impl<T: Returned> CallListOperation<T> {
    pub(in crate::client) fn new(
        client: Arc<ClientInner>,
        request: Result<Request, Error>,
        name: &'static str,
    ) -> Self {
        Self { client, request, name, invalid_items: InvalidItems::default(), is_prefetched: false, item: PhantomData }
    }

    /// Sets what happens when an item cannot be decoded. Defaults to [`InvalidItems::Fail`].
    pub fn on_invalid_items(mut self, policy: InvalidItems) -> Self {
        self.invalid_items = policy;
        self
    }

    /// Requests the next page while the values of the current one are processed.
    pub fn prefetch(mut self) -> Self {
        self.is_prefetched = true;
        self
    }

    /// Sets how long the request for one page may take, including all attempts and waits.
    pub fn deadline(self, deadline: Duration) -> Self {
        self.map_request(|request| request.deadline(deadline))
    }

    /// Sets the `client-request-id` of the first page. Defaults to a random one; each further page has its own.
    pub fn client_request_id(self, id: Uuid) -> Self {
        self.map_request(|request| request.client_request_id(id))
    }

    /// Sets whether the call is repeated even if the service may have processed it already; see [`Request::retryable`].
    ///
    /// Defaults to `false` for actions, and to `true` for functions and for all pages after the first.
    pub fn retryable(self, retryable: bool) -> Self {
        self.map_request(|request| request.retryable(retryable))
    }

    /// Adds a query option, such as `$filter`. Its value is percent-encoded.
    pub fn query(self, name: &str, value: &str) -> Self {
        self.map_request(|request| request.query(name, value))
    }

    /// Returns the values one by one.
    pub fn stream(self) -> EntityStream<T> {
        EntityStream::new(self.pages(), 0, None)
    }

    /// Returns the pages one by one.
    pub fn pages(self) -> PageStream<T> {
        let Self { client, request, name, invalid_items, is_prefetched, .. } = self;
        let subject = PageSubject::of_values(edm_name(T::TYPE.edm).unwrap_or(name));
        let first = request.map(|request| (request, 0, None));
        PageStream::new(client, first, subject, None, invalid_items, is_prefetched)
    }

    /// Reads all values.
    ///
    /// # Errors
    /// The errors of [`EntityStream::try_next`].
    pub async fn try_collect(self) -> Result<Vec<T>, Error> {
        let mut stream = self.stream();
        let mut values = Vec::new();
        while let Some(entity) = stream.try_next().await? {
            values.push(entity.into_value());
        }
        Ok(values)
    }

    /// Returns the request that would be sent first, without acquiring an access token and without sending it.
    ///
    /// # Errors
    /// [`ErrorKind::Address`](crate::ErrorKind::Address) or [`ErrorKind::Request`](crate::ErrorKind::Request) when the address or a parameter is
    /// not valid.
    pub fn dry_run(self) -> Result<DryRun, Error> {
        let request = PreparedRequest::new(self.request?, &self.client.endpoint)?;
        Ok(DryRun::new(&request, &self.client.user_agent, true))
    }

    fn map_request(mut self, change: impl FnOnce(Request) -> Request) -> Self {
        self.request = self.request.map(change);
        self
    }
}

impl<T> fmt::Debug for CallListOperation<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallListOperation")
            .field("request", &self.request)
            .field("is_prefetched", &self.is_prefetched)
            .finish_non_exhaustive()
    }
}
