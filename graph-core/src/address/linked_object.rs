//! Recognizes paths that go through a link to a directory object.
//!
//! `DELETE /groups/{id}/members/{id}` without `/$ref` deletes the user, not the membership.

/// The navigation properties that always link directory objects.
///
/// Source: `$metadata` of v1.0 and beta: those without `ContainsTarget` whose type is `directoryObject` or a type derived from it. The
/// senders, the sponsors of connected organizations and `appliesTo` of feature rollout policies have `ContainsTarget`, but the reference
/// removes from them with `$ref`:
/// [remove acceptedSender](https://learn.microsoft.com/graph/api/group-delete-acceptedsenders),
/// [remove internalSponsors](https://learn.microsoft.com/graph/api/connectedorganization-delete-internalsponsors),
/// [remove appliesTo](https://learn.microsoft.com/graph/api/featurerolloutpolicy-delete-appliesto).
///
/// The warning itself: [remove member](https://learn.microsoft.com/graph/api/group-delete-members).
const LINKS: &[&str] = &[
    "acceptedSenders",
    "allowedGroups",
    "allowedUsers",
    "appliesTo",
    "createdByUser",
    "createdObjects",
    "createdOnBehalfOf",
    "directReports",
    "directoryScope",
    "domainNameReferences",
    "externalSponsors",
    "includedGroups",
    "internalSponsors",
    "invitedUser",
    "invitedUserSponsors",
    "lastModifiedByUser",
    "manager",
    "memberOf",
    "membersWithLicenseErrors",
    "ownedDevices",
    "ownedObjects",
    "owners",
    "principal",
    "registeredDevices",
    "registeredOwners",
    "registeredUsers",
    "rejectedSenders",
    "sponsorOf",
    "sponsors",
    "transitiveMemberOf",
    "transitiveMembers",
    "transitiveReports",
];

/// `members` links directory objects, unless it is a property of one of these.
///
/// Source: `$metadata` of v1.0 and beta: the paths to the types whose `members` have `ContainsTarget`, such as `conversationMember`.
const CONTAINERS_OF_MEMBERS: &[&str] = &[
    "allChannels",
    "assignedRoles",
    "audience",
    "channels",
    "chat",
    "chats",
    "deletedChats",
    "deploymentAudiences",
    "incomingChannels",
    "joinedTeams",
    "primaryChannel",
    "roles",
    "rosters",
    "sharePointGroups",
    "tags",
    "team",
    "teams",
    "updatableAssets",
];

/// The external groups of a connection contain their members, and have the same name as the groups of the directory.
const EXTERNAL_GROUPS: [&str; 2] = ["connections", "groups"];

/// Returns the first segment of `path` that links directory objects. `template` is the declared path.
///
/// The value of a placeholder is such a name if a key or `me` precedes it. Segments after one that ends with a colon, as in
/// `root:/{path}:`, are names of files.
pub(super) fn link_in<'a>(template: &str, path: &'a str) -> Option<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    let mut may_be_key = false;
    for (declared, sent) in template.split('/').zip(path.split('/')) {
        let name = sent.split('(').next().unwrap_or(sent);
        if may_be_key && declared.starts_with('{') {
            may_be_key = false;
        } else if !name.is_empty() && !name.contains('.') {
            // A cast, such as `microsoft.graph.user`, contains a dot.
            if is_link(name, &names) {
                return Some(name);
            }
            may_be_key = name == sent && !name.eq_ignore_ascii_case("me");
            names.push(name);
        }
        if declared.ends_with(':') {
            break;
        }
    }
    None
}

/// Returns whether `name` links directory objects after the segments `before`, which are without keys.
fn is_link(name: &str, before: &[&str]) -> bool {
    if !name.eq_ignore_ascii_case("members") {
        return is_one_of(name, LINKS);
    }
    let is_external = matches!(before, [.., connections, groups]
        if [*connections, *groups].iter().zip(EXTERNAL_GROUPS).all(|(name, known)| name.eq_ignore_ascii_case(known)));
    let is_contained = before.last().is_some_and(|container| is_one_of(container, CONTAINERS_OF_MEMBERS));
    !is_external && !is_contained
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
