//! The plan: the types to declare, in the order of their declarations.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;

use super::identifier;
use super::nesting::value_members;
use super::options::{NamedPath, Options, RequestedType};
use super::planned_operations::{self, PlannedOperation};
use super::representation::{Representation, is_union};
use crate::model::{Model, QualifiedName, SchemaType, StructuredType, TypeRef, UnknownTypeError};
use crate::paths::PathFinder;

/// An item to declare, with the qualified name of its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum PlannedItem<'m> {
    Struct(&'m str),
    Union(&'m str),
    Enum(&'m str),
}

/// The items to declare.
#[derive(Debug, Default)]
pub(crate) struct DeclarationPlan<'m> {
    pub(crate) items: Vec<PlannedItem<'m>>,
    /// From the qualified name of a type to its paths.
    pub(crate) paths: HashMap<&'m str, Vec<NamedPath>>,
    /// From the qualified name of a base type to the paths of its union.
    pub(crate) union_paths: HashMap<&'m str, Vec<NamedPath>>,
    pub(crate) operations: Vec<PlannedOperation<'m>>,
}

impl<'m> DeclarationPlan<'m> {
    pub(crate) fn new(model: &'m Model, requested: &[RequestedType], options: &Options) -> Result<Self, DeclareError> {
        let mut plan = Self::default();
        let mut open: VecDeque<PlannedItem<'m>> = VecDeque::new();
        let mut finder = None;
        // abstract types with their paths
        let mut bases: Vec<(&'m StructuredType, Vec<NamedPath>)> = Vec::new();
        for request in requested {
            let found = model.find(&request.type_name).map_err(DeclareError::UnknownType)?;
            let qualified = found.name().as_str();
            match found {
                SchemaType::Enum(found) if found.members.is_empty() => {}
                SchemaType::Enum(_) => open.push_back(PlannedItem::Enum(qualified)),
                SchemaType::Structured(found) if found.is_any_json() => {}
                SchemaType::Structured(found) => {
                    let mut paths = request.paths.clone();
                    if paths.is_empty() && options.max_paths > 0 {
                        let finder = finder.get_or_insert_with(|| PathFinder::new(model));
                        paths.extend(finder.paths_to(qualified, options.max_paths).into_iter().map(NamedPath::new));
                    }
                    if found.is_abstract && options.derived_types && !paths.is_empty() {
                        bases.push((found, paths.clone()));
                    }
                    if options.readable_unions && is_union(model, qualified) && !paths.is_empty() {
                        plan.union_paths.entry(qualified).or_default().extend(paths);
                        open.push_back(PlannedItem::Union(qualified));
                        continue;
                    }
                    let known = plan.paths.entry(qualified).or_default();
                    known.extend(paths);
                    open.push_back(PlannedItem::Struct(qualified));
                    if options.with_dependencies && options.derived_types && is_union(model, qualified) {
                        open.push_back(PlannedItem::Union(qualified));
                    }
                }
            }
        }
        plan.add_derived_resources(model, bases, &mut open);
        for paths in plan.paths.values_mut().chain(plan.union_paths.values_mut()) {
            name_paths(paths)?;
        }
        plan.add_operations(model, options, &mut open);
        let mut seen: HashSet<PlannedItem<'m>> = HashSet::new();
        while let Some(item) = open.pop_front() {
            if seen.insert(item) {
                plan.items.push(item);
                if options.with_dependencies {
                    push_dependencies(model, item, options, &mut open);
                }
            }
        }
        Ok(plan)
    }

    /// Declares the requested actions and functions, and with them the types that they use.
    fn add_operations(&mut self, model: &'m Model, options: &Options, open: &mut VecDeque<PlannedItem<'m>>) {
        let paths = self.paths.iter().chain(&self.union_paths).filter(|(_, paths)| !paths.is_empty());
        let mut with_paths: Vec<&'m str> = paths.map(|(name, _)| *name).collect();
        with_paths.sort_unstable();
        with_paths.dedup();
        self.operations = planned_operations::planned(model, &with_paths, |name| options.operations.includes(name));
        if options.with_dependencies {
            let types = self.operations.iter().flat_map(|planned| planned.types()).filter_map(TypeRef::named);
            open.extend(types.filter_map(|name| planned_item(model, name)));
        }
    }

    /// Declares types derived from abstract types as resources with the same paths.
    ///
    /// The entity at the path of an abstract type has a derived type. An update must contain that type, because the service
    /// cannot determine it otherwise. Types with their own paths keep those.
    fn add_derived_resources(
        &mut self,
        model: &'m Model,
        bases: Vec<(&'m StructuredType, Vec<NamedPath>)>,
        open: &mut VecDeque<PlannedItem<'m>>,
    ) {
        let with_own_paths: HashSet<&'m str> = self.paths.keys().copied().collect();
        for (base, paths) in bases {
            for derived in model.derived_types(base.name.as_str()) {
                let qualified = derived.name.as_str();
                if !derived.is_abstract && !with_own_paths.contains(qualified) {
                    self.paths.entry(qualified).or_default().extend(paths.iter().cloned());
                    open.push_back(PlannedItem::Struct(qualified));
                }
            }
        }
    }
}

/// Adds the items that an item uses.
fn push_dependencies<'m>(
    model: &'m Model,
    item: PlannedItem<'m>,
    options: &Options,
    open: &mut VecDeque<PlannedItem<'m>>,
) {
    match item {
        PlannedItem::Enum(_) => {}
        PlannedItem::Struct(name) => {
            if let Some(of) = model.structured_type(name) {
                let types = value_members(model, of, options).filter_map(|(_, type_ref)| type_ref.named());
                open.extend(types.filter_map(|name| planned_item(model, name)));
            }
        }
        PlannedItem::Union(name) => {
            if let Some(base) = model.structured_type(name) {
                let derived = model.derived_types(name);
                let all = std::iter::once(base).chain(derived);
                open.extend(all.filter(|of| !of.is_abstract).map(|of| PlannedItem::Struct(of.name.as_str())));
            }
        }
    }
}

/// Returns the item for a type, or `None` if the type needs no declaration.
fn planned_item<'m>(model: &'m Model, name: &'m QualifiedName) -> Option<PlannedItem<'m>> {
    match Representation::of(model, name) {
        Representation::Struct => Some(PlannedItem::Struct(name.as_str())),
        Representation::Union => Some(PlannedItem::Union(name.as_str())),
        Representation::Flags | Representation::Enum => Some(PlannedItem::Enum(name.as_str())),
        Representation::Text | Representation::Untyped => None,
    }
}

/// Removes duplicate paths, and names all paths except the first. A name consists of as many segments as make it
/// unique.
fn name_paths(paths: &mut Vec<NamedPath>) -> Result<(), DeclareError> {
    let mut seen = HashSet::new();
    paths.retain(|path| seen.insert(path.template.clone()));
    let mut used: HashSet<String> = paths.iter().skip(1).filter_map(|path| path.name.clone()).collect();
    for (nth, path) in paths.iter_mut().enumerate() {
        check_path(path)?;
        if nth == 0 {
            path.name = None;
        } else if path.name.is_none() {
            let is_fixed = |segment: &&str| !segment.is_empty() && !segment.contains(['{', '.']);
            let segments: Vec<&str> = path.template.split('/').filter(is_fixed).collect();
            let prefixes = (1..=segments.len()).filter_map(|count| segments.get(..count));
            let mut names = prefixes.map(|prefix| identifier::snake_case(&prefix.join("_")));
            let name =
                names.find(|name| !used.contains(name)).unwrap_or_else(|| identifier::snake_case(&segments.join("_")));
            path.name = Some(identifier::escape_keyword(&identifier::make_unique(&mut used, &name, "_")));
        }
    }
    Ok(())
}

/// Rejects a path that the macro certainly rejects, or that would end its string literal.
fn check_path(path: &NamedPath) -> Result<(), DeclareError> {
    let template = &path.template;
    let reject = |reason| Err(DeclareError::UnusablePath { path: template.clone(), reason });
    if !template.starts_with('/') || template.len() < 2 {
        return reject("does not start at the service root; write it as in `/users/{userId}`");
    }
    if template.chars().any(|c| c.is_control() || matches!(c, '"' | '\\' | '?' | '#')) {
        return reject(
            "contains a character that is not allowed in a path: a control character, `\"`, `\\`, `?` or `#`",
        );
    }
    let mut is_open = false;
    for brace in template.chars().filter(|c| matches!(c, '{' | '}')) {
        if is_open == (brace == '{') {
            return reject("has unbalanced braces; write placeholders as in `/users/{userId}`");
        }
        is_open = !is_open;
    }
    if is_open {
        return reject("has unbalanced braces; write placeholders as in `/users/{userId}`");
    }
    match &path.name {
        Some(name) if identifier::escape_keyword(&identifier::snake_case(name)) != *name => {
            Err(DeclareError::UnusablePathName { name: name.clone() })
        }
        _ => Ok(()),
    }
}

/// An error that reports why types could not be declared.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeclareError {
    /// A requested type does not exist.
    UnknownType(UnknownTypeError),
    /// A path cannot be used in a declaration.
    UnusablePath {
        /// The path.
        path: String,
        /// The reason, as the predicate of a sentence.
        reason: &'static str,
    },
    /// The name of a path is not a `snake_case` identifier.
    UnusablePathName {
        /// The name.
        name: String,
    },
}

impl fmt::Display for DeclareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownType(unknown) => unknown.fmt(f),
            Self::UnusablePath { path, reason } => write!(f, "the path `{}` {reason}", path.escape_debug()),
            Self::UnusablePathName { name } => {
                write!(f, "expected a snake_case identifier as the name of a path, found `{}`", name.escape_debug())
            }
        }
    }
}

impl std::error::Error for DeclareError {}
