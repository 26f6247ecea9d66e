//! The resource of the older page, which exists in beta only.

use graph_core::{DateTimeOffset, graph_resource};

/// The number of users per status of a compliance policy, in the shape that beta had in 2017.
#[graph_resource(
    path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}/userStatusOverview/",
    odata_type = "#microsoft.graph.deviceComplianceUserOverview",
    version = "beta"
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceComplianceUserOverview {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// Number of pending users.
    pub number_of_pending_users: i32,
    /// Number of users for whom it succeeded.
    pub number_of_succeeded_users: i32,
    /// Number of users with an error.
    pub number_of_error_users: i32,
    /// Number of users for whom it failed.
    pub number_of_failed_users: i32,
    /// When the overview was last updated.
    pub last_update_time: DateTimeOffset,
    /// Version of the policy that the overview is for.
    pub policy_revision: i32,
}
