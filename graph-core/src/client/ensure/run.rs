use super::ensure_operation::EnsureOperation;
use super::ensured::Ensured;
use super::plan::Plan;
use super::planned::Planned;
use super::step::Step;
use crate::error::Error;
use crate::update::Resource;

/// Whether the steps of a [`Run`] are planned or done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The steps only read.
    Plan,
    /// The steps make their changes.
    Apply,
}

/// Runs the steps of a program in order, and records them in a [`Plan`].
///
/// A program is an ordinary asynchronous function with a `&mut Run`. It is called with [`Mode::Plan`] to see what would change, and with
/// [`Mode::Apply`] to change it. The value of a step is available to later ones. While only planning, the entity that a step would create does not
/// exist: [`ensure`](Self::ensure) returns `None` for it, and [`step_after`](Self::step_after) records the steps that need it.
///
/// ```no_run
/// use graph_core::plan::{Mode, Run};
/// use graph_core::{Error, GraphClient, QueryExt as _, graph_resource};
///
/// #[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
/// struct Group {
///     #[graph(key)]
///     id: String,
///     display_name: Option<String>,
///     description: Option<String>,
/// }
///
/// async fn staff(graph: &GraphClient, run: &mut Run) -> Result<(), Error> {
///     for name in ["All staff", "Interns"] {
///         let group = Group::create().display_name(name).description("Made by the staff program");
///         run.ensure(graph.ensure(Group::collection(), group, |group| group.display_name.property())).await?;
///     }
///     Ok(())
/// }
///
/// # async fn run(graph: GraphClient, check: bool) -> Result<std::process::ExitCode, Error> {
/// let mut run = Run::new(if check { Mode::Plan } else { Mode::Apply });
/// let outcome = staff(&graph, &mut run).await;
/// println!("{}", run.plan()); // also what was done before an error
/// outcome?;
/// Ok(run.plan().exit_code()) // 2 if `check` found changes
/// # }
/// ```
#[derive(Debug)]
pub struct Run {
    mode: Mode,
    plan: Plan,
}

impl Run {
    /// Creates a run without steps.
    pub fn new(mode: Mode) -> Self {
        Self { mode, plan: Plan::new(mode == Mode::Apply) }
    }

    /// Returns whether the steps are planned or done.
    pub fn mode(&self) -> Mode {
        self.mode
    }

    /// Returns the steps so far.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Converts to the steps.
    pub fn into_plan(self) -> Plan {
        self.plan
    }

    /// Plans that an entity exists, or ensures it.
    ///
    /// The result is the entity: as it is when planning, as it became otherwise. It is `None` if the entity would be created.
    ///
    /// # Errors
    /// The errors of [`GraphClient::ensure`](crate::GraphClient::ensure).
    pub async fn ensure<T: Resource + Send>(
        &mut self,
        operation: EnsureOperation<T>,
    ) -> Result<Option<Ensured<T>>, Error> {
        let (planned, ensured) = match self.mode {
            Mode::Plan => operation.compare().await?,
            Mode::Apply => {
                let ensured = operation.ensure().await?;
                (ensured.planned().clone(), Some(ensured))
            }
        };
        self.plan.push(planned);
        Ok(ensured)
    }

    /// Plans a step, or does it.
    ///
    /// # Errors
    /// The error of the step.
    pub async fn step<S: Step>(&mut self, step: S) -> Result<(), S::Error> {
        let planned = match self.mode {
            Mode::Plan => step.plan().await?,
            Mode::Apply => step.apply().await?,
        };
        self.plan.push(planned);
        Ok(())
    }

    /// Does the same for a step that needs what earlier steps create.
    ///
    /// `step` is `None` if one of these does not exist yet; then `planned` is recorded. With `Option::zip` and `Option::map`, a step can be made of
    /// the results of earlier ones.
    ///
    /// # Errors
    /// The error of the step.
    pub async fn step_after<S: Step>(
        &mut self,
        step: Option<S>,
        planned: impl FnOnce() -> Planned + Send,
    ) -> Result<(), S::Error> {
        let Some(step) = step else {
            self.plan.push(planned());
            return Ok(());
        };
        self.step(step).await
    }
}
