//! What a builder states about creations, links and operations.

use std::sync::Arc;

use graph_core::schema::Readable;

use super::SandboxBuilder;
use crate::lag::Lag;
use crate::operation::{OperationCall, OperationResponse};
use crate::options::PropertyNames;
use crate::routing::Link;
use crate::types::qualified_name;

impl SandboxBuilder {
    /// Serves a navigation property of `T` that refers to many entities of the type `U`, and serves both types.
    ///
    /// Those of `links(..)` in a declaration are served without it; it states the type that they refer to.
    ///
    /// The path of the navigation property lists the entities, `$ref` adds and removes links, and `@odata.bind` in the body of a
    /// creation or an update adds up to 20 links.
    ///
    /// ```
    /// use graph_core::{graph_resource, schema::Version};
    /// use graph_sandbox::Sandbox;
    /// use serde_json::json;
    ///
    /// #[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
    /// struct Group {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// #[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
    /// struct User {
    ///     #[graph(key)]
    ///     id: String,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder()
    ///     .seed(Group::at("g"), json!({ "id": "g" }))
    ///     .seed(User::at("u"), json!({ "id": "u" }))
    ///     .links::<Group, User>("members")
    ///     .start()
    ///     .await?;
    /// let client = reqwest::Client::new();
    /// let add = client.post(sandbox.url(Version::V1, "/groups/g/members/$ref")).bearer_auth("any");
    /// let add = add.header("Content-Type", "application/json");
    /// add.body(json!({ "@odata.id": sandbox.url(Version::V1, "/users/u") }).to_string()).send().await?;
    /// assert_eq!(sandbox.linked(Version::V1, "/groups/g", "members"), ["/users/u"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn links<T: Readable, U: Readable>(self, navigation_property: &str) -> Self {
        self.add_link::<T, U>(navigation_property, true)
    }

    /// Serves a navigation property of `T` that refers to one entity of the type `U`, such as `manager`.
    pub fn link<T: Readable, U: Readable>(self, navigation_property: &str) -> Self {
        self.add_link::<T, U>(navigation_property, false)
    }

    fn add_link<T: Readable, U: Readable>(mut self, navigation_property: &str, is_collection: bool) -> Self {
        let link = Link {
            name: navigation_property.to_owned(),
            source: qualified_name(T::ENTITY.odata_type()),
            target: Some(qualified_name(U::ENTITY.odata_type())),
            is_collection,
        };
        self.links.push((T::ENTITY.version(), link));
        self.resource::<T>().resource::<U>()
    }

    /// Serves an action or a function. A handler returns the response to each call, and what it does with the entity.
    ///
    /// The operation is called on entities and collections that are served, or on the version if it is not bound. An operation
    /// that is bound to something else has a path as its name, such as `/reports/getRelyingPartyDetailedSummary`.
    ///
    /// ```
    /// # use graph_core::{graph_resource, schema::Version};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32 }
    /// use graph_sandbox::{OperationResponse, Sandbox};
    /// use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder()
    ///     .seed(Printer::at("7"), json!({ "id": "7", "jobCount": 2 }))
    ///     .operation("cancelJobs", |_| OperationResponse::no_content().changing(json!({ "jobCount": 0 })))
    ///     .start()
    ///     .await?;
    /// let url = sandbox.url(Version::V1, "/printers/7/cancelJobs");
    /// let call = reqwest::Client::new().post(url).bearer_auth("any").header("Content-Type", "application/json");
    /// assert_eq!(call.body(r#"{"reason":"moved"}"#).send().await?.status(), 204);
    ///
    /// assert_eq!(sandbox.calls("cancelJobs")[0].parameter("reason"), Some(&json!("moved")));
    /// assert_eq!(sandbox.entity_json(Version::V1, "/printers/7").unwrap()["jobCount"], 0);
    /// # Ok(())
    /// # }
    /// ```
    pub fn operation(
        mut self,
        name: &str,
        handler: impl Fn(&OperationCall) -> OperationResponse + Send + Sync + 'static,
    ) -> Self {
        self.operations.insert(name, Arc::new(handler));
        self
    }

    /// Refuses an entity if another one of the collection has the same value of one of these properties. Defaults to none:
    /// names are not unique in Microsoft Graph.
    pub fn unique<T: Readable>(mut self, properties: &[&str]) -> Self {
        self.options.unique.push(PropertyNames::new(T::ENTITY.odata_type(), properties));
        self
    }

    /// Lets clients choose the key of an entity when they create it. Defaults to keys that the service assigns.
    ///
    /// `PUT` to an absent entity then creates it.
    pub fn client_keys<T: Readable>(mut self) -> Self {
        self.options.client_keys.push(T::ENTITY.odata_type());
        self
    }

    /// Sets how long reads do not see the writes of clients. Defaults to [`Lag::none`].
    pub fn lag(self, lag: Lag) -> Self {
        self.lag_at("", lag)
    }

    /// Sets the lag of the entities at and below a path, which is percent-encoded and without the version. The longest path
    /// determines the lag of an entity.
    pub fn lag_at(mut self, path: &str, lag: Lag) -> Self {
        self.lags.set(path, lag);
        self
    }

    /// Serves properties of a resource that are streams, such as `content`, at a path of their own.
    ///
    /// The media of an entity itself, `/$value`, need no declaration.
    ///
    /// ```
    /// # use graph_core::{graph_resource, schema::Version};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # struct Printer { #[graph(key)] id: String }
    /// use graph_sandbox::Sandbox;
    /// use serde_json::json;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let sandbox = Sandbox::builder()
    ///     .seed(Printer::at("7"), json!({ "id": "7" }))
    ///     .media_properties::<Printer>(&["manual"])
    ///     .start()
    ///     .await?;
    /// let put = reqwest::Client::new().put(sandbox.url(Version::V1, "/printers/7/manual")).bearer_auth("any");
    /// assert_eq!(put.header("Content-Type", "text/plain").body("Press start.").send().await?.status(), 204);
    ///
    /// let (content_type, bytes) = sandbox.media(Version::V1, "/printers/7/manual").expect("the manual");
    /// assert_eq!((content_type.as_str(), bytes.as_ref()), ("text/plain", &b"Press start."[..]));
    /// # Ok(())
    /// # }
    /// ```
    pub fn media_properties<T: Readable>(mut self, properties: &[&str]) -> Self {
        self.options.media_properties.push(PropertyNames::new(T::ENTITY.odata_type(), properties));
        self.resource::<T>()
    }

    /// Redirects downloads of media to a URL of another host, which refuses access tokens. Defaults to sending the bytes.
    ///
    /// Source: [download a file](https://learn.microsoft.com/graph/api/driveitem-get-content#response).
    pub fn redirect_media(mut self) -> Self {
        self.options.redirects_media = true;
        self
    }
}
