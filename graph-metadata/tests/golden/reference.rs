use graph_core::{DateTimeOffset, graph_enum, graph_resource};

/// `microsoft.graph.deviceConfigurationUserOverview`, an entity type.
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview",
    odata_type = "#microsoft.graph.deviceConfigurationUserOverview"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceConfigurationUserOverview {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `pendingCount`, `Edm.Int32`.
    pub pending_count: i32,
    /// `notApplicableCount`, `Edm.Int32`.
    pub not_applicable_count: i32,
    /// `successCount`, `Edm.Int32`.
    pub success_count: i32,
    /// `errorCount`, `Edm.Int32`.
    pub error_count: i32,
    /// `failedCount`, `Edm.Int32`.
    pub failed_count: i32,
    /// `lastUpdateDateTime`, `Edm.DateTimeOffset`.
    pub last_update_date_time: DateTimeOffset,
    /// `configurationVersion`, `Edm.Int32`.
    pub configuration_version: i32,
}

/// `microsoft.graph.deviceConfigurationDeviceOverview`, an entity type.
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/deviceStatusOverview",
    odata_type = "#microsoft.graph.deviceConfigurationDeviceOverview"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceConfigurationDeviceOverview {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `pendingCount`, `Edm.Int32`.
    pub pending_count: i32,
    /// `notApplicableCount`, `Edm.Int32`.
    pub not_applicable_count: i32,
    /// `successCount`, `Edm.Int32`.
    pub success_count: i32,
    /// `errorCount`, `Edm.Int32`.
    pub error_count: i32,
    /// `failedCount`, `Edm.Int32`.
    pub failed_count: i32,
    /// `lastUpdateDateTime`, `Edm.DateTimeOffset`.
    pub last_update_date_time: DateTimeOffset,
    /// `configurationVersion`, `Edm.Int32`.
    pub configuration_version: i32,
}

/// `microsoft.graph.deviceConfigurationUserStatus`, an entity type.
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatuses/{deviceConfigurationUserStatusId}",
    odata_type = "#microsoft.graph.deviceConfigurationUserStatus"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceConfigurationUserStatus {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `userDisplayName`, `Edm.String`.
    pub user_display_name: Option<String>,
    /// Number of devices of that user.
    pub devices_count: i32,
    /// `status`, `microsoft.graph.complianceStatus`.
    pub status: ComplianceStatus,
    /// `lastReportedDateTime`, `Edm.DateTimeOffset`.
    pub last_reported_date_time: DateTimeOffset,
    /// `userPrincipalName`, `Edm.String`.
    pub user_principal_name: Option<String>,
}

/// `microsoft.graph.deviceComplianceUserOverview`, an entity type.
#[graph_resource(
    path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}/userStatusOverview",
    odata_type = "#microsoft.graph.deviceComplianceUserOverview"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceComplianceUserOverview {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `pendingCount`, `Edm.Int32`.
    pub pending_count: i32,
    /// `notApplicableCount`, `Edm.Int32`.
    pub not_applicable_count: i32,
    /// `successCount`, `Edm.Int32`.
    pub success_count: i32,
    /// `errorCount`, `Edm.Int32`.
    pub error_count: i32,
    /// `failedCount`, `Edm.Int32`.
    pub failed_count: i32,
    /// `lastUpdateDateTime`, `Edm.DateTimeOffset`.
    pub last_update_date_time: DateTimeOffset,
    /// `configurationVersion`, `Edm.Int32`.
    pub configuration_version: i32,
}

/// `microsoft.graph.complianceStatus`, an enumeration.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ComplianceStatus {
    /// `unknown`, 0.
    Unknown,
    /// `notApplicable`, 1.
    NotApplicable,
    /// `compliant`, 2.
    Compliant,
    /// `remediated`, 3.
    Remediated,
    /// `nonCompliant`, 4.
    NonCompliant,
    /// `error`, 5.
    Error,
    /// `conflict`, 6.
    Conflict,
    /// `notAssigned`, 7.
    NotAssigned,
    /// A member that is not declared here, as it is on the wire.
    #[graph(other)]
    Other(String),
}
