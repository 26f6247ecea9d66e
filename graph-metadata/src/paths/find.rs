//! The search for the paths from the service root to the entities of a type.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::containment::{ContainmentGraph, key_placeholder, unused_placeholder};
use crate::model::{Model, StructuredKind};

/// The largest number of steps in a path. Longer paths repeat what shorter ones reach.
const MAX_STEPS: usize = 8;

/// The number of paths that are compared at least.
const MIN_COMPARED: usize = 8;

/// The largest number of paths that a search visits.
const MAX_VISITED: usize = 50_000;

impl Model {
    /// Returns up to `count` paths to the entities of a type, the best first.
    ///
    /// Of the shortest paths, those come first at which the metadata allows updates, then those to an entity of a collection, then those
    /// with the fewest ids, then the shortest ones and those of entity sets. `/deviceManagement/managedDevices/{managedDeviceId}`
    /// is better than the path through a user, and `/users/{userId}` is better than `/me`.
    ///
    /// A path starts with an entity set or a singleton and follows containment navigation properties. Where a derived type
    /// defines the property, the path has a type cast segment, which counts as a step. No path contains a type twice.
    ///
    /// Paths that are declared with the type itself come before paths that are declared with one of its base types. The
    /// latter have no type cast at the end: the `@odata.type` of a value states its type. Placeholders are named after the
    /// declared type of the collection, as in the documentation of Microsoft Graph.
    pub fn paths_to(&self, qualified: &str, count: usize) -> Vec<String> {
        PathFinder::new(self).paths_to(qualified, count)
    }
}

/// Finds the paths to many types of a model.
///
/// It visits the navigation properties of the model once, so it is faster than repeated calls of [`Model::paths_to`].
#[derive(Debug)]
pub struct PathFinder<'m> {
    model: &'m Model,
    graph: ContainmentGraph<'m>,
}

impl<'m> PathFinder<'m> {
    /// Creates a path finder for a model.
    pub fn new(model: &'m Model) -> Self {
        Self { model, graph: ContainmentGraph::new(model) }
    }

    /// Returns the same paths as [`Model::paths_to`].
    pub fn paths_to(&self, qualified: &str, count: usize) -> Vec<String> {
        let Some(target) = self.model.structured_type(qualified).filter(|found| found.kind == StructuredKind::Entity)
        else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for declared in self.model.with_base_types(target) {
            if found.len() < count {
                let mut paths = self.search(declared.name.as_str(), count.max(MIN_COMPARED) - found.len());
                paths.sort_by_cached_key(|path| self.rank(path));
                found.extend(paths.iter().take(count - found.len()).map(|path| self.template(path)));
            }
        }
        found
    }

    /// Returns what makes a path worse than others of its type, the most important first.
    fn rank(&self, path: &[usize]) -> impl Ord + use<> {
        let steps = || path.iter().filter_map(|at| self.graph.step(*at));
        let ids = steps().filter(|step| step.is_collection || step.is_alias).count();
        let last = steps().next_back();
        (last.is_some_and(|step| step.is_read_only), !last.is_some_and(|step| step.is_collection), ids)
    }

    /// Finds paths whose declared type is `target`, the shortest first.
    ///
    /// This is a best-first search that knows the distance of every type from the target, so it only follows steps that
    /// lead there.
    fn search(&self, target: &str, count: usize) -> Vec<Vec<usize>> {
        let mut found = Vec::new();
        let distances = self.graph.distances_to(target);
        // among paths of the same length, entity sets come before singletons, then the order of the file decides
        let mut open: BinaryHeap<Reverse<(usize, Vec<usize>)>> = BinaryHeap::new();
        let push = |open: &mut BinaryHeap<_>, path: Vec<usize>| {
            let last = path.last().and_then(|at| self.graph.step(*at));
            let Some(rest) = last.and_then(|step| distances.get(step.target)) else { return };
            let casts = path.iter().filter_map(|at| self.graph.step(*at)).filter(|step| step.cast.is_some()).count();
            if path.len() + rest <= MAX_STEPS {
                open.push(Reverse((path.len() + casts + rest, path)));
            }
        };
        for root in self.graph.root_steps() {
            push(&mut open, vec![root]);
        }
        for _ in 0..MAX_VISITED {
            let Some(Reverse((_, path))) = open.pop() else { break };
            let seen: Vec<&str> = path.iter().filter_map(|at| self.graph.step(*at)).map(|step| step.target).collect();
            let Some(last) = seen.last() else { continue };
            if *last == target {
                found.push(path);
                if found.len() == count {
                    break;
                }
                continue;
            }
            for next in self.graph.steps_from(last) {
                if self.graph.step(next).is_some_and(|step| !seen.contains(&step.target)) {
                    let mut longer = path.clone();
                    longer.push(next);
                    push(&mut open, longer);
                }
            }
        }
        found
    }

    fn template(&self, path: &[usize]) -> String {
        let mut text = String::new();
        for step in path.iter().filter_map(|at| self.graph.step(*at)) {
            if let Some(cast) = step.cast {
                text.push('/');
                text.push_str(cast);
            }
            text.push('/');
            text.push_str(step.name);
            if step.is_collection {
                text.push('/');
                let placeholder = unused_placeholder(&text, &key_placeholder(step.target));
                text.push_str(&placeholder);
            }
        }
        text
    }
}
