//! The two resources of the measurements, declared as a user would.

use graph_core::{DateTimeOffset, graph_enum, graph_resource};

/// Source: [deviceConfigurationUserOverview](https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-deviceconfigurationuseroverview).
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview",
    odata_type = "#microsoft.graph.deviceConfigurationUserOverview"
)]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Overview {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) pending_count: i32,
    pub(crate) not_applicable_count: i32,
    pub(crate) success_count: i32,
    pub(crate) error_count: i32,
    pub(crate) failed_count: i32,
    pub(crate) last_update_date_time: DateTimeOffset,
    pub(crate) configuration_version: i32,
}

/// Source: [deviceConfigurationUserStatus](https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-deviceconfigurationuserstatus).
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatuses/{deviceConfigurationUserStatusId}",
    odata_type = "#microsoft.graph.deviceConfigurationUserStatus"
)]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Status {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) user_display_name: Option<String>,
    pub(crate) devices_count: i32,
    pub(crate) status: Compliance,
    pub(crate) last_reported_date_time: DateTimeOffset,
    pub(crate) user_principal_name: Option<String>,
}

/// Source: [complianceStatus](https://learn.microsoft.com/graph/api/resources/intune-shared-compliancestatus).
#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Compliance {
    Unknown,
    NotApplicable,
    Compliant,
    Remediated,
    NonCompliant,
    Error,
    Conflict,
    NotAssigned,
    #[graph(other)]
    Other(String),
}
