//! Reads one entity or a list.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::{GraphService, lock, not_found};
use crate::listing::{ListRequest, Listing, item_type};
use crate::protocol::{ErrorResponse, response};
use crate::query::{Projection, QueryOptions};
use crate::routing::{Target, TargetKind};
use crate::store::StoredEntity;

impl GraphService {
    pub(super) fn get(&self, target: &Target<'_>, query: &str) -> Result<Response<Bytes>, ErrorResponse> {
        let query_error = |error| ErrorResponse::query(&error);
        let options = QueryOptions::parse_supported(query).map_err(query_error)?;
        if options.names.iter().any(|name| !matches!(*name, "$select" | "$expand" | "$format")) {
            return Err(ErrorResponse::bad_request(
                "The query specified in the URI is not valid. \
                 Query options $orderby, $skip, $count, and $top can be applied only on collections.",
            ));
        }
        let entity = lock(&self.store).read(&target.key).cloned().ok_or_else(|| not_found(target))?;
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

    pub(super) fn list(&self, request: ListRequest<'_>) -> Result<Response<Bytes>, ErrorResponse> {
        let listing = Listing::new(request, &self.types, &self.options)?;
        let mut store = lock(&self.store);
        listing.observe(&mut store);
        if request.target.kind == TargetKind::Count {
            return Ok(response::count(listing.count(&store, request.headers)?));
        }
        let response = response::json(StatusCode::OK, listing.page(&store, &self.endpoint));
        Ok(match listing.preferred_page_size() {
            Some(size) => response::with_preference_applied(response, &format!("odata.maxpagesize={size}")),
            None => response,
        })
    }

    pub(super) fn entity_response(
        &self,
        target: &Target<'_>,
        entity: &StoredEntity,
        projection: &Projection,
    ) -> Response<Bytes> {
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
}
