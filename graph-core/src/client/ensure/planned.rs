use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::planned_change::PlannedChange;
use crate::redact::excerpt;

/// What a step does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// It creates what does not exist.
    Create,
    /// It changes what exists.
    Update,
    /// It changes nothing.
    Unchanged,
}

impl Action {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Unchanged => "unchanged",
        }
    }

    fn symbol(self) -> char {
        match self {
            Self::Create => '+',
            Self::Update => '~',
            Self::Unchanged => '=',
        }
    }
}

/// What a step would do, or has done, as a value.
///
/// `Display` is one line, with the names of the properties that change and without their values. It is serialized as an object with the members
/// `action`, `type`, `name` and `changes`, a list of names; [`details`](Self::details) has the values.
///
/// ```
/// use graph_core::plan::{Planned, PlannedChange};
/// use serde_json::json;
///
/// let change = PlannedChange::new("description", json!(null), json!("All employees"));
/// let planned = Planned::update("group", "All staff", [change]);
/// assert_eq!(planned.to_string(), r#"~ update group "All staff": description"#);
/// assert_eq!(
///     serde_json::to_value(&planned)?,
///     json!({ "action": "update", "type": "group", "name": "All staff", "changes": ["description"] })
/// );
/// assert_eq!(serde_json::to_value(planned.details())?["changes"][0]["after"], "All employees");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct Planned {
    action: Action,
    /// What it is about, such as `group`.
    kind: Box<str>,
    name: Box<str>,
    changes: Vec<PlannedChange>,
}

impl Planned {
    /// Creates the step that creates `name`; `kind` is what it is, such as `group`.
    pub fn create(kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self::new(Action::Create, kind.into(), name.into(), Vec::new())
    }

    /// Creates the step that changes `name`. Without changes it is [`unchanged`](Self::unchanged).
    pub fn update(
        kind: impl Into<String>,
        name: impl Into<String>,
        changes: impl IntoIterator<Item = PlannedChange>,
    ) -> Self {
        let changes: Vec<_> = changes.into_iter().collect();
        let action = if changes.is_empty() { Action::Unchanged } else { Action::Update };
        Self::new(action, kind.into(), name.into(), changes)
    }

    /// Creates the step that finds `name` as it should be.
    pub fn unchanged(kind: impl Into<String>, name: impl Into<String>) -> Self {
        Self::new(Action::Unchanged, kind.into(), name.into(), Vec::new())
    }

    pub(super) fn new(action: Action, kind: String, name: String, changes: Vec<PlannedChange>) -> Self {
        Self { action, kind: kind.into(), name: name.into(), changes }
    }

    /// Returns what the step does.
    pub fn action(&self) -> Action {
        self.action
    }

    /// Returns the name of what it is about.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the changes, with names.
    pub fn changes(&self) -> &[PlannedChange] {
        &self.changes
    }

    /// Returns the step with the values of the changes, to be serialized. The values of secrets are not among them.
    pub fn details(&self) -> PlannedDetails<'_> {
        PlannedDetails(self)
    }

    fn serialize_with<S: Serializer>(&self, changes: &impl Serialize, serializer: S) -> Result<S::Ok, S::Error> {
        let mut step = serializer.serialize_struct("Planned", 4)?;
        step.serialize_field("action", self.action.as_str())?;
        step.serialize_field("type", &self.kind)?;
        step.serialize_field("name", &self.name)?;
        step.serialize_field("changes", changes)?;
        step.end()
    }
}

impl fmt::Display for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (action, kind, name) = (self.action, excerpt(&self.kind, MAX_TEXT), excerpt(&self.name, MAX_TEXT));
        write!(f, "{} {} {kind} \"{name}\"", action.symbol(), action.as_str())?;
        for (index, change) in self.changes.iter().enumerate().filter(|_| action == Action::Update) {
            write!(f, "{} {}", if index == 0 { ":" } else { "," }, excerpt(change.name(), MAX_TEXT))?;
        }
        Ok(())
    }
}

const MAX_TEXT: usize = 120;

/// Shows what it does, without the name and the values.
impl fmt::Debug for Planned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Planned")
            .field("action", &self.action)
            .field("kind", &self.kind)
            .field("changes", &self.changes)
            .finish_non_exhaustive()
    }
}

impl Serialize for Planned {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let names: Vec<&str> = self.changes.iter().map(PlannedChange::name).collect();
        self.serialize_with(&names, serializer)
    }
}

/// A step with the values of its changes; returned by [`Planned::details`].
///
/// It is serialized like the step, and each change has `name`, `before` and `after`.
#[derive(Debug, Clone, Copy)]
pub struct PlannedDetails<'a>(&'a Planned);

impl Serialize for PlannedDetails<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize_with(&self.0.changes(), serializer)
    }
}
