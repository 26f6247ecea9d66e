use crate::address::linked_object::link_in;

/// Expands a template without encoding, which the segments here do not need.
fn link(template: &'static str) -> Option<&'static str> {
    link_in(template, template)
}

#[test]
fn links_to_entities_of_their_own_are_recognized() {
    for (template, name) in [
        ("/groups/{groupId}/members/{userId}", "members"),
        ("/groups('{groupId}')/members('{userId}')", "members"),
        ("/groups/{groupId}/members/{userId}/microsoft.graph.user", "members"),
        ("/groups/{groupId}/microsoft.graph.group/members/{userId}", "members"),
        ("/groups/{groupId}/MEMBERS/{userId}", "MEMBERS"),
        ("/groups/{groupId}/owners/{userId}/calendar/events/{eventId}", "owners"),
        ("/groups/{groupId}/acceptedSenders/{userId}", "acceptedSenders"),
        ("/directoryRoles/{roleId}/members/{userId}", "members"),
        ("/directoryRoles(roleTemplateId='{roleTemplateId}')/members/{userId}", "members"),
        ("/directory/administrativeUnits/{unitId}/members/{userId}", "members"),
        ("/education/classes/{classId}/group/members/{userId}", "members"),
        ("/me/manager", "manager"),
        ("/users/{userId}/manager", "manager"),
        ("/users/{userId}/directReports/{reportId}", "directReports"),
        ("/users/{userId}/memberOf/{groupId}", "memberOf"),
        ("/devices/{deviceId}/registeredOwners/{userId}", "registeredOwners"),
        ("/applications/{applicationId}/owners/{userId}", "owners"),
        ("/servicePrincipals/{id}/claimsMappingPolicies/{policyId}", "claimsMappingPolicies"),
        ("/connectorGroups/{groupId}/applications/{applicationId}", "applications"),
        ("/education/classes/{classId}/members/{userId}", "members"),
        ("/education/users/{userId}/classes/{classId}", "classes"),
        ("/education/schools/{schoolId}/users/{userId}", "users"),
        ("/deviceManagement/managedDevices/{deviceId}/users/{userId}", "users"),
        ("/users/{userId}/ownedDevices/{deviceId}/drive/root:/{path}:", "ownedDevices"),
    ] {
        assert_eq!(link(template), Some(name), "{template}");
    }
}

#[test]
fn contained_entities_and_entities_at_their_own_path_have_none() {
    for template in [
        "/users/{userId}",
        "/groups/{groupId}",
        "/directory/administrativeUnits/{unitId}",
        "/directory/deletedItems/{objectId}",
        "/directoryObjects/{objectId}",
        "/applications/{applicationId}",
        "/policies/claimsMappingPolicies/{policyId}",
        "/education/classes/{classId}",
        "/education/schools/{schoolId}",
        "/education/users/{userId}",
        "/teams/{teamId}/members/{membershipId}",
        "/groups/{groupId}/team/members/{membershipId}",
        "/teams/{teamId}/channels/{channelId}/members/{membershipId}",
        "/teams/{teamId}/tags/{tagId}/members/{memberId}",
        "/chats/{chatId}/members/{membershipId}",
        "/external/connections/{connectionId}/groups/{groupId}/members/{identityId}",
        "/deviceManagement/managedDevices/{managedDeviceId}",
        "/me/drive/root:/{path}:",
        "",
    ] {
        assert_eq!(link(template), None, "{template}");
    }
}

#[test]
fn values_of_placeholders_are_names_only_after_a_key() {
    let related = "/users/{userId}/{relation}/{id}";
    for (template, path, expected) in [
        (related, "/users/u1/manager/x", Some("manager")),
        (related, "/users/u1/messages/manager", None),
        (related, "/users/manager/messages/x", None),
        ("/me/{relation}", "/me/manager", Some("manager")),
        ("/me/extensions/{name}", "/me/extensions/manager", None),
        ("/groups('{groupId}')/{relation}", "/groups('g1')/owners", Some("owners")),
        ("/me/drive/root:/{path}:", "/me/drive/root:/owners/manager:", None),
        ("/me/drive/root:/{path}:/content", "/me/drive/root:/owners:/content", None),
    ] {
        assert_eq!(link_in(template, path), expected, "{path}");
    }
}
