//! What is declared: the types that were asked for and those that they reach.

use std::collections::{HashMap, HashSet, VecDeque};

use super::rust_type::{Form, form, is_union};
use super::{DeclareError, NamedPath, Options, Root, words};
use crate::model::{Model, StructuredType, Type};
use crate::paths::PathFinder;

/// One thing to declare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Item<'m> {
    /// A struct, by the qualified name of its type.
    Struct(&'m str),
    Union(&'m str),
    Enumeration(&'m str),
}

/// What is declared, in order.
#[derive(Debug, Default)]
pub(crate) struct Plan<'m> {
    pub(crate) items: Vec<Item<'m>>,
    pub(crate) paths: HashMap<&'m str, Vec<NamedPath>>,
}

impl<'m> Plan<'m> {
    pub(crate) fn new(model: &'m Model, roots: &[Root], options: &Options) -> Result<Self, DeclareError> {
        let mut plan = Self::default();
        let mut open: VecDeque<Item<'m>> = VecDeque::new();
        let mut finder = None;
        // abstract types with their paths
        let mut bases: Vec<(&'m StructuredType, Vec<NamedPath>)> = Vec::new();
        for root in roots {
            let found = model.find(&root.type_name).map_err(DeclareError::UnknownType)?;
            let qualified = found.name().as_str();
            match found {
                Type::Enumeration(found) if found.members.is_empty() => {}
                Type::Enumeration(_) => open.push_back(Item::Enumeration(qualified)),
                Type::Structured(found) if found.is_any_json() => {}
                Type::Structured(found) => {
                    let mut paths = root.paths.clone();
                    if paths.is_empty() && options.paths > 0 {
                        let finder = finder.get_or_insert_with(|| PathFinder::new(model));
                        paths.extend(finder.paths_to(qualified, options.paths).into_iter().map(NamedPath::new));
                    }
                    if found.is_abstract && options.derived && !paths.is_empty() {
                        bases.push((found, paths.clone()));
                    }
                    let known = plan.paths.entry(qualified).or_default();
                    known.extend(paths);
                    open.push_back(Item::Struct(qualified));
                    if options.with_dependencies && options.derived && is_union(model, qualified) {
                        open.push_back(Item::Union(qualified));
                    }
                }
            }
        }
        plan.inherit(model, bases, &mut open);
        for paths in plan.paths.values_mut() {
            name_paths(paths)?;
        }
        let mut seen: HashSet<Item<'m>> = HashSet::new();
        while let Some(item) = open.pop_front() {
            if seen.insert(item) {
                plan.items.push(item);
                if options.with_dependencies {
                    reached(model, item, options, &mut open);
                }
            }
        }
        Ok(plan)
    }

    /// What is at the path of an abstract type is of a type that extends it. Those types become resources on the same path,
    /// so that an update names the type, without which a service cannot tell what is meant. Types with paths of their own
    /// keep those.
    fn inherit(
        &mut self,
        model: &'m Model,
        bases: Vec<(&'m StructuredType, Vec<NamedPath>)>,
        open: &mut VecDeque<Item<'m>>,
    ) {
        let own: HashSet<&'m str> = self.paths.keys().copied().collect();
        for (base, paths) in bases {
            for derived in model.derived(base.name.as_str()) {
                let qualified = derived.name.as_str();
                if !derived.is_abstract && !own.contains(qualified) {
                    self.paths.entry(qualified).or_default().extend(paths.iter().cloned());
                    open.push_back(Item::Struct(qualified));
                }
            }
        }
    }
}

/// What an item needs.
fn reached<'m>(model: &'m Model, item: Item<'m>, options: &Options, open: &mut VecDeque<Item<'m>>) {
    match item {
        Item::Enumeration(_) => {}
        Item::Struct(name) => {
            if let Some(of) = model.structured(name) {
                open.extend(members(model, of, options));
            }
        }
        Item::Union(name) => {
            if let Some(base) = model.structured(name) {
                let derived = model.derived(name);
                let all = std::iter::once(base).chain(derived);
                open.extend(all.filter(|of| !of.is_abstract).map(|of| Item::Struct(of.name.as_str())));
            }
        }
    }
}

/// The types of the members of a struct.
fn members<'m>(model: &'m Model, of: &'m StructuredType, options: &Options) -> Vec<Item<'m>> {
    let properties = model.properties(of).into_iter().map(|own| &own.property.type_ref);
    let navigation = model
        .navigation(of)
        .into_iter()
        .filter(|own| options.is_inline(own.owner.name.as_str(), &own.property.name))
        .map(|own| &own.property.type_ref);
    properties
        .chain(navigation)
        .filter_map(|type_ref| {
            let name = type_ref.named()?;
            match form(model, name) {
                Form::Struct => Some(Item::Struct(name.as_str())),
                Form::Union => Some(Item::Union(name.as_str())),
                Form::Flags | Form::Enumeration => Some(Item::Enumeration(name.as_str())),
                Form::Text | Form::Untyped => None,
            }
        })
        .collect()
}

/// Each path once; those after the first get names from as many of their segments as tell them apart.
fn name_paths(paths: &mut Vec<NamedPath>) -> Result<(), DeclareError> {
    let mut seen = HashSet::new();
    paths.retain(|path| seen.insert(path.template.clone()));
    let mut taken: HashSet<String> = paths.iter().skip(1).filter_map(|path| path.name.clone()).collect();
    for (nth, path) in paths.iter_mut().enumerate() {
        usable(path)?;
        if nth == 0 {
            path.name = None;
        } else if path.name.is_none() {
            let is_fixed = |segment: &&str| !segment.is_empty() && !segment.contains(['{', '.']);
            let segments: Vec<&str> = path.template.split('/').filter(is_fixed).collect();
            let prefixes = (1..=segments.len()).filter_map(|count| segments.get(..count));
            let mut names = prefixes.map(|prefix| words::snake(&prefix.join("_")));
            let name = names.find(|name| !taken.contains(name)).unwrap_or_else(|| words::snake(&segments.join("_")));
            path.name = Some(words::raw(&words::free(&mut taken, &name, "_")));
        }
    }
    Ok(())
}

/// What the macro refuses for sure, or what would not stay within its quotes.
fn usable(path: &NamedPath) -> Result<(), DeclareError> {
    let template = &path.template;
    let refuse = |reason| Err(DeclareError::UnusablePath { path: template.clone(), reason });
    if !template.starts_with('/') || template.len() < 2 {
        return refuse("does not start at the service root: write it as in `/users/{userId}`");
    }
    if template.chars().any(|c| c.is_control() || matches!(c, '"' | '\\' | '?' | '#')) {
        return refuse("has a character that no path has");
    }
    let mut is_open = false;
    for brace in template.chars().filter(|c| matches!(c, '{' | '}')) {
        if is_open == (brace == '{') {
            return refuse("has braces that do not match");
        }
        is_open = !is_open;
    }
    if is_open {
        return refuse("has braces that do not match");
    }
    match &path.name {
        Some(name) if words::raw(&words::snake(name)) != *name => {
            Err(DeclareError::UnusablePath { path: name.clone(), reason: "has no such name: write it in snake_case" })
        }
        _ => Ok(()),
    }
}
