use graph_core::{DateTimeOffset, graph_resource};

/// The entity type `microsoft.graph.deviceComplianceUserOverview`.
#[graph_resource(
    path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}/userStatusOverview/",
    odata_type = "#microsoft.graph.deviceComplianceUserOverview",
    version = "beta"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceComplianceUserOverview {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `numberOfPendingUsers` (`Edm.Int32`).
    pub number_of_pending_users: i32,
    /// The property `numberOfSucceededUsers` (`Edm.Int32`).
    pub number_of_succeeded_users: i32,
    /// The property `numberOfErrorUsers` (`Edm.Int32`).
    pub number_of_error_users: i32,
    /// The property `numberOfFailedUsers` (`Edm.Int32`).
    pub number_of_failed_users: i32,
    /// The property `lastUpdateTime` (`Edm.DateTimeOffset`).
    pub last_update_time: DateTimeOffset,
    /// The property `policyRevision` (`Edm.Int32`).
    pub policy_revision: i32,
}
