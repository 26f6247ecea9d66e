//! The five resources of the reference pages.

use graph_core::schema::TypeDescriptor;
use graph_core::{DateTimeOffset, graph_enum, graph_resource};

pub mod beta;
pub mod pages;

/// An entity that is there before anything is updated.
#[derive(Debug, Clone, Copy)]
pub struct Seed {
    /// What it is.
    pub descriptor: &'static TypeDescriptor,
    /// Where it is.
    pub path: &'static str,
    /// Its properties as JSON text.
    pub json: &'static str,
}

/// An entity for each of the reference pages.
pub fn seeds() -> Vec<Seed> {
    pages::ALL.iter().map(|page| Seed { descriptor: page.descriptor, path: page.path, json: page.before }).collect()
}

/// How many users a device configuration reached, and how it went.
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
    /// Number of users that it does not apply to.
    pub not_applicable_count: i32,
    /// Number of users where it succeeded.
    pub success_count: i32,
    /// Number of users with an error.
    pub error_count: i32,
    /// Number of users where it failed.
    pub failed_count: i32,
    /// When the overview was last updated.
    pub last_update_date_time: DateTimeOffset,
    /// Version of the configuration that the overview is for.
    pub configuration_version: i32,
}

/// How many devices a device configuration reached, and how it went.
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
    /// Number of devices that it does not apply to.
    pub not_applicable_count: i32,
    /// Number of devices where it succeeded.
    pub success_count: i32,
    /// Number of devices with an error.
    pub error_count: i32,
    /// Number of devices where it failed.
    pub failed_count: i32,
    /// When the overview was last updated.
    pub last_update_date_time: DateTimeOffset,
    /// Version of the configuration that the overview is for.
    pub configuration_version: i32,
}

/// Status of a device configuration for one user.
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
    /// Number of devices of that user.
    pub devices_count: i32,
    /// Whether the user's devices comply.
    pub status: ComplianceStatus,
    /// When the policy was last reported.
    pub last_reported_date_time: DateTimeOffset,
    /// Principal name of the user.
    pub user_principal_name: Option<String>,
}

/// How many users a compliance policy reached, and how it went.
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
    /// Number of users that it does not apply to.
    pub not_applicable_count: i32,
    /// Number of users where it succeeded.
    pub success_count: i32,
    /// Number of users with an error.
    pub error_count: i32,
    /// Number of users where it failed.
    pub failed_count: i32,
    /// When the overview was last updated.
    pub last_update_date_time: DateTimeOffset,
    /// Version of the policy that the overview is for.
    pub configuration_version: i32,
}

/// Whether a device or user complies with a policy.
///
/// Source: [complianceStatus](https://learn.microsoft.com/graph/api/resources/intune-shared-compliancestatus).
#[graph_enum]
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ComplianceStatus {
    /// Not known.
    Unknown,
    /// The policy does not apply.
    NotApplicable,
    /// Compliant.
    Compliant,
    /// The device was made compliant.
    Remediated,
    /// Not compliant.
    NonCompliant,
    /// Evaluation ended in an error.
    Error,
    /// Two policies contradict each other.
    Conflict,
    /// The policy is not assigned.
    NotAssigned,
    /// A member that this enumeration does not declare, as it is on the wire.
    #[graph(other)]
    Other(String),
}
