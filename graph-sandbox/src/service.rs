//! One request, from its arrival to its answer.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use tokio::time::Instant;

use crate::answer::{self, AnswerBody, CutConnection};
use crate::body::{self, Received};
use crate::builder::{Observer, PatchAnswer};
use crate::document;
use crate::etag::IfMatch;
use crate::fault::{Fault, RequestIds, Violations};
use crate::prefer::Return;
use crate::record::{Record, RecordedRequest};
use crate::route::{EntityKey, Route, Routes};
use crate::script::{Act, Answer, Cut, Script};
use crate::store::{Entity, Store};
use crate::throttle::Throttling;
use crate::typed::Reading;

/// Everything that requests share.
pub(crate) struct Service {
    pub(crate) endpoint: String,
    pub(crate) routes: Routes,
    pub(crate) store: Mutex<Store>,
    pub(crate) script: Mutex<Script>,
    pub(crate) record: Mutex<Record>,
    pub(crate) token: Option<String>,
    pub(crate) patch_answer: PatchAnswer,
    pub(crate) body_limit: usize,
    pub(crate) strict_enums: bool,
    pub(crate) observer: Option<Observer>,
    pub(crate) throttling: Mutex<Throttling>,
}

impl Service {
    /// Answers a request.
    ///
    /// # Errors
    /// When there is to be no answer; the connection must then be closed.
    pub(crate) async fn handle(&self, request: Request<Incoming>) -> Result<Response<AnswerBody>, CutConnection> {
        let (parts, body) = request.into_parts();
        let received = body::receive(body, self.body_limit).await.map_err(|_| CutConnection)?;
        let request = RecordedRequest::new(&parts, received.bytes().clone());
        let entry = lock(&self.record).add(request.clone());

        let answer = lock(&self.script).take(&parts).unwrap_or_else(Answer::pass);
        let result = self.play(answer, &parts, &received).await;

        let status = result.as_ref().ok().map(Response::status);
        lock(&self.record).end(entry, status);
        if let Some(observer) = &self.observer {
            observer(&request.with_status(status));
        }
        result
    }

    async fn play(
        &self,
        answer: Answer,
        request: &Parts,
        body: &Received,
    ) -> Result<Response<AnswerBody>, CutConnection> {
        if let Some(delay) = answer.delay {
            tokio::time::sleep(delay).await;
        }
        let ids = RequestIds::of(&request.headers);
        let mut response = match answer.act {
            Act::Serve => self.serve(request, body).unwrap_or_else(|fault| answer::fault(&fault, &ids)),
            Act::Reply(status, reply) => answer::reply(status, reply, &ids),
            Act::Cut => return Err(CutConnection),
        };
        ids.stamp(response.headers_mut());
        for (name, value) in answer.headers {
            response.headers_mut().insert(name, value);
        }
        match answer.cut {
            None => Ok(response.map(AnswerBody::whole)),
            Some(Cut::WithinBody(bytes)) => Ok(response.map(|body| AnswerBody::cut_after(body, bytes))),
            Some(Cut::BeforeAnswer) => Err(CutConnection),
        }
    }

    fn serve(&self, request: &Parts, body: &Received) -> Result<Response<Bytes>, Fault> {
        let token = self.authorize(&request.headers)?;
        let path = request.uri.path();
        let counted = lock(&self.throttling).count(&request.method, path, token, Instant::now());
        counted.map_err(Fault::too_many_requests)?;
        let (route, key) = self.routes.find(path)?;
        let update = match request.method {
            Method::GET => false,
            Method::PATCH => true,
            _ => return Err(Fault::method_not_allowed()),
        };
        refuse_options(request.uri.query().unwrap_or(""))?;
        if update { self.patch(route, &key, &request.headers, body) } else { self.get(route, &key) }
    }

    fn get(&self, route: &Route, key: &EntityKey) -> Result<Response<Bytes>, Fault> {
        let entity = lock(&self.store).get(key).cloned().ok_or_else(|| absent(route, key))?;
        Ok(self.entity(route, key, &entity))
    }

    fn patch(
        &self,
        route: &Route,
        key: &EntityKey,
        headers: &HeaderMap,
        body: &Received,
    ) -> Result<Response<Bytes>, Fault> {
        expect_json(headers)?;
        let condition = IfMatch::of(headers)?;
        let body = match body {
            Received::Whole(body) => body,
            Received::TooLarge(_) => {
                let message = format!("The body is larger than {} bytes.", self.body_limit);
                return Err(Fault::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", message));
            }
        };
        if body.is_empty() {
            return Err(Fault::bad_request("Empty Payload. JSON content expected."));
        }
        let text = document::check(body).map_err(Fault::bad_request)?;
        let mut reading = Reading { strict_enums: self.strict_enums, violations: Violations::default() };
        let update = reading.object(route.descriptor, text, "");
        Fault::model(reading.violations)?;

        let updated = lock(&self.store).update(key, condition.as_ref(), update);
        let entity = updated.unwrap_or_else(|| Err(absent(route, key)))?;

        let preferred = Return::of(headers);
        let wanted = preferred.unwrap_or(match self.patch_answer {
            PatchAnswer::Entity => Return::Representation,
            PatchAnswer::NoContent => Return::Minimal,
        });
        let response = match wanted {
            Return::Minimal => answer::with_etag(answer::no_content(), entity.etag),
            Return::Representation => self.entity(route, key, &entity),
        };
        Ok(match preferred {
            Some(preference) => answer::with_applied(response, preference),
            None => response,
        })
    }

    fn entity(&self, route: &Route, key: &EntityKey, entity: &Entity) -> Response<Bytes> {
        let context = format!("{}/{}/$metadata#{}", self.endpoint, route.descriptor.version(), route.context(key));
        let quote = |text: &str| serde_json::Value::from(text).to_string();
        let mut json = format!(
            r#"{{"@odata.context":{},"@odata.type":{},"@odata.etag":{}"#,
            quote(&context),
            quote(route.descriptor.odata_type()),
            quote(&entity.etag.to_string())
        );
        entity.members.write(&mut json);
        json.push('}');
        answer::with_etag(answer::json(StatusCode::OK, json), entity.etag)
    }

    /// The token of a request, if it is right.
    fn authorize<'h>(&self, headers: &'h HeaderMap) -> Result<&'h str, Fault> {
        let mut lines = headers.get_all(AUTHORIZATION).iter();
        let (Some(line), None) = (lines.next(), lines.next()) else {
            return Err(Fault::unauthorized("Access token is empty.", r#"Bearer realm="graph-sandbox""#));
        };
        let token = line.to_str().ok().and_then(|line| line.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        match token {
            Some(token) if !token.is_empty() && self.token.as_ref().is_none_or(|right| right == token) => Ok(token),
            _ => {
                let challenge = r#"Bearer realm="graph-sandbox", error="invalid_token""#;
                Err(Fault::unauthorized("Access token validation failure.", challenge))
            }
        }
    }
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// A lock that outlives a panic elsewhere: every change under it is made in one step.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn absent(route: &Route, key: &EntityKey) -> Fault {
    let message = format!(
        "Resource '{}' does not exist or one of its queried reference-property objects are not present.",
        route.subject(key)
    );
    Fault::new(StatusCode::NOT_FOUND, "ResourceNotFound", message)
}

/// Refuses JSON that is not called JSON, is not UTF-8, or is compressed.
fn expect_json(headers: &HeaderMap) -> Result<(), Fault> {
    let refuse = |message: &str| Err(Fault::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message));
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut parts = content_type.split(';').map(str::trim);
    if !parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json")) {
        return refuse("The Content-Type of the body must be application/json.");
    }
    let charset = parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.eq_ignore_ascii_case("charset"));
    if charset.is_some_and(|(_, charset)| !charset.trim_matches('"').eq_ignore_ascii_case("utf-8")) {
        return refuse("The charset of the body must be utf-8.");
    }
    if headers.get(CONTENT_ENCODING).is_some_and(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return refuse("The body must come without Content-Encoding.");
    }
    Ok(())
}

/// Says what it cannot do, instead of answering something else than was asked.
fn refuse_options(query: &str) -> Result<(), Fault> {
    let names = query.split('&').map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name));
    let option = names.into_iter().find(|name| name.starts_with('$') || name.starts_with("%24"));
    option.map_or(Ok(()), |name| {
        let message = format!("The sandbox does not serve the query option '{}'.", name.replace("%24", "$"));
        Err(Fault::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message))
    })
}
