//! Serves one request, from its arrival to its response.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use graph_core::schema::{TypeDescriptor, Version};
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use tokio::time::Instant;

use crate::error::SandboxErrorKind;
use crate::hazard::Hazard;
use crate::json::{Author, Validator, check_syntax};
use crate::listing::{ListRequest, Listing, item_type};
use crate::options::{PatchResponse, ServiceOptions};
use crate::protocol::{
    ConnectionClosed, ErrorResponse, IfMatch, OutgoingBody, ReceivedBody, RequestIds, ReturnPreference, receive,
    response,
};
use crate::query::{Projection, QueryOptions};
use crate::request_log::{RecordedRequest, RequestLog};
use crate::routing::{Routes, Target, TargetKind};
use crate::script::{Action, Interruption, Script, ScriptedResponse};
use crate::seed::{Seed, entity_key, seed_error};
use crate::store::{Store, StoredEntity};
use crate::throttle::{Throttle, ThrottleState};
use crate::types::ServedTypes;

/// The simulated service: the state that all connections share.
pub(crate) struct GraphService {
    endpoint: String,
    types: ServedTypes,
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
        types: ServedTypes,
        routes: Routes,
        store: Store,
        throttle: Throttle,
        options: ServiceOptions,
    ) -> Self {
        Self {
            endpoint,
            types,
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
        let key = self.routes.entity_key(version, path, &self.types)?;
        lock(&self.store).get(&key).map(|entity| entity.object.to_json())
    }

    /// Adds or replaces an entity.
    ///
    /// # Errors
    /// Returns an error if the entity does not match its type, or its path is not served.
    pub(crate) fn seed(&self, seed: Seed) -> Result<(), SandboxErrorKind> {
        let (key, object) = seed.entity(&self.routes, &self.types)?;
        lock(&self.store).insert(key, object);
        Ok(())
    }

    /// Changes properties of an entity, including those that clients cannot change.
    ///
    /// # Errors
    /// Returns an error if there is no such entity, or the changes do not match its type.
    pub(crate) fn change(&self, seed: Seed) -> Result<(), SandboxErrorKind> {
        let (declaration, path) = (seed.declaration, seed.path.clone().unwrap_or_default());
        let error = |message| seed_error(Some(&path), declaration, message);
        let (key, changes) = seed.changes(&self.routes, &self.types)?;
        match lock(&self.store).update(&key, None, Author::Service, changes) {
            Some(Ok(_)) => Ok(()),
            Some(Err(response)) => Err(error(response.message().to_owned())),
            None => Err(error("there is no entity at the path".to_owned())),
        }
    }

    /// Removes an entity.
    ///
    /// # Errors
    /// Returns an error if there is no such entity.
    pub(crate) fn remove(
        &self,
        declaration: &'static TypeDescriptor,
        path: Result<String, String>,
    ) -> Result<(), SandboxErrorKind> {
        let path = path.map_err(|message| seed_error(declaration.paths().first(), declaration, message))?;
        let key = entity_key(&self.routes, &self.types, declaration, &path)?;
        if lock(&self.store).remove(&key) {
            return Ok(());
        }
        Err(seed_error(Some(&path), declaration, "there is no entity at the path".to_owned()))
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
            Action::Serve => {
                self.serve(request, body, &scripted.hazards).unwrap_or_else(|error| response::error(&error, &ids))
            }
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

    fn serve(
        &self,
        request: &Parts,
        body: &ReceivedBody,
        hazards: &[Hazard],
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let token = self.check_token(&request.headers)?;
        let path = request.uri.path();
        let query = request.uri.query().unwrap_or("");
        let counted = lock(&self.throttle).count(&request.method, path, token, Instant::now());
        counted.map_err(ErrorResponse::too_many_requests)?;
        let target = self.routes.find(path, &self.types)?;
        match (&request.method, target.kind) {
            (&Method::GET, TargetKind::Entity) => self.get(&target, query),
            (&Method::GET, _) => {
                let headers = &request.headers;
                self.list(ListRequest { target: &target, path, query, headers, hazards })
            }
            (&Method::PATCH, TargetKind::Entity) => {
                check_update_query(query)?;
                self.patch(&target, &request.headers, body)
            }
            (_, kind) => Err(ErrorResponse::method_not_allowed(kind == TargetKind::Entity)),
        }
    }

    fn get(&self, target: &Target<'_>, query: &str) -> Result<Response<Bytes>, ErrorResponse> {
        let query_error = |error| ErrorResponse::query(&error);
        let options = QueryOptions::parse_supported(query).map_err(query_error)?;
        if options.names.iter().any(|name| !matches!(*name, "$select" | "$expand" | "$format")) {
            return Err(ErrorResponse::bad_request(
                "The query specified in the URI is not valid. \
                 Query options $orderby, $skip, $count, and $top can be applied only on collections.",
            ));
        }
        let entity = lock(&self.store).get(&target.key).cloned().ok_or_else(|| not_found(target))?;
        let item_type = item_type(target, &self.types).map_err(query_error)?;
        let name = entity.object.served_type().name();
        if !item_type.includes(name) {
            return Err(not_found(target));
        }
        let mut projection = Projection::new(&options, &self.types, &item_type).map_err(query_error)?;
        projection.hidden = self.options.hidden(entity.object.served_type());
        if !projection.is_selective() {
            let nulls = self.options.nulls(entity.object.served_type());
            projection.replaced.extend(nulls.map(|name| (name, "null".to_owned())));
        }
        Ok(self.entity_response(target, &entity, &projection))
    }

    fn list(&self, request: ListRequest<'_>) -> Result<Response<Bytes>, ErrorResponse> {
        let listing = Listing::new(request, &self.types, &self.options)?;
        let store = lock(&self.store);
        if request.target.kind == TargetKind::Count {
            return Ok(response::count(listing.count(&store, request.headers)?));
        }
        let response = response::json(StatusCode::OK, listing.page(&store, &self.endpoint));
        Ok(match listing.preferred_page_size() {
            Some(size) => response::with_preference_applied(response, &format!("odata.maxpagesize={size}")),
            None => response,
        })
    }

    fn patch(
        &self,
        target: &Target<'_>,
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
        let Some(served_type) = lock(&self.store).get(&target.key).map(|entity| entity.object.shared_type()) else {
            return Err(not_found(target));
        };
        let mut validator = Validator::new(&self.types, target.key.version());
        validator.strict_enums = self.options.strict_enums;
        let update = validator.read(&served_type, text);
        ErrorResponse::model_validation(validator.errors)?;

        let updated = lock(&self.store).update(&target.key, condition.as_ref(), Author::Client, update);
        let entity = updated.unwrap_or_else(|| Err(not_found(target)))?;

        let preference = ReturnPreference::parse(headers);
        let effective = preference.unwrap_or(match self.options.patch_response {
            PatchResponse::Entity => ReturnPreference::Representation,
            PatchResponse::NoContent => ReturnPreference::Minimal,
        });
        let response = match effective {
            ReturnPreference::Minimal => response::with_etag(response::no_content(), entity.etag),
            ReturnPreference::Representation => self.entity_response(target, &entity, &Projection::default()),
        };
        Ok(match preference {
            Some(preference) => response::with_preference_applied(response, preference.as_str()),
            None => response,
        })
    }

    fn entity_response(&self, target: &Target<'_>, entity: &StoredEntity, projection: &Projection) -> Response<Bytes> {
        let context = format!(
            "{}/{}/$metadata#{}{}/$entity",
            self.endpoint,
            target.key.version(),
            target.route.context(target.kind, &target.key),
            projection.context()
        );
        let quote = |text: &str| serde_json::Value::from(text).to_string();
        let mut json = format!(
            r#"{{"@odata.context":{},"@odata.type":{},"@odata.etag":{}"#,
            quote(&context),
            quote(entity.object.served_type().odata_type),
            quote(&entity.etag.to_string())
        );
        projection.write(&entity.object, &mut json);
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

fn not_found(target: &Target<'_>) -> ErrorResponse {
    let message = format!(
        "Resource '{}' does not exist or one of its queried reference-property objects are not present.",
        target.route.entity_id(&target.key)
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

/// Checks that an update does not have system query options: the sandbox would ignore them.
fn check_update_query(query: &str) -> Result<(), ErrorResponse> {
    let options = QueryOptions::parse_supported(query).map_err(|error| ErrorResponse::query(&error))?;
    options.names.first().map_or(Ok(()), |name| {
        let message = format!("The sandbox does not support the query option '{name}' for updates.");
        Err(ErrorResponse::new(StatusCode::NOT_IMPLEMENTED, "NotImplemented", message))
    })
}
