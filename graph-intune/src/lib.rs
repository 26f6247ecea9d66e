//! Assigns policies, scripts and apps of Microsoft Intune to groups, as sets.
//!
//! The action `assign` takes the whole list of assignments: a program that adds a group must send all others as well, and loses what another
//! program has added meanwhile. [`AssignmentsExt`] adds the method [`assignments`](AssignmentsExt::assignments) to
//! [`GraphClient`](graph_core::GraphClient), with which a program says what should be assigned, and what should not:
//!
//! ```no_run
//! use graph_core::{GraphClient, graph_resource};
//! use graph_intune::{AssignmentError, AssignmentsExt as _, FilterKind, Target};
//!
//! #[graph_resource(
//!     path = "/deviceManagement/configurationPolicies/{deviceManagementConfigurationPolicyId}",
//!     odata_type = "#microsoft.graph.deviceManagementConfigurationPolicy",
//!     version = "beta"
//! )]
//! struct SettingsPolicy {
//!     #[graph(key)]
//!     id: String,
//!     name: Option<String>,
//! }
//!
//! # async fn run(graph: GraphClient, policy: &str, pilot: &str, interns: &str, laptops: &str) -> Result<(), AssignmentError> {
//! let applied = graph
//!     .assignments(SettingsPolicy::at(policy))
//!     .add(Target::group(pilot).filter(laptops, FilterKind::Include))
//!     .remove(Target::exclude_group(interns))
//!     .await?;
//! for change in applied.changes() {
//!     println!("{change}");
//! }
//! # Ok(())
//! # }
//! ```
//!
//! | target | |
//! |---|---|
//! | [`Target::group`] | the members of a group |
//! | [`Target::exclude_group`] | not the members of a group |
//! | [`Target::all_users`], [`Target::all_devices`] | all users with a licence, all devices |
//! | [`Target::configuration_manager_collection`] | a collection of Configuration Manager |
//! | [`filter`](Target::filter) | only devices that an assignment filter includes, or does not exclude (beta) |
//! | any other | is kept and sent back as it was read |
//!
//! [`AssignmentsOperation`] has [`add`](AssignmentsOperation::add), [`remove`](AssignmentsOperation::remove),
//! [`replace`](AssignmentsOperation::replace), and [`plan`](AssignmentsOperation::plan), which changes nothing and returns a value that prints well and
//! serialises. An [`Assignment`] has a target, the [`Intent`] of an app, and other properties such as its settings.
//!
//! # Types
//!
//! A resource needs no further declaration: its OData type decides. These types and all that are derived from them can be assigned.
//!
//! | type | assignments | parameter of `assign` |
//! |---|---|---|
#![doc = include_str!("assignable/types.md")]
//!
//! # How a change is made
//!
//! 1. The list is read, all pages of it. If nothing differs, nothing is sent.
//! 2. It is read again, until two reads in a row agree.
//! 3. The new list is sent once. Assignments that do not change are sent as they were read, with all their properties. The request is not repeated if it
//!    is unknown whether the service processed it.
//! 4. The list is read back until it is as it should be, twice in a row by default and until the [window](AssignmentsOperation::window) has passed.
//!    Additions of other programs do not matter.
//! 5. If another program has overwritten the change, it is made again to what that program wrote.
//!
//! Source: [assign action](https://learn.microsoft.com/graph/api/intune-shared-devicecompliancepolicy-assign).
//!
//! # Several programs
//!
//! The service has neither ETags nor conditions for `assign`, so two programs can overwrite each other: both read, then both send. Programs that use this
//! crate lose nothing if a request never takes longer than the window. A program sends less than a window after it has read. Another
//! program that reads after the request was processed also sends the change. One that has read before sends within the window, so the first program finds
//! its change missing when it reads the list back, and makes it again.
//!
//! What remains possible:
//! - A request is processed later than the window, for example because it was delayed in the network. A longer window makes this less likely.
//! - Another program sends its change in the moment between the last read and the request, and does not read back. Its change is lost, and no
//!   response says so. This is why it is better if all programs use this crate.
//! - A program is ended before its window has passed. Its change may be missing. Run it again: it sends what is missing only.
//! - Two programs want the opposite of the same target. Both try several times, and one of them fails with [`AssignmentErrorKind::Conflict`].

#![cfg_attr(docsrs, feature(doc_cfg))]

mod applied;
mod apply;
mod assignable;
mod assignment;
mod call;
mod edits;
mod error;
mod json_object;
mod list;
mod operation;
mod plan;
mod settling;
mod step;
mod target;

pub use applied::AppliedAssignments;
pub use assignable::AssignableType;
pub use assignment::{AssignedTarget, Assignment, Intent};
pub use error::{AssignmentError, AssignmentErrorKind};
pub use list::AssignmentList;
pub use operation::{ApplyFuture, AssignmentsExt, AssignmentsOperation};
pub use plan::{AssignmentChange, AssignmentPlan};
pub use step::AssignmentsStep;
pub use target::{FilterKind, Target};
