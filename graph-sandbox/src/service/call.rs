//! Calls of actions and functions.
//!
//! Source: [OData 4.01, section 11.5](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_Operations).

use std::borrow::Cow;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::{GraphService, lock, not_found};
use crate::json::{Author, Validator, check_syntax};
use crate::operation::{Effect, Handler, OperationCall, OperationResponse, OperationResult, unqualified};
use crate::page_token::PageToken;
use crate::protocol::{ErrorResponse, ReceivedBody, max_page_size, response};
use crate::routing::{EntityKey, TargetKind};

impl GraphService {
    /// Performs the operation in the last segment of the path, if there is one.
    pub(super) fn call(&self, request: &Parts, body: &ReceivedBody) -> Option<Result<Response<Bytes>, ErrorResponse>> {
        let path = request.uri.path();
        let (bound, last) = path.rsplit_once('/')?;
        let last = percent_decode_str(last).decode_utf8().ok()?;
        let (name, arguments) = match last.split_once('(') {
            Some((name, arguments)) => (name, arguments.strip_suffix(')')?),
            None => (last.as_ref(), ""),
        };
        let (_, unbound) = bound.strip_prefix('/')?.split_once('/').unwrap_or_default();
        let by_path = format!("/{unbound}{}{name}", if unbound.is_empty() { "" } else { "/" });
        let by_path = self.operations.get(&by_path);
        let handler = by_path.or_else(|| self.operations.get(name).filter(|_| !name.is_empty()))?;
        Some(self.perform(request, body, handler, &Invocation { name, arguments, bound, is_bound: by_path.is_none() }))
    }

    fn perform(
        &self,
        request: &Parts,
        body: &ReceivedBody,
        handler: &Handler,
        invocation: &Invocation<'_>,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let query = request.uri.query();
        let bound_to = self.bound_entity(invocation)?;
        let parameters = match request.method {
            Method::POST => self.sent_parameters(request, body)?,
            Method::GET => path_parameters(invocation.arguments, query.unwrap_or(""))?,
            _ => return Err(ErrorResponse::method_not_allowed("GET, POST")),
        };
        let entity = bound_to.as_ref().and_then(|key| lock(&self.store).get(key).map(|entity| entity.object.to_json()));
        let call = OperationCall {
            name: unqualified(invocation.name).to_owned(),
            method: request.method.clone(),
            path: invocation.bound.to_owned(),
            query: query.map(str::to_owned),
            parameters,
            entity: entity.and_then(|json| serde_json::from_str(&json).ok()),
        };
        let token = PageToken::parse(request.uri.path(), query.unwrap_or("")).unwrap_or(Ok(PageToken::FIRST));
        let token = token.map_err(|error| ErrorResponse::bad_request(error.to_string()))?;
        let OperationResponse { status, result, effect } = handler(&call);
        if token.page == 1 {
            lock(&self.calls).push(call);
            self.apply(bound_to.as_ref(), effect)?;
        }
        self.operation_response(request, status, result, token)
    }

    /// Returns the key of the entity that the operation is bound to, if it is bound to one.
    ///
    /// # Errors
    /// Returns a response if the path before the operation is not declared, or there is no entity.
    fn bound_entity(&self, invocation: &Invocation<'_>) -> Result<Option<EntityKey>, ErrorResponse> {
        let is_version = !invocation.bound.trim_start_matches('/').contains('/');
        if is_version || !invocation.is_bound {
            return Ok(None);
        }
        let target = self.routes.find(invocation.bound, &self.types)?;
        match target.kind {
            TargetKind::Entity => {
                let linked = target.links().map(|links| self.linked_target(&target, &links)).transpose()?;
                let target = linked.unwrap_or(target);
                if lock(&self.store).get(&target.key).is_none() {
                    return Err(not_found(&target));
                }
                Ok(Some(target.key))
            }
            TargetKind::Collection => Ok(None),
            TargetKind::Count => Err(ErrorResponse::bad_request("An operation cannot be bound to a number.")),
        }
    }

    fn sent_parameters(&self, request: &Parts, body: &ReceivedBody) -> Result<Map<String, Value>, ErrorResponse> {
        if self.complete_body(body)?.is_empty() {
            return Ok(Map::new());
        }
        let text = self.json_body(&request.headers, body)?;
        serde_json::from_str(text)
            .map_err(|_| ErrorResponse::bad_request("The parameters of an action must be a JSON object."))
    }

    /// Changes or removes the entity that the operation is bound to.
    fn apply(&self, bound_to: Option<&EntityKey>, effect: Effect) -> Result<(), ErrorResponse> {
        let failed =
            |message: String| ErrorResponse::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", message);
        let mut store = lock(&self.store);
        match (effect, bound_to) {
            (Effect::None, _) => {}
            (_, None) => {
                return Err(failed("The operation is not bound to an entity that it could change.".to_owned()));
            }
            (Effect::Remove, Some(key)) => {
                store.remove(key, Author::Service);
            }
            (Effect::Change(changes), Some(key)) => {
                let changes = changes.map_err(failed)?;
                let text = check_syntax(changes.as_bytes()).map_err(failed)?;
                let Some(served_type) = store.get(key).map(|entity| entity.object.shared_type()) else { return Ok(()) };
                let mut validator = Validator::new(&self.types, key.version());
                let update = validator.read(&served_type, text);
                validator.errors.into_result().map_err(failed)?;
                store.update(key, None, Author::Service, update).transpose()?;
            }
        }
        Ok(())
    }

    fn operation_response(
        &self,
        request: &Parts,
        status: StatusCode,
        result: OperationResult,
        token: PageToken,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let failed =
            |message: String| ErrorResponse::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", message);
        let context =
            format!("{}/{}/$metadata#", self.endpoint, request.uri.path().split('/').nth(1).unwrap_or_default());
        let json = match result {
            OperationResult::Nothing => {
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = status;
                return Ok(response);
            }
            OperationResult::Error { code, message } => return Err(ErrorResponse::custom(status, code, message)),
            OperationResult::Value(value) => json!({ "@odata.context": context, "value": value.map_err(failed)? }),
            OperationResult::Object(object) => {
                let Value::Object(mut members) = object.map_err(failed)? else {
                    return Err(failed("The result of the operation is not an object.".to_owned()));
                };
                members.entry("@odata.context").or_insert(context.into());
                Value::Object(members)
            }
            OperationResult::Collection(items) => {
                let Value::Array(items) = items.map_err(failed)? else {
                    return Err(failed("The result of the operation is not an array.".to_owned()));
                };
                let size = max_page_size(&request.headers).unwrap_or(self.options.page_size).max(1);
                let start = usize::try_from(token.position).unwrap_or(usize::MAX);
                let page: Vec<_> = items.iter().skip(start).take(size).collect();
                let mut body = json!({ "@odata.context": context, "value": page });
                if start.saturating_add(size) < items.len() {
                    let next = PageToken { position: token.position + size as u64, page: token.page + 1, ..token };
                    let link = next.link(request.uri.path(), request.uri.query().unwrap_or(""));
                    body["@odata.nextLink"] = format!("{}{link}", self.endpoint).into();
                }
                body
            }
        };
        Ok(response::json(status, json.to_string()))
    }
}

/// The parts of the path of a call.
struct Invocation<'p> {
    name: &'p str,
    /// The text between the parentheses.
    arguments: &'p str,
    /// The path before the operation.
    bound: &'p str,
    is_bound: bool,
}

/// Reads the arguments of a function: `name='text',count=2,period=@p`.
///
/// # Errors
/// Returns a response if the arguments are malformed.
fn path_parameters(arguments: &str, query: &str) -> Result<Map<String, Value>, ErrorResponse> {
    let mut parameters = Map::new();
    let mut rest = arguments;
    while !rest.is_empty() {
        let malformed =
            || ErrorResponse::bad_request(format!("The arguments '{arguments}' of the function are malformed."));
        let (name, value) = rest.split_once('=').ok_or_else(malformed)?;
        let end = literal_length(value).ok_or_else(malformed)?;
        let (literal, after) = value.split_at_checked(end).ok_or_else(malformed)?;
        let aliased =
            literal.strip_prefix('@').map(|alias| alias_value(alias, query).ok_or_else(malformed)).transpose()?;
        if parameters.insert(name.trim().to_owned(), literal_value(aliased.as_deref().unwrap_or(literal))).is_some() {
            return Err(malformed());
        }
        rest = match after.strip_prefix(',') {
            Some(next) if !next.is_empty() => next,
            None if after.is_empty() => after,
            _ => return Err(malformed()),
        };
    }
    Ok(parameters)
}

/// Returns the length of the literal at the beginning of a text. A quoted literal doubles its quotes.
fn literal_length(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (index, char) in text.char_indices() {
        match char {
            '\'' => quoted = !quoted,
            ',' if !quoted => return Some(index),
            _ => {}
        }
    }
    (!quoted).then_some(text.len())
}

/// Returns the value of `@alias` in a query.
fn alias_value(alias: &str, query: &str) -> Option<String> {
    let mut options = query.split('&').filter_map(|option| option.split_once('='));
    let decode = |text: &str| percent_decode_str(text).decode_utf8().ok().map(Cow::into_owned);
    let (_, value) =
        options.find(|(name, _)| decode(name).is_some_and(|name| name.strip_prefix('@') == Some(alias)))?;
    decode(value)
}

/// Returns the value of a literal: text in quotes, JSON, or text such as a date.
fn literal_value(literal: &str) -> Value {
    let quoted = literal.strip_prefix('\'').and_then(|text| text.strip_suffix('\''));
    match quoted {
        Some(text) => text.replace("''", "'").into(),
        None => serde_json::from_str(literal).unwrap_or_else(|_| literal.into()),
    }
}
