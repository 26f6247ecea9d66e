//! Decides what a request is for.

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Response};
use tokio::time::Instant;

use super::body::check_write_query;
use super::{GraphService, lock};
use crate::hazard::Hazard;
use crate::listing::ListRequest;
use crate::protocol::{ErrorResponse, ReceivedBody};
use crate::routing::{Target, TargetKind};

impl GraphService {
    pub(super) fn serve(
        &self,
        request: &Parts,
        body: &ReceivedBody,
        hazards: &[Hazard],
    ) -> Result<Response<Bytes>, ErrorResponse> {
        if let Some(response) = self.serve_download(request) {
            return response;
        }
        let token = self.check_token(&request.headers)?;
        let path = request.uri.path();
        let query = request.uri.query().unwrap_or("");
        let counted = lock(&self.throttle).count(&request.method, path, token, Instant::now());
        counted.map_err(ErrorResponse::too_many_requests)?;
        let special = self.call(request, body);
        let special = special.or_else(|| self.serve_media(request, body)).or_else(|| self.assignments(request, body));
        if let Some(response) = special {
            return response;
        }
        let target = self.routes.find(path, &self.types)?;
        let headers = &request.headers;
        if target.is_reference {
            return self.references(&request.method, &target, query, headers, body);
        }
        let list = |target| self.list(ListRequest { target, path, query, headers, hazards });
        match (target.links(), target.kind) {
            (None, TargetKind::Entity) => self.serve_entity(&target, request, body),
            (Some(links), TargetKind::Entity) => {
                let linked = self.linked_target(&target, &links)?;
                self.serve_entity(&linked, request, body)
            }
            (links, TargetKind::Collection) => match request.method {
                Method::GET => {
                    links.map_or(Ok(()), |links| self.check_source(&target, &links))?;
                    list(&target)
                }
                Method::POST if target.route.contains_entities() && target.route.writes().creations => {
                    check_write_query(query)?;
                    self.create(&target, headers, body)
                }
                _ if target.route.contains_entities() => {
                    Err(ErrorResponse::method_not_allowed(target.route.writes().methods_of_collection()))
                }
                _ => Err(ErrorResponse::method_not_allowed("GET")),
            },
            (_, TargetKind::Count) if request.method == Method::GET => list(&target),
            (_, TargetKind::Count) => Err(ErrorResponse::method_not_allowed("GET")),
        }
    }

    fn serve_entity(
        &self,
        target: &Target<'_>,
        request: &Parts,
        body: &ReceivedBody,
    ) -> Result<Response<Bytes>, ErrorResponse> {
        let query = request.uri.query().unwrap_or("");
        let headers = &request.headers;
        if request.method == Method::GET {
            return self.get(target, query);
        }
        let writes = target.route.writes();
        if !writes.includes(&request.method) {
            return Err(ErrorResponse::method_not_allowed(writes.methods_of_entity()));
        }
        check_write_query(query)?;
        match request.method {
            Method::PATCH => self.patch(target, headers, body),
            Method::PUT => self.replace(target, headers, body),
            _ => self.delete(target, headers),
        }
    }
}
