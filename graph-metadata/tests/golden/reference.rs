use graph_core::{DateTimeOffset, graph_enum, graph_resource};

/// The entity type `microsoft.graph.deviceConfigurationUserOverview`.
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview",
    odata_type = "#microsoft.graph.deviceConfigurationUserOverview"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceConfigurationUserOverview {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `pendingCount` (`Edm.Int32`).
    pub pending_count: i32,
    /// The property `notApplicableCount` (`Edm.Int32`).
    pub not_applicable_count: i32,
    /// The property `successCount` (`Edm.Int32`).
    pub success_count: i32,
    /// The property `errorCount` (`Edm.Int32`).
    pub error_count: i32,
    /// The property `failedCount` (`Edm.Int32`).
    pub failed_count: i32,
    /// The property `lastUpdateDateTime` (`Edm.DateTimeOffset`).
    pub last_update_date_time: DateTimeOffset,
    /// The property `configurationVersion` (`Edm.Int32`).
    pub configuration_version: i32,
}

/// The entity type `microsoft.graph.deviceConfigurationDeviceOverview`.
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/deviceStatusOverview",
    odata_type = "#microsoft.graph.deviceConfigurationDeviceOverview"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceConfigurationDeviceOverview {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `pendingCount` (`Edm.Int32`).
    pub pending_count: i32,
    /// The property `notApplicableCount` (`Edm.Int32`).
    pub not_applicable_count: i32,
    /// The property `successCount` (`Edm.Int32`).
    pub success_count: i32,
    /// The property `errorCount` (`Edm.Int32`).
    pub error_count: i32,
    /// The property `failedCount` (`Edm.Int32`).
    pub failed_count: i32,
    /// The property `lastUpdateDateTime` (`Edm.DateTimeOffset`).
    pub last_update_date_time: DateTimeOffset,
    /// The property `configurationVersion` (`Edm.Int32`).
    pub configuration_version: i32,
}

/// The entity type `microsoft.graph.deviceConfigurationUserStatus`.
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatuses/{deviceConfigurationUserStatusId}",
    odata_type = "#microsoft.graph.deviceConfigurationUserStatus"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceConfigurationUserStatus {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `userDisplayName` (`Edm.String`).
    pub user_display_name: Option<String>,
    /// Number of devices of that user.
    pub devices_count: i32,
    /// The property `status` (`microsoft.graph.complianceStatus`).
    pub status: ComplianceStatus,
    /// The property `lastReportedDateTime` (`Edm.DateTimeOffset`).
    pub last_reported_date_time: DateTimeOffset,
    /// The property `userPrincipalName` (`Edm.String`).
    pub user_principal_name: Option<String>,
}

/// The entity type `microsoft.graph.deviceComplianceUserOverview`.
#[graph_resource(
    path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}/userStatusOverview",
    odata_type = "#microsoft.graph.deviceComplianceUserOverview"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceComplianceUserOverview {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `pendingCount` (`Edm.Int32`).
    pub pending_count: i32,
    /// The property `notApplicableCount` (`Edm.Int32`).
    pub not_applicable_count: i32,
    /// The property `successCount` (`Edm.Int32`).
    pub success_count: i32,
    /// The property `errorCount` (`Edm.Int32`).
    pub error_count: i32,
    /// The property `failedCount` (`Edm.Int32`).
    pub failed_count: i32,
    /// The property `lastUpdateDateTime` (`Edm.DateTimeOffset`).
    pub last_update_date_time: DateTimeOffset,
    /// The property `configurationVersion` (`Edm.Int32`).
    pub configuration_version: i32,
}

/// The enumeration type `microsoft.graph.complianceStatus`.
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ComplianceStatus {
    /// The member `unknown` (0).
    Unknown,
    /// The member `notApplicable` (1).
    NotApplicable,
    /// The member `compliant` (2).
    Compliant,
    /// The member `remediated` (3).
    Remediated,
    /// The member `nonCompliant` (4).
    NonCompliant,
    /// The member `error` (5).
    Error,
    /// The member `conflict` (6).
    Conflict,
    /// The member `notAssigned` (7).
    NotAssigned,
    /// A member that is not declared, with its name on the wire.
    #[graph(other)]
    Other(String),
}
