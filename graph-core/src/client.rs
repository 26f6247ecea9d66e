//! The client, and the calls that it makes.
//!
//! - `graph_client` and `builder` are the public client; `inner` is the state that its clones share, `shutdown` its end.
//! - `operation` is what `get` and `update` return: a request, and how its response is decoded. A new operation is one file there.
//! - `call` has the types of a call: the state that its attempts share, an attempt with its error or its response. `execute` runs a
//!   call.
//! - `attempt` makes one attempt as a [`tower::Service`], `error_response` reads its error, `retry_policy` is the
//!   [`tower::retry::Policy`] between attempts, `redirect` follows the redirects of downloads, and `challenge` parses the claims that a service demands.
//! - `download` has the bytes of a download.
//! - `list` reads collections: one call per page. `row` is what an entity is read as, and `decode` reads the bodies of all responses.
//! - `ensure` creates or updates what is not as it should be, and plans that.
//! - `settle` reads an entity until a write is visible, or until it is in a state.
//! - `telemetry` has the spans and events.

mod attempt;
mod builder;
mod call;
mod challenge;
mod decode;
mod download;
mod ensure;
mod error_response;
mod execute;
mod graph_client;
mod inner;
mod list;
mod operation;
mod redirect;
mod retry_policy;
mod row;
mod settle;
mod shutdown;
mod telemetry;

pub use builder::GraphClientBuilder;
pub use download::{Download, MediaStream};
pub use ensure::{
    Action, CreateUnlessExistsFuture, CreateUnlessExistsOperation, EnsureFuture, EnsureOperation, Ensured, Mode, Plan,
    Planned, PlannedChange, PlannedDetails, Run, Step, StepFuture,
};
pub use graph_client::GraphClient;
pub use list::{
    CallListOperation, EntityStream, InvalidItems, ListOperation, PageStream, ParseResumeTokenError, ResumeToken,
};
pub use operation::{
    CallCallable, CallOperation, CallOutput, ChangeLink, CreateEntity, CreateOperation, DeleteEntity, DeleteOperation,
    DownloadMedia, DownloadOperation, GetEntity, GetOperation, LinkOperation, ModifyFuture, ModifyOperation,
    Navigation, Operation, OperationFuture, OperationKind, ReplaceEntity, ReplaceOperation, UpdateEntity,
    UpdateOperation, UploadMedia, UploadOperation,
};
pub use row::{PageItem, Row};
pub use settle::{Settle, SettleFuture, SettleOperation, UntilFuture, UntilOperation};

#[cfg(test)]
mod tests;
