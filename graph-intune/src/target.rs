use std::fmt;

use graph_core::Untyped;

use crate::assignable::{AssignableType, Targets};
use crate::json_object::JsonObject;

const FILTER_ID: &str = "deviceAndAppManagementAssignmentFilterId";
const FILTER_TYPE: &str = "deviceAndAppManagementAssignmentFilterType";
const TYPE: &str = "@odata.type";

/// Who or what an assignment is for.
///
/// ```
/// use graph_intune::{FilterKind, Target};
///
/// let staff = Target::group("8f2c0d2e-6a0b-4a7e-9d57-3a1f6b7b7c11").filter("7a4e2c55-0d52-4a41-8d2f-6d5f0f2a9f10", FilterKind::Include);
/// assert_eq!(staff.group_id(), Some("8f2c0d2e-6a0b-4a7e-9d57-3a1f6b7b7c11"));
/// assert_eq!(Target::all_devices().to_string(), "all devices");
/// ```
///
/// `Display` shows the ids, and `Debug` does not.
///
/// Source: [deviceAndAppManagementAssignmentTarget](https://learn.microsoft.com/graph/api/resources/intune-shared-deviceandappmanagementassignmenttarget).
#[derive(Clone, PartialEq, Eq)]
pub struct Target {
    pub(crate) kind: TargetKind,
    filter: Option<(Box<str>, FilterKind)>,
}

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum TargetKind {
    Group(Box<str>),
    ExcludedGroup(Box<str>),
    AllUsers,
    AllDevices,
    /// A collection of Configuration Manager.
    Collection(Box<str>),
    /// The JSON text of a target of another type.
    Other(Untyped),
}

/// Whether an assignment filter includes or excludes the devices that match its rule.
///
/// Source: [deviceAndAppManagementAssignmentFilterType](https://learn.microsoft.com/graph/api/resources/intune-shared-deviceandappmanagementassignmentfiltertype?view=graph-rest-beta).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FilterKind {
    /// Only devices that match the rule: `include`.
    Include,
    /// Only devices that do not match the rule: `exclude`.
    Exclude,
}

impl FilterKind {
    /// Returns the wire name: `include` or `exclude`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Include => "include",
            Self::Exclude => "exclude",
        }
    }
}

impl Target {
    /// Creates the target of the members of a group.
    pub fn group(id: impl Into<String>) -> Self {
        Self::new(TargetKind::Group(id.into().into()))
    }

    /// Creates the target that excludes the members of a group.
    pub fn exclude_group(id: impl Into<String>) -> Self {
        Self::new(TargetKind::ExcludedGroup(id.into().into()))
    }

    /// Creates the target of all users with a licence.
    pub fn all_users() -> Self {
        Self::new(TargetKind::AllUsers)
    }

    /// Creates the target of all devices.
    pub fn all_devices() -> Self {
        Self::new(TargetKind::AllDevices)
    }

    /// Creates the target of a collection of Configuration Manager.
    pub fn configuration_manager_collection(id: impl Into<String>) -> Self {
        Self::new(TargetKind::Collection(id.into().into()))
    }

    /// Sets the assignment filter.
    ///
    /// Only beta has assignment filters.
    #[must_use = "the target with the filter is returned"]
    pub fn filter(mut self, id: impl Into<String>, kind: FilterKind) -> Self {
        self.filter = Some((id.into().into(), kind));
        self
    }

    /// Returns the id of the group that the target includes or excludes.
    pub fn group_id(&self) -> Option<&str> {
        match &self.kind {
            TargetKind::Group(id) | TargetKind::ExcludedGroup(id) => Some(id),
            _ => None,
        }
    }

    /// Returns whether the target excludes a group.
    pub fn is_exclusion(&self) -> bool {
        matches!(self.kind, TargetKind::ExcludedGroup(_))
    }

    /// Returns the assignment filter with its id.
    pub fn assignment_filter(&self) -> Option<(&str, FilterKind)> {
        self.filter.as_ref().map(|(id, kind)| (&**id, *kind))
    }

    /// Returns whether both are the same target, regardless of the filter: the service has one assignment per target.
    ///
    /// Ids are compared without case.
    pub fn is_same(&self, other: &Self) -> bool {
        use TargetKind::{AllDevices, AllUsers, Collection, ExcludedGroup, Group, Other};
        match (&self.kind, &other.kind) {
            (Group(left), Group(right))
            | (ExcludedGroup(left), ExcludedGroup(right))
            | (Collection(left), Collection(right)) => left.eq_ignore_ascii_case(right),
            (AllUsers, AllUsers) | (AllDevices, AllDevices) => true,
            (Other(left), Other(right)) => left == right,
            _ => false,
        }
    }

    fn new(kind: TargetKind) -> Self {
        Self { kind, filter: None }
    }

    /// Returns whether both have the same filter.
    pub(crate) fn has_same_filter(&self, other: &Self) -> bool {
        match (&self.filter, &other.filter) {
            (None, None) => true,
            (Some((left, kind)), Some((right, other))) => kind == other && left.eq_ignore_ascii_case(right),
            _ => false,
        }
    }

    /// Returns what the target is called without its id.
    pub(crate) fn noun(&self) -> &'static str {
        match &self.kind {
            TargetKind::Group(_) => "group",
            TargetKind::ExcludedGroup(_) => "excluded group",
            TargetKind::AllUsers => "all users",
            TargetKind::AllDevices => "all devices",
            TargetKind::Collection(_) => "Configuration Manager collection",
            TargetKind::Other(_) => "other target",
        }
    }

    /// Returns the id of the group or collection.
    pub(crate) fn id(&self) -> Option<&str> {
        match &self.kind {
            TargetKind::Group(id) | TargetKind::ExcludedGroup(id) | TargetKind::Collection(id) => Some(id),
            _ => None,
        }
    }

    /// Returns why assignments of a type cannot have this target.
    pub(crate) fn problem(&self, assignable: &AssignableType, is_beta: bool) -> Option<String> {
        let ids = [self.id(), self.assignment_filter().map(|(id, _)| id)];
        if ids.into_iter().flatten().any(|id| id.trim().is_empty()) {
            return Some(format!("the id of a target ({}) or of its filter is empty", self.noun()));
        }
        let groups_only = assignable.targets() != Targets::Devices;
        if groups_only && (!matches!(self.kind, TargetKind::Group(_)) || self.filter.is_some()) {
            return Some(format!("`{}` is assigned to groups without a filter only", assignable.name()));
        }
        if self.filter.is_some() && !is_beta {
            return Some(
                "v1.0 does not have assignment filters; write `version = \"beta\"` in the declaration, or leave the filter out"
                    .to_owned(),
            );
        }
        None
    }
}

/// Reading and writing.
impl Target {
    pub(crate) fn read(members: &JsonObject) -> Self {
        let odata_type = members.string(TYPE).unwrap_or_default();
        let name = odata_type.rsplit(['.', '#']).next().unwrap_or_default();
        let id = |member: &str| members.string(member).map(Box::from);
        let known = match name {
            "groupAssignmentTarget"
            | "cloudPcManagementGroupAssignmentTarget"
            | "officeConfigurationGroupAssignmentTarget" => id("groupId").map(TargetKind::Group),
            "exclusionGroupAssignmentTarget" => id("groupId").map(TargetKind::ExcludedGroup),
            "allLicensedUsersAssignmentTarget" => Some(TargetKind::AllUsers),
            "allDevicesAssignmentTarget" => Some(TargetKind::AllDevices),
            "configurationManagerCollectionAssignmentTarget" => id("collectionId").map(TargetKind::Collection),
            _ => None,
        };
        let Some(kind) = known else {
            let json = Untyped::from_json(&members.to_json()).unwrap_or(Untyped::NULL);
            return Self::new(TargetKind::Other(json));
        };
        let filter = match members.string(FILTER_TYPE).as_deref() {
            Some("include") => Some(FilterKind::Include),
            Some("exclude") => Some(FilterKind::Exclude),
            _ => None,
        };
        let filter = filter.and_then(|kind| Some((id(FILTER_ID)?, kind)));
        Self { kind, filter }
    }

    pub(crate) fn to_members(&self, assignable: &AssignableType) -> JsonObject {
        let group = match assignable.targets() {
            Targets::Devices => "groupAssignmentTarget",
            Targets::CloudPc => "cloudPcManagementGroupAssignmentTarget",
            Targets::Office => "officeConfigurationGroupAssignmentTarget",
        };
        let (name, id) = match &self.kind {
            TargetKind::Group(id) => (group, Some(("groupId", id))),
            TargetKind::ExcludedGroup(id) => ("exclusionGroupAssignmentTarget", Some(("groupId", id))),
            TargetKind::AllUsers => ("allLicensedUsersAssignmentTarget", None),
            TargetKind::AllDevices => ("allDevicesAssignmentTarget", None),
            TargetKind::Collection(id) => {
                ("configurationManagerCollectionAssignmentTarget", Some(("collectionId", id)))
            }
            TargetKind::Other(json) => return JsonObject::from_json(json.as_str()).unwrap_or_default(),
        };
        let mut members = JsonObject::default();
        members.set(TYPE, Untyped::from(&*["#microsoft.graph.", name].concat()));
        if let Some((member, id)) = id {
            members.set(member, Untyped::from(&**id));
        }
        if self.filter.is_some() {
            self.write_filter(&mut members);
        }
        members
    }

    /// Replaces the filter in the members of the same target.
    pub(crate) fn write_filter(&self, members: &mut JsonObject) {
        let (id, kind) = match &self.filter {
            Some((id, kind)) => (Untyped::from(&**id), kind.as_str()),
            None => (Untyped::NULL, "none"),
        };
        members.set(FILTER_ID, id);
        members.set(FILTER_TYPE, Untyped::from(kind));
    }
}

/// Shows the target with its ids.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.noun())?;
        if let Some(id) = self.id() {
            write!(f, " {id}")?;
        }
        if let Some((id, kind)) = self.assignment_filter() {
            write!(f, ", filter {id} ({})", kind.as_str())?;
        }
        Ok(())
    }
}

/// Shows the kind of the target, and no ids.
impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("kind", &self.noun())
            .field("filter", &self.filter.as_ref().map(|(_, kind)| kind))
            .finish_non_exhaustive()
    }
}
