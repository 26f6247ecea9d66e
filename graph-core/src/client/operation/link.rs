use std::sync::Arc;

use http::Method;

use super::delete::recover_deleted;
use super::sealed::Sealed;
use super::{Operation, OperationKind};
use crate::address::{Address, IntoReference, Link, Links};
use crate::client::call::SuccessfulResponse;
use crate::client::graph_client::GraphClient;
use crate::error::Error;
use crate::etag::IntoETag;
use crate::failure::ErrorKind;
use crate::request::{LinkTo, Request};
use crate::response::ResponseInfo;
use crate::update::{BoundLinks, Resource};

/// Adds or removes a link; returned by [`GraphClient::link`], [`unlink`](GraphClient::unlink) and
/// [`clear_link`](GraphClient::clear_link).
pub type LinkOperation = Operation<ChangeLink>;

/// The kind of a [`LinkOperation`], whose output is the [`ResponseInfo`].
#[derive(Debug)]
pub struct ChangeLink {
    is_removal: bool,
}

/// A navigation property to which [`GraphClient::link`] adds a link: [`Links`] or [`Link`].
///
/// This trait is sealed: only this crate implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a navigation property of `{S}` to `{T}`",
    label = "not a navigation property of `{S}`",
    note = "declare it: `links(members = [DirectoryObject])` for any number of entities, `links(manager = DirectoryObject)` for one, \
            and give `{S}::members()`"
)]
pub trait Navigation<S, T>: Sealed {
    #[doc(hidden)]
    const METHOD: Method;

    #[doc(hidden)]
    fn __name(&self) -> &'static str;
}

impl<S, T> Sealed for Links<S, T> {}

impl<S, T> Navigation<S, T> for Links<S, T> {
    const METHOD: Method = Method::POST;

    fn __name(&self) -> &'static str {
        self.name()
    }
}

impl<S, T> Sealed for Link<S, T> {}

impl<S, T> Navigation<S, T> for Link<S, T> {
    const METHOD: Method = Method::PUT;

    fn __name(&self) -> &'static str {
        self.name()
    }
}

impl GraphClient {
    /// Links the entity at `source` to `target`: adds it to a collection, such as the members of a group, or sets a single link.
    ///
    /// Await the operation to send the request. To link several entities at once, use the setter `bind_members([..])` of an update.
    ///
    /// ```
    /// # use graph_core::{Cloud, GraphClient, graph_resource};
    /// #[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user", links(manager = User))]
    /// struct User {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// #[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group", links(members = [User]))]
    /// struct Group {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let add = graph.link(Group::at("g"), Group::members(), User::at("u")).dry_run()?;
    /// assert_eq!((add.method().as_str(), &*add.url()), ("POST", "https://graph.microsoft.com/v1.0/groups/g/members/$ref"));
    /// assert_eq!(add.body(), r#"{"@odata.id":"https://graph.microsoft.com/v1.0/users/u"}"#);
    ///
    /// let set = graph.link(User::at("u"), User::manager(), User::at("m")).dry_run()?;
    /// assert_eq!((set.method().as_str(), &*set.url()), ("PUT", "https://graph.microsoft.com/v1.0/users/u/manager/$ref"));
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    ///
    /// A link that exists already is an error of the service. It is retried only if the service did not process it; otherwise the
    /// operation fails with [`ErrorKind::Ambiguous`]. A single link is set with PUT, which is retried like an update.
    ///
    /// Source: [OData 4.01, section 11.4.6](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ModifyingRelationshipsbetweenEntitie).
    ///
    /// # Errors
    /// The operation fails with the errors of [`update`](Self::update), and with [`ErrorKind::Ambiguous`].
    #[expect(clippy::needless_pass_by_value, reason = "callers create the arguments in the call")]
    pub fn link<S: Resource, T, N: Navigation<S, T>>(
        &self,
        source: Address<S>,
        navigation: N,
        target: impl IntoReference<T>,
    ) -> LinkOperation {
        let navigation = navigation.__name();
        let target = BoundLinks::one(navigation, target);
        self.change_link(N::METHOD, "link", LinkTo { source: &source, navigation, key: None, target: Some(target) })
    }

    /// Removes the link from `source` to `target`, and never the entity at `target`.
    ///
    /// The request is retried like any deletion: status 404 counts as done if an earlier attempt of the same call may have removed the link. It is
    /// `DELETE /groups/{id}/members/{id}/$ref`. Without `/$ref`, which no call of this crate leaves out, it would delete the entity.
    ///
    /// # Errors
    /// The operation fails with the errors of [`update`](Self::update). [`ErrorKind::Request`] if the path of `target` does not end with its key.
    #[expect(clippy::needless_pass_by_value, reason = "callers create the arguments in the call")]
    pub fn unlink<S: Resource, T>(
        &self,
        source: Address<S>,
        navigation: Links<S, T>,
        target: impl IntoReference<T>,
    ) -> LinkOperation {
        let target = target.__into_reference().target;
        let key = target.path.map_err(Error::from).and_then(|path| match path.rsplit_once('/') {
            Some((_, key)) if target.ends_with_key => Ok(key.to_owned()),
            _ => Err(missing_key_error()),
        });
        let link = LinkTo { source: &source, navigation: navigation.name(), key: Some(key), target: None };
        self.change_link(Method::DELETE, "unlink", link)
    }

    /// Removes a single link, such as the manager of a user.
    ///
    /// # Errors
    /// The operation fails with the errors of [`update`](Self::update).
    #[expect(clippy::needless_pass_by_value, reason = "callers create the arguments in the call")]
    pub fn clear_link<S: Resource, T>(&self, source: Address<S>, navigation: Link<S, T>) -> LinkOperation {
        let link = LinkTo { source: &source, navigation: navigation.name(), key: None, target: None };
        self.change_link(Method::DELETE, "clear link", link)
    }

    fn change_link<S: Resource>(&self, method: Method, operation: &'static str, link: LinkTo<'_, S>) -> LinkOperation {
        let kind = ChangeLink { is_removal: method == Method::DELETE };
        Operation::new(Arc::clone(&self.inner), Request::link(method, operation, link), kind)
    }
}

#[cold]
fn missing_key_error() -> Error {
    let message = "the path of the entity to unlink does not end with its key; give an address such as `User::at(id)`";
    Error::new(ErrorKind::Request, message)
}

impl LinkOperation {
    /// Changes the link only if the entity has this ETag.
    pub fn if_match(self, etag: impl IntoETag) -> Self {
        self.map_request(|request| request.if_match(etag))
    }
}

impl Sealed for ChangeLink {}

impl OperationKind for ChangeLink {
    type Output = ResponseInfo;

    fn decode(&self, response: SuccessfulResponse) -> Result<ResponseInfo, Error> {
        Ok(response.into_info(None))
    }

    fn recover(&self, error: Error) -> Result<ResponseInfo, Error> {
        if self.is_removal { recover_deleted(error) } else { Err(error) }
    }
}
