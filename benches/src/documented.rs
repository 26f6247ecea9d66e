//! The responses and identifiers of the reference pages.

/// The response of "Update deviceConfigurationUserOverview", with its white space.
pub(crate) const OVERVIEW: &str = r##"{
  "@odata.type": "#microsoft.graph.deviceConfigurationUserOverview",
  "id": "000e52d7-52d7-000e-d752-0e00d7520e00",
  "pendingCount": 12,
  "notApplicableCount": 2,
  "successCount": 12,
  "errorCount": 10,
  "failedCount": 11,
  "lastUpdateDateTime": "2016-12-31T23:58:21.6459442-08:00",
  "configurationVersion": 4
}"##;

/// The response of "Update deviceConfigurationUserStatus", with its white space.
pub(crate) const STATUS: &str = r##"{
  "@odata.type": "#microsoft.graph.deviceConfigurationUserStatus",
  "id": "7e323db2-3db2-7e32-b23d-327eb23d327e",
  "userDisplayName": "User Display Name value",
  "devicesCount": 12,
  "status": "notApplicable",
  "lastReportedDateTime": "2017-01-01T00:00:17.7769392-08:00",
  "userPrincipalName": "User Principal Name value"
}"##;

/// The time that both pages send.
pub(crate) const TIME: &str = "2016-12-31T23:58:21.6459442-08:00";

/// A device configuration.
pub(crate) const CONFIGURATION: &str = "6d4e5f21-21bf-4d3c-9f05-0a4c5a3e7b10";
