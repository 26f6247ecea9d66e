use std::fmt;

use graph_core::Untyped;

use crate::assignable::AssignableType;
use crate::json_object::{JsonObject, covers, same_value};
use crate::target::Target;

/// An assignment to add: a target, and the properties that it should have.
///
/// A [`Target`] is an assignment without further properties. If the target is assigned already, the properties that are set here replace those of
/// the existing assignment, and all others are kept. An object in a property may have further members, which services add: only a member with another value is a change.
///
/// ```
/// use graph_core::Untyped;
/// use graph_intune::{Assignment, Intent, Target};
///
/// let settings = Untyped::from_json(
///     r##"{"@odata.type":"#microsoft.graph.win32LobAppAssignmentSettings","notifications":"hideAll"}"##,
/// )?;
/// let required = Assignment::new(Target::all_devices()).intent(Intent::Required).property("settings", settings);
/// assert_eq!(required.target(), &Target::all_devices());
/// # Ok::<(), graph_core::json::ReadError>(())
/// ```
#[derive(Clone, PartialEq)]
#[must_use = "an assignment does nothing until it is added"]
pub struct Assignment {
    target: Target,
    intent: Option<Box<str>>,
    properties: Vec<(Box<str>, Untyped)>,
}

/// What happens with an app or a book on the devices of a target.
///
/// Source: [installIntent](https://learn.microsoft.com/graph/api/resources/intune-shared-installintent).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Intent {
    /// The user can install it: `available`.
    Available,
    /// It is installed: `required`.
    Required,
    /// It is uninstalled: `uninstall`.
    Uninstall,
    /// The user can install it on a device that is not enrolled: `availableWithoutEnrollment`.
    AvailableWithoutEnrollment,
}

impl Intent {
    /// Returns the wire name, for example `required`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Required => "required",
            Self::Uninstall => "uninstall",
            Self::AvailableWithoutEnrollment => "availableWithoutEnrollment",
        }
    }
}

impl Assignment {
    /// Creates an assignment of a target.
    pub fn new(target: Target) -> Self {
        Self { target, intent: None, properties: Vec::new() }
    }

    /// Sets the intent, which a new assignment of an app or a book must have.
    pub fn intent(mut self, intent: Intent) -> Self {
        self.intent = Some(intent.as_str().into());
        self
    }

    /// Sets another property, such as the `settings` of an app or the `runSchedule` of a script.
    pub fn property(mut self, name: &str, value: impl Into<Untyped>) -> Self {
        self.properties.retain(|(known, _)| **known != *name);
        self.properties.push((name.into(), value.into()));
        self
    }

    /// Returns the target.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Returns why the assignment cannot be sent for a type.
    pub(crate) fn problem(&self, assignable: &AssignableType, is_beta: bool) -> Option<String> {
        if self.intent.is_some() && assignable.intent().is_none() {
            return Some(format!("the assignments of `{}` do not have an intent", assignable.name()));
        }
        let reserved = |name: &str| name.contains(['@', '#']) || matches!(name, "" | "id" | "target");
        if let Some((name, _)) = self.properties.iter().find(|(name, _)| reserved(name)) {
            return Some(format!("`{name}` cannot be set as a property of an assignment"));
        }
        self.target.problem(assignable, is_beta)
    }

    /// Returns the names and values of the properties that are set.
    fn values(&self, assignable: &AssignableType) -> Vec<(&str, Untyped)> {
        let intent = self.intent.as_ref().zip(assignable.intent());
        let intent = intent.map(|(value, name)| (name, Untyped::from(&**value)));
        intent.into_iter().chain(self.properties.iter().map(|(name, value)| (&**name, value.clone()))).collect()
    }
}

impl From<Target> for Assignment {
    fn from(target: Target) -> Self {
        Self::new(target)
    }
}

/// Shows the target and the names of the properties.
impl fmt::Debug for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assignment")
            .field("target", &self.target)
            .field("intent", &self.intent)
            .field("properties", &self.properties.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish()
    }
}

/// An assignment as the service returned it, or as it is going to be sent.
///
/// All its properties are stored with their text, so that an assignment which is not changed is sent back as it was read.
#[derive(Clone)]
pub struct AssignedTarget {
    target: Target,
    target_members: JsonObject,
    /// All members except the target.
    members: JsonObject,
}

impl AssignedTarget {
    /// Returns the target.
    pub fn target(&self) -> &Target {
        &self.target
    }

    /// Returns the id of the assignment. One that the service has not stored yet does not have an id.
    pub fn id(&self) -> Option<String> {
        self.members.string("id")
    }

    /// Returns the value of a property, for example `intent`.
    pub fn property(&self, name: &str) -> Option<&Untyped> {
        self.members.get(name)
    }

    /// Returns whether the assignment comes from a policy set, which `assign` cannot change.
    pub fn is_from_policy_set(&self) -> bool {
        self.members.string("source").as_deref() == Some("policySets")
    }

    pub(crate) fn read(json: &str) -> Result<Self, serde_json::Error> {
        let mut members = JsonObject::from_json(json)?;
        members.retain(is_sent_back);
        let target_members = match members.get("target") {
            Some(target) if !target.is_null() => {
                let mut target = JsonObject::from_json(target.as_str())?;
                target.retain(is_sent_back);
                target
            }
            _ => JsonObject::default(),
        };
        members.remove("target");
        Ok(Self { target: Target::read(&target_members), target_members, members })
    }

    /// Creates the assignment to send for a target that is not assigned yet.
    pub(crate) fn new(assignment: &Assignment, assignable: &AssignableType) -> Self {
        let mut members = JsonObject::default();
        members.set("@odata.type", Untyped::from(&*["#microsoft.graph.", assignable.assignment()].concat()));
        for (name, value) in assignment.values(assignable) {
            members.set(name, value);
        }
        let target_members = assignment.target.to_members(assignable);
        Self { target: assignment.target.clone(), target_members, members }
    }

    /// Sets what is set in `assignment`, whose target is the same.
    ///
    /// An assignment that changes is sent without its id: the service derives the ids from the target, and those of apps from the intent as well.
    pub(crate) fn merge(&mut self, assignment: &Assignment, assignable: &AssignableType) {
        let mut is_changed = false;
        if !self.target.has_same_filter(&assignment.target) {
            assignment.target.write_filter(&mut self.target_members);
            self.target = Target::read(&self.target_members);
            is_changed = true;
        }
        for (name, value) in assignment.values(assignable) {
            if !covers(self.members.get(name), &value) {
                self.members.set(name, value);
                is_changed = true;
            }
        }
        if is_changed {
            self.members.remove("id");
        }
    }

    pub(crate) fn to_json(&self) -> String {
        let mut members = self.members.clone();
        if let Ok(target) = Untyped::from_json(&self.target_members.to_json()) {
            members.set("target", target);
        }
        members.to_json()
    }

    /// Returns whether both have the same values, except for the id.
    pub(crate) fn has_same_values(&self, other: &Self) -> bool {
        let without_id = |members: &JsonObject| {
            let mut members = members.clone();
            members.retain(|name| !matches!(name, "id" | "@odata.type"));
            members
        };
        let rest = |members: &JsonObject| {
            let mut members = members.clone();
            members.retain(|name| !is_read_by_target(name));
            members
        };
        self.target.is_same(&other.target)
            && self.target.has_same_filter(&other.target)
            && rest(&self.target_members).has_same_values(&rest(&other.target_members))
            && without_id(&self.members).has_same_values(&without_id(&other.members))
    }

    /// Returns the names of the properties whose values differ.
    pub(crate) fn differences(&self, other: &Self) -> Vec<String> {
        let mut names = Vec::new();
        if !self.target.has_same_filter(&other.target) {
            names.push("filter".to_owned());
        }
        for (name, _) in self.members.iter().chain(other.members.iter()) {
            let differs = !same_value(self.members.get(name), other.members.get(name));
            if differs && !matches!(name, "id" | "@odata.type") && names.iter().all(|known| known != name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// Returns whether the assignment has an intent, if it must have one.
    pub(crate) fn is_complete(&self, assignable: &AssignableType) -> bool {
        assignable.intent().is_none_or(|intent| self.members.get(intent).is_some_and(|value| !value.is_null()))
    }
}

/// Shows the target and the names of the properties.
impl fmt::Debug for AssignedTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssignedTarget")
            .field("target", &self.target)
            .field("properties", &self.members.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Returns whether a member of a response belongs into a request: properties and their types, but no other control information.
///
/// Source: [OData JSON format 4.01, section 4.6](https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformation).
fn is_sent_back(name: &str) -> bool {
    !name.starts_with('#') && (!name.contains('@') || name.ends_with("@odata.type"))
}

/// Returns whether the value of a member of a target is part of the [`Target`].
fn is_read_by_target(name: &str) -> bool {
    matches!(
        name,
        "@odata.type"
            | "groupId"
            | "collectionId"
            | "deviceAndAppManagementAssignmentFilterId"
            | "deviceAndAppManagementAssignmentFilterType"
    )
}
