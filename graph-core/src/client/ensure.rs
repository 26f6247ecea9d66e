//! Declares which entities should exist, and makes only the changes that are missing.
//!
//! - `ensure_operation` looks an entity up, and creates or updates it. `natural_key` is how it finds the entity,
//!   `ensured` its result, and `ensure_error` has its errors.
//! - `difference` compares an entity with what it should be.
//! - `planned` is what one step would do, or did; `plan` is what all steps of a program do.
//! - `unless_exists` creates an entity unless the lookup finds one.
//! - `run` runs the steps of a program: `step` is a step of any crate.

mod difference;
mod ensure_error;
mod ensure_operation;
mod ensured;
mod natural_key;
mod plan;
mod planned;
mod planned_change;
mod run;
mod step;
mod unless_exists;

pub use ensure_operation::{EnsureFuture, EnsureOperation};
pub use ensured::Ensured;
pub use plan::Plan;
pub use planned::{Action, Planned, PlannedDetails};
pub use planned_change::PlannedChange;
pub use run::{Mode, Run};
pub use step::{Step, StepFuture};
pub use unless_exists::{CreateUnlessExistsFuture, CreateUnlessExistsOperation};
