use crate::list::AssignmentList;
use crate::plan::AssignmentChange;

/// What a change did; the output of an [`AssignmentsOperation`](crate::AssignmentsOperation).
#[derive(Debug, Clone)]
pub struct AppliedAssignments {
    pub(crate) assignments: AssignmentList,
    pub(crate) changes: Vec<AssignmentChange>,
    pub(crate) sent: u32,
    pub(crate) reads: u32,
    pub(crate) concurrent_changes: u32,
}

impl AppliedAssignments {
    /// Returns the assignments as they were read last.
    pub fn assignments(&self) -> &AssignmentList {
        &self.assignments
    }

    /// Returns what was changed; nothing if the assignments were as they should be.
    pub fn changes(&self) -> &[AssignmentChange] {
        &self.changes
    }

    /// Returns whether nothing was sent, because the assignments were as they should be.
    pub fn is_unchanged(&self) -> bool {
        self.sent == 0
    }

    /// Returns how often the list was sent: 1, or more if another program overwrote it.
    pub fn times_sent(&self) -> u32 {
        self.sent
    }

    /// Returns how often the list was read.
    pub fn times_read(&self) -> u32 {
        self.reads
    }

    /// Returns how often the list was found in a state that another program wrote meanwhile.
    pub fn concurrent_changes(&self) -> u32 {
        self.concurrent_changes
    }
}
