//! The types with an action `assign` that takes a list of assignments.
//!
//! Source: the actions `assign` of `$metadata`, v1.0 (2026) and beta (2021). Two of them are missing here, because they do not take
//! assignments: `windowsAutopilotDeploymentProfile` takes ids of devices, and that of Microsoft Teams is bound to a collection.

use super::assignable_type::{AssignableType, Targets};

/// Sorted by name.
pub(super) const TYPES: &[AssignableType] = &[
    assignable(
        "cloudPcProvisioningPolicy",
        "assignments",
        "cloudPcProvisioningPolicyAssignment",
        Targets::CloudPc,
        None,
    ),
    assignable("cloudPcUserSetting", "assignments", "cloudPcUserSettingAssignment", Targets::CloudPc, None),
    assignable("deviceCompliancePolicy", "assignments", "deviceCompliancePolicyAssignment", Targets::Devices, None),
    assignable(
        "deviceComplianceScript",
        "deviceHealthScriptAssignments",
        "deviceHealthScriptAssignment",
        Targets::Devices,
        None,
    ),
    assignable("deviceConfiguration", "assignments", "deviceConfigurationAssignment", Targets::Devices, None),
    assignable(
        "deviceCustomAttributeShellScript",
        "deviceManagementScriptAssignments",
        "deviceManagementScriptAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "deviceEnrollmentConfiguration",
        "enrollmentConfigurationAssignments",
        "enrollmentConfigurationAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "deviceHealthScript",
        "deviceHealthScriptAssignments",
        "deviceHealthScriptAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "deviceManagementConfigurationPolicy",
        "assignments",
        "deviceManagementConfigurationPolicyAssignment",
        Targets::Devices,
        None,
    ),
    assignable("deviceManagementIntent", "assignments", "deviceManagementIntentAssignment", Targets::Devices, None),
    assignable(
        "deviceManagementResourceAccessProfileBase",
        "assignments",
        "deviceManagementResourceAccessProfileAssignment",
        Targets::Devices,
        Some("intent"),
    ),
    assignable(
        "deviceManagementScript",
        "deviceManagementScriptAssignments",
        "deviceManagementScriptAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "deviceShellScript",
        "deviceManagementScriptAssignments",
        "deviceManagementScriptAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "embeddedSIMActivationCodePool",
        "assignments",
        "embeddedSIMActivationCodePoolAssignment",
        Targets::Devices,
        None,
    ),
    assignable("groupPolicyConfiguration", "assignments", "groupPolicyConfigurationAssignment", Targets::Devices, None),
    assignable("intuneBrandingProfile", "assignments", "intuneBrandingProfileAssignment", Targets::Devices, None),
    assignable(
        "iosLobAppProvisioningConfiguration",
        "iOSLobAppProvisioningConfigAssignments",
        "iosLobAppProvisioningConfigurationAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "managedDeviceMobileAppConfiguration",
        "assignments",
        "managedDeviceMobileAppConfigurationAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "managedEBook",
        "managedEBookAssignments",
        "managedEBookAssignment",
        Targets::Devices,
        Some("installIntent"),
    ),
    assignable("mobileApp", "mobileAppAssignments", "mobileAppAssignment", Targets::Devices, Some("intent")),
    assignable(
        "officeClientConfiguration",
        "officeConfigurationAssignments",
        "officeClientConfigurationAssignment",
        Targets::Office,
        None,
    ),
    assignable("roleScopeTag", "assignments", "roleScopeTagAutoAssignment", Targets::Devices, None),
    assignable(
        "targetedManagedAppConfiguration",
        "assignments",
        "targetedManagedAppPolicyAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "targetedManagedAppProtection",
        "assignments",
        "targetedManagedAppPolicyAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "windowsDefenderApplicationControlSupplementalPolicy",
        "wdacPolicyAssignments",
        "windowsDefenderApplicationControlSupplementalPolicyAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "windowsFeatureUpdateProfile",
        "assignments",
        "windowsFeatureUpdateProfileAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "windowsInformationProtection",
        "assignments",
        "targetedManagedAppPolicyAssignment",
        Targets::Devices,
        None,
    ),
    assignable(
        "windowsQualityUpdateProfile",
        "assignments",
        "windowsQualityUpdateProfileAssignment",
        Targets::Devices,
        None,
    ),
];

const fn assignable(
    name: &'static str,
    parameter: &'static str,
    assignment: &'static str,
    targets: Targets,
    intent: Option<&'static str>,
) -> AssignableType {
    AssignableType { name, parameter, assignment, targets, intent }
}
