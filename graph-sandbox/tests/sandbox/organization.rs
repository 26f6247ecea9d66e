//! The resources of the tests of writes: groups, users and policies.

use graph_core::{DateTimeOffset, graph_complex, graph_resource};
use graph_sandbox::{Sandbox, SandboxBuilder};
use serde_json::json;

#[graph_resource(path = "/directoryObjects/{id}", odata_type = "#microsoft.graph.directoryObject")]
pub(crate) struct DirectoryObject {
    #[graph(key)]
    pub(crate) id: String,
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
pub(crate) struct User {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) display_name: Option<String>,
}

#[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
pub(crate) struct Group {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) display_name: String,
    pub(crate) mail_enabled: bool,
    pub(crate) description: Option<String>,
    pub(crate) renewal_days: Vec<String>,
    #[graph(read_only)]
    pub(crate) created_date_time: DateTimeOffset,
    #[graph(read_only)]
    pub(crate) renewed_date_time: Option<DateTimeOffset>,
    #[graph(expand)]
    pub(crate) settings: Vec<GroupSetting>,
}

#[graph_complex(odata_type = "#microsoft.graph.groupSetting", undeclared = drop)]
pub(crate) struct GroupSetting {
    pub(crate) id: String,
    pub(crate) display_name: Option<String>,
}

#[graph_resource(
    path = "/groups/{groupId}/conversations/{conversationId}",
    odata_type = "#microsoft.graph.conversation"
)]
pub(crate) struct Conversation {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) topic: Option<String>,
}

pub(crate) const GROUP: &str = r#"{"displayName":"Staff","mailEnabled":false}"#;

/// Two users, one group with a conversation, and the navigation properties between them.
pub(crate) fn organization() -> SandboxBuilder {
    let group = json!({
        "id": "g", "displayName": "Staff", "mailEnabled": true, "description": "All", "renewalDays": ["Monday"],
        "createdDateTime": "2026-01-01T00:00:00Z", "settings": [],
    });
    Sandbox::builder()
        .resource::<Conversation>()
        .seed(Group::at("g"), group)
        .seed(Conversation::at("g", "c"), json!({ "id": "c", "topic": "Lunch" }))
        .seed(User::at("u"), json!({ "id": "u", "displayName": "Una" }))
        .seed(User::at("v"), json!({ "id": "v", "displayName": "Vic" }))
        .links::<Group, DirectoryObject>("members")
        .link::<User, DirectoryObject>("manager")
}
