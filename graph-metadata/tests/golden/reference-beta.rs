use graph_core::{DateTimeOffset, graph_resource};

/// `microsoft.graph.deviceComplianceUserOverview`, an entity type.
#[graph_resource(
    path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}/userStatusOverview/",
    odata_type = "#microsoft.graph.deviceComplianceUserOverview",
    version = "beta"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceComplianceUserOverview {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `numberOfPendingUsers`, `Edm.Int32`.
    pub number_of_pending_users: i32,
    /// `numberOfSucceededUsers`, `Edm.Int32`.
    pub number_of_succeeded_users: i32,
    /// `numberOfErrorUsers`, `Edm.Int32`.
    pub number_of_error_users: i32,
    /// `numberOfFailedUsers`, `Edm.Int32`.
    pub number_of_failed_users: i32,
    /// `lastUpdateTime`, `Edm.DateTimeOffset`.
    pub last_update_time: DateTimeOffset,
    /// `policyRevision`, `Edm.Int32`.
    pub policy_revision: i32,
}
