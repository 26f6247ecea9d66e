//! Where entities have their addresses: the paths from the service root through containment.

mod resolve;
mod steps;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

pub use resolve::{ResolvedPath, UnknownPath};

use crate::model::{Model, StructuredKind};
use steps::Steps;

/// No path is longer: what is deeper repeats what is shorter.
const LONGEST: usize = 8;

/// No search looks at more paths.
const MOST: usize = 50_000;

impl Model {
    /// Up to `count` paths to entities of a type, the shortest first: from an entity set or a singleton through
    /// contained navigation properties, with a cast segment, which counts as a step, where a derived type defines the
    /// property. No path comes through one type twice.
    ///
    /// Paths that are declared with the type itself come before those that are declared with a base type of it. Those
    /// have no cast at the end: a value says by `@odata.type` which type it has. Placeholders are named after the
    /// declared type of the collection, as in the documentation.
    pub fn paths_to(&self, qualified: &str, count: usize) -> Vec<String> {
        PathFinder::new(self).paths_to(qualified, count)
    }
}

/// Finds paths. Worth keeping when the paths of many types are asked for.
#[derive(Debug)]
pub struct PathFinder<'m> {
    model: &'m Model,
    steps: Steps<'m>,
}

impl<'m> PathFinder<'m> {
    /// Looks at all navigation properties once.
    pub fn new(model: &'m Model) -> Self {
        Self { model, steps: Steps::new(model) }
    }

    /// As [`Model::paths_to`].
    pub fn paths_to(&self, qualified: &str, count: usize) -> Vec<String> {
        let Some(target) = self.model.structured(qualified).filter(|found| found.kind == StructuredKind::Entity) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for declared in self.model.lineage(target) {
            if found.len() < count {
                self.walk(declared.name.as_str(), count - found.len(), &mut found);
            }
        }
        found
    }

    /// Paths whose declared type is `target`, the shortest first. A best-first search that knows how far the target is
    /// from every type, so that it goes no wrong way.
    fn walk(&self, target: &str, count: usize, found: &mut Vec<String>) {
        let distances = self.steps.distances_to(target);
        // of two paths of one length, entity sets come before singletons, then the order of the file decides
        let mut open: BinaryHeap<Reverse<(usize, Vec<usize>)>> = BinaryHeap::new();
        let push = |open: &mut BinaryHeap<_>, walk: Vec<usize>| {
            let last = walk.last().and_then(|at| self.steps.get(*at));
            let Some(rest) = last.and_then(|step| distances.get(step.target)) else { return };
            let casts = walk.iter().filter_map(|at| self.steps.get(*at)).filter(|step| step.cast.is_some()).count();
            if walk.len() + rest <= LONGEST {
                open.push(Reverse((walk.len() + casts + rest, walk)));
            }
        };
        for root in self.steps.roots() {
            push(&mut open, vec![root]);
        }
        let enough = found.len() + count;
        for _ in 0..MOST {
            let Some(Reverse((_, walk))) = open.pop() else { break };
            let seen: Vec<&str> = walk.iter().filter_map(|at| self.steps.get(*at)).map(|step| step.target).collect();
            let Some(last) = seen.last() else { continue };
            if *last == target {
                found.push(self.template(&walk));
                if found.len() == enough {
                    break;
                }
                continue;
            }
            for next in self.steps.after(last) {
                if self.steps.get(next).is_some_and(|step| !seen.contains(&step.target)) {
                    let mut longer = walk.clone();
                    longer.push(next);
                    push(&mut open, longer);
                }
            }
        }
    }

    fn template(&self, steps: &[usize]) -> String {
        let mut text = String::new();
        for step in steps.iter().filter_map(|at| self.steps.get(*at)) {
            if let Some(cast) = step.cast {
                text.push('/');
                text.push_str(cast);
            }
            text.push('/');
            text.push_str(step.name);
            if step.is_collection {
                text.push_str("/{");
                text.push_str(&placeholder(step.target));
                text.push('}');
            }
        }
        text
    }
}

/// `deviceConfigurationId` for `microsoft.graph.deviceConfiguration`: how the documentation names the keys in its paths.
pub(crate) fn placeholder(qualified: &str) -> String {
    let short = qualified.rsplit('.').next().unwrap_or(qualified);
    format!("{short}Id")
}

/// How many steps each type is from a target; nothing for types that do not lead there.
pub(crate) type Distances<'m> = HashMap<&'m str, usize>;
