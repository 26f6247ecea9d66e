//! Structs inside structs: which fields need a `Box`, and which types preserve undeclared properties.
//!
//! Both depend on the whole model, so that a type has the same declaration whatever else is declared.

use std::collections::{HashMap, HashSet};

use super::options::Options;
use super::representation::Representation;
use crate::model::{Model, StructuredType, TypeRef};

/// Returns the members of a struct that hold values. These are structural properties, and navigation properties that
/// are declared inline.
pub(crate) fn value_members<'m>(
    model: &'m Model,
    of: &'m StructuredType,
    options: &Options,
) -> impl Iterator<Item = (&'m str, &'m TypeRef)> {
    let properties = model.properties(of).into_iter().map(|own| (own.property.name.as_str(), &own.property.type_ref));
    let navigation = model
        .navigation_properties(of)
        .into_iter()
        .filter(|own| options.is_inline(own.declaring_type.name.as_str(), &own.property.name))
        .map(|own| (own.property.name.as_str(), &own.property.type_ref));
    properties.chain(navigation)
}

/// The members that need a `Box`, because a struct would contain itself otherwise.
#[derive(Debug, Default)]
pub(crate) struct BoxedMembers {
    members: HashSet<(String, String)>,
}

impl BoxedMembers {
    /// Finds the members that lead from a struct back to itself.
    ///
    /// Collections and unions are boxed already.
    pub(crate) fn new(model: &Model, options: &Options) -> Self {
        let mut boxed = Self::default();
        let edges: HashMap<&str, Vec<(&str, &str)>> =
            model.structured_types().iter().map(|of| (of.name.as_str(), nested_structs(model, of, options))).collect();
        let mut done: HashSet<&str> = HashSet::new();
        for start in model.structured_types() {
            // the types on the way, each with the number of members that were followed
            let mut way: Vec<(&str, usize)> = vec![(start.name.as_str(), 0)];
            let mut on_way: HashSet<&str> = [start.name.as_str()].into();
            while let Some((current, nth)) = way.last_mut() {
                let edge = edges.get(current).and_then(|edges| edges.get(*nth)).copied();
                let Some((member, target)) = edge.filter(|_| !done.contains(current)) else {
                    done.insert(current);
                    on_way.remove(current);
                    way.pop();
                    continue;
                };
                *nth += 1;
                if on_way.contains(target) {
                    boxed.members.insert(((*current).to_owned(), member.to_owned()));
                } else if !done.contains(target) {
                    on_way.insert(target);
                    way.push((target, 0));
                }
            }
        }
        boxed
    }

    pub(crate) fn contains(&self, owner: &str, member: &str) -> bool {
        self.members.contains(&(owner.to_owned(), member.to_owned()))
    }
}

/// Returns the members that hold a single struct, with their types.
fn nested_structs<'m>(model: &'m Model, of: &'m StructuredType, options: &Options) -> Vec<(&'m str, &'m str)> {
    value_members(model, of, options)
        .filter(|(_, type_ref)| !type_ref.is_collection)
        .filter_map(|(member, type_ref)| Some((member, type_ref.named()?)))
        .filter(|(_, target)| matches!(Representation::of(model, target), Representation::Struct))
        .map(|(member, target)| (member, target.as_str()))
        .collect()
}

/// Returns the types that preserve undeclared properties although they are not open.
///
/// These are the types of the items of collections, and of the values inside them: an update sends a collection as a whole,
/// so its items must be sent as they were read. Open types preserve undeclared properties in any case, and so do the values
/// inside them.
pub(crate) fn preserving_types<'m>(model: &'m Model, options: &Options) -> HashSet<&'m str> {
    let mut preserving = HashSet::new();
    let mut open = Vec::new();
    for of in model.structured_types() {
        let is_open = model.is_open(of);
        let members = value_members(model, of, options).filter(|(_, type_ref)| is_open || type_ref.is_collection);
        open.extend(members.flat_map(|(_, type_ref)| possible_structs(model, type_ref)));
    }
    while let Some(of) = open.pop() {
        if preserving.insert(of.name.as_str()) {
            let members = value_members(model, of, options);
            open.extend(members.flat_map(|(_, type_ref)| possible_structs(model, type_ref)));
        }
    }
    preserving
}

/// Returns the structs that the values of a type can have.
fn possible_structs<'m>(model: &'m Model, type_ref: &'m TypeRef) -> Vec<&'m StructuredType> {
    let Some(name) = type_ref.named() else { return Vec::new() };
    let own = model.structured_type(name.as_str());
    match Representation::of(model, name) {
        Representation::Struct => own.into_iter().collect(),
        Representation::Union => {
            own.into_iter().chain(model.derived_types(name.as_str())).filter(|of| !of.is_abstract).collect()
        }
        Representation::Flags | Representation::Enum | Representation::Text | Representation::Untyped => Vec::new(),
    }
}
