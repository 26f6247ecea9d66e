//! The plan of a replay: the declarations of each module of the generated crate, and the reads.

use std::collections::BTreeMap;

use graph_metadata::Model;
use serde_json::{Map, Value};

use super::call_plan::PlannedCall;
use super::module_needs::ModuleNeeds;
use super::record::{ParsedQuery, Record};
use super::route::ReadRoute;
use super::write_plan::{PlannedWrite, WriteKind};
use crate::case::Mismatch;
use crate::extras::{annotated_type, find_structured_type};

/// A read to replay.
#[derive(Debug)]
pub struct PlannedRead {
    /// The number of the record.
    pub record: usize,
    /// The module with the declarations.
    pub module: String,
    /// The qualified name of the addressed type.
    pub type_name: String,
    /// What is read.
    pub kind: ReadKind,
    /// The address or the collection.
    pub route: ReadRoute,
    /// The query options.
    pub query: ParsedQuery,
}

/// What a request reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadKind {
    /// One entity.
    Entity,
    /// The first page of a collection.
    Page,
    /// The number of entities in a collection.
    Count,
    /// The value that a function or an action returns.
    Value,
}

/// The plan of a replay.
#[derive(Debug, Default)]
pub struct OperationPlan {
    /// From the name of a module to its declarations.
    pub modules: BTreeMap<String, ModuleNeeds>,
    /// The reads, in the order of the records.
    pub reads: Vec<PlannedRead>,
    /// The writes, in the order of the records.
    pub writes: Vec<PlannedWrite>,
    /// The calls, in the order of the records.
    pub calls: Vec<PlannedCall>,
    /// The records that cannot be replayed, with the reason.
    pub rejected: Vec<(usize, Mismatch)>,
}

impl OperationPlan {
    /// Plans the records of the wanted kinds.
    pub fn new(records: &[Record], kinds: &[String], models: &BTreeMap<String, Model>) -> Self {
        let mut plan = Self::default();
        for (number, record) in records.iter().enumerate().filter(|(_, record)| record.is_replayed(kinds)) {
            let added = match WriteKind::of_record(record) {
                Some(kind) => plan.add_write(number, record, kind, models),
                None if matches!(record.kind.as_str(), "action" | "function" | "media") => {
                    plan.add_call(number, record, models)
                }
                None => plan.add(number, record, models),
            };
            if let Err(reason) = added {
                plan.rejected.push((number, Mismatch::of_body(reason)));
            }
        }
        plan
    }

    fn add(&mut self, number: usize, record: &Record, models: &BTreeMap<String, Model>) -> Result<(), String> {
        let version = record.called_version();
        let model = models.get(version).ok_or_else(|| format!("no metadata is available for version `{version}`"))?;
        let url = record.check.as_ref().and_then(|check| check.url.as_ref()).ok_or("the path is not resolved")?;
        let type_name = url.type_name.as_deref().ok_or("the type at the path is not resolved")?;
        let of = find_structured_type(model, type_name).ok_or_else(|| {
            format!("the path leads to a value of type `{type_name}`, and only structured types are declared")
        })?;
        let kind = match record.kind.as_str() {
            "get" => ReadKind::Entity,
            "list" => ReadKind::Page,
            "count" => ReadKind::Count,
            other => return Err(format!("records of kind `{other}` are not replayed")),
        };
        let mut segments = url.segments.as_slice();
        let mut path = record.request.path.as_str();
        if kind == ReadKind::Count {
            segments = segments.split_last().map_or(segments, |(_, rest)| rest);
            path = path.trim_end_matches('/').trim_end_matches("/$count");
        }
        let route = match kind {
            ReadKind::Entity | ReadKind::Value => ReadRoute::entity(segments, path, model),
            ReadKind::Page | ReadKind::Count => ReadRoute::collection(segments, path, model),
        };
        let query = record.query();
        let items = items(record, kind);
        // `$select` makes partial entities, which a union cannot be: the type is that of the documented entities
        let is_without_unions = !query.select.is_empty() && model.has_derived_types(of.name.as_str());
        let of = items.first().filter(|_| is_without_unions).and_then(|item| annotated_type(model, item)).unwrap_or(of);
        let shared = module_prefix(version);
        let needs_own_module = is_without_unions || !query.expand.is_empty();
        let module = if needs_own_module { format!("{shared}_record{number}") } else { shared };
        let needs = self.modules.entry(module.clone()).or_default();
        version.clone_into(&mut needs.version);
        needs.is_without_unions |= is_without_unions;
        needs.add_type(of, &route.template);
        needs.add_query(model, of, &query, &route.template)?;
        for item in items {
            let annotated = annotated_type(model, &item).filter(|found| model.is_a(found, of.name.as_str()));
            needs.add_body(model, annotated.unwrap_or(of), &item);
        }
        let type_name = of.name.as_str().to_owned();
        self.reads.push(PlannedRead { record: number, module, type_name, kind, route, query });
        Ok(())
    }
}

/// Returns the objects in the response of a record.
fn items(record: &Record, kind: ReadKind) -> Vec<Map<String, Value>> {
    let body = record.response_body().and_then(|body| serde_json::from_str(body.get()).ok());
    let body: Map<String, Value> = body.unwrap_or_default();
    match kind {
        ReadKind::Entity | ReadKind::Value => vec![body],
        ReadKind::Page => {
            let items = body.get("value").and_then(Value::as_array).cloned().unwrap_or_default();
            items
                .into_iter()
                .filter_map(|item| if let Value::Object(item) = item { Some(item) } else { None })
                .collect()
        }
        ReadKind::Count => Vec::new(),
    }
}

/// Returns `v1` for `v1.0`.
pub(super) fn module_prefix(version: &str) -> String {
    version.split('.').next().unwrap_or(version).to_owned()
}
