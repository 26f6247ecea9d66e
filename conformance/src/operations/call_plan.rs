//! The calls of a plan: actions, functions, downloads and uploads.

use std::collections::BTreeMap;

use graph_metadata::{Model, StructuredType};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::module_needs::{ModuleNeeds, ModulePurpose};
use super::plan::{OperationPlan, ReadKind};
use super::record::Record;
use super::route::ReadRoute;
use crate::extras::{annotated_type, find_structured_type};

/// A call to replay.
#[derive(Debug)]
pub struct PlannedCall {
    /// The number of the record.
    pub record: usize,
    /// The module with the declarations.
    pub module: String,
    /// The qualified name of the type that it is called on.
    pub type_name: String,
    /// The entity or the collection that it is called on.
    pub route: ReadRoute,
    /// Whether it is called on a collection.
    pub is_on_collection: bool,
    /// What is called.
    pub kind: CallKind,
    /// The query options.
    pub options: Vec<(String, String)>,
    /// Whether the request has an ETag.
    pub has_etag: bool,
}

/// What is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallKind {
    /// An action or a function: the qualified name, and the names of its parameters.
    Operation(String, Vec<String>),
    /// Bytes are read, those of the entity or of a stream property.
    Download(Option<String>),
    /// Bytes are replaced, those of the entity or of a stream property.
    Upload(Option<String>),
}

impl PlannedCall {
    /// Returns how the response is compared.
    pub fn read_kind(&self, record: &Record) -> ReadKind {
        let is_collection = record.check.as_ref().and_then(|check| check.url.as_ref()?.collection);
        match (&self.kind, is_collection) {
            (CallKind::Operation(..), Some(true)) => ReadKind::Page,
            (CallKind::Operation(..), _) => ReadKind::Value,
            _ => ReadKind::Entity,
        }
    }
}

impl OperationPlan {
    pub(super) fn add_call(
        &mut self,
        number: usize,
        record: &Record,
        models: &BTreeMap<String, Model>,
    ) -> Result<(), String> {
        let version = record.called_version();
        let model = models.get(version).ok_or_else(|| format!("no metadata is available for version `{version}`"))?;
        let url = record.check.as_ref().and_then(|check| check.url.as_ref()).ok_or("the path is not resolved")?;
        let (last, on) = url.segments.split_last().ok_or("the path has no segments")?;
        let path: String = on.iter().flat_map(|(text, _)| ["/", text]).collect();
        let path = record.request.path.strip_suffix(&format!("/{}", last.0)).map_or(path, str::to_owned);
        let resolved = model.resolve_path(&path).map_err(|error| error.to_string())?;
        let of =
            find_structured_type(model, &resolved.type_name).ok_or("the type that it is called on is not resolved")?;
        let is_on_collection = resolved.is_collection;
        let route = if is_on_collection {
            ReadRoute::collection(on, &path, model)
        } else {
            ReadRoute::entity(on, &path, model)
        };
        let property = (last.1 == "stream").then(|| last.0.clone());
        let kind = match (record.kind.as_str(), record.request.method.as_str()) {
            ("media", "GET") => CallKind::Download(property),
            ("media", "PUT") => CallKind::Upload(property),
            ("media", method) => return Err(format!("bytes are not sent by {method}")),
            _ => {
                let name = url.operation.clone().ok_or("the operation is not resolved")?;
                let members = arguments(record).ok_or("the documented body is not an object")?;
                CallKind::Operation(name, members.into_keys().collect())
            }
        };
        let purpose = if record.kind == "media" { ModulePurpose::Addresses } else { ModulePurpose::Calls };
        let module = self.module(version, purpose);
        if let Some(needs) = self.modules.get_mut(&module) {
            needs.add_type(of, &route.template);
            if let CallKind::Operation(name, _) = &kind {
                needs.add_operation(name);
                add_bodies(needs, model, name, of, record);
            }
        }
        self.calls.push(PlannedCall {
            record: number,
            module,
            type_name: of.name.as_str().to_owned(),
            route,
            is_on_collection,
            kind,
            options: record.request.options.clone(),
            has_etag: record.if_match().is_some(),
        });
        Ok(())
    }
}

/// Adds the values of the parameters and of the result to what is declared.
fn add_bodies(needs: &mut ModuleNeeds, model: &Model, name: &str, of: &StructuredType, record: &Record) {
    let body: Value =
        record.request.body.as_ref().and_then(|body| serde_json::from_str(body.get()).ok()).unwrap_or_default();
    let response: Value =
        record.response_body().and_then(|body| serde_json::from_str(body.get()).ok()).unwrap_or_default();
    let lineage: Vec<_> = model.with_base_types(of).map(|of| of.name.as_str()).collect();
    let operations =
        model.operations().iter().filter(|operation| operation.is_bound && operation.name.as_str() == name);
    for operation in operations {
        let bound = operation.parameters.first().and_then(|bound| bound.type_ref.named());
        if !bound.is_some_and(|bound| lineage.contains(&bound.as_str())) {
            continue;
        }
        for parameter in operation.parameters.iter().skip(1) {
            if let (Some(of), Some(value)) = (parameter.type_ref.named(), body.get(&parameter.name)) {
                add_value(needs, model, of.as_str(), value);
            }
        }
        if let Some(of) = operation.return_type.as_ref().and_then(|returned| returned.named()) {
            add_value(needs, model, of.as_str(), response.get("value").unwrap_or(&response));
        }
    }
}

fn add_value(needs: &mut ModuleNeeds, model: &Model, of: &str, value: &Value) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| add_value(needs, model, of, item)),
        Value::Object(object) => {
            let Some(declared) = model.structured_type(of) else { return };
            let annotated = annotated_type(model, object);
            let annotated = annotated.filter(|found| model.is_a(found, of)).unwrap_or(declared);
            needs.add_body(model, annotated, object);
        }
        _ => {}
    }
}

/// Returns the values of the parameters as JSON: the members of the body, or the arguments in the path.
///
/// The result is `None` if the body is not an object.
pub(super) fn arguments(record: &Record) -> Option<BTreeMap<String, Box<RawValue>>> {
    if record.kind != "function" {
        return record.request_members()?.into_iter().map(|(name, value)| Some((name, raw(&value)?))).collect();
    }
    let url = record.check.as_ref()?.url.as_ref()?;
    let arguments = url.arguments.iter().flatten();
    arguments.map(|(name, kind, literal)| Some((name.clone(), raw(&json_of_literal(kind, literal))?))).collect()
}

/// Returns the JSON value of an OData literal.
fn json_of_literal(kind: &str, literal: &str) -> Value {
    if literal == "null" {
        return Value::Null;
    }
    let unquoted = literal.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    match (unquoted, kind) {
        (Some(text), _) => json!(text.replace("''", "'")),
        (None, "string") => json!(literal),
        (None, _) => match serde_json::from_str::<Value>(literal) {
            Ok(value @ (Value::Number(_) | Value::Bool(_))) => value,
            _ => json!(literal),
        },
    }
}

fn raw(value: &Value) -> Option<Box<RawValue>> {
    serde_json::value::to_raw_value(value).ok()
}

#[cfg(test)]
mod tests {
    use super::json_of_literal;
    use serde_json::json;

    #[test]
    fn literals_are_json_values() {
        assert_eq!(json_of_literal("string", "'O''Neil'"), json!("O'Neil"));
        assert_eq!(json_of_literal("integer", "7"), json!(7));
        assert_eq!(json_of_literal("boolean", "true"), json!(true));
        assert_eq!(json_of_literal("date", "2026-01-31"), json!("2026-01-31"));
        assert_eq!(json_of_literal("null", "null"), json!(null));
    }
}
