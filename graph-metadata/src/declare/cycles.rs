//! Structs that hold themselves: where a `Box` ends the circle.

use std::collections::{HashMap, HashSet};

use super::Options;
use super::rust_type::{Form, form};
use crate::model::{Model, StructuredType, TypeRef};

/// The members that need a `Box`, for all types of a model, so that a type looks the same whatever else is declared.
#[derive(Debug, Default)]
pub(crate) struct Cycles {
    boxed: HashSet<(String, String)>,
}

impl Cycles {
    /// Goes along the members that hold a struct and boxes those that lead back. Collections and unions are boxes
    /// already.
    pub(crate) fn new(model: &Model, options: &Options) -> Self {
        let mut cycles = Self::default();
        let edges: HashMap<&str, Vec<(&str, &str)>> =
            model.structured_types().iter().map(|of| (of.name.as_str(), edges(model, of, options))).collect();
        let mut done: HashSet<&str> = HashSet::new();
        for start in model.structured_types() {
            // the types on the way, each with the number of members that were gone along
            let mut way: Vec<(&str, usize)> = vec![(start.name.as_str(), 0)];
            let mut on_way: HashSet<&str> = [start.name.as_str()].into();
            while let Some((here, nth)) = way.last_mut() {
                let edge = edges.get(here).and_then(|edges| edges.get(*nth)).copied();
                let Some((member, target)) = edge.filter(|_| !done.contains(here)) else {
                    done.insert(here);
                    on_way.remove(here);
                    way.pop();
                    continue;
                };
                *nth += 1;
                if on_way.contains(target) {
                    cycles.boxed.insert(((*here).to_owned(), member.to_owned()));
                } else if !done.contains(target) {
                    on_way.insert(target);
                    way.push((target, 0));
                }
            }
        }
        cycles
    }

    pub(crate) fn is_boxed(&self, owner: &str, member: &str) -> bool {
        self.boxed.contains(&(owner.to_owned(), member.to_owned()))
    }
}

/// The members of a type that hold a struct, and which.
fn edges<'m>(model: &'m Model, of: &'m StructuredType, options: &Options) -> Vec<(&'m str, &'m str)> {
    let held = |name: &'m str, type_ref: &'m TypeRef| {
        let target = type_ref.named().filter(|_| !type_ref.is_collection)?;
        matches!(form(model, target), Form::Struct).then_some((name, target.as_str()))
    };
    let properties = model.properties(of).into_iter().map(|own| (&own.property.name, &own.property.type_ref));
    let navigation = model
        .navigation(of)
        .into_iter()
        .filter(|own| options.is_inline(own.owner.name.as_str(), &own.property.name))
        .map(|own| (&own.property.name, &own.property.type_ref));
    properties.chain(navigation).filter_map(|(name, type_ref)| held(name, type_ref)).collect()
}
