use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderValue;
use tower::{Layer, Service};

use super::closing::Closing;
use super::{GraphClient, Inner};
use crate::cloud::Cloud;
use crate::credential::{StaticToken, TokenCache, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::origin::Origin;
use crate::pacing::Pacing;
use crate::request::Endpoint;
use crate::retry::RetryPolicy;
use crate::transport::{BodyLimits, BoxError, HttpTransport, RootCertificates, Timeouts, Transport};

/// Options of a [`GraphClient`]; made by [`GraphClient::builder`].
#[must_use = "a client comes from `build`"]
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
    own_service: bool,
    carrier: Carrier,
}

impl GraphClientBuilder {
    pub(super) fn new(cloud: Cloud) -> Self {
        Self {
            cloud,
            credential: None,
            user_agent: None,
            timeouts: Timeouts::DEFAULT,
            deadline: DEADLINE,
            retry: RetryPolicy::default(),
            limits: BodyLimits::DEFAULT,
            roots: RootCertificates::default(),
            pacing: None,
            own_service: false,
            carrier: Box::new(|origin, timeouts, limits, roots| {
                Ok(Transport::http(HttpTransport::new(origin, timeouts, limits, roots)?))
            }),
        }
    }

    /// Where access tokens come from.
    ///
    /// Its tokens are kept in a [`TokenCache`], unless it [keeps them](TokenProvider::caches_tokens) itself.
    pub fn credential(mut self, credential: impl TokenProvider) -> Self {
        let kept: Box<dyn TokenProvider> =
            if credential.caches_tokens() { Box::new(credential) } else { Box::new(TokenCache::new(credential)) };
        self.credential = Some(Ok(kept));
        self
    }

    /// A credential of the Azure SDK for Rust; see [`AzureCredential`](crate::credential::AzureCredential).
    #[cfg(feature = "azure")]
    pub fn azure_credential(self, credential: Arc<dyn azure_core::credentials::TokenCredential>) -> Self {
        self.credential(crate::credential::AzureCredential::new(credential))
    }

    /// One access token in hand, as the authority issued it; it is checked by [`build`](Self::build).
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.credential = Some(StaticToken::new(token).map(|token| Box::new(token) as Box<dyn TokenProvider>));
        self
    }

    /// How long one attempt may take from its start to the last byte of the answer; 100 seconds unless said.
    ///
    /// A [`service`](Self::service) of your own keeps its own time.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.attempt = timeout;
        self
    }

    /// How long a call may take, with all its attempts, the waits between them and for its turn, and asking for tokens; 5 minutes
    /// unless said.
    ///
    /// A wait that would pass it is not begun: the call then fails at once. One call can have
    /// [another](super::UpdateOperation::deadline). A program that starts thousands of calls together wants a longer one, because
    /// the last of them waits for the others.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// How often and when a request is sent again; see [`retry`](crate::retry).
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How long one attempt may take to connect, TLS included; 10 seconds unless said.
    ///
    /// A [`service`](Self::service) of your own keeps its own time.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.connect = timeout;
        self
    }

    /// Keeps within these limits, together with every other client that was given a clone of the same [`Pacing`].
    ///
    /// Unless said, a client of one of Microsoft's clouds has [`Pacing::published`] for itself and its clones; one of a
    /// custom cloud or with a [`service`](Self::service) of your own has [`Pacing::off`].
    pub fn pacing(mut self, pacing: Pacing) -> Self {
        self.pacing = Some(pacing);
        self
    }

    /// The `User-Agent` of every request; `graph-core/<version>` unless said.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// The largest answer that is read, decompressed; 64 MiB unless said. A larger one is
    /// [`ErrorKind::TooLarge`]. Of an error at most 64 KiB are read.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.limits.success = bytes;
        self
    }

    /// Trusts this certificate authority, too: for a proxy that looks into TLS, and for tests.
    ///
    /// It is PEM, of which every certificate is taken, or one certificate in DER; [`build`](Self::build) reads it. Those that the
    /// system trusts stay trusted. A [`service`](Self::service) of your own decides by itself whom it trusts.
    pub fn root_certificate(mut self, certificate: impl AsRef<[u8]>) -> Self {
        self.roots.add(certificate.as_ref());
        self
    }

    /// Sends requests through a service of your own instead of over HTTP, for example in tests.
    ///
    /// The response's body can be any [`http_body::Body`]; a `String` or a
    /// [`ResponseBody`](crate::transport::ResponseBody) will do.
    ///
    /// ```
    /// # use graph_core::{graph_resource, Cloud, Error, GraphClient};
    /// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
    /// # #[derive(Debug)]
    /// # struct Printer { #[graph(key)] id: String, job_count: i32 }
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Error> {
    /// let answer = tower::service_fn(|request: http::Request<bytes::Bytes>| async move {
    ///     assert_eq!(request.uri().path(), "/v1.0/printers/p1");
    ///     Ok::<_, Error>(http::Response::new(String::from(r#"{"id":"p1","jobCount":7}"#)))
    /// });
    /// let graph = GraphClient::builder(Cloud::Global).token("test").service(answer).build()?;
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
        self.own_service = true;
        self.carrier = Box::new(move |_, _, limits, _| Ok(Transport::custom(service, limits)));
        self
    }

    /// Wraps what carries the requests: call [`service`](Self::service) before it. The layer added last sees a request first.
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
        let inner = self.carrier;
        self.carrier = Box::new(move |origin, timeouts, limits, roots| {
            let service = layer.layer(inner(origin, timeouts, limits, roots)?);
            Ok(Transport::custom(service, limits))
        });
        self
    }

    /// Makes the client. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ErrorKind::Configuration`] when there is no credential, or an option is wrong, or a
    /// [`root_certificate`](Self::root_certificate) cannot be read, or a proxy variable (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`,
    /// `NO_PROXY`, or one of them in lower case) is not UTF-8 or does not name a proxy, or TLS cannot be set up;
    /// [`ErrorKind::Credential`] when the token given to [`token`](Self::token) cannot be one.
    pub fn build(self) -> Result<GraphClient, Error> {
        let fault = |message| Error::new(ErrorKind::Configuration, message);
        let credential =
            self.credential.ok_or_else(|| fault("no credential; call `credential`, `azure_credential` or `token` on the builder, or begin with `GraphClient::from_env`"))??;
        let user_agent = match self.user_agent {
            Some(text) => HeaderValue::try_from(text)
                .map_err(|_| fault("the user agent holds a character that cannot stand in a header"))?,
            None => HeaderValue::from_static(USER_AGENT),
        };
        let endpoint = Endpoint::parse(self.cloud.endpoint())?;
        let transport = (self.carrier)(endpoint.origin(), self.timeouts, self.limits, &self.roots)?;
        let paced = !self.own_service && !matches!(self.cloud, Cloud::Custom(_));
        let pacing = self.pacing.unwrap_or_else(|| if paced { Pacing::published() } else { Pacing::off() });
        let token_request = TokenRequest::new([self.cloud.scope()]);
        let inner = Inner {
            cloud: self.cloud,
            endpoint,
            credential,
            token_request,
            user_agent,
            deadline: self.deadline,
            budget: self.retry.shared_budget(),
            retry: self.retry,
            pacing,
            transport,
            closing: Closing::default(),
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

/// Long enough for the usual `Retry-After` of Graph, two minutes and more, and short enough to be waited for.
const DEADLINE: Duration = Duration::from_secs(300);

const USER_AGENT: &str = concat!("graph-core/", env!("CARGO_PKG_VERSION"));

/// Makes what carries the requests, once the options are known.
type Carrier = Box<dyn FnOnce(&Origin, Timeouts, BodyLimits, &RootCertificates) -> Result<Transport, Error> + Send>;
