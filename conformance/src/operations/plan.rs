//! The plan of a replay: the declarations of each module of the generated crate, and the reads.

use std::collections::{BTreeMap, BTreeSet};

use graph_metadata::declare::{Declaration, Declarations, DeclareError, NamedPath, Options, RequestedType, declare};
use graph_metadata::{Model, StructuredType};
use serde_json::{Map, Value};

use super::expression::Expression;
use super::record::{ParsedExpand, ParsedQuery, Record};
use super::route::ReadRoute;
use crate::case::Mismatch;
use crate::extras::{BodyExtras, annotated_type, find_structured_type};

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
}

/// The declarations of one module.
#[derive(Debug, Default)]
pub struct ModuleNeeds {
    /// `v1.0` or `beta`.
    pub version: String,
    types: BTreeMap<String, Vec<String>>,
    extras: BodyExtras,
    expanded: BTreeSet<(String, String)>,
    select_all: BTreeSet<String>,
    /// Base types whose properties conditions on a union name.
    bases: BTreeSet<String>,
    /// The only properties of types that `$select` restricts inside `$expand`.
    selected: BTreeMap<String, BTreeSet<String>>,
    /// Whether a type with derived types is declared without them.
    is_without_unions: bool,
}

/// The plan of a replay.
#[derive(Debug, Default)]
pub struct ReadPlan {
    /// From the name of a module to its declarations.
    pub modules: BTreeMap<String, ModuleNeeds>,
    /// The reads, in the order of the records.
    pub reads: Vec<PlannedRead>,
    /// The records that cannot be replayed, with the reason.
    pub rejected: Vec<(usize, Mismatch)>,
}

impl ReadPlan {
    /// Plans the records of the wanted kinds.
    pub fn new(records: &[Record], kinds: &[String], models: &BTreeMap<String, Model>) -> Self {
        let mut plan = Self::default();
        for (number, record) in records.iter().enumerate().filter(|(_, record)| record.is_replayed(kinds)) {
            if let Err(reason) = plan.add(number, record, models) {
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
            ReadKind::Entity => ReadRoute::entity(segments, path, model),
            ReadKind::Page | ReadKind::Count => ReadRoute::collection(segments, path, model),
        };
        let query = record.query();
        let items = items(record, kind);
        // `$select` makes partial entities, which a union cannot be: the type is that of the documented entities
        let is_without_unions = !query.select.is_empty() && model.has_derived_types(of.name.as_str());
        let of = items.first().filter(|_| is_without_unions).and_then(|item| annotated_type(model, item)).unwrap_or(of);
        let shared = version.split('.').next().unwrap_or(version).to_owned();
        let needs_own_module = is_without_unions || !query.expand.is_empty();
        let module = if needs_own_module { format!("{shared}_record{number}") } else { shared };
        let needs = self.modules.entry(module.clone()).or_default();
        version.clone_into(&mut needs.version);
        needs.is_without_unions |= is_without_unions;
        needs.add_type(of, &route.template);
        needs.add_query(model, of, &query, &route.template)?;
        for item in items {
            let annotated = annotated_type(model, &item).filter(|found| model.is_a(found, of.name.as_str()));
            needs.extras.add_body(model, annotated.unwrap_or(of), &item);
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
        ReadKind::Entity => vec![body],
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

impl ModuleNeeds {
    fn add_type(&mut self, of: &StructuredType, template: &str) {
        let templates = self.types.entry(of.name.as_str().to_owned()).or_default();
        if !templates.iter().any(|known| known == template) {
            templates.push(template.to_owned());
        }
    }

    /// Adds what the query options name: navigation properties in conditions, and expanded ones.
    fn add_query(
        &mut self,
        model: &Model,
        of: &StructuredType,
        query: &ParsedQuery,
        template: &str,
    ) -> Result<(), String> {
        for ParsedExpand { path, options } in &query.expand {
            let [name] = path.as_slice() else {
                return Err(format!("`$expand={}` has several segments, and one is declared", path.join("/")));
            };
            let (declaring, target, is_collection) = navigation(model, of, name)
                .ok_or_else(|| format!("`{}` has no navigation property `{name}`", of.name.short()))?;
            self.expanded.insert((declaring, name.clone()));
            let key =
                if is_collection { format!("/{{key{}}}", template.matches('{').count() + 1) } else { String::new() };
            let template = format!("{template}/{name}{key}");
            self.add_type(target, &template);
            if options.select.is_empty() {
                self.select_all.insert(target.name.as_str().to_owned());
            } else {
                let names = options.select.iter().filter_map(|path| path.first().cloned());
                let expanded = options.expand.iter().filter_map(|expand| expand.path.first().cloned());
                self.selected.entry(target.name.as_str().to_owned()).or_default().extend(names.chain(expanded));
            }
            self.add_query(model, target, options, &template)?;
        }
        if query.filter.is_some() {
            self.bases.insert(of.name.as_str().to_owned());
        }
        let expressions = query.filter.iter().chain(query.orderby.iter().map(|(expression, _)| expression));
        for path in expressions.flat_map(Expression::paths) {
            self.add_navigation(model, of, &path);
        }
        Ok(())
    }

    /// Declares the navigation properties of a path as properties, so that a condition can name them.
    fn add_navigation(&mut self, model: &Model, of: &StructuredType, path: &[String]) {
        let mut of = of;
        for name in path {
            if name.contains('.') {
                let Some(cast) = find_structured_type(model, name) else { return };
                of = cast;
            } else if let Some((declaring, target, _)) = navigation(model, of, name) {
                let key = (declaring, name.clone());
                if !self.expanded.contains(&key) {
                    self.extras.inline_navigation_properties.insert(key);
                }
                of = target;
            } else {
                let property = model.properties(of).into_iter().find(|own| own.property.name == *name);
                let named = property.and_then(|own| own.property.type_ref.named());
                let Some(next) = named.and_then(|named| model.structured_type(named.as_str())) else { return };
                of = next;
            }
        }
    }

    /// Generates the declarations.
    ///
    /// They are partial, because documentation omits properties.
    ///
    /// # Errors
    /// If a path cannot be declared.
    pub fn declare(&self, model: &Model) -> Result<Declarations, DeclareError> {
        let mut options = Options::default();
        options.partial = true;
        options.all_writable = true;
        options.with_dependencies = true;
        options.derived_types = false;
        options.readable_unions = !self.is_without_unions;
        options.bind_properties = false;
        options.nullable_items = false;
        options.is_beta = self.version == "beta";
        let extras = &self.extras;
        options.inline_navigation_properties =
            extras.inline_navigation_properties.difference(&self.expanded).cloned().collect();
        options.extra_members.clone_from(&extras.extra_members);
        options.nullable_properties.clone_from(&extras.nullable_properties);
        options.tagged_types.clone_from(&extras.tagged_types);
        options.expanded_navigation_properties.clone_from(&self.expanded);
        options.select_all_types.clone_from(&self.select_all);
        // a type without a path is declared without one
        options.max_paths = 0;
        let requested = self.types.iter().map(|(name, templates)| {
            templates.iter().map(NamedPath::new).fold(RequestedType::new(name), RequestedType::with_path)
        });
        let requested = requested.chain(self.bases.iter().map(RequestedType::new));
        let mut declared = declare(model, &requested.collect::<Vec<_>>(), &options)?;
        for item in &mut declared.items {
            let Declaration::Struct(item) = item else { continue };
            if let Some(selected) = self.selected.get(&item.type_name) {
                item.fields.retain(|field| selected.contains(&field.wire_name));
                // a type with dynamic properties selects all
                item.dynamic_properties = None;
            }
        }
        Ok(declared)
    }

    /// Returns the number of requested types.
    pub fn types(&self) -> usize {
        self.types.len()
    }
}

/// Returns the declaring type of a navigation property, its target, and whether it is a collection.
fn navigation<'m>(model: &'m Model, of: &StructuredType, name: &str) -> Option<(String, &'m StructuredType, bool)> {
    let own = model.navigation_properties(of).into_iter().find(|own| own.property.name == name)?;
    let type_ref = &own.property.type_ref;
    let target = model.structured_type(type_ref.named()?.as_str())?;
    Some((own.declaring_type.name.as_str().to_owned(), target, type_ref.is_collection))
}
