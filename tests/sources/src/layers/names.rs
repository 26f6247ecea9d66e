//! Which file defines what a path names.

use std::collections::HashSet;

use super::modules::{FileId, ModuleId, Modules};

/// What a path names.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Target {
    Module(ModuleId),
    /// An item of any other kind, or a part of it, such as a variant.
    Item(FileId),
}

impl Modules {
    /// What the path names in the module: nothing if it leads to another crate, several things if a name has several meanings.
    pub(crate) fn resolve(&self, module: ModuleId, path: &[String]) -> Vec<Target> {
        self.path(module, path, &mut HashSet::new())
    }

    fn path<'a>(
        &'a self,
        module: ModuleId,
        path: &'a [String],
        seen: &mut HashSet<(ModuleId, &'a str)>,
    ) -> Vec<Target> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let mut targets = match first.as_str() {
            "crate" | "$crate" => vec![Target::Module(0)],
            "self" => vec![Target::Module(module)],
            "super" => self.all[module].parent.map(Target::Module).into_iter().collect(),
            name => self.lookup(module, name, seen),
        };
        for segment in rest {
            let mut next = Vec::new();
            for target in &targets {
                match *target {
                    Target::Module(module) if segment == "super" => {
                        next.extend(self.all[module].parent.map(Target::Module));
                    }
                    Target::Module(module) => next.extend(self.lookup(module, segment, seen)),
                    Target::Item(_) => {} // a variant or an associated item
                }
            }
            if next.is_empty() {
                targets.retain(|target| matches!(target, Target::Item(_)));
                break;
            }
            targets = next;
        }
        targets.dedup();
        targets
    }

    /// `seen` holds the names that are being looked up, for imports that lead to themselves.
    fn lookup<'a>(&'a self, id: ModuleId, name: &'a str, seen: &mut HashSet<(ModuleId, &'a str)>) -> Vec<Target> {
        let module = &self.all[id];
        let mut targets = Vec::new();
        targets.extend(module.children.get(name).map(|child| Target::Module(*child)));
        if module.items.iter().any(|item| item == name) {
            targets.push(Target::Item(module.file));
        }
        if id == 0 {
            targets.extend(self.exported_macros.get(name).map(|file| Target::Item(*file)));
        }
        if !seen.insert((id, name)) {
            return targets;
        }
        for import in &module.imports {
            if import.name.as_deref() == Some(name) {
                targets.extend(self.path(id, &import.path, seen));
            }
        }
        if targets.is_empty() {
            for import in module.imports.iter().filter(|import| import.name.is_none()) {
                for target in self.path(id, &import.path, seen) {
                    match target {
                        Target::Module(module) => targets.extend(self.lookup(module, name, seen)),
                        Target::Item(_) => {} // variants: the glob itself counts
                    }
                }
            }
        }
        seen.remove(&(id, name));
        targets
    }
}
