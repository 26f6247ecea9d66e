use serde::{Deserialize, Serialize};

use super::Time;

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Overview<T> {
    pub(crate) id: String,
    pub(crate) pending_count: i32,
    pub(crate) not_applicable_count: i32,
    pub(crate) success_count: i32,
    pub(crate) error_count: i32,
    pub(crate) failed_count: i32,
    pub(crate) last_update_date_time: T,
    pub(crate) configuration_version: i32,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OverviewUpdate<T> {
    #[serde(rename = "@odata.type")]
    odata_type: &'static str,
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
    pub(crate) last_update_date_time: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) configuration_version: Option<i32>,
}

impl<T> Default for OverviewUpdate<T> {
    fn default() -> Self {
        Self {
            odata_type: "#microsoft.graph.deviceConfigurationUserOverview",
            pending_count: None,
            not_applicable_count: None,
            success_count: None,
            error_count: None,
            failed_count: None,
            last_update_date_time: None,
            configuration_version: None,
        }
    }
}

impl<T: Time> Overview<T> {
    pub(crate) fn difference<'a>(&self, after: &'a Self) -> OverviewUpdate<T::Sent<'a>> {
        fn changed(before: i32, after: i32) -> Option<i32> {
            (before != after).then_some(after)
        }
        OverviewUpdate {
            pending_count: changed(self.pending_count, after.pending_count),
            not_applicable_count: changed(self.not_applicable_count, after.not_applicable_count),
            success_count: changed(self.success_count, after.success_count),
            error_count: changed(self.error_count, after.error_count),
            failed_count: changed(self.failed_count, after.failed_count),
            last_update_date_time: (self.last_update_date_time != after.last_update_date_time)
                .then(|| after.last_update_date_time.sent()),
            configuration_version: changed(self.configuration_version, after.configuration_version),
            ..OverviewUpdate::default()
        }
    }
}
