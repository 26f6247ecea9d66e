use std::fmt;
use std::process::ExitCode;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::planned::{Action, Planned};

/// The steps of a program in their order: what they would do, or what they did.
///
/// `Display` has a line per step, and a last line with counts. It is serialized as an object with the members `applied`, `create`, `update`,
/// `unchanged` (numbers of steps) and `steps`.
///
/// ```
/// use graph_core::plan::{Plan, Planned};
///
/// let plan: Plan = [Planned::create("group", "All staff"), Planned::unchanged("user", "Ada")].into_iter().collect();
/// assert_eq!(
///     plan.to_string(),
///     "+ create group \"All staff\"\n= unchanged user \"Ada\"\nPlan: 1 to create, 0 to update, 1 unchanged"
/// );
/// assert!(plan.has_changes());
/// ```
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    steps: Vec<Planned>,
    is_applied: bool,
}

impl Plan {
    pub(super) fn new(is_applied: bool) -> Self {
        Self { steps: Vec::new(), is_applied }
    }

    pub(super) fn push(&mut self, step: Planned) {
        self.steps.push(step);
    }

    /// Returns the steps.
    pub fn steps(&self) -> &[Planned] {
        &self.steps
    }

    /// Returns the number of steps that do this.
    pub fn count(&self, action: Action) -> usize {
        self.steps.iter().filter(|step| step.action() == action).count()
    }

    /// Returns whether a step changes something.
    pub fn has_changes(&self) -> bool {
        self.count(Action::Unchanged) < self.steps.len()
    }

    /// Returns whether the steps were done, and not only planned.
    pub fn is_applied(&self) -> bool {
        self.is_applied
    }

    /// Returns the exit code of a program that checks whether everything is as planned: 2 if something would be changed, 0 otherwise.
    ///
    /// It is the exit code of `terraform plan -detailed-exitcode`.
    ///
    /// ```
    /// use graph_core::plan::{Plan, Planned};
    ///
    /// let drift: Plan = [Planned::create("group", "All staff")].into_iter().collect();
    /// assert_eq!(format!("{:?}", drift.exit_code()), format!("{:?}", std::process::ExitCode::from(2)));
    /// ```
    pub fn exit_code(&self) -> ExitCode {
        if self.has_changes() && !self.is_applied { ExitCode::from(2) } else { ExitCode::SUCCESS }
    }
}

/// Collects steps that are planned.
impl FromIterator<Planned> for Plan {
    fn from_iter<I: IntoIterator<Item = Planned>>(steps: I) -> Self {
        Self { steps: steps.into_iter().collect(), is_applied: false }
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.steps {
            writeln!(f, "{step}")?;
        }
        let (create, update) = (self.count(Action::Create), self.count(Action::Update));
        let unchanged = self.count(Action::Unchanged);
        if self.is_applied {
            write!(f, "Done: {create} created, {update} updated, {unchanged} unchanged")
        } else {
            write!(f, "Plan: {create} to create, {update} to update, {unchanged} unchanged")
        }
    }
}

impl Serialize for Plan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut plan = serializer.serialize_struct("Plan", 5)?;
        plan.serialize_field("applied", &self.is_applied)?;
        for action in [Action::Create, Action::Update, Action::Unchanged] {
            plan.serialize_field(action.as_str(), &self.count(action))?;
        }
        plan.serialize_field("steps", &self.steps)?;
        plan.end()
    }
}
