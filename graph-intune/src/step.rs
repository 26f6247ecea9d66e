//! A change of assignments as a step of a program.

use graph_core::plan::{Planned, PlannedChange, Step, StepFuture};
use graph_core::schema::Readable;
use serde_json::Value;

use crate::error::AssignmentError;
use crate::operation::AssignmentsOperation;
use crate::plan::AssignmentChange;

/// A change of assignments as a step of a [`Run`](graph_core::plan::Run); returned by [`AssignmentsOperation::step`].
///
/// ```no_run
/// use graph_core::plan::{Planned, Run};
/// use graph_core::{GraphClient, QueryExt as _, graph_resource};
/// use graph_intune::{AssignmentsExt as _, Target};
///
/// #[graph_resource(
///     path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}",
///     odata_type = "#microsoft.graph.windows10CompliancePolicy",
/// )]
/// struct Policy {
///     #[graph(key)]
///     id: String,
///     display_name: Option<String>,
/// }
///
/// async fn assign(graph: &GraphClient, run: &mut Run, group: &str) -> Result<(), Box<dyn std::error::Error>> {
///     let baseline = Policy::create().display_name("Baseline");
///     let policy = graph.ensure(Policy::collection(), baseline, |policy| policy.display_name.property());
///     // `None` while the run only plans, and the policy does not exist
///     let policy = run.ensure(policy).await?;
///     let step = policy.map(|policy| graph.assignments(Policy::at(&policy.id)).add(Target::group(group)).step("Baseline"));
///     run.step_after(step, || Planned::create("assignments", "Baseline")).await?;
///     Ok(())
/// }
/// ```
#[derive(Debug)]
#[must_use = "a step does nothing until a run plans or does it"]
pub struct AssignmentsStep<T> {
    operation: AssignmentsOperation<T>,
    name: String,
}

impl<T: Readable> AssignmentsOperation<T> {
    /// Converts to a step of a [`Run`](graph_core::plan::Run). `name` is what the plan calls the entity.
    pub fn step(self, name: impl Into<String>) -> AssignmentsStep<T> {
        AssignmentsStep { operation: self, name: name.into() }
    }
}

impl<T: Readable> AssignmentsStep<T> {
    fn planned(&self, changes: &[AssignmentChange]) -> Planned {
        Planned::update("assignments", &*self.name, changes.iter().map(planned_change))
    }
}

/// Returns what a plan shows of a change; its details have the target as it is serialized.
fn planned_change(change: &AssignmentChange) -> PlannedChange {
    let target = serde_json::to_value(change).unwrap_or_default();
    let (before, after) = match change {
        AssignmentChange::Remove(_) => (target, Value::Null),
        AssignmentChange::Add(_) | AssignmentChange::Change { .. } => (Value::Null, target),
    };
    PlannedChange::new(change.to_string(), before, after)
}

impl<T: Readable> Step for AssignmentsStep<T> {
    type Error = AssignmentError;

    fn plan(&self) -> StepFuture<'_, AssignmentError> {
        Box::pin(async move { Ok(self.planned(self.operation.plan().await?.changes())) })
    }

    fn apply(&self) -> StepFuture<'_, AssignmentError> {
        Box::pin(async move { Ok(self.planned(self.operation.copy().apply().await?.changes())) })
    }
}
