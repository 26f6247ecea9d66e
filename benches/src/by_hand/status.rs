use serde::{Deserialize, Serialize};

use super::Time;

#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Status<T> {
    pub(crate) id: String,
    pub(crate) user_display_name: Option<String>,
    pub(crate) devices_count: i32,
    pub(crate) status: Compliance,
    pub(crate) last_reported_date_time: T,
    pub(crate) user_principal_name: Option<String>,
}

/// Without a place for a member that is not declared: cheaper, though such a response cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Compliance {
    Unknown,
    NotApplicable,
    Compliant,
    Remediated,
    NonCompliant,
    Error,
    Conflict,
    NotAssigned,
}

/// `Some(None)` sends null.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StatusUpdate<'a, T> {
    #[serde(rename = "@odata.type")]
    odata_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_display_name: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) devices_count: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<Compliance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) last_reported_date_time: Option<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) user_principal_name: Option<Option<&'a str>>,
}

impl<T> Default for StatusUpdate<'_, T> {
    fn default() -> Self {
        Self {
            odata_type: "#microsoft.graph.deviceConfigurationUserStatus",
            user_display_name: None,
            devices_count: None,
            status: None,
            last_reported_date_time: None,
            user_principal_name: None,
        }
    }
}

impl<T: Time> Status<T> {
    pub(crate) fn difference<'a>(&self, after: &'a Self) -> StatusUpdate<'a, T::Sent<'a>> {
        StatusUpdate {
            user_display_name: (self.user_display_name != after.user_display_name)
                .then_some(after.user_display_name.as_deref()),
            devices_count: (self.devices_count != after.devices_count).then_some(after.devices_count),
            status: (self.status != after.status).then_some(after.status),
            last_reported_date_time: (self.last_reported_date_time != after.last_reported_date_time)
                .then(|| after.last_reported_date_time.sent()),
            user_principal_name: (self.user_principal_name != after.user_principal_name)
                .then_some(after.user_principal_name.as_deref()),
            ..StatusUpdate::default()
        }
    }
}
