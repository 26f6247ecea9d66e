use graph_core::Untyped;
use graph_core::schema::Version;

use super::Edits;
use crate::assignable::AssignableType;
use crate::assignment::{AssignedTarget, Assignment, Intent};
use crate::list::AssignmentList;
use crate::plan::AssignmentPlan;
use crate::target::{FilterKind, Target};

const POLICY: &str = "deviceConfiguration";
const APP: &str = "mobileApp";

fn list(items: &[&str]) -> AssignmentList {
    AssignmentList(items.iter().map(|json| AssignedTarget::read(json).unwrap()).collect())
}

fn edits(change: impl FnOnce(&mut Edits)) -> Edits {
    let mut edits = Edits::default();
    change(&mut edits);
    edits
}

/// Returns the list after the edits, as it is sent for a type.
fn sent(name: &str, before: &AssignmentList, edits: &Edits) -> String {
    let assignable = AssignableType::named(name).unwrap();
    let after = edits.apply(before, assignable).unwrap();
    assert!(edits.hold(&after, assignable), "a second application changes nothing");
    after.to_json(assignable.parameter())
}

fn plan(name: &str, before: &AssignmentList, edits: &Edits) -> String {
    let after = edits.apply(before, AssignableType::named(name).unwrap()).unwrap();
    AssignmentPlan::new(AssignableType::named(name).unwrap().name(), before.clone(), &after).to_string()
}

const GROUP: &str = r##"{"id":"p_g1","target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","deviceAndAppManagementAssignmentFilterId":null,"deviceAndAppManagementAssignmentFilterType":"none","groupId":"g1"}}"##;
const SCCM: &str = r##"{"id":"p_c","source":"direct","target":{"@odata.type":"#microsoft.graph.configurationManagerCollectionAssignmentTarget","collectionId":"C01"}}"##;
const NEWER: &str = r##"{"id":"p_n","weight":1.50,"target":{"@odata.type":"#microsoft.graph.shiftAssignmentTarget","shift":{"b":1,"a":[ 2]}}}"##;

#[test]
fn what_is_not_touched_is_sent_as_it_was_read() {
    let before = list(&[GROUP, SCCM, NEWER]);
    assert_eq!(
        sent(POLICY, &before, &edits(|edits| edits.add(Target::all_devices().into()))),
        format!(
            r##"{{"assignments":[{GROUP},{SCCM},{NEWER},{{"@odata.type":"#microsoft.graph.deviceConfigurationAssignment","target":{{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}}}]}}"##
        )
    );
}

#[test]
fn control_information_is_not_sent_back() {
    let json = r##"{"@odata.id":"x","@odata.etag":"y","id":"1","settings@odata.type":"#T","settings":{"@odata.type":"#U"},"#assign":{},"user@odata.navigationLink":"z","target":{"@odata.context":"c","@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}"##;
    assert_eq!(
        AssignedTarget::read(json).unwrap().to_json(),
        r##"{"id":"1","settings@odata.type":"#T","settings":{"@odata.type":"#U"},"target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}"##
    );
}

#[test]
fn a_list_can_only_lose_targets() {
    let before = list(&[GROUP, SCCM]);
    let edits = edits(|edits| edits.remove(Target::group("G1")));
    assert_eq!(sent(POLICY, &before, &edits), format!(r#"{{"assignments":[{SCCM}]}}"#));
    assert_eq!(plan(POLICY, &before, &edits), "~ assign deviceConfiguration: 1 to remove, 1 unchanged\n  - group g1");
}

#[test]
fn a_filter_of_the_same_target_changes() {
    let before = list(&[GROUP]);
    let edits = edits(|edits| edits.add(Target::group("g1").filter("f1", FilterKind::Exclude).into()));
    assert_eq!(
        sent(POLICY, &before, &edits),
        r##"{"assignments":[{"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","deviceAndAppManagementAssignmentFilterId":"f1","deviceAndAppManagementAssignmentFilterType":"exclude","groupId":"g1"}}]}"##
    );
    assert_eq!(
        plan(POLICY, &before, &edits),
        "~ assign deviceConfiguration: 1 to change, 0 unchanged\n  ~ group g1, filter f1 (exclude): filter"
    );
}

#[test]
fn a_group_and_its_exclusion_are_two_targets() {
    let before = list(&[GROUP]);
    let edits = edits(|edits| edits.add(Target::exclude_group("g1").into()));
    assert_eq!(
        plan(POLICY, &before, &edits),
        "~ assign deviceConfiguration: 1 to add, 1 unchanged\n  + excluded group g1"
    );
}

#[test]
fn an_app_keeps_the_settings_that_are_not_set() {
    let app = r##"{"@odata.type":"#microsoft.graph.mobileAppAssignment","id":"g1_0_0","intent":"available","settings":{"@odata.type":"#microsoft.graph.win32LobAppAssignmentSettings","notifications":"showAll"},"target":{"@odata.type":"#microsoft.graph.groupAssignmentTarget","groupId":"g1"}}"##;
    let before = list(&[app]);
    let required = Assignment::new(Target::group("g1")).intent(Intent::Required);
    assert_eq!(
        sent(APP, &before, &edits(|edits| edits.add(required))),
        format!(
            r#"{{"mobileAppAssignments":[{}]}}"#,
            app.replace("available", "required").replace(r#""id":"g1_0_0","#, "")
        )
    );
    // without an intent, the existing one is kept
    assert_eq!(
        plan(APP, &before, &edits(|edits| edits.add(Target::group("g1").into()))),
        "= assign mobileApp: 1 unchanged"
    );
}

#[test]
fn a_new_assignment_of_an_app_needs_an_intent() {
    let edits = edits(|edits| edits.add(Target::group("g1").into()));
    let error = edits.apply(&list(&[]), AssignableType::named(APP).unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a new assignment of `mobileApp` needs an intent; write `Assignment::new(target).intent(Intent::Required)`"
    );
}

#[test]
fn settings_with_further_members_are_not_a_change() {
    let app = r##"{"id":"1","intent":"required","settings":{"notifications":"hideAll","installTimeSettings":null,"restartSettings":{"a":1}},"target":{"@odata.type":"#microsoft.graph.allDevicesAssignmentTarget"}}"##;
    let set = |notifications: &str| {
        let settings = Untyped::from_json(&format!(r#"{{"notifications":"{notifications}"}}"#)).unwrap();
        edits(|edits| edits.add(Assignment::new(Target::all_devices()).property("settings", settings)))
    };
    assert_eq!(plan(APP, &list(&[app]), &set("hideAll")), "= assign mobileApp: 1 unchanged");
    assert_eq!(
        plan(APP, &list(&[app]), &set("showAll")),
        "~ assign mobileApp: 1 to change, 0 unchanged\n  ~ all devices: settings"
    );
}

#[test]
fn a_policy_set_keeps_its_assignments() {
    let from_set = GROUP.replace(r#""id":"p_g1""#, r#""id":"s_g1","source":"policySets""#);
    let before = list(&[GROUP, &from_set]);
    let none: [Assignment; 0] = [];
    for edits in [edits(|edits| edits.remove(Target::group("g1"))), edits(|edits| edits.replace(none.to_vec()))] {
        assert_eq!(sent(POLICY, &before, &edits), format!(r#"{{"assignments":[{from_set}]}}"#));
    }
}

#[test]
fn replacing_removes_what_is_not_named() {
    let before = list(&[GROUP, SCCM, NEWER]);
    let edits = edits(|edits| edits.replace(vec![Target::all_users().into(), Target::group("g1").into()]));
    assert_eq!(
        plan(POLICY, &before, &edits),
        "~ assign deviceConfiguration: 1 to add, 2 to remove, 1 unchanged\n  + all users\n  - Configuration Manager collection C01\n  - other target"
    );
}

#[test]
fn the_last_word_about_a_target_counts() {
    let before = list(&[GROUP]);
    let added_last = edits(|edits| {
        edits.remove(Target::group("g1"));
        edits.add(Target::group("g1").into());
    });
    assert_eq!(plan(POLICY, &before, &added_last), "= assign deviceConfiguration: 1 unchanged");
    let removed_last = edits(|edits| {
        edits.add(Target::group("g2").into());
        edits.remove(Target::group("g2"));
    });
    assert_eq!(plan(POLICY, &before, &removed_last), "= assign deviceConfiguration: 1 unchanged");
}

#[test]
fn what_cannot_be_sent_is_an_error() {
    let check = |name: &str, version, assignment: Assignment| {
        let assignable = AssignableType::named(name).unwrap();
        let result = edits(|edits| edits.add(assignment)).check(assignable, version);
        result.unwrap_err().to_string()
    };
    let filtered = Target::all_devices().filter("f", FilterKind::Include);
    assert!(check(POLICY, Version::V1, filtered.clone().into()).contains("v1.0 does not have assignment filters"));
    assert!(
        edits(|edits| edits.add(filtered.into())).check(AssignableType::named(POLICY).unwrap(), Version::Beta).is_ok()
    );
    assert_eq!(
        check("cloudPcUserSetting", Version::Beta, Target::all_users().into()),
        "`cloudPcUserSetting` is assigned to groups without a filter only"
    );
    assert_eq!(
        check(POLICY, Version::V1, Assignment::new(Target::group("g")).intent(Intent::Required)),
        "the assignments of `deviceConfiguration` do not have an intent"
    );
    assert!(check(POLICY, Version::V1, Target::group(" ").into()).contains("is empty"));
    for name in ["id", "target", "a@odata.type", ""] {
        let message = check(POLICY, Version::V1, Assignment::new(Target::group("g")).property(name, "x"));
        assert_eq!(message, format!("`{name}` cannot be set as a property of an assignment"));
    }
    let twice = edits(|edits| edits.replace(vec![Target::group("a").into(), Target::group("A").into()]));
    assert!(twice.check(AssignableType::named(POLICY).unwrap(), Version::V1).is_err());
}

#[test]
fn each_family_has_its_own_type_of_group() {
    for (name, target) in [
        (POLICY, "groupAssignmentTarget"),
        ("cloudPcProvisioningPolicy", "cloudPcManagementGroupAssignmentTarget"),
        ("officeClientConfiguration", "officeConfigurationGroupAssignmentTarget"),
    ] {
        let json = sent(name, &list(&[]), &edits(|edits| edits.add(Target::group("g1").into())));
        assert!(
            json.contains(&format!(r##""target":{{"@odata.type":"#microsoft.graph.{target}","groupId":"g1"}}"##)),
            "{json}"
        );
    }
}

#[test]
fn lists_are_compared_as_sets() {
    assert_eq!(list(&[GROUP, SCCM]), list(&[SCCM, &GROUP.replace("p_g1", "other id")]));
    assert_eq!(list(&[GROUP]), list(&[&GROUP.replace(r#""groupId":"g1""#, r#""groupId":"G1""#)]));
    assert_ne!(list(&[GROUP, GROUP]), list(&[GROUP, SCCM]));
    assert_ne!(list(&[GROUP, GROUP]), list(&[GROUP]));
    assert_ne!(list(&[NEWER]), list(&[&NEWER.replace("1.50", "2")]));
    assert_ne!(list(&[NEWER]), list(&[&NEWER.replace(r#""b":1"#, r#""b":2"#)]));
}
