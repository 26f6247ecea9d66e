//! The writes of a plan: creations, updates, replacements, deletions and links.

use std::collections::BTreeMap;

use graph_metadata::{Model, StructuredType};
use serde_json::{Map, Value};

use super::module_needs::{ModulePurpose, navigation};
use super::plan::{OperationPlan, module_prefix};
use super::record::Record;
use super::route::ReadRoute;
use crate::extras::{annotated_type, best_match, find_structured_type};
use crate::route::UpdateRoute;

/// The host of the links in the documentation.
const DOCUMENTED_HOST: &str = "https://graph.microsoft.com/";

/// A write to replay.
#[derive(Debug)]
pub struct PlannedWrite {
    /// The number of the record.
    pub record: usize,
    /// The module with the declarations.
    pub module: String,
    /// The qualified name of the addressed type.
    pub type_name: String,
    /// What is written.
    pub kind: WriteKind,
    /// The address or the collection.
    pub route: ReadRoute,
    /// The wire names of the members of the body, in order.
    pub members: Vec<String>,
    /// The link, if one is added or removed.
    pub link: Option<PlannedLink>,
    /// The value of the header `Prefer`.
    pub prefer: Option<String>,
    /// Whether the request has an ETag.
    pub has_etag: bool,
}

/// A link that is added or removed.
#[derive(Debug)]
pub struct PlannedLink {
    /// The wire name of the navigation property.
    pub navigation: String,
    /// The qualified name of the type that is linked, and its address. A link to one entity is removed without.
    pub target: Option<(String, ReadRoute)>,
}

impl PlannedWrite {
    /// Returns the values of the placeholders of all addresses.
    pub fn values(&self) -> Vec<String> {
        let target = self.link.iter().filter_map(|link| link.target.as_ref());
        self.route.values.iter().chain(target.flat_map(|(_, route)| &route.values)).cloned().collect()
    }
}

/// What a request writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteKind {
    /// A new entity in a collection.
    Create,
    /// Some properties of an entity.
    Update,
    /// An entity as a whole.
    Replace,
    /// An entity is deleted.
    Delete,
    /// A link to an entity is added.
    Link,
    /// A link to an entity is removed.
    Unlink,
}

impl WriteKind {
    /// Returns the kind of a record, or `None` if it does not write.
    pub fn of_record(record: &Record) -> Option<Self> {
        Some(match record.kind.as_str() {
            "create" => Self::Create,
            "update" => Self::Update,
            "put" => Self::Replace,
            "delete" => Self::Delete,
            "ref-add" => Self::Link,
            "ref-remove" => Self::Unlink,
            _ => return None,
        })
    }
}

impl OperationPlan {
    pub(super) fn add_write(
        &mut self,
        number: usize,
        record: &Record,
        kind: WriteKind,
        models: &BTreeMap<String, Model>,
    ) -> Result<(), String> {
        let version = record.called_version();
        let model = models.get(version).ok_or_else(|| format!("no metadata is available for version `{version}`"))?;
        let url = record.check.as_ref().and_then(|check| check.url.as_ref()).ok_or("the path is not resolved")?;
        let body = record.request_members().ok_or("the documented body is not an object")?;
        if matches!(kind, WriteKind::Link | WriteKind::Unlink) {
            return self.add_link(number, record, kind, model, &body);
        }
        let type_name = url.type_name.as_deref().ok_or("the type at the path is not resolved")?;
        let of = find_structured_type(model, type_name).ok_or_else(|| {
            format!("the path leads to a value of type `{type_name}`, and only structured types are declared")
        })?;
        let path = record.request.path.as_str();
        let route = if kind == WriteKind::Create {
            ReadRoute::collection(&url.segments, path, model)
        } else {
            ReadRoute::entity(&url.segments, path, model)
        };
        let annotated = annotated_type(model, &body).filter(|found| model.is_a(found, of.name.as_str()));
        let of = best_match(model, annotated.into_iter().chain([of]), &body).unwrap_or(of);
        let purpose = if kind == WriteKind::Delete { ModulePurpose::Addresses } else { ModulePurpose::Writes };
        let module = self.module(version, purpose);
        if let Some(needs) = self.modules.get_mut(&module) {
            needs.add_type(of, &route.template);
            needs.add_body(model, of, &body);
            if let Some(response) = response_object(record) {
                let annotated = annotated_type(model, &response).filter(|found| model.is_a(found, of.name.as_str()));
                needs.add_body(model, annotated.unwrap_or(of), &response);
            }
        }
        let members = body.keys().filter(|name| *name != "@odata.type").cloned().collect();
        self.push_write(number, record, kind, (module, of, route), members, None);
        Ok(())
    }

    /// Returns the module for writes of a version.
    pub(super) fn module(&mut self, version: &str, purpose: ModulePurpose) -> String {
        let suffix = match purpose {
            ModulePurpose::Addresses => "addresses",
            ModulePurpose::Calls => "calls",
            ModulePurpose::Reads | ModulePurpose::Writes => "writes",
        };
        let module = format!("{}_{suffix}", module_prefix(version));
        let needs = self.modules.entry(module.clone()).or_default();
        version.clone_into(&mut needs.version);
        needs.purpose = purpose;
        module
    }

    fn push_write(
        &mut self,
        number: usize,
        record: &Record,
        kind: WriteKind,
        (module, of, route): (String, &StructuredType, ReadRoute),
        members: Vec<String>,
        link: Option<PlannedLink>,
    ) {
        self.writes.push(PlannedWrite {
            record: number,
            module,
            type_name: of.name.as_str().to_owned(),
            kind,
            route,
            members,
            link,
            prefer: record.header("prefer").map(str::to_owned),
            has_etag: record.if_match().is_some(),
        });
    }

    fn add_link(
        &mut self,
        number: usize,
        record: &Record,
        kind: WriteKind,
        model: &Model,
        body: &Map<String, Value>,
    ) -> Result<(), String> {
        let version = record.called_version();
        let segments = record.check.iter().filter_map(|check| check.url.as_ref()).flat_map(|url| &url.segments);
        let segments: Vec<_> = segments.filter(|(text, _)| text != "$ref").cloned().collect();
        let at =
            segments.iter().rposition(|(_, role)| role == "navigation").ok_or("the path has no navigation property")?;
        let (source, rest) = segments.split_at(at);
        let (name, key) = match rest {
            [(name, _)] => (name, None),
            [(name, _), (key, _)] => (name, Some(key)),
            _ => return Err("the path has several segments after its navigation property".to_owned()),
        };
        let source_path: String = source.iter().flat_map(|(text, _)| ["/", text]).collect();
        let resolved = model.resolve_path(&source_path).map_err(|error| error.to_string())?;
        let of = find_structured_type(model, &resolved.type_name).ok_or("the source of the link is not resolved")?;
        let (_, declared, _) = navigation(model, of, name)
            .ok_or_else(|| format!("`{}` has no navigation property `{name}`", of.name.short()))?;
        let path_of_target = model.paths_to(declared.name.as_str(), 1).into_iter().next();
        let target = match (kind, key) {
            (WriteKind::Link, _) => {
                let link = body.get("@odata.id").and_then(Value::as_str).ok_or("the body has no `@odata.id`")?;
                Some(linked_entity(model, version, link)?)
            }
            (_, None) => None,
            (_, Some(key)) => {
                // only the key is sent
                let template = path_of_target.clone().ok_or_else(|| format!("`{}` has no path", declared.name))?;
                let mut values = vec!["0".to_owned(); template.matches('{').count()];
                if let Some(last) = values.last_mut() {
                    *last = percent_encoding::percent_decode_str(key).decode_utf8_lossy().into_owned();
                }
                Some((declared, ReadRoute { template, values }))
            }
        };
        let route = ReadRoute::entity(source, &source_path, model);
        let module = self.module(version, ModulePurpose::Addresses);
        if let Some(needs) = self.modules.get_mut(&module) {
            needs.add_type(of, &route.template);
            // the type of the navigation property, which is a base type of that of the entity
            needs.add_type(declared, &path_of_target.ok_or_else(|| format!("`{}` has no path", declared.name))?);
            if let Some((target, route)) = &target {
                needs.add_type(target, &route.template);
            }
            needs.add_link(of, name);
        }
        let target = target.map(|(target, route)| (target.name.as_str().to_owned(), route));
        let link = PlannedLink { navigation: name.clone(), target };
        self.push_write(number, record, kind, (module, of, route), Vec::new(), Some(link));
        Ok(())
    }
}

/// Returns the type and the address of an entity with that URL.
fn linked_entity<'m>(model: &'m Model, version: &str, url: &str) -> Result<(&'m StructuredType, ReadRoute), String> {
    let path = url.strip_prefix(DOCUMENTED_HOST).and_then(|path| path.strip_prefix(version));
    let path = path.ok_or_else(|| format!("the link `{url}` is not a URL of `{version}`"))?.trim_end_matches('/');
    let resolved = model.resolve_path(path).map_err(|error| error.to_string())?;
    let of = find_structured_type(model, &resolved.type_name).ok_or("the target of the link is not resolved")?;
    let UpdateRoute { template, values } = UpdateRoute::from_path(path, model);
    Ok((of, ReadRoute { template, values }))
}

/// Returns the object in the response of a record.
fn response_object(record: &Record) -> Option<Map<String, Value>> {
    serde_json::from_str(record.response_body()?.get()).ok()
}
