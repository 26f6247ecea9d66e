//! The request and the response that each reference page documents.

use graph_core::Resource;
use graph_core::schema::TypeDescriptor;

use crate::{
    DeviceComplianceUserOverview, DeviceConfigurationDeviceOverview, DeviceConfigurationUserOverview,
    DeviceConfigurationUserStatus, beta,
};

/// One reference page.
#[derive(Debug)]
pub struct Page {
    /// The heading of the page.
    pub title: &'static str,
    /// The type that the page updates.
    pub descriptor: &'static TypeDescriptor,
    /// The path of the page with an id for each placeholder.
    pub path: &'static str,
    /// The body of the documented request.
    pub request: &'static str,
    /// The body of the documented response.
    pub response: &'static str,
    /// The entity before the update.
    ///
    /// It differs from the response in every property except the key.
    pub before: &'static str,
}

/// The id of the device configuration in [`Page::path`].
pub const DEVICE_CONFIGURATION_ID: &str = "f5e9e2c4-4d0e-4a36-9d5c-0a6a3f7d2b11";
/// The id of the user status in [`Page::path`].
pub const USER_STATUS_ID: &str = "7e323db2-3db2-7e32-b23d-327eb23d327e";
/// The id of the compliance policy in [`Page::path`].
pub const COMPLIANCE_POLICY_ID: &str = "0b1c7a52-6a0d-4c39-8f0e-3d8b1f6e9a70";

/// Update deviceConfigurationUserOverview.
pub const DEVICE_CONFIGURATION_USER_OVERVIEW: Page = Page {
    title: "Update deviceConfigurationUserOverview",
    descriptor: DeviceConfigurationUserOverview::DESCRIPTOR,
    path: "/deviceManagement/deviceConfigurations/f5e9e2c4-4d0e-4a36-9d5c-0a6a3f7d2b11/userStatusOverview",
    request: r#"{
  "pendingCount": 12,
  "notApplicableCount": 2,
  "successCount": 12,
  "errorCount": 10,
  "failedCount": 11,
  "lastUpdateDateTime": "2016-12-31T23:58:21.6459442-08:00",
  "configurationVersion": 4
}"#,
    response: r##"{
  "@odata.type": "#microsoft.graph.deviceConfigurationUserOverview",
  "id": "000e52d7-52d7-000e-d752-0e00d7520e00",
  "pendingCount": 12,
  "notApplicableCount": 2,
  "successCount": 12,
  "errorCount": 10,
  "failedCount": 11,
  "lastUpdateDateTime": "2016-12-31T23:58:21.6459442-08:00",
  "configurationVersion": 4
}"##,
    before: r#"{
  "id": "000e52d7-52d7-000e-d752-0e00d7520e00",
  "pendingCount": 1,
  "notApplicableCount": 0,
  "successCount": 3,
  "errorCount": 4,
  "failedCount": 5,
  "lastUpdateDateTime": "2014-01-01T00:00:00.0000000Z",
  "configurationVersion": 3
}"#,
};

/// Update deviceConfigurationDeviceOverview.
pub const DEVICE_CONFIGURATION_DEVICE_OVERVIEW: Page = Page {
    title: "Update deviceConfigurationDeviceOverview",
    descriptor: DeviceConfigurationDeviceOverview::DESCRIPTOR,
    path: "/deviceManagement/deviceConfigurations/f5e9e2c4-4d0e-4a36-9d5c-0a6a3f7d2b11/deviceStatusOverview",
    request: r##"{
  "@odata.type": "#microsoft.graph.deviceConfigurationDeviceOverview",
  "pendingCount": 12,
  "notApplicableCount": 2,
  "successCount": 12,
  "errorCount": 10,
  "failedCount": 11,
  "lastUpdateDateTime": "2016-12-31T23:58:21.6459442-08:00",
  "configurationVersion": 4
}"##,
    response: r##"{
  "@odata.type": "#microsoft.graph.deviceConfigurationDeviceOverview",
  "id": "62d48e3a-8e3a-62d4-3a8e-d4623a8ed462",
  "pendingCount": 12,
  "notApplicableCount": 2,
  "successCount": 12,
  "errorCount": 10,
  "failedCount": 11,
  "lastUpdateDateTime": "2016-12-31T23:58:21.6459442-08:00",
  "configurationVersion": 4
}"##,
    before: r#"{
  "id": "62d48e3a-8e3a-62d4-3a8e-d4623a8ed462",
  "pendingCount": 1,
  "notApplicableCount": 0,
  "successCount": 3,
  "errorCount": 4,
  "failedCount": 5,
  "lastUpdateDateTime": "2014-01-01T00:00:00.0000000Z",
  "configurationVersion": 3
}"#,
};

/// Update deviceConfigurationUserStatus.
pub const DEVICE_CONFIGURATION_USER_STATUS: Page = Page {
    title: "Update deviceConfigurationUserStatus",
    descriptor: DeviceConfigurationUserStatus::DESCRIPTOR,
    path: "/deviceManagement/deviceConfigurations/f5e9e2c4-4d0e-4a36-9d5c-0a6a3f7d2b11\
           /userStatuses/7e323db2-3db2-7e32-b23d-327eb23d327e",
    request: r#"{
  "userDisplayName": "User Display Name value",
  "devicesCount": 12,
  "status": "notApplicable",
  "lastReportedDateTime": "2017-01-01T00:00:17.7769392-08:00",
  "userPrincipalName": "User Principal Name value"
}"#,
    response: r##"{
  "@odata.type": "#microsoft.graph.deviceConfigurationUserStatus",
  "id": "7e323db2-3db2-7e32-b23d-327eb23d327e",
  "userDisplayName": "User Display Name value",
  "devicesCount": 12,
  "status": "notApplicable",
  "lastReportedDateTime": "2017-01-01T00:00:17.7769392-08:00",
  "userPrincipalName": "User Principal Name value"
}"##,
    before: r#"{
  "id": "7e323db2-3db2-7e32-b23d-327eb23d327e",
  "userDisplayName": null,
  "devicesCount": 3,
  "status": "compliant",
  "lastReportedDateTime": "2014-01-01T00:00:00.0000000Z",
  "userPrincipalName": "ada@contoso.com"
}"#,
};

/// Update deviceComplianceUserOverview.
pub const DEVICE_COMPLIANCE_USER_OVERVIEW: Page = Page {
    title: "Update deviceComplianceUserOverview",
    descriptor: DeviceComplianceUserOverview::DESCRIPTOR,
    path: "/deviceManagement/deviceCompliancePolicies/0b1c7a52-6a0d-4c39-8f0e-3d8b1f6e9a70/userStatusOverview",
    request: r##"{
  "@odata.type": "#microsoft.graph.deviceComplianceUserOverview",
  "pendingCount": 12,
  "notApplicableCount": 2,
  "successCount": 12,
  "errorCount": 10,
  "failedCount": 11,
  "lastUpdateDateTime": "2016-12-31T23:58:21.6459442-08:00",
  "configurationVersion": 4
}"##,
    response: r##"{
  "@odata.type": "#microsoft.graph.deviceComplianceUserOverview",
  "id": "2d4f5bf4-5bf4-2d4f-f45b-4f2df45b4f2d",
  "pendingCount": 12,
  "notApplicableCount": 2,
  "successCount": 12,
  "errorCount": 10,
  "failedCount": 11,
  "lastUpdateDateTime": "2016-12-31T23:58:21.6459442-08:00",
  "configurationVersion": 4
}"##,
    before: r#"{
  "id": "2d4f5bf4-5bf4-2d4f-f45b-4f2df45b4f2d",
  "pendingCount": 1,
  "notApplicableCount": 0,
  "successCount": 3,
  "errorCount": 4,
  "failedCount": 5,
  "lastUpdateDateTime": "2014-01-01T00:00:00.0000000Z",
  "configurationVersion": 3
}"#,
};

/// Update deviceComplianceUserOverview, the older page of beta.
pub const BETA_DEVICE_COMPLIANCE_USER_OVERVIEW: Page = Page {
    title: "Update deviceComplianceUserOverview (beta, 2017)",
    descriptor: beta::DeviceComplianceUserOverview::DESCRIPTOR,
    path: "/deviceManagement/deviceCompliancePolicies/0b1c7a52-6a0d-4c39-8f0e-3d8b1f6e9a70/userStatusOverview/",
    request: r#"{
  "numberOfPendingUsers": 4,
  "numberOfSucceededUsers": 6,
  "numberOfErrorUsers": 2,
  "numberOfFailedUsers": 3,
  "lastUpdateTime": "2017-01-01T00:02:03.0612494-08:00",
  "policyRevision": 14
}"#,
    response: r##"{
  "@odata.type": "#microsoft.graph.deviceComplianceUserOverview",
  "id": "2d4f5bf4-5bf4-2d4f-f45b-4f2df45b4f2d",
  "numberOfPendingUsers": 4,
  "numberOfSucceededUsers": 6,
  "numberOfErrorUsers": 2,
  "numberOfFailedUsers": 3,
  "lastUpdateTime": "2017-01-01T00:02:03.0612494-08:00",
  "policyRevision": 14
}"##,
    before: r#"{
  "id": "2d4f5bf4-5bf4-2d4f-f45b-4f2df45b4f2d",
  "numberOfPendingUsers": 1,
  "numberOfSucceededUsers": 2,
  "numberOfErrorUsers": 5,
  "numberOfFailedUsers": 7,
  "lastUpdateTime": "2014-01-01T00:00:00.0000000Z",
  "policyRevision": 13
}"#,
};

/// All reference pages.
pub const ALL: [&Page; 5] = [
    &DEVICE_CONFIGURATION_USER_OVERVIEW,
    &DEVICE_CONFIGURATION_DEVICE_OVERVIEW,
    &DEVICE_CONFIGURATION_USER_STATUS,
    &DEVICE_COMPLIANCE_USER_OVERVIEW,
    &BETA_DEVICE_COMPLIANCE_USER_OVERVIEW,
];
