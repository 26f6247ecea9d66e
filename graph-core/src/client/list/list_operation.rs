use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::completion::Completion;
use super::entity_stream::EntityStream;
use super::page_items::InvalidItems;
use super::page_stream::{PageStream, PageSubject};
use super::progress::fnv1a;
use super::resume_token::ResumeToken;
use crate::address::{CollectionArgument, EntityPath};
use crate::client::execute::execute;
use crate::client::graph_client::GraphClient;
use crate::client::inner::ClientInner;
use crate::client::row::Row;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::query::{
    Expand, Filter, Order, Partial, Property, QueryError, QueryErrorKind, QueryOptions, ReadScope, RowCheck, Search,
};
use crate::request::{DryRun, Paging, PreparedRequest, Request};
use crate::response::Entity;
use crate::schema::{PropertyDescriptor, Readable, Value};
use crate::update::Resource;

/// Reads the entities of a collection; returned by [`GraphClient::list`].
///
/// It has the options of the query. [`stream`](Self::stream) returns the entities one by one, and [`pages`](Self::pages) the pages;
/// [`try_collect`](Self::try_collect), [`first`](Self::first) and [`only`](Self::only) are for few of them. `R` is what an entity is read as: the declared
/// type, or a [`Partial`] of it.
///
/// ```no_run
/// use graph_core::{DateTimeOffset, GraphClient, QueryExt as _, graph_resource};
///
/// #[graph_resource(
///     path = "/deviceManagement/managedDevices/{managedDeviceId}",
///     odata_type = "#microsoft.graph.managedDevice",
/// )]
/// struct ManagedDevice {
///     #[graph(key)]
///     id: String,
///     device_name: Option<String>,
///     operating_system: Option<String>,
///     last_sync_date_time: DateTimeOffset,
/// }
///
/// # async fn run(graph: GraphClient, cutoff: DateTimeOffset) -> Result<(), graph_core::Error> {
/// let mut stale = graph
///     .list(ManagedDevice::collection())
///     .filter(|device| device.operating_system.is("Windows") & device.last_sync_date_time.before(cutoff))
///     .page_size(500)
///     .stream();
/// while let Some(device) = stale.try_next().await? {
///     println!("{:?} was last seen on {}", device.device_name, device.last_sync_date_time);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a list does nothing until its entities or pages are read"]
pub struct ListOperation<R> {
    client: Arc<ClientInner>,
    request: Result<Request, Error>,
    entities: EntityPath,
    query: QueryOptions,
    paging: Paging,
    invalid_items: InvalidItems,
    is_checked: bool,
    is_prefetched: bool,
    resume: Option<ResumeToken>,
    completion: Option<Completion<R>>,
    row: PhantomData<fn() -> R>,
}

impl GraphClient {
    /// Reads the entities of a collection, page by page.
    ///
    /// The requests select the declared properties (`$select`), and expand those under `#[graph(expand)]`.
    pub fn list<C: CollectionArgument>(&self, collection: C) -> ListOperation<C::Entity> {
        let collection = collection.__into_collection();
        ListOperation {
            client: Arc::clone(&self.inner),
            entities: collection.entities().clone(),
            request: Request::list(collection),
            query: QueryOptions::default(),
            paging: Paging::default(),
            invalid_items: InvalidItems::default(),
            is_checked: true,
            is_prefetched: false,
            resume: None,
            completion: None,
            row: PhantomData,
        }
    }
}

/// Options of the query.
impl<R: Row> ListOperation<R> {
    /// Returns only the entities for which the condition holds; several conditions must all hold.
    ///
    /// ```
    /// # use graph_core::{Cloud, GraphClient, QueryExt as _, graph_resource};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32, location: Option<String> }
    /// # let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let idle = graph
    ///     .list(Printer::collection())
    ///     .filter(|printer| printer.job_count.is(0) & !printer.location.is_null())
    ///     .order_by(|printer| printer.location.ascending());
    /// # idle.dry_run()?;
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    ///
    /// [`QueryExt`](crate::QueryExt) has the conditions. Each entity is checked against them, because services may ignore a
    /// filter; see [`query`](crate::query).
    pub fn filter(mut self, condition: impl for<'a> FnOnce(&'a R::Entity) -> Filter<'a>) -> Self {
        self.query.filter(condition);
        self
    }

    /// Returns only the entities whose property has this value.
    pub(in crate::client) fn filter_equal(mut self, property: PropertyDescriptor, value: &dyn Value) -> Self {
        self.query.filter_equal(property, value);
        self
    }

    /// Orders the entities; a second call orders those that the first one leaves equal.
    pub fn order_by(mut self, order: impl for<'a> FnOnce(&'a R::Entity) -> Order<'a>) -> Self {
        self.query.order_by(order);
        self
    }

    /// Returns only the entities that contain a text, for example `"displayName:Browser"`.
    pub fn search(mut self, search: impl Into<Search>) -> Self {
        self.query.search(search.into());
        self
    }

    /// Sets options for the entities of a navigation property, which has `#[graph(expand)]`.
    pub fn expand<E>(mut self, expand: impl for<'a> FnOnce(&'a R::Entity) -> Expand<'a, E>) -> Self {
        self.query.expand::<R::Entity, E>(R::Entity::ENTITY, expand);
        self
    }

    /// Leaves it to the service which properties it returns: sends no `$select`.
    ///
    /// A service may return a default set of properties, which lacks declared ones.
    pub fn select_all(mut self) -> Self {
        self.query.select_all();
        self
    }

    /// Sets the number of entities per page: `$top`.
    ///
    /// Services have different maximums, and reduce or refuse a larger number.
    pub fn page_size(mut self, entities: u32) -> Self {
        self.query.top = Some(entities);
        self
    }

    /// Sets the maximum number of entities per page: `Prefer: odata.maxpagesize`, which some services support instead of `$top`.
    pub fn max_page_size(mut self, entities: u32) -> Self {
        self.paging.max_page_size = Some(entities);
        self
    }

    /// Skips the first entities: `$skip`.
    ///
    /// Not all collections support it: `managedDevices` returns none at all.
    pub fn skip(mut self, entities: u32) -> Self {
        self.query.skip = Some(entities);
        self
    }

    /// Requests the number of entities in the collection, which [`Page::count`](crate::response::Page::count) returns: `$count=true`.
    pub fn with_count(mut self) -> Self {
        self.query.has_count = true;
        self
    }

    /// Sends `ConsistencyLevel: eventual`, which advanced queries of directory objects require.
    ///
    /// It is sent without this call where the query is known to need it. Conditions in [`Filter::raw`] are not known: most of them need
    /// [`with_count`](Self::with_count) as well.
    pub fn eventual(mut self) -> Self {
        self.query.is_eventual = true;
        self
    }
}

/// Options of reading.
impl<R: Row> ListOperation<R> {
    /// Returns the entities without a check against the filter; see [`query`](crate::query).
    ///
    /// A service that ignores the filter then returns all entities, and nothing reports it.
    pub fn unchecked(mut self) -> Self {
        self.is_checked = false;
        self
    }

    /// Sets what happens when an item cannot be decoded.
    pub fn on_invalid_items(mut self, policy: InvalidItems) -> Self {
        self.invalid_items = policy;
        self
    }

    /// Requests the next page before the entities of the current one are taken.
    ///
    /// The request makes progress whenever the stream is polled, and at most one page is requested ahead.
    pub fn prefetch(mut self) -> Self {
        self.is_prefetched = true;
        self
    }

    /// Sets how long the call of each page may take, including all attempts and waits.
    ///
    /// Defaults to the [`deadline`](crate::GraphClientBuilder::deadline) of the client.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.request = self.request.map(|request| request.deadline(deadline));
        self
    }

    /// Continues at a position that [`EntityStream::resume_token`] returned for the same query.
    ///
    /// ```no_run
    /// # use graph_core::{GraphClient, graph_resource};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String }
    /// # async fn run(graph: GraphClient) -> Result<(), Box<dyn std::error::Error>> {
    /// let mut printers = graph.list(Printer::collection()).stream();
    /// printers.try_next().await?;
    /// let stored = printers.resume_token().to_string();
    /// let rest = graph.list(Printer::collection()).resume(stored.parse()?).try_collect().await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The stream fails if the token belongs to another query.
    pub fn resume(mut self, token: ResumeToken) -> Self {
        self.resume = Some(token);
        self
    }
}

impl<T: Resource> ListOperation<T> {
    /// Selects these properties only, so that the entities are [`Partial`].
    ///
    /// ```no_run
    /// # use graph_core::{GraphClient, QueryExt as _, graph_resource};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32, location: Option<String> }
    /// # async fn run(graph: GraphClient) -> Result<(), graph_core::Error> {
    /// let list = graph.list(Printer::collection()).select(|printer| [printer.id.property(), printer.location.property()]);
    /// for printer in list.try_collect().await? {
    ///     println!("{:?}", printer.get(|printer| &printer.location));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// The properties of the filter are added, so that each entity can be checked.
    pub fn select<const N: usize>(
        mut self,
        select: impl for<'a> FnOnce(&'a T) -> [Property<'a>; N],
    ) -> ListOperation<Partial<T>> {
        self.query.select(select);
        let Self { client, request, entities, query, paging, invalid_items, is_checked, is_prefetched, resume, .. } =
            self;
        ListOperation {
            client,
            request,
            entities,
            query,
            paging,
            invalid_items,
            is_checked,
            is_prefetched,
            resume,
            completion: None,
            row: PhantomData,
        }
    }

    /// Reads the properties under `#[graph(on_request)]` of each entity, with one request per entity.
    ///
    /// [`stream`](Self::stream), [`try_collect`](Self::try_collect), [`first`](Self::first) and [`only`](Self::only) return complete entities;
    /// [`pages`](Self::pages) does not.
    pub fn complete(mut self) -> Self {
        self.completion = Completion::of_resource();
        self
    }
}

impl<R: Row> ListOperation<R> {
    /// Returns the entities of all pages as a stream.
    pub fn stream(self) -> EntityStream<R> {
        let taken = self.resume.as_ref().map_or(0, |token| token.taken);
        let completion = self.completion.map(|completion| (completion, self.entities.clone()));
        EntityStream::new(self.pages(), taken, completion)
    }

    /// Returns the pages as a stream.
    pub fn pages(self) -> PageStream<R> {
        let Self { client, request, query, paging, invalid_items, is_checked, is_prefetched, resume, .. } = self;
        let is_selected = query.is_selected(R::Entity::ENTITY);
        let condition = query.condition().filter(|_| is_checked).cloned();
        let check = condition.map(|condition| RowCheck::new(condition, is_selected));
        let first = first_request::<R>(request, query, paging).and_then(|first| {
            let query = query_hash(&first);
            match resume {
                Some(token) if token.query != query => {
                    let error = QueryError::new(R::Entity::ENTITY.odata_type(), QueryErrorKind::OtherQuery);
                    Err(Error::from(error).with_context(first.context()))
                }
                token => Ok((first, query, token)),
            }
        });
        PageStream::new(client, first, PageSubject::of_entities(R::Entity::ENTITY), check, invalid_items, is_prefetched)
    }

    /// Reads all entities into memory.
    ///
    /// # Errors
    /// The errors of [`EntityStream::try_next`].
    pub async fn try_collect(self) -> Result<Vec<Entity<R>>, Error> {
        let mut stream = self.stream();
        let mut entities = Vec::new();
        while let Some(entity) = stream.try_next().await? {
            entities.push(entity);
        }
        Ok(entities)
    }

    /// Reads the first entity. The page size defaults to 1.
    ///
    /// # Errors
    /// The errors of [`EntityStream::try_next`].
    pub async fn first(mut self) -> Result<Option<Entity<R>>, Error> {
        self.query.top.get_or_insert(1);
        self.stream().try_next().await
    }

    /// Reads the entity of a collection that contains at most one. The page size defaults to 2.
    ///
    /// # Errors
    /// [`ErrorKind::NotUnique`] if there is more than one entity, and the errors of [`EntityStream::try_next`].
    pub async fn only(mut self) -> Result<Option<Entity<R>>, Error> {
        self.query.top.get_or_insert(2);
        let context = self.request.as_ref().ok().map(Request::context);
        let mut stream = self.stream();
        let Some(entity) = stream.try_next().await? else { return Ok(None) };
        if stream.try_next().await?.is_some() {
            let message = "more than one entity matches the query, but at most one was expected; narrow the filter";
            let error = Error::new(ErrorKind::NotUnique, message);
            return Err(match context {
                Some(context) => error.with_context(context),
                None => error,
            });
        }
        Ok(Some(entity))
    }

    /// Reads the number of entities that match the filter and the search: `/$count`.
    ///
    /// The number cannot be checked against the filter: where a service may ignore the filter, count the entities of the stream.
    ///
    /// # Errors
    /// Errors of all kinds; [`ErrorKind::Decode`] if the response is not a number.
    pub async fn count(self) -> Result<u64, Error> {
        let client = Arc::clone(&self.client);
        let response = execute(client, self.count_request()?).await?;
        let text = String::from_utf8_lossy(response.text()).trim().to_owned();
        text.parse().map_err(|_| {
            let context = response.context;
            Error::new(ErrorKind::Decode, "expected a number of entities, found other text")
                .with_info(response.into_info(None))
                .with_context(context)
        })
    }

    /// Returns the request for the first page, without acquiring an access token and without sending it.
    ///
    /// # Errors
    /// [`ErrorKind::Address`] or [`ErrorKind::Request`] when the address or the query is not valid.
    pub fn dry_run(self) -> Result<DryRun, Error> {
        let request = first_request::<R>(self.request, self.query, self.paging)?;
        let request = PreparedRequest::new(request, &self.client.endpoint)?;
        Ok(DryRun::new(&request, &self.client.user_agent, true))
    }

    fn count_request(self) -> Result<Request, Error> {
        let (request, mut query) = (self.request?, self.query);
        query.has_count = true;
        query.complete(request.context().template());
        let options = query.count_query_string(R::Entity::ENTITY);
        let options = options.map_err(|error| Error::from(error).with_context(request.context()))?;
        Ok(request.into_count(&options, query.is_eventual))
    }
}

fn first_request<R: Row>(
    request: Result<Request, Error>,
    mut query: QueryOptions,
    paging: Paging,
) -> Result<Request, Error> {
    let request = request?;
    query.complete(request.context().template());
    let paging = Paging { is_eventual: query.is_eventual, ..paging };
    Ok(request.with_query(&query, R::Entity::ENTITY, ReadScope::Collection)?.with_paging(paging))
}

/// Returns a hash of what is read, and not of where: a link has an origin of its own.
fn query_hash(request: &Request) -> u64 {
    let paging = request.paging();
    fnv1a(format!("{} {} {:?}", request.path_and_query(), paging.is_eventual, paging.max_page_size).as_bytes())
}

/// Shows the operation, but neither the ids in the address nor the values of the query.
impl<R> fmt::Debug for ListOperation<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListOperation")
            .field("request", &self.request)
            .field("is_checked", &self.is_checked)
            .field("is_prefetched", &self.is_prefetched)
            .finish_non_exhaustive()
    }
}
