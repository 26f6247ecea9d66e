//! The declarations of one module of the generated crate.

use std::collections::{BTreeMap, BTreeSet};

use graph_metadata::declare::{
    Declaration, Declarations, DeclareError, NamedPath, Options, RequestedOperations, RequestedType, declare,
};
use graph_metadata::{Model, StructuredType};
use serde_json::{Map, Value};

use super::expression::Expression;
use super::record::{ParsedExpand, ParsedQuery};
use crate::extras::{BodyExtras, find_structured_type};

/// What the calls of a module need of their types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ModulePurpose {
    /// Entities are read.
    #[default]
    Reads,
    /// Entities are written, and the response may contain them.
    Writes,
    /// Actions and functions are called.
    Calls,
    /// Only addresses and navigation properties are needed.
    Addresses,
}

/// The declarations of one module.
#[derive(Debug, Default)]
pub struct ModuleNeeds {
    /// `v1.0` or `beta`.
    pub version: String,
    /// What the calls need.
    pub purpose: ModulePurpose,
    types: BTreeMap<String, Vec<String>>,
    extras: BodyExtras,
    expanded: BTreeSet<(String, String)>,
    select_all: BTreeSet<String>,
    /// Base types whose properties conditions on a union name.
    bases: BTreeSet<String>,
    /// The only properties of types that `$select` restricts inside `$expand`.
    selected: BTreeMap<String, BTreeSet<String>>,
    /// Whether a type with derived types is declared without them.
    pub(super) is_without_unions: bool,
    /// The navigation properties that are linked: the type, and the wire name.
    links: BTreeSet<(String, String)>,
    /// The actions and functions, by short name.
    operations: BTreeSet<String>,
}

impl ModuleNeeds {
    pub(super) fn add_type(&mut self, of: &StructuredType, template: &str) {
        let templates = self.types.entry(of.name.as_str().to_owned()).or_default();
        if !templates.iter().any(|known| known == template) {
            templates.push(template.to_owned());
        }
    }

    /// Adds what the query options name: navigation properties in conditions, and expanded ones.
    pub(super) fn add_query(
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

    /// Adds the contents of a body.
    pub(super) fn add_body(&mut self, model: &Model, of: &StructuredType, body: &Map<String, Value>) {
        self.extras.add_body(model, of, body);
    }

    /// Adds an action or a function by its qualified name.
    pub(super) fn add_operation(&mut self, name: &str) {
        self.operations.insert(name.rsplit('.').next().unwrap_or(name).to_owned());
    }

    /// Adds a navigation property that is linked.
    pub(super) fn add_link(&mut self, of: &StructuredType, name: &str) {
        self.links.insert((of.name.as_str().to_owned(), name.to_owned()));
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
        options.with_dependencies = self.purpose != ModulePurpose::Addresses;
        options.derived_types = false;
        options.readable_unions = self.purpose == ModulePurpose::Reads && !self.is_without_unions;
        options.bind_properties = false;
        options.links = matches!(self.purpose, ModulePurpose::Addresses | ModulePurpose::Calls);
        options.operations = RequestedOperations::Named(self.operations.clone());
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
            if self.purpose == ModulePurpose::Addresses {
                item.fields.clear();
                item.dynamic_properties = None;
                item.links.retain(|link| self.links.contains(&(item.type_name.clone(), link.wire_name.clone())));
            }
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
pub(super) fn navigation<'m>(
    model: &'m Model,
    of: &StructuredType,
    name: &str,
) -> Option<(String, &'m StructuredType, bool)> {
    let own = model.navigation_properties(of).into_iter().find(|own| own.property.name == name)?;
    let type_ref = &own.property.type_ref;
    let target = model.structured_type(type_ref.named()?.as_str())?;
    Some((own.declaring_type.name.as_str().to_owned(), target, type_ref.is_collection))
}
