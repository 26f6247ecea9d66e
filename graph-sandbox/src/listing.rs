//! Lists of entities: their options, their pages, and what goes wrong with them.

use std::fmt::Write as _;

use graph_core::schema::{Access, EdmType};
use http::HeaderMap;
use serde_json::Value;

use crate::hazard::Hazard;
use crate::json::TypedObject;
use crate::options::ServiceOptions;
use crate::page_token::PageToken;
use crate::protocol::{ErrorResponse, max_page_size};
use crate::query::{
    BinaryOperator, BoundOptions, Expression, LiteralKind, MAX_EXPANDED, ObjectType, Projection, QueryError,
    QueryOptions, check_directory_query, is_directory_object,
};
use crate::routing::{Target, TargetKind};
use crate::store::{Store, StoredEntity};
use crate::types::ServedTypes;

/// How many items a page of directory objects has at most.
const MAX_DIRECTORY_PAGE_SIZE: usize = 999;

/// How many items a page of other entities has at most, whatever `$top` states.
const MAX_PAGE_SIZE: usize = 1_000;

/// A request for a list, with its names resolved.
pub(crate) struct Listing<'r> {
    target: &'r Target<'r>,
    item_type: ObjectType,
    options: QueryOptions,
    bound: BoundOptions,
    projection: Projection,
    service_options: &'r ServiceOptions,
    hazards: Vec<Hazard>,
    token: PageToken,
    /// The path and the query as they were sent.
    location: (&'r str, &'r str),
    page_size: usize,
    /// Whether `Prefer` determines the size of the page.
    prefers_page_size: bool,
    has_count: bool,
    is_directory: bool,
}

/// What a request for a list consists of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListRequest<'r> {
    pub(crate) target: &'r Target<'r>,
    pub(crate) path: &'r str,
    pub(crate) query: &'r str,
    pub(crate) headers: &'r HeaderMap,
    pub(crate) hazards: &'r [Hazard],
}

impl<'r> Listing<'r> {
    /// Reads the options of a list.
    ///
    /// # Errors
    /// Returns a response if the options are malformed, name what does not exist, or need another header.
    pub(crate) fn new(
        request: ListRequest<'r>,
        types: &ServedTypes,
        service_options: &'r ServiceOptions,
    ) -> Result<Self, ErrorResponse> {
        let ListRequest { target, path, query, headers, hazards } = request;
        let query_error = |error: QueryError| ErrorResponse::query(&error);
        let mut options = QueryOptions::parse_supported(query).map_err(query_error)?;
        let token = PageToken::parse(path, query).unwrap_or(Ok(PageToken::FIRST));
        let token = token.map_err(|error| ErrorResponse::bad_request(error.to_string()))?;

        let item_type = item_type(target, types).map_err(query_error)?;
        let is_directory = target
            .route
            .types()
            .iter()
            .any(|name| is_directory_object(name) || types.is_derived(name, "microsoft.graph.directoryObject"));
        let is_eventual = is_eventual(headers);
        if is_directory {
            let is_count = target.kind == TargetKind::Count;
            check_directory_query(&options, is_eventual, is_count).map_err(query_error)?;
        }
        let hazards: Vec<_> = service_options.hazards.iter().chain(hazards).cloned().collect();
        misread(&mut options, &hazards);
        let bound = BoundOptions::new(&options, types, &item_type).map_err(query_error)?;
        let mut projection = Projection::new(&options, types, &item_type).map_err(query_error)?;
        if is_directory {
            projection.limit_expansions(MAX_EXPANDED);
        }
        let preferred = max_page_size(headers);
        let page_size = page_size(options.top, preferred, service_options.page_size, is_directory, &hazards)?;
        let has_count = options.count == Some(true) && (is_eventual || !is_directory);
        Ok(Self {
            target,
            item_type,
            options,
            bound,
            projection,
            service_options,
            hazards,
            token,
            location: (path, query),
            page_size,
            prefers_page_size: preferred == Some(page_size),
            has_count,
            is_directory,
        })
    }

    /// Counts a read of the entities in the list, for those writes that reads do not see yet.
    pub(crate) fn observe(&self, store: &mut Store) {
        match self.target.links() {
            Some(links) => store.read_linked_entities(&links.source, &links.link.name),
            None if self.target.route.is_separate_collection() => store.read_all(self.target.key.version()),
            None => store.read_collection(&self.target.key),
        }
    }

    /// Returns the number of items for `/$count`.
    ///
    /// # Errors
    /// Returns a response if there are options that a number does not have, or the header for directory objects is missing.
    pub(crate) fn count(&self, store: &Store, headers: &HeaderMap) -> Result<usize, ErrorResponse> {
        if let Some(name) = self.options.names.iter().find(|name| !matches!(**name, "$filter" | "$search")) {
            let message = format!("The query option '{name}' cannot be applied to '$count'.");
            return Err(ErrorResponse::bad_request(message));
        }
        if self.is_directory && !is_eventual(headers) {
            let message = "$count is not currently supported.";
            return Err(ErrorResponse::query(&QueryError::unsupported(message)));
        }
        Ok(self.matching(store, 0).count())
    }

    /// Returns the body of the page.
    pub(crate) fn page(&self, store: &Store, endpoint: &str) -> String {
        let Self { target, token, .. } = self;
        let is_empty_page = self.has(&Hazard::EmptyPages) && !token.is_after_empty_page;
        let (items, next) = if is_empty_page {
            (Vec::new(), Some(PageToken { page: token.page + 1, is_after_empty_page: true, ..*token }))
        } else {
            self.items(store)
        };

        let mut context = format!("{endpoint}/{}/$metadata#", target.key.version());
        context.push_str(&target.route.context(target.kind, &target.key));
        if let Some(cast) = &target.cast {
            context.push('/');
            context.push_str(cast);
        }
        context.push_str(&self.projection.context());
        let mut json = format!(r#"{{"@odata.context":{}"#, quote(&context));
        if self.has_count && token.page == 1 {
            _ = write!(json, r#","@odata.count":{}"#, self.matching(store, 0).count());
        }
        if let Some(link) = self.link(next, endpoint) {
            _ = write!(json, r#","@odata.nextLink":{}"#, quote(&link));
        }
        json.push_str(r#","value":["#);
        for (index, entity) in items.into_iter().enumerate() {
            if index > 0 {
                json.push(',');
            }
            self.write_item(index, entity, &mut json);
        }
        json.push_str("]}");
        json
    }

    /// Returns the size of the page if `Prefer` determines it.
    pub(crate) fn preferred_page_size(&self) -> Option<usize> {
        self.prefers_page_size.then_some(self.page_size)
    }

    fn has(&self, hazard: &Hazard) -> bool {
        self.hazards.contains(hazard)
    }

    /// Returns the entities that match the filter, after a position.
    fn matching<'s>(&'s self, store: &'s Store, after: u64) -> impl Iterator<Item = &'s StoredEntity> {
        let key = &self.target.key;
        let entities: Box<dyn Iterator<Item = &StoredEntity>> = if let Some(links) = self.target.links() {
            Box::new(store.linked_entities(&links.source, &links.link.name, after).into_iter())
        } else if self.target.route.is_separate_collection() {
            Box::new(store.all(key.version(), after).into_iter())
        } else {
            store.list(key, after)
        };
        let included = entities.filter(|entity| self.item_type.includes(entity.object.served_type().name()));
        included.filter(|entity| self.bound.matches(&entity.object))
    }

    /// Returns the items of the page, and the token of the next page.
    fn items<'s>(&'s self, store: &'s Store) -> (Vec<&'s StoredEntity>, Option<PageToken>) {
        let Self { token, page_size, .. } = self;
        if *page_size == 0 {
            return (Vec::new(), None);
        }
        let is_first = token.position == 0;
        let skip = if is_first { self.options.skip.unwrap_or(0) } else { 0 };
        let sorted = self.bound.is_ordered();
        let mut items: Vec<_> = if sorted {
            let mut items: Vec<_> = self.matching(store, 0).collect();
            self.bound.sort(&mut items, |entity| &entity.object);
            let skip = skip.saturating_add(usize::try_from(token.position).unwrap_or(usize::MAX));
            items.into_iter().skip(skip).take(page_size + 1).collect()
        } else {
            self.matching(store, token.position).skip(skip).take(page_size + 1).collect()
        };
        let has_more = items.len() > *page_size;
        items.truncate(*page_size);
        let position = if sorted {
            token.position + (items.len() + skip) as u64
        } else {
            items.last().map_or(token.position, |entity| entity.position)
        };
        let next = PageToken { position, page: token.page + 1, is_after_empty_page: false };
        (items, has_more.then_some(next))
    }

    fn link(&self, next: Option<PageToken>, endpoint: &str) -> Option<String> {
        let (path, query) = self.location;
        if self.token.page > 1 && self.has(&Hazard::RepeatedLink) {
            return Some(format!("{endpoint}{path}?{query}"));
        }
        let next = next?;
        let foreign = self.hazards.iter().find_map(|hazard| match hazard {
            Hazard::ForeignLink(url) => Some(url.clone()),
            _ => None,
        });
        Some(foreign.unwrap_or_else(|| format!("{endpoint}{}", next.link(path, query))))
    }

    fn write_item(&self, index: usize, entity: &StoredEntity, json: &mut String) {
        let served_type = entity.object.served_type();
        let mut projection = self.projection.clone();
        let null = |name: String| (name, "null".to_owned());
        projection.hidden = self.service_options.hidden(served_type);
        projection.replaced.extend(self.service_options.nulls(served_type).map(null));

        let is_typed = self.target.cast.is_some() || served_type.name() != self.item_type.name;
        let mut odata_type = is_typed.then_some(served_type.odata_type);
        for hazard in &self.hazards {
            match hazard {
                Hazard::NullProperties(names) => projection.replaced.extend(names.iter().cloned().map(null)),
                Hazard::UnexpectedType { index: at, odata_type: other } if *at == index => odata_type = Some(other),
                Hazard::UndecodableItem { index: at } if *at == index => {
                    projection.replaced.extend(wrong_value(&entity.object, &projection));
                }
                _ => {}
            }
        }
        json.push('{');
        if let Some(odata_type) = odata_type {
            _ = write!(json, r#""@odata.type":{},"#, quote(odata_type));
        }
        _ = write!(json, r#""@odata.etag":{}"#, quote(&entity.etag.to_string()));
        projection.write(&entity.object, json);
        json.push('}');
    }
}

/// Returns the type of the items of a target, or the type of an entity.
///
/// # Errors
/// Returns an error if the type in the last segment is not one of the path.
pub(crate) fn item_type(target: &Target<'_>, types: &ServedTypes) -> Result<ObjectType, QueryError> {
    let version = target.key.version();
    let alternatives = target.route.types().iter().filter_map(|name| types.find(version, name)).collect();
    let mut item_type = ObjectType::of(types, version, alternatives);
    if let Some(base) = target.route.base_type() {
        item_type = item_type.with_base_type(types, base);
    }
    match &target.cast {
        Some(cast) => item_type.cast(types, cast).map(|(narrowed, _)| narrowed),
        None => Ok(item_type),
    }
}

/// Returns whether a request has the header `ConsistencyLevel: eventual`.
fn is_eventual(headers: &HeaderMap) -> bool {
    headers.get("consistencylevel").is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"eventual"))
}

/// Applies the hazards of filters.
fn misread(options: &mut QueryOptions, hazards: &[Hazard]) {
    let Some(filter) = &mut options.filter else { return };
    let mut compares_empty_text = false;
    let is_empty_text = |operand: &Expression| matches!(operand, Expression::Literal(literal) if literal.kind == LiteralKind::String && literal.text.is_empty());
    let takes_equal = hazards.contains(&Hazard::NotEqualAsEqual);
    filter.walk(&mut |expression| {
        if let Expression::Binary(operator, left, right) = expression {
            compares_empty_text |= is_empty_text(left) || is_empty_text(right);
            if takes_equal && *operator == BinaryOperator::NotEqual {
                *operator = BinaryOperator::Equal;
            }
        }
    });
    let is_ignored = hazards.contains(&Hazard::IgnoredFilter)
        || (compares_empty_text && hazards.contains(&Hazard::EmptyStringAsNoFilter));
    if is_ignored {
        options.filter = None;
    }
}

fn page_size(
    top: Option<usize>,
    preferred: Option<usize>,
    default: usize,
    is_directory: bool,
    hazards: &[Hazard],
) -> Result<usize, ErrorResponse> {
    if let Some(top) = top
        && is_directory
        && !(1..=MAX_DIRECTORY_PAGE_SIZE).contains(&top)
    {
        let message =
            format!("Invalid page size specified: '{top}'. Must be between 1 and {MAX_DIRECTORY_PAGE_SIZE} inclusive.");
        return Err(ErrorResponse::query(&QueryError::unsupported(message)));
    }
    if hazards.contains(&Hazard::IgnoredTop) {
        return Ok(default);
    }
    let requested = [top, preferred].into_iter().flatten().min();
    Ok(requested.unwrap_or(default).min(MAX_PAGE_SIZE))
}

/// Returns the first property that is shown, without the key, and a value that it cannot have.
fn wrong_value(object: &TypedObject, projection: &Projection) -> Option<(String, String)> {
    let shown = object.members().filter(|(property, _)| projection.shows(property.name));
    let wrong = shown.filter_map(|(property, _)| {
        let value = match property.type_info.edm {
            EdmType::Untyped => return None,
            EdmType::Structured(_) | EdmType::Union(_) | EdmType::Collection(_) => "7",
            _ => "{}",
        };
        Some((property, value))
    });
    let wrong = wrong.min_by_key(|(property, _)| property.access == Access::Key);
    wrong.map(|(property, value)| (property.name.to_owned(), value.to_owned()))
}

fn quote(text: &str) -> String {
    Value::from(text).to_string()
}
