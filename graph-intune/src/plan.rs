use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::assignment::AssignedTarget;
use crate::list::AssignmentList;
use crate::target::Target;

/// What [`apply`](crate::AssignmentsOperation::apply) would change; returned by [`plan`](crate::AssignmentsOperation::plan).
///
/// `Display` writes one line per change, with the ids of groups and filters:
///
/// ```text
/// ~ assign deviceCompliancePolicy: 1 to add, 1 to remove, 1 to change, 3 unchanged
///   + group 8f2c0d2e-6a0b-4a7e-9d57-3a1f6b7b7c11
///   - excluded group 27f1a3d4-0c3e-4f52-8a51-5f0c9b1f4f0a
///   ~ all devices, filter 7a4e2c55-0d52-4a41-8d2f-6d5f0f2a9f10 (include): filter
/// ```
///
/// It serialises to an object with the members `type`, `changes` (each with `change`, `target`, `id`, `filter`, `properties`) and `unchanged`.
#[derive(Debug, Clone)]
pub struct AssignmentPlan {
    name: &'static str,
    before: AssignmentList,
    changes: Vec<AssignmentChange>,
    unchanged: usize,
}

/// The change of one target.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum AssignmentChange {
    /// The target is not assigned yet.
    Add(Target),
    /// The target is assigned and will not be.
    Remove(Target),
    /// The target stays assigned with other properties.
    Change {
        /// The target with its new filter.
        target: Target,
        /// The names of the properties that change; `filter` is the assignment filter.
        properties: Vec<String>,
    },
}

impl AssignmentPlan {
    pub(crate) fn new(name: &'static str, before: AssignmentList, after: &AssignmentList) -> Self {
        let mut rest: Vec<&AssignedTarget> = before.0.iter().collect();
        let (mut changes, mut unchanged) = (Vec::new(), 0);
        // An exact match first: a list can have a target twice, once from a policy set.
        let mut open = Vec::new();
        for assigned in &after.0 {
            match rest.iter().position(|candidate| candidate.has_same_values(assigned)) {
                Some(index) => {
                    rest.remove(index);
                    unchanged += 1;
                }
                None => open.push(assigned),
            }
        }
        for assigned in open {
            let target = assigned.target().clone();
            changes.push(match rest.iter().position(|candidate| candidate.target().is_same(&target)) {
                Some(index) => {
                    let properties = rest.remove(index).differences(assigned);
                    AssignmentChange::Change { target, properties }
                }
                None => AssignmentChange::Add(target),
            });
        }
        changes.extend(rest.into_iter().map(|removed| AssignmentChange::Remove(removed.target().clone())));
        Self { name, before, changes, unchanged }
    }

    /// Returns whether the assignments are as they should be.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Returns the changes.
    pub fn changes(&self) -> &[AssignmentChange] {
        &self.changes
    }

    /// Returns the number of assignments that stay as they are.
    pub fn unchanged(&self) -> usize {
        self.unchanged
    }

    /// Returns the assignments as they were read.
    ///
    /// Pass them to [`if_unchanged`](crate::AssignmentsOperation::if_unchanged) to apply exactly this plan.
    pub fn before(&self) -> &AssignmentList {
        &self.before
    }

    fn count(&self, is_counted: impl Fn(&AssignmentChange) -> bool) -> usize {
        self.changes.iter().filter(|change| is_counted(change)).count()
    }
}

impl AssignmentChange {
    /// Returns the target.
    pub fn target(&self) -> &Target {
        match self {
            Self::Add(target) | Self::Remove(target) | Self::Change { target, .. } => target,
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Add(_) => "add",
            Self::Remove(_) => "remove",
            Self::Change { .. } => "change",
        }
    }

    fn properties(&self) -> &[String] {
        match self {
            Self::Change { properties, .. } => properties,
            _ => &[],
        }
    }
}

impl fmt::Display for AssignmentPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return write!(f, "= assign {}: {} unchanged", self.name, self.unchanged);
        }
        write!(f, "~ assign {}: ", self.name)?;
        for word in ["add", "remove", "change"] {
            let count = self.count(|change| change.word() == word);
            if count > 0 {
                write!(f, "{count} to {word}, ")?;
            }
        }
        write!(f, "{} unchanged", self.unchanged)?;
        self.changes.iter().try_for_each(|change| write!(f, "\n  {change}"))
    }
}

impl fmt::Display for AssignmentChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Add(target) => write!(f, "+ {target}"),
            Self::Remove(target) => write!(f, "- {target}"),
            Self::Change { target, properties } => write!(f, "~ {target}: {}", properties.join(", ")),
        }
    }
}

impl Serialize for AssignmentPlan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", self.name)?;
        map.serialize_entry("changes", &self.changes)?;
        map.serialize_entry("unchanged", &self.unchanged)?;
        map.end()
    }
}

impl Serialize for AssignmentChange {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let target = self.target();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("change", self.word())?;
        map.serialize_entry("target", target.noun())?;
        if let Some(id) = target.id() {
            map.serialize_entry("id", id)?;
        }
        if let Some((id, kind)) = target.assignment_filter() {
            map.serialize_entry(
                "filter",
                &[("id", id), ("kind", kind.as_str())].into_iter().collect::<std::collections::BTreeMap<_, _>>(),
            )?;
        }
        if !self.properties().is_empty() {
            map.serialize_entry("properties", self.properties())?;
        }
        map.end()
    }
}
