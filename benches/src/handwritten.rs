//! Hand-written structs with serde, which the ratios compare with.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The resource. A string is the cheapest lossless type for the timestamp.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Overview {
    pub(crate) id: String,
    pub(crate) pending_count: i32,
    pub(crate) not_applicable_count: i32,
    pub(crate) success_count: i32,
    pub(crate) error_count: i32,
    pub(crate) failed_count: i32,
    pub(crate) last_update_date_time: String,
    pub(crate) configuration_version: i32,
}

/// The same resource with a comparable timestamp. It loses digits and offsets when it is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TimedOverview {
    pub(crate) id: String,
    pub(crate) pending_count: i32,
    pub(crate) not_applicable_count: i32,
    pub(crate) success_count: i32,
    pub(crate) error_count: i32,
    pub(crate) failed_count: i32,
    #[serde(with = "time::serde::rfc3339")]
    pub(crate) last_update_date_time: OffsetDateTime,
    pub(crate) configuration_version: i32,
}

/// The update, with one option per property.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OverviewUpdate<'a> {
    #[serde(rename = "@odata.type")]
    pub(crate) odata_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pending_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) not_applicable_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) success_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) error_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) failed_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_update_date_time: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) configuration_version: Option<i32>,
}

pub(crate) const OVERVIEW_TYPE: &str = "#microsoft.graph.deviceConfigurationUserOverview";

impl Overview {
    /// Returns the update from `self` to `after`.
    pub(crate) fn diff<'a>(&self, after: &'a Self) -> OverviewUpdate<'a> {
        fn changed<B, T: PartialEq<B>>(before: &B, after: T) -> Option<T> {
            if after == *before { None } else { Some(after) }
        }
        OverviewUpdate {
            odata_type: OVERVIEW_TYPE,
            pending_count: changed(&self.pending_count, after.pending_count),
            not_applicable_count: changed(&self.not_applicable_count, after.not_applicable_count),
            success_count: changed(&self.success_count, after.success_count),
            error_count: changed(&self.error_count, after.error_count),
            failed_count: changed(&self.failed_count, after.failed_count),
            last_update_date_time: changed(&self.last_update_date_time.as_str(), after.last_update_date_time.as_str()),
            configuration_version: changed(&self.configuration_version, after.configuration_version),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum ComplianceStatus {
    Unknown,
    NotApplicable,
    Compliant,
    Remediated,
    NonCompliant,
    Error,
    Conflict,
    NotAssigned,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserStatus {
    pub(crate) id: String,
    pub(crate) user_display_name: Option<String>,
    pub(crate) devices_count: i32,
    pub(crate) status: ComplianceStatus,
    pub(crate) last_reported_date_time: String,
    pub(crate) user_principal_name: Option<String>,
}

/// The update. A nullable property is an option of an option, the usual way to distinguish null from absence with serde.
#[allow(clippy::option_option)]
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct UserStatusUpdate<'a> {
    #[serde(rename = "@odata.type")]
    pub(crate) odata_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_display_name: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) devices_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<ComplianceStatus>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_reported_date_time: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_principal_name: Option<Option<&'a str>>,
}

pub(crate) const USER_STATUS_TYPE: &str = "#microsoft.graph.deviceConfigurationUserStatus";

impl UserStatus {
    /// Returns the update from `self` to `after`.
    pub(crate) fn diff<'a>(&'a self, after: &'a Self) -> UserStatusUpdate<'a> {
        fn changed<B, T: PartialEq<B>>(before: &B, after: T) -> Option<T> {
            if after == *before { None } else { Some(after) }
        }
        UserStatusUpdate {
            odata_type: USER_STATUS_TYPE,
            user_display_name: changed(&self.user_display_name.as_deref(), after.user_display_name.as_deref()),
            devices_count: changed(&self.devices_count, after.devices_count),
            status: changed(&self.status, after.status),
            last_reported_date_time: changed(
                &self.last_reported_date_time.as_str(),
                after.last_reported_date_time.as_str(),
            ),
            user_principal_name: changed(&self.user_principal_name.as_deref(), after.user_principal_name.as_deref()),
        }
    }
}
