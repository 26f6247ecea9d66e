use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use tower::{Layer, Service};

use super::graph_client::GraphClient;
use super::inner::ClientInner;
use super::shutdown::Shutdown;
use crate::cloud::Cloud;
use crate::credential::{EnvironmentCredential, StaticToken, TokenCache, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::origin::Origin;
use crate::pacing::Pacing;
use crate::request::Endpoint;
use crate::retry::RetryPolicy;
use crate::transport::{BodyLimits, BoxError, HttpTransport, RootCertificates, Timeouts, Transport};

/// Builds a [`GraphClient`]; created by [`GraphClient::builder`].
#[must_use = "`build` creates the client"]
pub struct GraphClientBuilder {
    cloud: Cloud,
    credential: Option<Result<Box<dyn TokenProvider>, Error>>,
    user_agent: Option<String>,
    timeouts: Timeouts,
    deadline: Duration,
    retry: RetryPolicy,
    limits: BodyLimits,
    roots: RootCertificates,
    pacing: Option<Pacing>,
    has_custom_service: bool,
    transport: TransportFactory,
}

impl GraphClient {
    /// Starts to build a client of `cloud`.
    pub fn builder(cloud: Cloud) -> GraphClientBuilder {
        GraphClientBuilder {
            cloud,
            credential: None,
            user_agent: None,
            timeouts: Timeouts::DEFAULT,
            deadline: DEFAULT_DEADLINE,
            retry: RetryPolicy::default(),
            limits: BodyLimits::DEFAULT,
            roots: RootCertificates::default(),
            pacing: None,
            has_custom_service: false,
            transport: Box::new(|origin, timeouts, limits, roots| {
                Ok(Transport::http(HttpTransport::new(origin, timeouts, limits, roots)?))
            }),
        }
    }

    /// Creates a client whose cloud and credential are chosen by environment variables.
    ///
    /// [`EnvironmentCredential`] documents the variables. To set other options, pass [`Cloud::from_env`] and
    /// [`EnvironmentCredential::new`] to a [builder](Self::builder).
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when the variables do not choose a credential, are incomplete or contradictory, or are not UTF-8.
    pub fn from_env() -> Result<Self, Error> {
        let cloud = Cloud::from_env()?;
        let credential = EnvironmentCredential::new(&cloud)?;
        Self::builder(cloud).credential(credential).build()
    }
}

impl GraphClientBuilder {
    /// Sets the credential that provides access tokens.
    ///
    /// The client caches the tokens in a [`TokenCache`], unless the credential
    /// [caches them](TokenProvider::caches_tokens) itself.
    pub fn credential(mut self, credential: impl TokenProvider) -> Self {
        let cached: Box<dyn TokenProvider> =
            if credential.caches_tokens() { Box::new(credential) } else { Box::new(TokenCache::new(credential)) };
        self.credential = Some(Ok(cached));
        self
    }

    /// Sets a credential of the Azure SDK for Rust; see [`AzureCredential`](crate::credential::AzureCredential).
    #[cfg(feature = "azure")]
    pub fn azure_credential(self, credential: Arc<dyn azure_core::credentials::TokenCredential>) -> Self {
        self.credential(crate::credential::AzureCredential::new(credential))
    }

    /// Sets a fixed access token, as the authority issued it.
    ///
    /// [`build`](Self::build) checks it.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credential = Some(StaticToken::new(token).map(|token| Box::new(token) as Box<dyn TokenProvider>));
        self
    }

    /// Sets how long an attempt may take, to the last byte of the response. Defaults to 100 seconds.
    ///
    /// It does not apply to a [`service`](Self::service) of your own.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.attempt = timeout;
        self
    }

    /// Sets how long a call may take. Defaults to 5 minutes.
    ///
    /// That includes all attempts, the waits between them, the wait for a permit, and the acquisition of tokens. A call fails at once
    /// if a wait would end after the deadline. A call can have a [deadline of its own](super::Operation::deadline). A program that
    /// starts thousands of calls at the same time needs a longer deadline, because the last of them waits for the others.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how often and when a request is retried; see [`retry`](crate::retry).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Sets how long an attempt may take to connect, including TLS. Defaults to 10 seconds.
    ///
    /// It does not apply to a [`service`](Self::service) of your own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.connect = timeout;
        self
    }

    /// Sets the limits of the request rate.
    ///
    /// They apply to all clients with a clone of the same [`Pacing`] together. Defaults to a [`Pacing::published`] of its own for the clouds of Microsoft, and to [`Pacing::off`] for a custom cloud or with a
    /// [`service`](Self::service) of your own.
    pub fn pacing(mut self, pacing: Pacing) -> Self {
        self.pacing = Some(pacing);
        self
    }

    /// Sets the `User-Agent` of every request. Defaults to `graph-core/<version>`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets the maximum size of a decompressed response body. Defaults to 64 MiB.
    ///
    /// A larger body is an error of the kind [`ErrorKind::TooLarge`]. The body of an error response is truncated at 64 KiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.limits.success = bytes;
        self
    }

    /// Trusts another certificate authority, for a proxy that intercepts TLS or for tests.
    ///
    /// `certificate` is PEM with any number of certificates, or one certificate in DER; [`build`](Self::build) parses it. The
    /// authorities of the system remain trusted. It does not apply to a [`service`](Self::service) of your own.
    pub fn root_certificate(mut self, certificate: impl AsRef<[u8]>) -> Self {
        self.roots.add(certificate.as_ref());
        self
    }

    /// Sends requests through a service of your own, for example in tests.
    ///
    /// The body of its responses can be any [`http_body::Body`], such as a `String` or a
    /// [`ResponseBody`](crate::transport::ResponseBody).
    ///
    /// ```
    /// # use graph_core::{graph_resource, Cloud, Error, GraphClient};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # #[derive(Debug)]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32 }
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Error> {
    /// let service = tower::service_fn(|request: http::Request<bytes::Bytes>| async move {
    ///     assert_eq!(request.uri().path(), "/v1.0/printers/p1");
    ///     Ok::<_, Error>(http::Response::new(String::from(r#"{"id":"p1","jobCount":7}"#)))
    /// });
    /// let graph = GraphClient::builder(Cloud::Global).token("test").service(service).build()?;
    /// assert_eq!(graph.get(Printer::at("p1")).await?.job_count, 7);
    /// # Ok(())
    /// # }
    /// ```
    pub fn service<S, B>(mut self, service: S) -> Self
    where
        S: Service<http::Request<Bytes>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        S::Future: Send + 'static,
        S::Error: Into<BoxError>,
        B: http_body::Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<BoxError>,
    {
        self.has_custom_service = true;
        self.transport = Box::new(move |_, _, limits, _| Ok(Transport::custom(service, limits)));
        self
    }

    /// Adds a layer around the transport.
    ///
    /// The layer that is added last receives a request first. Call [`service`](Self::service) before.
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layer<Transport> + Send + 'static,
        L::Service: Service<http::Request<Bytes>, Response = http::Response<B>> + Clone + Send + Sync + 'static,
        <L::Service as Service<http::Request<Bytes>>>::Future: Send + 'static,
        <L::Service as Service<http::Request<Bytes>>>::Error: Into<BoxError>,
        B: http_body::Body + Send + 'static,
        B::Data: Send,
        B::Error: Into<BoxError>,
    {
        let inner = self.transport;
        self.transport = Box::new(move |origin, timeouts, limits, roots| {
            let service = layer.layer(inner(origin, timeouts, limits, roots)?);
            Ok(Transport::custom(service, limits))
        });
        self
    }

    /// Creates the client, without sending a request.
    ///
    /// # Errors
    /// - [`ErrorKind::Configuration`] when there is no credential, an option is not valid, a
    ///   [`root_certificate`](Self::root_certificate) cannot be parsed, TLS cannot be set up, or a proxy variable (`HTTPS_PROXY`,
    ///   `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`, or one of them in lower case) is not UTF-8 or not the URL of a proxy.
    /// - [`ErrorKind::Credential`] when the token of [`token`](Self::token) is not valid.
    pub fn build(self) -> Result<GraphClient, Error> {
        let error = |message| Error::new(ErrorKind::Configuration, message);
        let credential = self.credential.ok_or_else(|| error(NO_CREDENTIAL))??;
        let user_agent = match self.user_agent {
            Some(text) => HeaderValue::try_from(text)
                .map_err(|_| error("the user agent contains a character that cannot be sent in a header"))?,
            None => HeaderValue::from_static(DEFAULT_USER_AGENT),
        };
        let endpoint = Endpoint::parse(self.cloud.endpoint())?;
        let transport = (self.transport)(endpoint.origin(), self.timeouts, self.limits, &self.roots)?;
        let paced = !self.has_custom_service && !matches!(self.cloud, Cloud::Custom(_));
        let pacing = self.pacing.unwrap_or_else(|| if paced { Pacing::published() } else { Pacing::off() });
        let token_request = TokenRequest::new([self.cloud.scope()]);
        let inner = ClientInner {
            cloud: self.cloud,
            endpoint,
            credential,
            token_request,
            user_agent,
            deadline: self.deadline,
            attempt_timeout: self.timeouts.attempt,
            max_response_bytes: self.limits.success as u64,
            retry_budget: self.retry.shared_budget(),
            retry: self.retry,
            pacing,
            transport,
            shutdown: Shutdown::default(),
        };
        Ok(GraphClient { inner: Arc::new(inner) })
    }
}

impl fmt::Debug for GraphClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphClientBuilder")
            .field("cloud", &self.cloud)
            .field("user_agent", &self.user_agent)
            .field("timeouts", &self.timeouts)
            .field("deadline", &self.deadline)
            .field("retry", &self.retry)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

/// Longer than the usual `Retry-After` of Graph, which is two minutes and more.
const DEFAULT_DEADLINE: Duration = Duration::from_secs(300);

const NO_CREDENTIAL: &str = "the client has no credential; call `credential`, `azure_credential` or `token` on the builder, or use \
                             `GraphClient::from_env`";

const DEFAULT_USER_AGENT: &str = concat!("graph-core/", env!("CARGO_PKG_VERSION"));

/// Creates the transport when all options are known.
type TransportFactory =
    Box<dyn FnOnce(&Origin, Timeouts, BodyLimits, &RootCertificates) -> Result<Transport, Error> + Send>;
