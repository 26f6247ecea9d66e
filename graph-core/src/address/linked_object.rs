//! Recognizes paths that go through a link to an entity that exists on its own.
//!
//! `DELETE /groups/{id}/members/{id}` without `/$ref` deletes the user, not the membership.

/// The navigation properties that always link entities that exist on their own.
///
/// Source: `$metadata` of v1.0 and beta: those without `ContainsTarget` whose type is `directoryObject` or derived from it, and those from
/// which the reference removes with `$ref`, as from the senders of a group although they have `ContainsTarget`:
/// [remove acceptedSender](https://learn.microsoft.com/graph/api/group-delete-acceptedsenders),
/// [remove internalSponsors](https://learn.microsoft.com/graph/api/connectedorganization-delete-internalsponsors),
/// [remove appliesTo](https://learn.microsoft.com/graph/api/featurerolloutpolicy-delete-appliesto),
/// [remove teacher](https://learn.microsoft.com/graph/api/educationclass-delete-teachers),
/// [remove userFlowIdentityProvider](https://learn.microsoft.com/graph/api/b2cidentityuserflow-delete-userflowidentityproviders),
/// [remove incompatibleAccessPackage](https://learn.microsoft.com/graph/api/accesspackage-delete-incompatibleaccesspackage).
///
/// The warning itself: [remove member](https://learn.microsoft.com/graph/api/group-delete-members).
const LINKS: &[&str] = &[
    "acceptedSenders",
    "allowedGroups",
    "allowedUsers",
    "appliesTo",
    "approvers",
    "assignedUsers",
    "collaborators",
    "createdByUser",
    "createdObjects",
    "createdOnBehalfOf",
    "directReports",
    "directoryScope",
    "directoryScopes",
    "domainNameReferences",
    "externalSponsors",
    "includedGroups",
    "incompatibleAccessPackages",
    "incompatibleGroups",
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
    "principals",
    "registeredDevices",
    "registeredOwners",
    "registeredUsers",
    "rejectedSenders",
    "sponsorOf",
    "sponsors",
    "taughtClasses",
    "teachers",
    "transitiveMemberOf",
    "transitiveMembers",
    "transitiveReports",
    "userFlowIdentityProviders",
];

/// The names that link such entities, unless they are the first segment or follow one of these.
///
/// Source: `$metadata` of v1.0 and beta: the paths to the types in which the properties have `ContainsTarget`. Some members, such as
/// `conversationMember`, exist in their team only.
const LINKS_EXCEPT_AFTER: &[(&str, &[&str])] = &[
    ("appManagementPolicies", &["policies"]),
    ("applications", &[]),
    ("claimsMappingPolicies", &["policies"]),
    ("classes", &["education"]),
    ("homeRealmDiscoveryPolicies", &["policies"]),
    (
        "members",
        &[
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
        ],
    ),
    ("schools", &["education"]),
    ("tokenIssuancePolicies", &["policies"]),
    ("tokenLifetimePolicies", &["policies"]),
    ("users", &["copilot", "education"]),
];

/// The external groups of a connection contain their members, and have the same name as the groups of the directory.
const EXTERNAL_GROUPS: [&str; 2] = ["connections", "groups"];

/// Returns the first segment of `path` that links entities that exist on their own. `template` is the declared path.
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

/// Returns whether `name` links entities that exist on their own; `before` are the names of the segments before it.
fn is_link(name: &str, before: &[&str]) -> bool {
    if is_one_of(name, LINKS) {
        return true;
    }
    let same = |(link, _): &&(&str, &[&str])| link.eq_ignore_ascii_case(name);
    match (LINKS_EXCEPT_AFTER.iter().find(same), before.last()) {
        (Some((_, containers)), Some(last)) => !is_one_of(last, containers) && !is_external_group(before),
        _ => false,
    }
}

fn is_external_group(before: &[&str]) -> bool {
    matches!(before, [.., connections, groups]
        if [*connections, *groups].iter().zip(EXTERNAL_GROUPS).all(|(name, known)| name.eq_ignore_ascii_case(known)))
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
