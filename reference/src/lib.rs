//! The resources of five Intune reference pages, declared as a user of `graph-core` declares them.
//!
//! [`pages`] holds the request and the response that each page documents.

use graph_core::schema::TypeDescriptor;
use graph_core::{DateTimeOffset, graph_enum, graph_resource};

pub mod beta;
pub mod pages;

/// An initial entity for a sandbox.
#[derive(Debug, Clone, Copy)]
pub struct Seed {
    /// The type of the entity.
    pub descriptor: &'static TypeDescriptor,
    /// The path of the entity, percent-encoded and without the version.
    pub path: &'static str,
    /// The properties of the entity as JSON text.
    pub json: &'static str,
}

/// Returns an initial entity for each reference page.
pub fn seeds() -> Vec<Seed> {
    pages::ALL.iter().map(|page| Seed { descriptor: page.descriptor, path: page.path, json: page.before }).collect()
}

/// The number of users per status of a device configuration.
///
/// Source: [deviceConfigurationUserOverview](https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-deviceconfigurationuseroverview).
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatusOverview",
    odata_type = "#microsoft.graph.deviceConfigurationUserOverview",
    permissions = ["DeviceManagementConfiguration.ReadWrite.All"]
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceConfigurationUserOverview {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// Number of pending users.
    pub pending_count: i32,
    /// Number of users to whom the configuration does not apply.
    pub not_applicable_count: i32,
    /// Number of users for whom it succeeded.
    pub success_count: i32,
    /// Number of users with an error.
    pub error_count: i32,
    /// Number of users for whom it failed.
    pub failed_count: i32,
    /// When the overview was last updated.
    pub last_update_date_time: DateTimeOffset,
    /// Version of the configuration that the overview is for.
    pub configuration_version: i32,
}

/// The number of devices per status of a device configuration.
///
/// Source: [deviceConfigurationDeviceOverview](https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-deviceconfigurationdeviceoverview).
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/deviceStatusOverview",
    odata_type = "#microsoft.graph.deviceConfigurationDeviceOverview",
    permissions = ["DeviceManagementConfiguration.ReadWrite.All"]
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceConfigurationDeviceOverview {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// Number of pending devices.
    pub pending_count: i32,
    /// Number of devices to which the configuration does not apply.
    pub not_applicable_count: i32,
    /// Number of devices on which it succeeded.
    pub success_count: i32,
    /// Number of devices with an error.
    pub error_count: i32,
    /// Number of devices on which it failed.
    pub failed_count: i32,
    /// When the overview was last updated.
    pub last_update_date_time: DateTimeOffset,
    /// Version of the configuration that the overview is for.
    pub configuration_version: i32,
}

/// The status of a device configuration for one user.
///
/// Source: [deviceConfigurationUserStatus](https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-deviceconfigurationuserstatus).
#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}/userStatuses/{deviceConfigurationUserStatusId}",
    odata_type = "#microsoft.graph.deviceConfigurationUserStatus",
    permissions = ["DeviceManagementConfiguration.ReadWrite.All"]
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceConfigurationUserStatus {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// Name of the user.
    pub user_display_name: Option<String>,
    /// Number of devices of the user.
    pub devices_count: i32,
    /// Whether the user's devices comply.
    pub status: ComplianceStatus,
    /// When the policy was last reported.
    pub last_reported_date_time: DateTimeOffset,
    /// Principal name of the user.
    pub user_principal_name: Option<String>,
}

/// The number of users per status of a compliance policy.
///
/// Source: [deviceComplianceUserOverview](https://learn.microsoft.com/graph/api/resources/intune-deviceconfig-devicecomplianceuseroverview).
#[graph_resource(
    path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}/userStatusOverview",
    odata_type = "#microsoft.graph.deviceComplianceUserOverview",
    permissions = ["DeviceManagementConfiguration.ReadWrite.All"]
)]
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceComplianceUserOverview {
    /// Key of the entity.
    #[graph(key)]
    pub id: String,
    /// Number of pending users.
    pub pending_count: i32,
    /// Number of users to whom the policy does not apply.
    pub not_applicable_count: i32,
    /// Number of users for whom it succeeded.
    pub success_count: i32,
    /// Number of users with an error.
    pub error_count: i32,
    /// Number of users for whom it failed.
    pub failed_count: i32,
    /// When the overview was last updated.
    pub last_update_date_time: DateTimeOffset,
    /// Version of the policy that the overview is for.
    pub configuration_version: i32,
}

/// The compliance of a device or a user with a policy.
///
/// Source: [complianceStatus](https://learn.microsoft.com/graph/api/resources/intune-shared-compliancestatus).
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ComplianceStatus {
    /// The status is not known.
    Unknown,
    /// The policy does not apply.
    NotApplicable,
    /// The device complies.
    Compliant,
    /// The device was brought into compliance.
    Remediated,
    /// The device does not comply.
    NonCompliant,
    /// The evaluation failed.
    Error,
    /// Two policies contradict each other.
    Conflict,
    /// The policy is not assigned.
    NotAssigned,
    /// A member that this enumeration does not declare.
    #[graph(other)]
    Other(String),
}
