//! Serves one request, from its arrival to its response.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use graph_core::schema::Version;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use tokio::time::Instant;

use crate::error::SandboxErrorKind;
use crate::json::{Validator, check_syntax};
use crate::options::{PatchResponse, ServiceOptions};
use crate::protocol::{
    ConnectionClosed, ErrorResponse, IfMatch, OutgoingBody, ReceivedBody, RequestIds, ReturnPreference, receive,
    response,
};
use crate::request_log::{RecordedRequest, RequestLog};
use crate::routing::{EntityKey, Route, Routes};
use crate::script::{Action, Interruption, Script, ScriptedResponse};
use crate::store::{Store, StoredEntity};
use crate::throttle::{Throttle, ThrottleState};

/// The simulated service: the state that all connections share.
pub(crate) struct GraphService {
    endpoint: String,
    routes: Routes,
    store: Mutex<Store>,
    script: Mutex<Script>,
    request_log: Mutex<RequestLog>,
    throttle: Mutex<ThrottleState>,
    options: ServiceOptions,
}

impl GraphService {
    pub(crate) fn new(
        endpoint: String,
        routes: Routes,
        store: Store,
        throttle: Throttle,
        options: ServiceOptions,
    ) -> Self {
        Self {
            endpoint,
            routes,
            store: Mutex::new(store),
            script: Mutex::default(),
            request_log: Mutex::new(RequestLog::new(options.request_log_capacity)),
            throttle: Mutex::new(ThrottleState::new(throttle)),
            options,
        }
    }

    pub(crate) fn endpoint(&self) -> &str {
        &self.endpoint
    }

    pub(crate) fn routes(&self) -> &Routes {
        &self.routes
    }

    pub(crate) fn requests(&self) -> Vec<RecordedRequest> {
        lock(&self.request_log).requests()
    }

    pub(crate) fn entity_text(&self, version: Version, path: &str) -> Option<String> {
        let key = self.routes.key(version, path)?;
        lock(&self.store).get(&key).map(|entity| entity.object.to_json())
    }

    /// Queues scripted responses.
    ///
    /// # Errors
    /// Returns the error of the first response that has one.
    pub(crate) fn script(&self, responses: Vec<ScriptedResponse>) -> Result<(), SandboxErrorKind> {
        lock(&self.script).extend(responses)
    }

    pub(crate) fn script_len(&self) -> usize {
        lock(&self.script).len()
    }

    /// Serves a request.
    ///
    /// # Errors
    /// Returns an error if the connection must be closed without a response.
    pub(crate) async fn handle(&self, request: Request<Incoming>) -> Result<Response<OutgoingBody>, ConnectionClosed> {
        let (parts, body) = request.into_parts();
        let received = receive(body, self.options.body_limit).await.map_err(|_| ConnectionClosed)?;
        let request = RecordedRequest::new(&parts, received.bytes().clone());
        let number = lock(&self.request_log).push(request.clone());

        let scripted = lock(&self.script).take(&parts).unwrap_or_else(ScriptedResponse::pass_through);
        let result = self.respond(scripted, &parts, &received).await;

        let status = result.as_ref().ok().map(Response::status);
        lock(&self.request_log).set_status(number, status);
        if let Some(observer) = &self.options.observer {
            observer(&request.with_status(status));
        }
        result
    }

    async fn respond(
        &self,
        scripted: ScriptedResponse,
        request: &Parts,
        body: &ReceivedBody,
    ) -> Result<Response<OutgoingBody>, ConnectionClosed> {
        if let Some(delay) = scripted.delay {
            tokio::time::sleep(delay).await;
        }
        let ids = RequestIds::new(&request.headers);
        let mut response = match scripted.action {
            Action::Serve => self.serve(request, body).unwrap_or_else(|error| response::error(&error, &ids)),
            Action::Respond(status, body) => body.into_response(status, &ids),
            Action::CloseConnection => return Err(ConnectionClosed),
        };
        ids.insert_into(response.headers_mut());
        for (name, value) in scripted.headers {
            response.headers_mut().insert(name, value);
        }
        match scripted.interruption {
            None => Ok(response.map(OutgoingBody::complete)),
            Some(Interruption::WithinBody(bytes)) => Ok(response.map(|body| OutgoingBody::failing_after(body, bytes))),
            Some(Interruption::BeforeResponse) => Err(ConnectionClosed),
        }
    }

    fn serve(&self, request: &Parts, body: &ReceivedBody) -> Result<Response<Bytes>, ErrorResponse> {
        let token = self.check_token(&request.headers)?;
        let path = request.uri.path();
        let counted = lock(&self.throttle).count(&request.method, path, token, Instant::now());
        counted.map_err(ErrorResponse::too_many_requests)?;
        let (route, key) = self.routes.find(path)?;
        let is_update = match request.method {
            Method::GET => false,
            Method::PATCH => true,
            _ => return Err(ErrorResponse::method_not_allowed()),
        };
        check_query(request.uri.query().unwrap_or(""))?;
        if is_update { self.patch(route, &key, &request.headers, body) } else { self.get(route, &key) }
    }

    fn get(&self, route: &Route, key: &EntityKey) -> Result<Response<Bytes>, ErrorResponse> {
        let entity = lock(&self.store).get(key).cloned().ok_or_else(|| not_found(route, key))?;
        Ok(self.entity_response(route, key, &entity))
    }

    fn patch(
        &self,
        route: &Route,
        key: &EntityKey,
        headers: &HeaderMap,
        body: &ReceivedBody,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        check_content_headers(headers)?;
        let condition = IfMatch::parse(headers)?;
        let body = match body {
            ReceivedBody::Complete(body) => body,
            ReceivedBody::TooLarge(_) => {
                let message = format!("The body is larger than {} bytes.", self.options.body_limit);
                return Err(ErrorResponse::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", message));
            }
        };
        if body.is_empty() {
            return Err(ErrorResponse::bad_request("Empty Payload. JSON content expected."));
        }
        let text = check_syntax(body).map_err(ErrorResponse::bad_request)?;
        let mut validator = Validator { strict_enums: self.options.strict_enums, ..Validator::default() };
        let update = validator.read(route.descriptor, text);
        ErrorResponse::model_validation(validator.errors)?;

        let updated = lock(&self.store).update(key, condition.as_ref(), update);
        let entity = updated.unwrap_or_else(|| Err(not_found(route, key)))?;

        let preference = ReturnPreference::parse(headers);
        let effective = preference.unwrap_or(match self.options.patch_response {
            PatchResponse::Entity => ReturnPreference::Representation,
            PatchResponse::NoContent => ReturnPreference::Minimal,
        });
        let response = match effective {
            ReturnPreference::Minimal => response::with_etag(response::no_content(), entity.etag),
            ReturnPreference::Representation => self.entity_response(route, key, &entity),
        };
        Ok(match preference {
            Some(preference) => response::with_preference_applied(response, preference),
            None => response,
        })
    }

    fn entity_response(&self, route: &Route, key: &EntityKey, entity: &StoredEntity) -> Response<Bytes> {
        let context = format!("{}/{}/$metadata#{}", self.endpoint, route.descriptor.version(), route.context(key));
        let quote = |text: &str| serde_json::Value::from(text).to_string();
        let mut json = format!(
            r#"{{"@odata.context":{},"@odata.type":{},"@odata.etag":{}"#,
            quote(&context),
            quote(route.descriptor.odata_type()),
            quote(&entity.etag.to_string())
        );
        entity.object.write(&mut json);
        json.push('}');
        response::with_etag(response::json(StatusCode::OK, json), entity.etag)
    }

    /// Returns the token of a request.
    ///
    /// # Errors
    /// Returns a response if the token is absent or not accepted.
    fn check_token<'h>(&self, headers: &'h HeaderMap) -> Result<&'h str, ErrorResponse> {
        let mut lines = headers.get_all(AUTHORIZATION).iter();
        let (Some(line), None) = (lines.next(), lines.next()) else {
            return Err(ErrorResponse::unauthorized("Access token is empty.", r#"Bearer realm="graph-sandbox""#));
        };
        let token = line.to_str().ok().and_then(|line| line.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
        let is_accepted = |token: &str| self.options.token.as_ref().is_none_or(|accepted| accepted == token);
        match token {
            Some(token) if !token.is_empty() && is_accepted(token) => Ok(token),
            _ => {
                let challenge = r#"Bearer realm="graph-sandbox", error="invalid_token""#;
                Err(ErrorResponse::unauthorized("Access token validation failure.", challenge))
            }
        }
    }
}

impl fmt::Debug for GraphService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphService").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// Locks a mutex, also after a panic in another task: every change of the state is made in one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn not_found(route: &Route, key: &EntityKey) -> ErrorResponse {
    let message = format!(
        "Resource '{}' does not exist or one of its queried reference-property objects are not present.",
        route.entity_id(key)
    );
    ErrorResponse::new(StatusCode::NOT_FOUND, "ResourceNotFound", message)
}

/// Checks that the headers declare a body of uncompressed JSON in UTF-8.
fn check_content_headers(headers: &HeaderMap) -> Result<(), ErrorResponse> {
    let error = |message| Err(ErrorResponse::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", message));
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut parts = content_type.split(';').map(str::trim);
    if !parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json")) {
        return error("The Content-Type of the body must be application/json.");
    }
    let charset = parts.filter_map(|part| part.split_once('=')).find(|(name, _)| name.eq_ignore_ascii_case("charset"));
    if charset.is_some_and(|(_, charset)| !charset.trim_matches('"').eq_ignore_ascii_case("utf-8")) {
        return error("The charset of the body must be utf-8.");
    }
    if headers.get(CONTENT_ENCODING).is_some_and(|value| !value.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return error("The body must not have a Content-Encoding.");
    }
    Ok(())
}

/// Checks that there are no system query options: a response that ignores one is not what the client requested.
fn check_query(query: &str) -> Result<(), ErrorResponse> {
    let names = query.split('&').map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name));
    let option = names.into_iter().find(|name| name.starts_with('$') || name.starts_with("%24"));
    option.map_or(Ok(()), |name| {
        let message = format!("The sandbox does not support the query option '{}'.", name.replace("%24", "$"));
        Err(ErrorResponse::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message))
    })
}
