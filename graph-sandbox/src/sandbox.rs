use std::sync::Arc;

use graph_core::Cloud;
use graph_core::schema::Version;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::builder::SandboxBuilder;
use crate::error::SandboxError;
use crate::record::RecordedRequest;
use crate::script::Answer;
use crate::server;
use crate::service::{Service, lock};

/// A Microsoft Graph service that runs inside the process. It ends when it is dropped.
///
/// The [crate's page](crate) shows it in a test and says what it enforces.
#[derive(Debug)]
pub struct Sandbox {
    service: Arc<Service>,
    cloud: Cloud,
    /// Nothing once the server was told to end.
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

impl Sandbox {
    /// Says what to serve; [`SandboxBuilder::start`] starts it.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder::new()
    }

    pub(crate) fn run(listener: TcpListener, service: Arc<Service>, cloud: Cloud) -> Self {
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(server::run(listener, Arc::clone(&service), stopped));
        Self { service, cloud, stop: Some(stop), server }
    }

    /// Where it listens, without a slash at the end: `http://127.0.0.1:49152`.
    pub fn endpoint(&self) -> &str {
        &self.service.endpoint
    }

    /// The cloud of a client of graph-core: `GraphClient::builder(sandbox.cloud()).token("any")`.
    pub fn cloud(&self) -> Cloud {
        self.cloud.clone()
    }

    /// The URL of a path, which is percent-encoded and without the version.
    pub fn url(&self, version: Version, path: &str) -> String {
        format!("{}/{version}{path}", self.endpoint())
    }

    /// Version and template of each path that is served.
    pub fn templates(&self) -> impl Iterator<Item = (Version, &'static str)> {
        self.service.routes.templates()
    }

    /// The entity at a path, which is percent-encoded and without the version; nothing, if there is none.
    pub fn entity_json(&self, version: Version, path: &str) -> Option<Value> {
        serde_json::from_str(&self.entity_text(version, path)?).ok()
    }

    /// The same as text, with every value exactly as it was sent.
    pub fn entity_text(&self, version: Version, path: &str) -> Option<String> {
        let key = self.service.routes.key(version, path)?;
        lock(&self.service.store).get(&key).map(|entity| entity.members.to_json())
    }

    /// The newest requests, oldest first.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.service.record).requests()
    }

    /// Queues answers for the requests to come, after those that wait already.
    ///
    /// # Errors
    /// When one of the answers cannot be sent, for example because of a header with a line break. Then none is queued.
    pub fn script(&self, answers: impl IntoIterator<Item = Answer>) -> Result<(), SandboxError> {
        Ok(lock(&self.service.script).extend(answers.into_iter().collect())?)
    }

    /// How many scripted answers were not given yet.
    pub fn script_len(&self) -> usize {
        lock(&self.service.script).len()
    }

    /// Takes no more connections, lets requests end that are under way (5 seconds at most), and returns.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            _ = stop.send(());
        }
        _ = (&mut self.server).await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}
