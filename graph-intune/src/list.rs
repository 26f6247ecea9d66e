use std::fmt;

use crate::assignment::AssignedTarget;
use crate::target::Target;

/// The assignments of one entity.
///
/// Two lists are equal if they have the same targets with the same properties, in any order. Ids of assignments do not matter, because the
/// service assigns them.
#[derive(Clone, Default)]
pub struct AssignmentList(pub(crate) Vec<AssignedTarget>);

impl AssignmentList {
    /// Returns the number of assignments.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether nothing is assigned.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns an iterator over the assignments in the order of the service.
    pub fn iter(&self) -> std::slice::Iter<'_, AssignedTarget> {
        self.0.iter()
    }

    /// Returns the assignment of a target, regardless of its filter.
    pub fn get(&self, target: &Target) -> Option<&AssignedTarget> {
        self.0.iter().find(|assigned| assigned.target().is_same(target))
    }

    /// Returns whether the target is assigned, regardless of the filter.
    pub fn contains(&self, target: &Target) -> bool {
        self.get(target).is_some()
    }

    /// Returns the request body of `assign`.
    pub(crate) fn to_json(&self, parameter: &str) -> String {
        let assignments = self.0.iter().map(AssignedTarget::to_json).collect::<Vec<_>>().join(",");
        format!("{{\"{parameter}\":[{assignments}]}}")
    }
}

impl PartialEq for AssignmentList {
    fn eq(&self, other: &Self) -> bool {
        let mut rest: Vec<&AssignedTarget> = other.0.iter().collect();
        self.len() == other.len()
            && self.0.iter().all(|assigned| {
                let equal = rest.iter().position(|candidate| candidate.has_same_values(assigned));
                equal.map(|index| rest.swap_remove(index)).is_some()
            })
    }
}

impl<'a> IntoIterator for &'a AssignmentList {
    type Item = &'a AssignedTarget;
    type IntoIter = std::slice::Iter<'a, AssignedTarget>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Shows the kinds of the targets, and no ids.
impl fmt::Debug for AssignmentList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.0).finish()
    }
}
