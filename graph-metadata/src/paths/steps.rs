//! The steps that paths are made of.

use std::collections::{HashMap, HashSet, VecDeque};

use super::Distances;
use crate::model::Model;

/// One step: from the service root or an entity to a contained entity.
#[derive(Debug)]
pub(crate) struct Step<'m> {
    /// The derived type that defines the property, if it is not the declared type that is left.
    pub(crate) cast: Option<&'m str>,
    pub(crate) name: &'m str,
    pub(crate) is_collection: bool,
    /// The declared type that is reached.
    pub(crate) target: &'m str,
}

/// All steps of a service.
#[derive(Debug, Default)]
pub(crate) struct Steps<'m> {
    all: Vec<Step<'m>>,
    /// How many of them start at the service root.
    roots: usize,
    /// From a declared type to the steps that leave it: own and inherited ones, then those of derived types.
    leaving: HashMap<&'m str, Vec<usize>>,
    /// From a declared type to those that lead to it in one step.
    before: HashMap<&'m str, Vec<&'m str>>,
}

impl<'m> Steps<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        let mut steps = Self::default();
        let sets = model.entity_sets().iter().map(|set| (&set.name, &set.entity_type, true));
        let singletons = model.singletons().iter().map(|singleton| (&singleton.name, &singleton.entity_type, false));
        for (name, target, is_collection) in sets.chain(singletons) {
            if let Some(target) = model.structured(target.as_str()) {
                steps.all.push(Step { cast: None, name, is_collection, target: target.name.as_str() });
            }
        }
        steps.roots = steps.all.len();
        // only declared types are left by a step: from each of them, whatever its values turn out to be
        let mut open: VecDeque<&'m str> = steps.all.iter().map(|step| step.target).collect();
        let mut seen: HashSet<&'m str> = HashSet::new();
        while let Some(declared) = open.pop_front() {
            if !seen.insert(declared) {
                continue;
            }
            let Some(of) = model.structured(declared) else { continue };
            let own = model.navigation(of).into_iter().map(|own| (None, own.property));
            let derived = model
                .derived(declared)
                .into_iter()
                .flat_map(|derived| derived.navigation.iter().map(|property| (Some(derived.name.as_str()), property)));
            for (cast, property) in own.chain(derived).filter(|(_, property)| property.contains_target) {
                let target = property.type_ref.named().and_then(|name| model.structured(name.as_str()));
                let Some(target) = target.map(|found| found.name.as_str()) else { continue };
                let is_collection = property.type_ref.is_collection;
                steps.leaving.entry(declared).or_default().push(steps.all.len());
                steps.before.entry(target).or_default().push(declared);
                steps.all.push(Step { cast, name: &property.name, is_collection, target });
                open.push_back(target);
            }
        }
        steps
    }

    pub(crate) fn get(&self, at: usize) -> Option<&Step<'m>> {
        self.all.get(at)
    }

    pub(crate) fn roots(&self) -> std::ops::Range<usize> {
        0..self.roots
    }

    pub(crate) fn after(&self, declared: &str) -> impl Iterator<Item = usize> {
        self.leaving.get(declared).into_iter().flatten().copied()
    }

    /// How far each type is from the target.
    pub(crate) fn distances_to(&self, target: &str) -> Distances<'m> {
        let mut found = Distances::new();
        let Some(target) = self.all.iter().map(|step| step.target).find(|reached| *reached == target) else {
            return found;
        };
        let mut open = VecDeque::from([(target, 0)]);
        while let Some((declared, distance)) = open.pop_front() {
            if found.contains_key(declared) {
                continue;
            }
            found.insert(declared, distance);
            open.extend(self.before.get(declared).into_iter().flatten().map(|before| (*before, distance + 1)));
        }
        found
    }
}
