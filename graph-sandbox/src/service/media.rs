//! Media: `/$value`, and the streams of properties.
//!
//! Source: [OData 4.01, section 11.4.7](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_ManagingMediaEntities).

use bytes::Bytes;
use graph_core::schema::Version;
use http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use percent_encoding::percent_decode_str;

use super::{GraphService, lock, not_found};
use crate::protocol::{ErrorResponse, ReceivedBody, response};
use crate::routing::{EntityKey, Target, TargetKind};

/// The beginning of the paths of redirected downloads, which need no token.
const DOWNLOADS: &str = "/-/downloads";

impl GraphService {
    /// Serves a path of media, if it is one.
    pub(super) fn serve_media(
        &self,
        request: &Parts,
        body: &ReceivedBody,
    ) -> Option<Result<Response<Bytes>, ErrorResponse>> {
        let (target, key) = self.media_target(request.uri.path())?;
        Some(self.media_response(&target, key, request, body))
    }

    /// Serves a redirected download, if the path is the one of such.
    ///
    /// # Errors
    /// The response is an error if the request has a token, which must not leave Microsoft Graph.
    pub(super) fn serve_download(&self, request: &Parts) -> Option<Result<Response<Bytes>, ErrorResponse>> {
        let path = request.uri.path().strip_prefix(DOWNLOADS)?;
        if request.headers.contains_key(http::header::AUTHORIZATION) {
            let message = "A pre-authenticated URL was requested with an access token.";
            return Some(Err(ErrorResponse::new(StatusCode::UNAUTHORIZED, "unauthenticated", message)));
        }
        let (target, key) = self.media_target(path)?;
        Some(self.download(&target, &key))
    }

    /// Returns the key of media at a path without the version.
    pub(super) fn media_key(&self, version: Version, path: &str) -> Option<EntityKey> {
        self.media_target(&format!("/{version}{path}")).map(|(_, key)| key)
    }

    /// Returns the entity of media, and the key of the media.
    fn media_target(&self, path: &str) -> Option<(Target<'_>, EntityKey)> {
        let (entity, last) = path.rsplit_once('/')?;
        let last = percent_decode_str(last).decode_utf8().ok()?;
        let (entity, name) = match (last.as_ref(), entity.rsplit_once('/')) {
            ("$value", Some((owner, property))) if self.is_media_property(owner, property) => (owner, property),
            ("$value", _) => (entity, "$value"),
            (property, _) if self.is_media_property(entity, property) => (entity, property),
            _ => return None,
        };
        let target = self.routes.find(entity, &self.types).ok()?;
        let is_entity = target.kind == TargetKind::Entity && target.links().is_none();
        let key = target.key.child(name);
        is_entity.then_some((target, key))
    }

    fn is_media_property(&self, entity: &str, property: &str) -> bool {
        let names = &self.options.media_properties;
        names.iter().any(|known| known.names.iter().any(|name| name == property))
            && self.routes.find(entity, &self.types).is_ok_and(|target| {
                let types = target.route.types();
                let served = |odata_type: &str| {
                    types.iter().any(|name| self.types.is_derived(name, odata_type.trim_start_matches('#')))
                };
                names.iter().any(|known| served(known.odata_type) && known.names.iter().any(|name| name == property))
            })
    }

    fn media_response(
        &self,
        target: &Target<'_>,
        key: EntityKey,
        request: &Parts,
        body: &ReceivedBody,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        if lock(&self.store).get(&target.key).is_none() {
            return Err(not_found(target));
        }
        match request.method {
            Method::GET if self.options.redirects_media && lock(&self.store).media(&key).is_some() => {
                // Another host than that of the endpoint.
                let host = self.endpoint.replace("127.0.0.1", "localhost");
                let mut response = Response::new(Bytes::new());
                *response.status_mut() = StatusCode::FOUND;
                if let Ok(url) = HeaderValue::try_from(format!("{host}{DOWNLOADS}{}", request.uri.path())) {
                    response.headers_mut().insert(LOCATION, url);
                }
                Ok(response)
            }
            Method::GET => self.download(target, &key),
            Method::PUT | Method::PATCH => {
                let bytes = self.complete_body(body)?.clone();
                let content_type = request.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
                let Some(content_type) = content_type else {
                    return Err(ErrorResponse::bad_request("The header 'Content-Type' is missing."));
                };
                let etag = lock(&self.store).set_media(key, content_type, bytes);
                Ok(response::with_etag(response::no_content(), etag))
            }
            Method::DELETE if lock(&self.store).remove_media(&key) => Ok(response::no_content()),
            Method::DELETE => Err(not_found(target)),
            _ => Err(ErrorResponse::method_not_allowed("GET, PUT, PATCH, DELETE")),
        }
    }

    fn download(&self, target: &Target<'_>, key: &EntityKey) -> Result<Response<Bytes>, ErrorResponse> {
        let media = lock(&self.store).media(key).cloned().ok_or_else(|| not_found(target))?;
        let mut response = Response::new(media.bytes);
        if let Ok(content_type) = HeaderValue::try_from(media.content_type) {
            response.headers_mut().insert(CONTENT_TYPE, content_type);
        }
        Ok(response::with_etag(response, media.etag))
    }
}
