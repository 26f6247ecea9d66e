//! Requests as values: building one performs no IO, so a program can inspect what would be sent.

mod call;
mod custom;
mod custom_parts;
mod dry_run;
mod endpoint;
mod links;
mod media;
mod prefer;
mod prepared;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use url::Url;
use uuid::Uuid;

use crate::address::{Address, AddressError, Collection};
use crate::context::OperationContext;
use crate::error::Error;
use crate::etag::ETag;
use crate::failure::ErrorKind;
use crate::query::{QueryOptions, ReadScope};
use crate::schema::{Readable, TypeDescriptor, Version};
use crate::update::{PropertyBuilder as _, Resource, Update, WriteBody};

pub use crate::etag::IntoETag;
pub use dry_run::DryRun;
pub use http::Method;
pub use prefer::Prefer;

use custom_parts::CustomParts;
pub(crate) use endpoint::Endpoint;
pub(crate) use links::LinkTo;
use links::{Links, RequestLinks};
pub(crate) use prepared::PreparedRequest;

/// A request to Microsoft Graph that is not bound to a client.
///
/// [`GraphClient::update`](crate::GraphClient::update) and [`GraphClient::get`](crate::GraphClient::get) build requests
/// themselves. Use this type to build requests in one part of a program and [send](crate::GraphClient::send) them in another, and, with
/// [`Request::new`], for what no declaration describes.
#[derive(Clone)]
#[must_use = "a request does nothing until a client sends it"]
pub struct Request {
    method: Method,
    target: Target,
    body: Bytes,
    /// The links in the body, whose URLs start with the endpoint of the client.
    links: Option<Box<RequestLinks>>,
    if_match: Option<ETag>,
    prefer: Option<Prefer>,
    paging: Paging,
    accept: Accept,
    client_request_id: Option<Uuid>,
    retryable: Option<bool>,
    deadline: Option<Duration>,
    context: OperationContext,
    custom: CustomParts,
}

impl Request {
    /// Creates a `PATCH` request that updates the entity at `address`.
    ///
    /// # Errors
    /// - [`ErrorKind::Address`] if the address is not valid; see [`Error::address_error`].
    /// - [`ErrorKind::Request`] if the update is not valid; see [`Error::update_error`].
    #[expect(clippy::needless_pass_by_value, reason = "callers create the address in the argument")]
    pub fn patch<T: Resource>(address: Address<T>, update: T::Update) -> Result<Self, Error> {
        let context = OperationContext::entity("update", T::DESCRIPTOR, address.template());
        let target = Target::path(T::DESCRIPTOR.version(), address.path(), context)?;
        Self::to(Method::PATCH, target, context).with_properties(update.into_body())
    }

    /// Creates a `DELETE` request that deletes the entity at `address`.
    ///
    /// # Errors
    /// - [`ErrorKind::Address`] if the address is not valid; see [`Error::address_error`].
    /// - [`ErrorKind::Request`] if the path goes through a link; see
    ///   [`GraphClient::delete`](crate::GraphClient::delete).
    #[expect(clippy::needless_pass_by_value, reason = "as above")]
    pub fn delete<T: Resource>(address: Address<T>) -> Result<Self, Error> {
        let context = OperationContext::entity("delete", T::DESCRIPTOR, address.template());
        let target = Target::path(T::DESCRIPTOR.version(), address.path(), context)?;
        match address.link_in_path() {
            Some(link) => Err(linked_object_error(link).with_context(context)),
            None => Ok(Self::to(Method::DELETE, target, context)),
        }
    }

    /// Creates a `GET` request that reads the entity at `address`.
    ///
    /// # Errors
    /// [`ErrorKind::Address`] when the address is not valid.
    #[expect(clippy::needless_pass_by_value, reason = "callers create the address in the argument")]
    pub fn get<T: Readable>(address: Address<T>) -> Result<Self, Error> {
        let context = OperationContext::entity("get", T::ENTITY, address.template());
        let target = Target::path(T::ENTITY.version(), address.path(), context)?;
        Self::to(Method::GET, target, context).with_query(&QueryOptions::default(), T::ENTITY, ReadScope::Entity)
    }

    /// Creates a `GET` request that reads the first page of a collection.
    #[expect(clippy::needless_pass_by_value, reason = "as above")]
    pub(crate) fn list<T: Readable>(collection: Collection<T>) -> Result<Self, Error> {
        let context = OperationContext::collection("list", T::ENTITY, collection.template());
        let target = Target::path(T::ENTITY.version(), collection.path(), context)?;
        Ok(Self::to(Method::GET, target, context))
    }

    /// Creates a `POST` request that creates an entity in `collection`.
    ///
    /// It is not [`retryable`](Self::retryable): a second request would create a second entity.
    ///
    /// # Errors
    /// The errors of [`patch`](Self::patch).
    #[expect(clippy::needless_pass_by_value, reason = "as above")]
    pub fn post<T: Resource>(collection: Collection<T>, create: T::Create) -> Result<Self, Error> {
        let context = OperationContext::collection("create", T::DESCRIPTOR, collection.template());
        let target = Target::path(T::DESCRIPTOR.version(), collection.path(), context)?;
        Self::to(Method::POST, target, context).with_properties(create.__into_body())
    }

    /// Creates a `PUT` request that replaces the entity at `address`, or creates it there.
    ///
    /// # Errors
    /// The errors of [`patch`](Self::patch), and [`ErrorKind::Request`] if a property that is not nullable is not set: the service would reset
    /// it.
    #[expect(clippy::needless_pass_by_value, reason = "as above")]
    pub fn put<T: Resource>(address: Address<T>, properties: T::Create) -> Result<Self, Error> {
        let context = OperationContext::entity("replace", T::DESCRIPTOR, address.template());
        let target = Target::path(T::DESCRIPTOR.version(), address.path(), context)?;
        let body = properties.__into_body();
        let missing = body.missing_properties();
        if !missing.is_empty() {
            return Err(missing_properties_error(&missing).with_context(context));
        }
        Self::to(Method::PUT, target, context).with_properties(body)
    }

    /// Creates a request for the links of a navigation property, `/groups/{id}/members/$ref`.
    pub(crate) fn link<S: Resource>(
        method: Method,
        operation: &'static str,
        link: LinkTo<'_, S>,
    ) -> Result<Self, Error> {
        let context = OperationContext::entity(operation, S::DESCRIPTOR, link.source.template());
        let mut target = Target::path(S::DESCRIPTOR.version(), link.source.path(), context)?;
        target.push_segment(link.navigation);
        if let Some(key) = link.key {
            target.push_segment(&key.map_err(|error| error.with_context(context))?);
        }
        target.push_segment("$ref");
        let mut request = Self::to(method, target, context);
        if let Some(links) = link.target {
            links.check().map_err(|error| Error::from(error).with_context(context))?;
            request.set_links(String::from("{"), Links::Reference(links));
        }
        Ok(request)
    }

    /// Creates a `GET` request to a URL of the service, such as an `@odata.nextLink`.
    ///
    /// The client that sends it checks that the URL has its own origin.
    ///
    /// # Errors
    /// [`ErrorKind::Request`] when `url` is not an absolute URL.
    pub fn get_url(url: &str) -> Result<Self, Error> {
        let target = Target::link(url, "the URL").map_err(|error| error.with_context(OperationContext::URL))?;
        Ok(Self::to(Method::GET, target, OperationContext::URL))
    }

    /// Sets another method.
    ///
    /// A few entities are updated with `PUT` or `POST`, with the same body as `PATCH`.
    pub fn with_method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// Processes the request only if the entity has this ETag. Otherwise the service responds with 412.
    ///
    /// `None` processes it in any state.
    pub fn if_match(mut self, etag: impl IntoETag) -> Self {
        self.if_match = etag.into_etag();
        self
    }

    /// Sets whether the response should contain the entity.
    pub fn prefer(mut self, prefer: Prefer) -> Self {
        self.prefer = Some(prefer);
        self
    }

    /// Sets whether the request is retried even if the service may have processed it.
    ///
    /// That is unknown after a broken connection, for example. Defaults to `true` for reads, and for updates without [`if_match`](Self::if_match), which set the same values once more. With
    /// `if_match`, a retry of an update that was made would fail, as if another client had changed the entity.
    /// See [`retry`](crate::retry).
    pub fn retryable(mut self, retryable: bool) -> Self {
        self.retryable = Some(retryable);
        self
    }

    /// Sets how long the call may take, including all attempts and waits.
    ///
    /// Defaults to the [`deadline`](crate::GraphClientBuilder::deadline) of the client.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets the `client-request-id`, which all attempts of a call have. Defaults to a random one.
    pub fn client_request_id(mut self, id: Uuid) -> Self {
        self.client_request_id = Some(id);
        self
    }

    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the body, which is empty for a `GET`.
    ///
    /// The URLs of links in it start with the version, such as `/v1.0/users/1`; the client that sends the request adds its endpoint.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

impl Request {
    fn to(method: Method, target: Target, context: OperationContext) -> Self {
        Self {
            method,
            target,
            body: Bytes::new(),
            links: None,
            if_match: None,
            prefer: None,
            paging: Paging::default(),
            accept: Accept::Json,
            client_request_id: None,
            retryable: None,
            deadline: None,
            context,
            custom: CustomParts::default(),
        }
    }

    /// Returns the request with the properties of an update or a creation as its body.
    fn with_properties(mut self, body: WriteBody) -> Result<Self, Error> {
        body.check().map_err(|error| Error::from(error).with_context(self.context))?;
        let (json, links) = body.into_parts();
        if links.is_empty() {
            self.body = Bytes::from(json + "}");
        } else {
            self.set_links(json, Links::Properties(links));
        }
        Ok(self)
    }

    /// Sets a body with links; `json` is what precedes them.
    fn set_links(&mut self, json: String, links: Links) {
        let links = RequestLinks { json, links };
        self.body = links.body("");
        self.links = Some(Box::new(links));
    }

    /// Returns whether the request is retried even if the service may have processed it.
    ///
    /// Source: [RFC 9110, section 9.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2); a `PATCH` is idempotent if its
    /// values are absolute, and an update has no others.
    pub(crate) fn is_retryable(&self) -> bool {
        self.retryable.unwrap_or_else(|| match self.method {
            Method::GET | Method::HEAD | Method::PUT | Method::DELETE => true,
            Method::PATCH => self.if_match.is_none() && self.context.is_update(),
            _ => false,
        })
    }

    /// Returns the request with these query options.
    pub(crate) fn with_query(
        mut self,
        options: &QueryOptions,
        descriptor: &'static TypeDescriptor,
        scope: ReadScope,
    ) -> Result<Self, Error> {
        let query =
            options.query_string(descriptor, scope).map_err(|error| Error::from(error).with_context(self.context))?;
        self.target.set_query(&query);
        Ok(self)
    }

    /// Converts the request for a collection to one for the number of its entities.
    pub(crate) fn into_count(mut self, query: &str, is_eventual: bool) -> Self {
        self.target.push_segment("$count");
        self.target.set_query(query);
        self.accept = Accept::Text;
        self.paging = Paging { is_eventual, max_page_size: None };
        self.context = self.context.with_operation("count");
        self
    }

    /// Converts the request for a collection to one for an entity in it, without a query.
    pub(crate) fn into_entity(mut self, version: Version, path: &str) -> Self {
        let text = ["/", version.as_str(), path].concat();
        self.target = Target::Path { path: text.len(), text };
        self.paging = Paging::default();
        self.client_request_id = None;
        self.context = self.context.with_operation("complete");
        self
    }

    /// Converts the request of a write into one that reads the entity at the same address.
    pub(crate) fn into_read(mut self) -> Self {
        if let Target::Path { text, path } = &mut self.target {
            text.truncate(*path);
        }
        Self::to(Method::GET, self.target, self.context.with_operation("get"))
    }

    /// Returns the request for the next page: the same operation with the same headers, at a link that the service sent.
    pub(crate) fn with_link(&self, link: &str) -> Result<Self, Error> {
        let target =
            Target::link(link, "the link to the next page").map_err(|error| error.with_context(self.context))?;
        let mut next = Self { target, client_request_id: None, ..self.clone() };
        if next.method != Method::GET {
            // an action returned the first page
            next = Self { method: Method::GET, body: Bytes::new(), if_match: None, retryable: None, ..next };
        }
        Ok(next)
    }

    pub(crate) fn with_paging(mut self, paging: Paging) -> Self {
        self.paging = paging;
        self
    }

    pub(crate) fn paging(&self) -> Paging {
        self.paging
    }

    pub(crate) fn context(&self) -> OperationContext {
        self.context
    }

    /// Returns the path with the query, of a request that is not for a URL.
    pub(crate) fn path_and_query(&self) -> &str {
        match &self.target {
            Target::Path { text, .. } => text,
            Target::Url(_) => "",
        }
    }

    pub(crate) fn own_deadline(&self) -> Option<Duration> {
        self.deadline
    }
}

#[cold]
fn missing_properties_error(missing: &[&str]) -> Error {
    let names = missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = format!(
        "{names} must be set to replace the entity, because the service resets what is left out; nothing was sent"
    );
    Error::new(ErrorKind::Request, message)
}

/// Returns the error of a deletion that would delete the entity at the other end of a link.
#[cold]
fn linked_object_error(link: &str) -> Error {
    let message = format!(
        "the path goes through `{link}`, which links entities that exist on their own: `DELETE` without `/$ref` would delete the entity \
         itself, so nothing was sent; use `unlink` to remove it from `{link}`, or delete the entity at its own path, such as \
         `/users/{{id}}`"
    );
    Error::new(ErrorKind::Request, message)
}

/// Shows the operation, but neither the ids in the address nor the body.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("operation", &format_args!("{}", self.context))
            .field("danger", &self.context.danger())
            .field("body_bytes", &self.body.len())
            .field("if_match", &self.if_match)
            .field("prefer", &self.prefer)
            .field("client_request_id", &self.client_request_id)
            .field("retryable", &self.is_retryable())
            .field("deadline", &self.deadline)
            .field("headers", &self.custom.headers.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// The headers that a service forgets between the pages of a list, so that each request has them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Paging {
    /// `ConsistencyLevel: eventual`
    pub(crate) is_eventual: bool,
    /// `Prefer: odata.maxpagesize`
    pub(crate) max_page_size: Option<u32>,
}

/// What the response is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Accept {
    Json,
    Text,
    /// Bytes of any type, as a stream.
    Media,
}

#[derive(Clone)]
enum Target {
    /// The version, the path and the query, relative to the endpoint of the client that sends the request.
    Path {
        text: String,
        /// The length of the path.
        path: usize,
    },
    Url(Box<LinkTarget>),
}

impl Target {
    /// Returns the target of a URL; `name` is what errors call it.
    fn link(url: &str, name: &str) -> Result<Self, Error> {
        let error = |message: &str| Error::new(ErrorKind::Request, format!("{name} {message}"));
        // A URL parser removes tabs and line breaks silently.
        if url.chars().any(char::is_control) {
            return Err(error("contains a control character; remove it"));
        }
        let parsed = Url::parse(url).map_err(|cause| error(&format!("is not absolute: {cause}")))?;
        Ok(Self::Url(Box::new(LinkTarget::new(parsed, url))))
    }

    fn path(version: Version, path: Result<&str, AddressError>, context: OperationContext) -> Result<Self, Error> {
        match path {
            Ok(path) => {
                let text = ["/", version.as_str(), path].concat();
                Ok(Self::Path { path: text.len(), text })
            }
            Err(error) => Err(Error::from(error).with_context(context)),
        }
    }

    fn set_query(&mut self, query: &str) {
        if let Self::Path { text, path } = self {
            text.truncate(*path);
            if !query.is_empty() {
                text.push('?');
                text.push_str(query);
            }
        }
    }

    fn push_segment(&mut self, segment: &str) {
        self.push_text("/");
        self.push_text(segment);
    }

    /// Appends text to the path, and removes the query.
    fn push_text(&mut self, more: &str) {
        if let Self::Path { text, path } = self {
            text.truncate(*path);
            text.push_str(more);
            *path = text.len();
        }
    }
}

/// A URL of the service.
#[derive(Clone)]
struct LinkTarget {
    url: Url,
    /// The query byte for byte. The URL parser encodes quotes in it.
    query: Option<String>,
}

impl LinkTarget {
    fn new(url: Url, text: &str) -> Self {
        let text = text.split_once('#').map_or(text, |(text, _)| text);
        let query = text.split_once('?').map(|(_, query)| query.to_owned());
        Self { url, query }
    }
}

#[cfg(test)]
mod tests;
