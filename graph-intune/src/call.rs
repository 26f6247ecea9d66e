//! The two requests: reading the list, and sending it.

use std::collections::HashSet;
use std::time::Duration;

use graph_core::GraphClient;
use graph_core::request::{Method, Request};
use graph_core::schema::Version;
use http::Response;
use serde_json::value::RawValue;
use tokio::time::Instant;

use crate::assignable::AssignableType;
use crate::assignment::AssignedTarget;
use crate::error::{AssignmentError, AssignmentErrorKind};
use crate::json_object::JsonObject;
use crate::list::AssignmentList;

/// The entity whose assignments are meant.
#[derive(Clone)]
pub(crate) struct Subject {
    pub(crate) assignable: &'static AssignableType,
    pub(crate) version: Version,
    pub(crate) path: String,
}

/// Sends requests about one entity until a deadline.
pub(crate) struct Calls {
    client: GraphClient,
    pub(crate) subject: Subject,
    deadline: Option<Instant>,
}

impl Calls {
    pub(crate) fn new(client: GraphClient, subject: Subject, deadline: Duration) -> Self {
        Self { client, subject, deadline: Instant::now().checked_add(deadline) }
    }

    /// Returns how much time is left; `None` if there is no deadline.
    pub(crate) fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()))
    }

    /// Returns the time for a call that may take `limit` at most.
    fn limit(&self, limit: Duration) -> Duration {
        self.remaining().map_or(limit, |remaining| remaining.min(limit))
    }

    /// Reads all pages of the list.
    pub(crate) async fn read(&self) -> Result<AssignmentList, AssignmentError> {
        let about = |error: AssignmentError| error.about(self.subject.assignable.name());
        let path = [&*self.subject.path, "/assignments"].concat();
        let mut request = Request::new(Method::GET, self.subject.version, &path);
        let (mut list, mut links) = (AssignmentList::default(), HashSet::new());
        loop {
            let request_now = request.deadline(self.limit(Duration::MAX));
            let response = self.client.send(request_now).await;
            let response =
                response.map_err(|error| about(AssignmentError::graph("the assignments could not be read", error)))?;
            let next = read_page(&response, &mut list).map_err(|()| about(not_a_page()))?;
            let Some(next) = next else { return Ok(list) };
            if !links.insert(next.clone()) || links.len() > MAX_PAGES {
                return Err(about(endless_pages()));
            }
            request = Request::get_url(&next)
                .map_err(|error| about(AssignmentError::graph("the link to the next page is not valid", error)))?;
        }
    }

    /// Sends the list once. The call is not repeated if the service may have processed it.
    pub(crate) async fn assign(&self, list: &AssignmentList, limit: Duration) -> Result<(), graph_core::Error> {
        let path = [&*self.subject.path, "/assign"].concat();
        let request = Request::new(Method::POST, self.subject.version, &path)
            .with_body(list.to_json(self.subject.assignable.parameter()))
            .deadline(self.limit(limit))
            .retryable(false);
        self.client.send(request).await.map(drop)
    }
}

/// Adds the assignments of a page to the list, and returns the link to the next one.
fn read_page(response: &Response<bytes::Bytes>, list: &mut AssignmentList) -> Result<Option<String>, ()> {
    let text = std::str::from_utf8(response.body()).map_err(drop)?;
    let page = JsonObject::from_json(text.trim_start_matches('\u{feff}')).map_err(drop)?;
    let value = page.get("value").ok_or(())?;
    let items: Vec<&RawValue> = serde_json::from_str(value.as_str()).map_err(drop)?;
    for item in items {
        list.0.push(AssignedTarget::read(item.get()).map_err(drop)?);
    }
    match page.get("@odata.nextLink") {
        Some(link) if !link.is_null() => page.string("@odata.nextLink").map(Some).ok_or(()),
        _ => Ok(None),
    }
}

#[cold]
fn not_a_page() -> AssignmentError {
    let message = "the response is not a collection of assignments; check whether the path of the declaration leads to the entity";
    AssignmentError::new(AssignmentErrorKind::Decode, message)
}

#[cold]
fn endless_pages() -> AssignmentError {
    AssignmentError::new(AssignmentErrorKind::Decode, "the pages of the assignments do not end")
}

/// Far more than the assignments that a policy can have.
const MAX_PAGES: usize = 1_000;
