//! The rules: layers of modules, and no circles among files and folders.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fmt::Write as _;

use super::modules::{FileId, Modules};
use super::references::{Reference, references};

/// What is wrong, one text per error; `prefix` is the path of the sources.
pub(crate) fn check(modules: &Modules, prefix: &str, layers: &[Vec<String>]) -> Vec<String> {
    let references = references(modules);
    let checker = Checker { modules, prefix, references: &references };
    let mut problems = checker.listing(layers);
    if !problems.is_empty()
        && let Some(suggestion) = checker.suggestion()
    {
        problems.push(suggestion);
    }
    problems.extend(checker.layers(layers));
    problems.extend(checker.circles_of_files());
    problems.extend(checker.circles_of_modules());
    problems
}

struct Checker<'a> {
    modules: &'a Modules,
    prefix: &'a str,
    references: &'a [Reference],
}

impl Checker<'_> {
    fn line(&self, reference: &Reference) -> String {
        let from = &self.modules.files[reference.from].path;
        format!("{}{from}:{}: {}", self.prefix, reference.line, reference.text)
    }

    fn name(&self) -> &str {
        self.prefix.split('/').next().unwrap_or_default()
    }

    /// The module below the crate root that the file belongs to; `None` for the crate root.
    fn top(&self, file: FileId) -> Option<&str> {
        let chain = self.modules.ancestors(self.modules.files[file].module);
        chain.first().map(|module| self.modules.all[*module].name.as_str())
    }

    /// Every module is in one layer, and every name in a layer is a module.
    fn listing(&self, layers: &[Vec<String>]) -> Vec<String> {
        let name = self.name();
        let actual: BTreeSet<&str> = self.modules.all[0].children.keys().map(String::as_str).collect();
        let mut listed = BTreeSet::new();
        let mut problems = Vec::new();
        for module in layers.iter().flatten() {
            if !listed.insert(module.as_str()) {
                problems.push(format!("ARCHITECTURE.md lists the module `{module}` of {name} twice"));
            }
            if !actual.contains(module.as_str()) {
                problems.push(format!("ARCHITECTURE.md lists `{module}`, which is not a module of {name}: remove it"));
            }
        }
        for module in actual.difference(&listed) {
            problems.push(format!(
                "the module `{module}` of {name} is not in a layer: add it to the block ```layers {name} of ARCHITECTURE.md, \
                 above all modules that it names"
            ));
        }
        problems
    }

    /// A module names modules of lower layers only.
    fn layers(&self, layers: &[Vec<String>]) -> Vec<String> {
        let mut levels = HashMap::new();
        for (level, modules) in layers.iter().enumerate() {
            levels.extend(modules.iter().map(|module| (module.as_str(), level)));
        }
        let mut problems = Vec::new();
        for reference in self.references {
            // the crate root names what it likes
            let Some(from) = self.top(reference.from) else { continue };
            let Some(to) = self.top(reference.to) else {
                problems.push(format!("{}\n    `{from}` names an item of the crate root", self.line(reference)));
                continue;
            };
            if let (Some(lower), Some(upper)) = (levels.get(from), levels.get(to))
                && from != to
                && upper >= lower
            {
                let place = if upper == lower { "in the same layer" } else { "in a higher layer" };
                problems.push(format!("{}\n    `{from}` names `{to}`, which is {place}", self.line(reference)));
            }
        }
        problems
    }

    /// Layers that fit the sources, each module as low as possible; `None` if modules depend on each other in a circle.
    fn suggestion(&self) -> Option<String> {
        let mut levels: BTreeMap<&str, usize> =
            self.modules.all[0].children.keys().map(|module| (module.as_str(), 0)).collect();
        let mut is_changed = true;
        while is_changed {
            is_changed = false;
            for reference in self.references {
                let (Some(from), Some(to)) = (self.top(reference.from), self.top(reference.to)) else { continue };
                let above = levels[to] + 1;
                if from != to && levels[from] < above {
                    levels.insert(from, above);
                    is_changed = true;
                    if above >= levels.len() {
                        return None;
                    }
                }
            }
        }
        let mut layers = vec![Vec::new(); levels.len()];
        for (module, level) in levels {
            layers[level].push(module);
        }
        let lines: Vec<String> = layers.iter().filter(|layer| !layer.is_empty()).map(|layer| layer.join(" ")).collect();
        Some(format!("the lowest possible layers of the modules of {}:\n    {}", self.name(), lines.join("\n    ")))
    }

    fn circles_of_files(&self) -> Vec<String> {
        let mut edges = BTreeMap::new();
        for reference in self.references {
            edges.entry((reference.from, reference.to)).or_insert(reference);
        }
        self.circles("files", &edges, |file| format!("{}{}", self.prefix, self.modules.files[file].path))
    }

    /// The modules inside a module, each with its folder; those of the crate root have layers.
    fn circles_of_modules(&self) -> Vec<String> {
        let mut edges: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for reference in self.references {
            let from = self.modules.ancestors(self.modules.files[reference.from].module);
            let to = self.modules.ancestors(self.modules.files[reference.to].module);
            let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
            if let (1.., Some(from_module), Some(to_module)) = (common, from.get(common), to.get(common)) {
                edges.entry(from[common - 1]).or_default().entry((*from_module, *to_module)).or_insert(reference);
            }
        }
        let describe = |module: usize| format!("`{}`", self.modules.all[module].name);
        edges
            .iter()
            .flat_map(|(parent, edges)| {
                self.circles(&format!("modules in `{}`", self.modules.all[*parent].name), edges, describe)
            })
            .collect()
    }

    /// One shortest circle of each knot.
    fn circles(
        &self,
        kind: &str,
        edges: &BTreeMap<(usize, usize), &Reference>,
        describe: impl Fn(usize) -> String,
    ) -> Vec<String> {
        let mut problems = Vec::new();
        let mut reported = BTreeSet::new();
        let nodes: BTreeSet<usize> = edges.keys().map(|(from, _)| *from).collect();
        let mut circles: Vec<Vec<usize>> = nodes.into_iter().filter_map(|node| shortest_circle(edges, node)).collect();
        circles.sort_by_key(Vec::len);
        for circle in circles {
            if circle.iter().any(|node| reported.contains(node)) {
                continue;
            }
            reported.extend(circle.iter().copied());
            let mut text = format!("a circle of {} {kind}:", circle.len());
            for (position, from) in circle.iter().enumerate() {
                let to = circle[(position + 1) % circle.len()];
                let line = self.line(edges[&(*from, to)]);
                let _ = write!(text, "\n    {line}\n        names {}", describe(to)); // a String takes all
            }
            problems.push(text);
        }
        problems
    }
}

fn shortest_circle(edges: &BTreeMap<(usize, usize), &Reference>, start: usize) -> Option<Vec<usize>> {
    let mut before = HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for ((_, next), _) in edges.range((node, 0)..=(node, usize::MAX)) {
            if *next == start {
                let mut circle = vec![node];
                while let Some(previous) = before.get(circle.last()?) {
                    circle.push(*previous);
                }
                circle.reverse();
                return Some(circle);
            }
            if !before.contains_key(next) {
                before.insert(*next, node);
                queue.push_back(*next);
            }
        }
    }
    None
}
