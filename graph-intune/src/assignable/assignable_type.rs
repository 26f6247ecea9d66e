/// A type whose entities can be assigned, with the names that its action `assign` uses.
///
/// [`assignments`](crate::AssignmentsExt::assignments) finds it by the OData type of the declaration. Use [`named`](Self::named) with
/// [`assignments_as`](crate::AssignmentsExt::assignments_as) for a derived type that the service added later.
///
/// ```
/// use graph_intune::AssignableType;
///
/// let app = AssignableType::of("#microsoft.graph.win32LobApp").unwrap();
/// assert_eq!((app.name(), app.parameter()), ("mobileApp", "mobileAppAssignments"));
/// assert_eq!(AssignableType::named("mobileApp"), Some(app));
/// assert!(AssignableType::of("#microsoft.graph.user").is_none());
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct AssignableType {
    pub(super) name: &'static str,
    pub(super) parameter: &'static str,
    pub(super) assignment: &'static str,
    pub(super) targets: Targets,
    pub(super) intent: Option<&'static str>,
}

/// The targets that the assignments of a type can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Targets {
    /// `deviceAndAppManagementAssignmentTarget`: groups, exclusions, all users, all devices
    Devices,
    /// `cloudPcManagementAssignmentTarget`: groups
    CloudPc,
    /// `officeConfigurationAssignmentTarget`: groups
    Office,
}

impl AssignableType {
    /// Returns the name of the type that the action is bound to.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the name of the parameter that has the list, for example `mobileAppAssignments`.
    pub fn parameter(&self) -> &'static str {
        self.parameter
    }

    /// Returns the name of the type of the assignments, for example `mobileAppAssignment`.
    pub fn assignment(&self) -> &'static str {
        self.assignment
    }

    /// Returns the property that has the intent, if the assignments must have one.
    pub fn intent(&self) -> Option<&'static str> {
        self.intent
    }

    pub(crate) fn targets(&self) -> Targets {
        self.targets
    }
}
