//! The limits that Microsoft publishes.

use std::time::Duration;

use super::limit::Limit;

/// A row of the table in the documentation of [`pacing`](crate::pacing), which a unit test compares with this one.
pub(super) struct PublishedLimit {
    pub(super) name: &'static str,
    pub(super) writes: bool,
    /// The limit for one application in one tenant.
    pub(super) count: u32,
    /// The limit for all applications in one tenant, if one is published.
    #[cfg_attr(not(test), expect(dead_code, reason = "the requests of other applications cannot be counted here"))]
    pub(super) tenant: Option<u32>,
    pub(super) seconds: u64,
    below: &'static [&'static str],
}

impl PublishedLimit {
    pub(super) fn limit(&self) -> Limit {
        let limit = Limit::new(self.name, self.count, Duration::from_secs(self.seconds));
        let limit = if self.writes { limit.writes() } else { limit };
        self.below.iter().fold(limit, |limit, path| limit.below(*path))
    }
}

const fn row(name: &'static str, writes: bool, count: u32, below: &'static [&'static str]) -> PublishedLimit {
    PublishedLimit { name, writes, count, tenant: Some(count * 2), seconds: 20, below }
}

pub(super) const ALL: &[PublishedLimit] = &[
    row("Intune device configuration, writes", true, 100, CONFIGURATION),
    row("Intune device configuration", false, 1_000, CONFIGURATION),
    row("Intune devices, writes", true, 200, DEVICES),
    row("Intune devices", false, 2_000, DEVICES),
    row("Intune apps, writes", true, 100, APPS),
    row("Intune apps", false, 1_000, APPS),
    PublishedLimit { name: "all of Graph", writes: false, count: 2_000, tenant: None, seconds: 1, below: &[] },
];

/// The paths of the resources that the page lists for device configuration.
const CONFIGURATION: &[&str] = &[
    "/deviceManagement/deviceConfigurations",
    "/deviceManagement/deviceCompliancePolicies",
    "/deviceManagement/deviceCompliancePolicyDeviceStateSummary",
    "/deviceManagement/deviceCompliancePolicySettingStateSummaries",
    "/deviceManagement/deviceConfigurationConflictSummary",
    "/deviceManagement/deviceConfigurationDeviceStateSummaries",
    "/deviceManagement/deviceConfigurationUserStateSummaries",
    "/deviceManagement/deviceConfigurationRestrictedAppsViolations",
    "/deviceManagement/deviceConfigurationsAllManagedDeviceCertificateStates",
    "/deviceManagement/advancedThreatProtectionOnboardingStateSummary",
    "/deviceManagement/cartToClassAssociations",
    "/deviceManagement/iosUpdateStatuses",
    "/deviceManagement/macOSSoftwareUpdateAccountSummaries",
    "/deviceManagement/managedDeviceEncryptionStates",
    "/deviceManagement/ndesConnectors",
    "/deviceManagement/softwareUpdateStatusSummary",
];

/// The paths of the resources that the page lists for devices.
const DEVICES: &[&str] = &[
    "/deviceManagement/managedDevices",
    "/deviceManagement/comanagedDevices",
    "/deviceManagement/comanagementEligibleDevices",
    "/deviceManagement/applePushNotificationCertificate",
    "/deviceManagement/dataSharingConsents",
    "/deviceManagement/detectedApps",
    "/deviceManagement/deviceComplianceScripts",
    "/deviceManagement/deviceCustomAttributeShellScripts",
    "/deviceManagement/deviceHealthScripts",
    "/deviceManagement/deviceManagementScripts",
    "/deviceManagement/deviceShellScripts",
    "/deviceManagement/managedDeviceOverview",
    "/deviceManagement/remoteActionAudits",
    "/deviceManagement/windowsMalwareInformation",
    "/users/{}/managedDevices",
    "/me/managedDevices",
];

const APPS: &[&str] = &["/deviceAppManagement"];
