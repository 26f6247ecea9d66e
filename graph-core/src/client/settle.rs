//! Operations that read an entity until it is in a state.
//!
//! - `polling` decides when the entity is read again, and when the operation ends.
//! - `until` reads until a condition of the caller holds.
//! - `settle_operation` writes, and then reads until the write is visible: `settle_kind` states what that is for each kind of operation,
//!   and `sent_properties` compares what was read with what was sent.

mod polling;
mod sent_properties;
mod settle_kind;
mod settle_operation;
mod until;

pub(super) use polling::{Pace, Polling};
pub use settle_kind::Settle;
pub(super) use settle_operation::own_names;
pub use settle_operation::{SettleFuture, SettleOperation};
pub use until::{UntilFuture, UntilOperation};
