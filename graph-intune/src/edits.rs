//! Changes to a list of assignments, as functions from one list to another.

use graph_core::schema::Version;

use crate::assignable::AssignableType;
use crate::assignment::{AssignedTarget, Assignment};
use crate::error::{AssignmentError, AssignmentErrorKind};
use crate::list::AssignmentList;
use crate::target::Target;

/// The changes that a caller requests. Applying edits a second time changes nothing, so they can be applied to what others have written meanwhile.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edits(Vec<Edit>);

#[derive(Debug, Clone)]
enum Edit {
    Add(Assignment),
    Remove(Target),
    Replace(Vec<Assignment>),
}

impl Edits {
    pub(crate) fn add(&mut self, assignment: Assignment) {
        let target = assignment.target().clone();
        self.0.retain(|edit| !matches!(edit, Edit::Remove(removed) if removed.is_same(&target)));
        self.0.push(Edit::Add(assignment));
    }

    pub(crate) fn remove(&mut self, target: Target) {
        self.0.retain(|edit| !matches!(edit, Edit::Add(added) if added.target().is_same(&target)));
        self.0.push(Edit::Remove(target));
    }

    pub(crate) fn replace(&mut self, assignments: Vec<Assignment>) {
        self.0.clear();
        self.0.push(Edit::Replace(assignments));
    }

    /// Checks what does not depend on the list.
    pub(crate) fn check(&self, assignable: &AssignableType, version: Version) -> Result<(), AssignmentError> {
        let is_beta = version == Version::Beta;
        let problem = self.0.iter().find_map(|edit| match edit {
            Edit::Add(assignment) => assignment.problem(assignable, is_beta),
            Edit::Remove(_) => None,
            Edit::Replace(assignments) => assignments
                .iter()
                .find_map(|assignment| assignment.problem(assignable, is_beta))
                .or_else(|| has_repeated_target(assignments).then(repeated_target)),
        });
        match problem {
            Some(message) => Err(AssignmentError::new(AssignmentErrorKind::Request, message)),
            None => Ok(()),
        }
    }

    /// Returns the list after the edits.
    pub(crate) fn apply(
        &self,
        list: &AssignmentList,
        assignable: &AssignableType,
    ) -> Result<AssignmentList, AssignmentError> {
        let mut list = list.clone();
        for edit in &self.0 {
            match edit {
                Edit::Add(assignment) => set(&mut list.0, assignment, assignable)?,
                Edit::Remove(target) => {
                    list.0.retain(|assigned| assigned.is_from_policy_set() || !assigned.target().is_same(target));
                }
                Edit::Replace(assignments) => {
                    list.0.retain(|assigned| {
                        let is_wanted = |wanted: &Assignment| wanted.target().is_same(assigned.target());
                        assigned.is_from_policy_set() || assignments.iter().any(is_wanted)
                    });
                    for assignment in assignments {
                        set(&mut list.0, assignment, assignable)?;
                    }
                }
            }
        }
        Ok(list)
    }

    /// Returns whether the edits would change nothing.
    pub(crate) fn hold(&self, list: &AssignmentList, assignable: &AssignableType) -> bool {
        self.apply(list, assignable).is_ok_and(|after| after == *list)
    }
}

/// Adds an assignment, or changes the one that the target has.
fn set(
    list: &mut Vec<AssignedTarget>,
    assignment: &Assignment,
    assignable: &AssignableType,
) -> Result<(), AssignmentError> {
    let mut is_assigned = false;
    for assigned in list.iter_mut() {
        if !assigned.is_from_policy_set() && assigned.target().is_same(assignment.target()) {
            assigned.merge(assignment, assignable);
            is_assigned = true;
        }
    }
    if !is_assigned {
        let added = AssignedTarget::new(assignment, assignable);
        if !added.is_complete(assignable) {
            let message = format!(
                "a new assignment of `{}` needs an intent; write `Assignment::new(target).intent(Intent::Required)`",
                assignable.name()
            );
            return Err(AssignmentError::new(AssignmentErrorKind::Request, message));
        }
        list.push(added);
    }
    Ok(())
}

fn has_repeated_target(assignments: &[Assignment]) -> bool {
    let mut rest = assignments;
    while let [first, others @ ..] = rest {
        if others.iter().any(|other| other.target().is_same(first.target())) {
            return true;
        }
        rest = others;
    }
    false
}

fn repeated_target() -> String {
    "a target occurs twice in `replace`, and the service ignores the second one; leave one of them out".to_owned()
}

#[cfg(test)]
mod tests;
