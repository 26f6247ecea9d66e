//! The containment graph: the steps that paths consist of.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::model::Model;

/// A step from the service root or from an entity to a contained entity.
#[derive(Debug)]
pub(crate) struct ContainmentStep<'m> {
    /// The derived type that defines the property. `None` if the declared type at the start of the step defines it.
    pub(crate) cast: Option<&'m str>,
    /// The name of the entity set, the singleton or the navigation property.
    pub(crate) name: &'m str,
    pub(crate) is_collection: bool,
    /// Whether it is a singleton whose entity is also in an entity set, such as `/me`.
    pub(crate) is_alias: bool,
    /// Whether the metadata states that entities cannot be updated there.
    pub(crate) is_read_only: bool,
    /// The declared type at the end of the step.
    pub(crate) target: &'m str,
}

/// The containment steps of a service.
#[derive(Debug, Default)]
pub(crate) struct ContainmentGraph<'m> {
    steps: Vec<ContainmentStep<'m>>,
    /// The number of steps that start at the service root. They come first.
    root_count: usize,
    /// From a declared type to the steps that start there. Steps of the type and its base types come first, then those
    /// of derived types.
    outgoing: HashMap<&'m str, Vec<usize>>,
    /// From a declared type to the types that lead to it in one step.
    predecessors: HashMap<&'m str, Vec<&'m str>>,
}

impl<'m> ContainmentGraph<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        let mut graph = Self::default();
        let sets = model.entity_sets().iter().map(|set| (&set.name, &set.entity_type, &set.annotations, true));
        let singletons = model.singletons().iter();
        let singletons = singletons.map(|one| (&one.name, &one.entity_type, &one.annotations, false));
        for (name, target, annotations, is_collection) in sets.chain(singletons) {
            if let Some(target) = model.structured_type(target.as_str()) {
                let is_alias = !is_collection
                    && model.entity_sets().iter().any(|set| set.entity_type.as_str() == target.name.as_str());
                let is_read_only = annotations.updatable == Some(false);
                let target = target.name.as_str();
                graph.steps.push(ContainmentStep { cast: None, name, is_collection, is_alias, is_read_only, target });
            }
        }
        graph.root_count = graph.steps.len();
        // steps start at declared types only: a step is the same whatever type the value has
        let mut open: VecDeque<&'m str> = graph.steps.iter().map(|step| step.target).collect();
        let mut seen: HashSet<&'m str> = HashSet::new();
        while let Some(declared) = open.pop_front() {
            if !seen.insert(declared) {
                continue;
            }
            let Some(of) = model.structured_type(declared) else { continue };
            let own = model.navigation_properties(of).into_iter().map(|own| (None, own.property));
            let derived = model.derived_types(declared).into_iter().flat_map(|derived| {
                derived.navigation_properties.iter().map(|property| (Some(derived.name.as_str()), property))
            });
            for (cast, property) in own.chain(derived).filter(|(_, property)| property.contains_target) {
                let target = property.type_ref.named().and_then(|name| model.structured_type(name.as_str()));
                let Some(target) = target.map(|found| found.name.as_str()) else { continue };
                let is_collection = property.type_ref.is_collection;
                graph.outgoing.entry(declared).or_default().push(graph.steps.len());
                graph.predecessors.entry(target).or_default().push(declared);
                graph.steps.push(ContainmentStep {
                    cast,
                    name: &property.name,
                    is_collection,
                    is_alias: false,
                    is_read_only: property.annotations.updatable == Some(false),
                    target,
                });
                open.push_back(target);
            }
        }
        graph
    }

    pub(crate) fn step(&self, at: usize) -> Option<&ContainmentStep<'m>> {
        self.steps.get(at)
    }

    /// Returns the steps that start at the service root.
    pub(crate) fn root_steps(&self) -> std::ops::Range<usize> {
        0..self.root_count
    }

    /// Returns the steps that start at a declared type.
    pub(crate) fn steps_from(&self, declared: &str) -> impl Iterator<Item = usize> {
        self.outgoing.get(declared).into_iter().flatten().copied()
    }

    /// Returns the number of steps from each type to the target. Types that do not lead to the target are omitted.
    pub(crate) fn distances_to(&self, target: &str) -> HashMap<&'m str, usize> {
        let mut found = HashMap::new();
        let Some(target) = self.steps.iter().map(|step| step.target).find(|reached| *reached == target) else {
            return found;
        };
        let mut open = VecDeque::from([(target, 0)]);
        while let Some((declared, distance)) = open.pop_front() {
            if found.contains_key(declared) {
                continue;
            }
            found.insert(declared, distance);
            let predecessors = self.predecessors.get(declared).into_iter().flatten();
            open.extend(predecessors.map(|predecessor| (*predecessor, distance + 1)));
        }
        found
    }
}

/// Returns the placeholder for the key of a type: `{deviceConfigurationId}` for `microsoft.graph.deviceConfiguration`.
///
/// The documentation of Microsoft Graph names the keys in its paths so.
pub(crate) fn key_placeholder(qualified: &str) -> String {
    let short = qualified.rsplit('.').next().unwrap_or(qualified);
    format!("{{{short}Id}}")
}

/// Returns `placeholder`, with a number if `template` contains a placeholder of this name in any spelling.
///
/// Each placeholder becomes an argument, so that two of one name could be swapped.
pub(crate) fn unused_placeholder(template: &str, placeholder: &str) -> String {
    let name = placeholder.trim_matches(['{', '}']);
    let mut unused = format!("{{{name}}}");
    let mut number = 2;
    while contains_placeholder(template, &unused) {
        unused = format!("{{{name}{number}}}");
        number += 1;
    }
    unused
}

/// Returns whether a template contains the placeholder, or one that differs in letter case and separators only.
pub(crate) fn contains_placeholder(template: &str, placeholder: &str) -> bool {
    let normalized = |name: &str| -> String {
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let wanted = normalized(placeholder);
    template.split('{').skip(1).filter_map(|rest| rest.split('}').next()).any(|name| normalized(name) == wanted)
}
