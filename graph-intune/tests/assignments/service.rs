//! An entity with assignments, as a `tower` service inside the process: no sockets, and the clock of tokio.

use std::collections::HashSet;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use bytes::Bytes;
use graph_core::{Cloud, GraphClient, graph_resource};
use http::{Method, Request, Response};
use serde_json::{Value, json};

#[graph_resource(
    path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}",
    odata_type = "#microsoft.graph.windows10CompliancePolicy",
    version = "beta"
)]
#[derive(Debug)]
pub(crate) struct Policy {
    #[graph(key)]
    pub(crate) id: String,
}

/// What happens to a request.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Fault {
    /// The connection breaks, and the service does not act.
    LostBefore,
    /// The service acts, and the connection breaks before the response.
    LostAfter,
    /// The service responds with this status, and does not act.
    Status(u16),
}

type Interference = Box<dyn FnMut(&mut Vec<Value>) + Send>;

#[derive(Default)]
struct State {
    list: Vec<Value>,
    methods: Vec<&'static str>,
    /// The number of the request, counted from 0, with what happens to it.
    faults: Vec<(usize, Fault)>,
    /// What another program does before the request with this number.
    interferences: Vec<(usize, Interference)>,
    /// How many reads return the previous list.
    lag: usize,
    stale: Option<(usize, Vec<Value>)>,
    page_size: Option<usize>,
    random: u64,
    longest_delay: Duration,
}

/// The service; clones are the same one.
#[derive(Clone, Default)]
pub(crate) struct Service(Arc<Mutex<State>>);

impl Service {
    pub(crate) fn new(targets: impl IntoIterator<Item = &'static str>) -> Self {
        let service = Self::default();
        service.state().list = targets.into_iter().map(assignment).collect();
        service
    }

    pub(crate) fn client(&self) -> GraphClient {
        let service = self.clone();
        let transport = tower::service_fn(move |request: Request<Bytes>| {
            let service = service.clone();
            async move { service.respond(request).await }
        });
        GraphClient::builder(Cloud::Global).token("test").service(transport).build().unwrap()
    }

    /// Delays each request and each response by a random duration.
    pub(crate) fn delays(self, longest: Duration, seed: u64) -> Self {
        let mut state = self.state();
        (state.longest_delay, state.random) = (longest, seed);
        drop(state);
        self
    }

    /// Lets this many reads after a write return the list before it.
    pub(crate) fn lag(self, reads: usize) -> Self {
        self.state().lag = reads;
        self
    }

    pub(crate) fn page_size(self, items: usize) -> Self {
        self.state().page_size = Some(items);
        self
    }

    pub(crate) fn fault(self, request: usize, fault: Fault) -> Self {
        self.state().faults.push((request, fault));
        self
    }

    /// Lets another program change the list before the request with this number.
    pub(crate) fn interfere(self, request: usize, change: impl FnMut(&mut Vec<Value>) + Send + 'static) -> Self {
        self.state().interferences.push((request, Box::new(change)));
        self
    }

    /// Returns the methods of all requests, such as `GET GET POST GET GET`.
    pub(crate) fn methods(&self) -> String {
        self.state().methods.join(" ")
    }

    /// Returns the ids of the groups in the list, sorted.
    pub(crate) fn groups(&self) -> Vec<String> {
        let mut groups: Vec<_> = self.state().list.iter().map(group_of).collect();
        groups.sort();
        groups
    }

    pub(crate) fn change(&self, change: impl FnOnce(&mut Vec<Value>)) {
        change(&mut self.state().list);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    async fn respond(&self, request: Request<Bytes>) -> Result<Response<String>, io::Error> {
        let (number, fault, delay) = {
            let mut state = self.state();
            let number = state.methods.len();
            state.methods.push(if request.method() == Method::GET { "GET" } else { "POST" });
            let fault = state.faults.iter().find(|(index, _)| *index == number).map(|(_, fault)| *fault);
            (number, fault, state.delay())
        };
        tokio::time::sleep(delay).await;
        let response = {
            let mut state = self.state();
            let mut interferences = std::mem::take(&mut state.interferences);
            for (_, change) in interferences.iter_mut().filter(|(index, _)| *index == number) {
                change(&mut state.list);
            }
            state.interferences = interferences;
            match fault {
                Some(Fault::LostBefore) => return Err(io::ErrorKind::ConnectionReset.into()),
                Some(Fault::Status(status)) => {
                    let body = json!({"error": {"code": "x", "message": "y"}}).to_string();
                    return Ok(Response::builder().status(status).header("retry-after", "20").body(body).unwrap());
                }
                Some(Fault::LostAfter) | None => state.process(&request),
            }
        };
        if let Some(Fault::LostAfter) = fault {
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        let delay = self.state().delay();
        tokio::time::sleep(delay).await;
        Ok(response)
    }
}

impl State {
    fn process(&mut self, request: &Request<Bytes>) -> Response<String> {
        let path = "/beta/deviceManagement/deviceCompliancePolicies/p1";
        if request.method() == Method::GET {
            assert_eq!(request.uri().path(), [path, "/assignments"].concat());
            return Response::new(self.page(request.uri().query().unwrap_or_default()).to_string());
        }
        assert_eq!(request.uri().path(), [path, "/assign"].concat());
        let body: Value = serde_json::from_slice(request.body()).unwrap();
        let before = std::mem::take(&mut self.list);
        // A second entry for one target is ignored.
        let mut known = HashSet::new();
        for mut item in body["assignments"].as_array().unwrap().clone() {
            let target = item["target"].clone();
            let identity = format!("{}{}{}", target["@odata.type"], target["groupId"], target["collectionId"]);
            if known.insert(identity) {
                item["id"] = format!("p1_{}", group_of(&item)).into();
                self.list.push(item);
            }
        }
        if self.lag > 0 {
            self.stale = Some((self.lag, before));
        }
        Response::builder().status(204).body(String::new()).unwrap()
    }

    fn page(&mut self, query: &str) -> Value {
        let list = match &mut self.stale {
            Some((reads, list)) if *reads > 0 => {
                *reads -= 1;
                list
            }
            _ => &self.list,
        };
        let size = self.page_size.unwrap_or(usize::MAX);
        let skip = query.strip_prefix("$skip=").map_or(0, |skip| skip.parse().unwrap());
        let items: Vec<_> = list.iter().skip(skip).take(size).collect();
        let mut page = json!({ "value": items });
        if skip + items.len() < list.len() {
            let next = skip + size;
            let path = "deviceManagement/deviceCompliancePolicies/p1/assignments";
            page["@odata.nextLink"] = format!("https://graph.microsoft.com/beta/{path}?$skip={next}").into();
        }
        page
    }

    /// Returns the next random delay, by a linear congruential generator.
    fn delay(&mut self) -> Duration {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.longest_delay.mul_f64(f64::from(u32::try_from(self.random >> 32).unwrap()) / f64::from(u32::MAX))
    }
}

/// Returns the assignment of a group.
pub(crate) fn assignment(group: &str) -> Value {
    json!({
        "id": format!("p1_{group}"),
        "target": { "@odata.type": "#microsoft.graph.groupAssignmentTarget", "groupId": group },
    })
}

pub(crate) fn group_of(assignment: &Value) -> String {
    assignment["target"]["groupId"].as_str().unwrap_or_default().to_owned()
}
