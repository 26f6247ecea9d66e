/// What an answer with a status of success reports of an update, although it cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Report {
    /// The answer is a JSON object, so that it comes from the service; its status says that the update was made.
    Made,
    /// The same, but its status says that the update will be made, or may be.
    Accepted,
}
