//! Directory objects, for which advanced queries need a header.

use crate::schema::TypeDescriptor;

/// Returns whether the path template leads to directory objects of Microsoft Entra ID.
///
/// Source: [advanced query capabilities on Microsoft Entra ID objects](https://learn.microsoft.com/en-us/graph/aad-advanced-queries).
pub(super) fn is_directory_path(template: &str) -> bool {
    let segments: Vec<&str> = template.split('/').filter(|segment| !segment.is_empty()).collect();
    let names: Vec<&str> =
        segments.iter().copied().filter(|segment| !segment.contains('{') && !segment.contains('.')).collect();
    match names.as_slice() {
        [root] | [root, "$count"] => ROOTS.contains(root),
        [root, .., relationship] => {
            (ROOTS.contains(root) || *root == "me" || *root == "directory") && RELATIONSHIPS.contains(relationship)
        }
        [] => false,
    }
}

/// Returns how many entities a service expands per collection at most, if it is known and the type has expanded properties.
///
/// Source: [`$expand` in Microsoft Graph](https://learn.microsoft.com/en-us/graph/query-parameters#expand).
pub(crate) fn expansion_limit(descriptor: &TypeDescriptor, template: &str) -> Option<usize> {
    (descriptor.has_expanded() && is_directory_path(template)).then_some(20)
}

/// Collections of directory objects.
const ROOTS: [&str; 13] = [
    "administrativeUnits",
    "applications",
    "contacts",
    "contracts",
    "devices",
    "directoryObjects",
    "directoryRoles",
    "domains",
    "groups",
    "oauth2PermissionGrants",
    "organization",
    "servicePrincipals",
    "users",
];

/// Relationships to directory objects.
const RELATIONSHIPS: [&str; 22] = [
    "acceptedSenders",
    "administrativeUnits",
    "appRoleAssignedTo",
    "appRoleAssignments",
    "createdObjects",
    "deletedItems",
    "directReports",
    "memberOf",
    "members",
    "membersWithLicenseErrors",
    "oauth2PermissionGrants",
    "ownedDevices",
    "ownedObjects",
    "owners",
    "registeredDevices",
    "registeredOwners",
    "registeredUsers",
    "rejectedSenders",
    "transitiveMemberOf",
    "transitiveMembers",
    "scopedRoleMemberOf",
    "sponsors",
];

#[cfg(test)]
mod tests {
    use super::is_directory_path;

    #[test]
    fn paths_of_the_directory_are_recognized() {
        for path in [
            "/users",
            "/users/{userId}",
            "/groups/{groupId}/members",
            "/groups/{groupId}/members/microsoft.graph.user",
            "/me/memberOf",
            "/servicePrincipals/{id}/appRoleAssignedTo/{assignmentId}",
        ] {
            assert!(is_directory_path(path), "{path}");
        }
        for path in [
            "/deviceManagement/managedDevices",
            "/users/{userId}/messages",
            "/me",
            "/me/events/{id}",
            "/teams/{id}/members",
            "",
        ] {
            assert!(!is_directory_path(path), "{path}");
        }
    }
}
