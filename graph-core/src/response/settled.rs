use std::ops::Deref;

/// The result of a write that was read back; see [`Operation::settled`](crate::operation::Operation::settled).
///
/// It dereferences to the result of the write.
#[derive(Debug, Clone, PartialEq)]
pub struct Settled<O> {
    output: O,
    reads: u32,
}

impl<O> Settled<O> {
    pub(crate) fn new(output: O, reads: u32) -> Self {
        Self { output, reads }
    }

    /// Returns how many reads it took; 0 if nothing was sent.
    pub fn reads(&self) -> u32 {
        self.reads
    }

    /// Converts to the result of the write.
    pub fn into_output(self) -> O {
        self.output
    }
}

impl<O> Deref for Settled<O> {
    type Target = O;

    fn deref(&self) -> &O {
        &self.output
    }
}
