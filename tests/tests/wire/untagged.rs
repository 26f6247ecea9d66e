//! The resources of the reference pages with `tag = never`. Some pages send no `@odata.type`.

use graph_core::{DateTimeOffset, graph_resource};
use graph_reference::ComplianceStatus;

macro_rules! overview {
    ($name:ident, $path:literal, $odata_type:literal) => {
        #[graph_resource(path = $path, odata_type = $odata_type, tag = never)]
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct $name {
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
    };
}

overview!(
    UserOverview,
    "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview",
    "#microsoft.graph.deviceConfigurationUserOverview"
);
overview!(
    DeviceOverview,
    "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/deviceStatusOverview",
    "#microsoft.graph.deviceConfigurationDeviceOverview"
);
overview!(
    ComplianceOverview,
    "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}/userStatusOverview",
    "#microsoft.graph.deviceComplianceUserOverview"
);

#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatuses/{deviceConfigurationUserStatusId}",
    odata_type = "#microsoft.graph.deviceConfigurationUserStatus",
    tag = never
)]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UserStatus {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) user_display_name: Option<String>,
    pub(crate) devices_count: i32,
    pub(crate) status: ComplianceStatus,
    pub(crate) last_reported_date_time: DateTimeOffset,
    pub(crate) user_principal_name: Option<String>,
}

#[graph_resource(
    path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}/userStatusOverview/",
    odata_type = "#microsoft.graph.deviceComplianceUserOverview",
    version = "beta",
    tag = never
)]
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BetaComplianceOverview {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) number_of_pending_users: i32,
    pub(crate) number_of_succeeded_users: i32,
    pub(crate) number_of_error_users: i32,
    pub(crate) number_of_failed_users: i32,
    pub(crate) last_update_time: DateTimeOffset,
    pub(crate) policy_revision: i32,
}
