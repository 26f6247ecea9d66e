//! Changes of one program: what is sent, when, and what happens if something fails.

use std::time::Duration;

use crate::service::{Fault, Policy, Service, assignment};
use graph_core::ErrorKind;
use graph_core::address::Address;
use graph_core::plan::{Mode, Run};
use graph_intune::{AssignmentErrorKind, AssignmentsExt as _, AssignmentsOperation, Target};

fn policy() -> Address<Policy> {
    Policy::at("p1")
}

/// An operation whose window ends with the reads that it needs in any case.
fn operation(service: &Service) -> AssignmentsOperation<Policy> {
    service.client().assignments(policy()).sole_writer().seed(1)
}

#[tokio::test(start_paused = true)]
async fn a_change_is_sent_once_and_read_back_twice() {
    let service = Service::new(["a", "b"]);
    let applied = operation(&service).add(Target::group("c")).remove(Target::group("a")).await.unwrap();
    assert_eq!(service.methods(), "GET GET POST GET GET");
    assert_eq!(service.groups(), ["b", "c"]);
    assert_eq!((applied.times_sent(), applied.times_read(), applied.concurrent_changes()), (1, 4, 0));
    assert_eq!(applied.assignments().len(), 2);
    let changes: Vec<_> = applied.changes().iter().map(ToString::to_string).collect();
    assert_eq!(changes, ["+ group c", "- group a"]);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_if_nothing_changes() {
    let service = Service::new(["a"]);
    let applied = operation(&service).add(Target::group("A")).remove(Target::group("z")).await.unwrap();
    assert_eq!(service.methods(), "GET");
    assert!(applied.is_unchanged() && applied.changes().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_second_run_sends_nothing() {
    let service = Service::new(["a"]);
    let wanted = || [Target::group("b"), Target::exclude_group("c"), Target::all_devices()];
    operation(&service).replace(wanted()).await.unwrap();
    assert!(operation(&service).replace(wanted()).await.unwrap().is_unchanged());
    assert_eq!(service.methods(), "GET GET POST GET GET GET");
}

#[tokio::test(start_paused = true)]
async fn a_plan_reads_once_and_changes_nothing() {
    let service = Service::new(["a", "b"]);
    let plan = operation(&service).replace([Target::group("a"), Target::all_users()]).plan().await.unwrap();
    assert_eq!(service.methods(), "GET");
    assert_eq!(
        plan.to_string(),
        "~ assign deviceCompliancePolicy: 1 to add, 1 to remove, 1 unchanged\n  + all users\n  - group b"
    );
    assert_eq!(
        serde_json::to_value(&plan).unwrap(),
        serde_json::json!({
            "type": "deviceCompliancePolicy",
            "changes": [
                {"change": "add", "target": "all users"},
                {"change": "remove", "target": "group", "id": "b"},
            ],
            "unchanged": 1,
        })
    );
}

#[tokio::test(start_paused = true)]
async fn a_change_is_a_step_of_a_program() {
    let service = Service::new(["a", "b"]);
    let step = || operation(&service).add(Target::group("c")).remove(Target::group("a")).step("Baseline");
    let mut planning = Run::new(Mode::Plan);
    planning.step(step()).await.unwrap();
    assert_eq!(
        planning.plan().to_string(),
        "~ update assignments \"Baseline\": + group c, - group a\nPlan: 0 to create, 1 to update, 0 unchanged"
    );
    assert_eq!(service.methods(), "GET");

    let mut applying = Run::new(Mode::Apply);
    applying.step(step()).await.unwrap();
    applying.step(step()).await.unwrap();
    assert_eq!(service.groups(), ["b", "c"]);
    assert!(applying.plan().to_string().ends_with("Done: 0 created, 1 updated, 1 unchanged"), "{}", applying.plan());

    let error = planning.step(operation(&service).add(Target::group("")).step("Baseline")).await.unwrap_err();
    assert_eq!((error.kind(), planning.plan().steps().len()), (AssignmentErrorKind::Request, 1));
}

#[tokio::test(start_paused = true)]
async fn all_pages_are_read() {
    let service = Service::new(["a", "b", "c", "d", "e"]).page_size(2);
    let applied = operation(&service).remove(Target::group("e")).await.unwrap();
    assert_eq!(applied.assignments().len(), 4);
    assert_eq!(service.groups(), ["a", "b", "c", "d"]);
    assert_eq!(service.methods(), "GET GET GET GET GET GET POST GET GET GET GET");
}

#[tokio::test(start_paused = true)]
async fn reads_of_an_old_state_are_waited_for() {
    let service = Service::new(["a"]).lag(5);
    let applied = operation(&service).add(Target::group("b")).await.unwrap();
    assert_eq!(service.methods(), "GET GET POST GET GET GET GET GET GET GET");
    assert_eq!((applied.times_sent(), applied.concurrent_changes()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn after_a_lost_response_the_list_is_read() {
    let service = Service::new(["a"]).fault(2, Fault::LostAfter);
    let applied = operation(&service).add(Target::group("b")).await.unwrap();
    assert_eq!(service.methods(), "GET GET POST GET GET", "the list is sent once");
    assert_eq!((applied.times_sent(), service.groups().len()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn a_lost_request_is_retried_after_reading() {
    let service = Service::new(["a"]).fault(2, Fault::LostBefore);
    let applied = operation(&service).add(Target::group("b")).await.unwrap();
    assert_eq!(service.groups(), ["a", "b"]);
    assert_eq!(applied.times_sent(), 2);
    let methods = service.methods();
    let between = methods.split("POST").nth(1).unwrap();
    assert!(between.matches("GET").count() >= 4, "the state is read several times before: {methods}");
}

#[tokio::test(start_paused = true)]
async fn a_lost_request_does_not_overwrite_what_another_program_wrote_meanwhile() {
    let service = Service::new(["a"]).fault(2, Fault::LostBefore).interfere(4, |list| list.push(assignment("theirs")));
    let applied = operation(&service).add(Target::group("b")).await.unwrap();
    assert_eq!(service.groups(), ["a", "b", "theirs"]);
    assert_eq!(applied.times_sent(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_throttled_list_is_read_before_the_retry() {
    let service = Service::new(["a"]).fault(2, Fault::Status(429)).interfere(3, |list| list.push(assignment("theirs")));
    let applied = service.client().assignments(policy()).add(Target::group("b")).await.unwrap();
    assert_eq!(service.groups(), ["a", "b", "theirs"]);
    assert_eq!(applied.times_sent(), 1);
    assert!(service.methods().starts_with("GET GET POST GET GET POST GET"), "{}", service.methods());
}

#[tokio::test(start_paused = true)]
async fn a_refused_list_is_an_error() {
    let service = Service::new(["a"]).fault(2, Fault::Status(403));
    let error = operation(&service).add(Target::group("b")).await.unwrap_err();
    assert_eq!(error.kind(), AssignmentErrorKind::Graph);
    assert!(error.graph_error().unwrap().is_forbidden());
    assert_eq!(error.to_string(), "assignments of `deviceCompliancePolicy`: the assignments could not be sent");
    assert_eq!(service.methods(), "GET GET POST");
}

#[tokio::test(start_paused = true)]
async fn a_change_between_the_two_reads_is_kept() {
    let service = Service::new(["a"]).interfere(1, |list| list.push(assignment("theirs")));
    let applied = operation(&service).add(Target::group("b")).await.unwrap();
    assert_eq!(service.methods(), "GET GET GET POST GET GET");
    assert_eq!(service.groups(), ["a", "b", "theirs"]);
    assert_eq!(applied.concurrent_changes(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_overwritten_change_is_made_again() {
    let service = Service::new(["a"]).interfere(3, |list| *list = vec![assignment("a"), assignment("theirs")]);
    let applied = operation(&service).add(Target::group("b")).remove(Target::group("a")).await.unwrap();
    assert_eq!(service.groups(), ["b", "theirs"]);
    assert_eq!((applied.times_sent(), applied.concurrent_changes()), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn additions_of_others_do_not_matter() {
    let service = Service::new(["a"]).interfere(3, |list| list.push(assignment("theirs")));
    let applied = operation(&service).add(Target::group("b")).await.unwrap();
    assert_eq!(service.methods(), "GET GET POST GET GET");
    assert!(applied.assignments().contains(&Target::group("theirs")));
}

#[tokio::test(start_paused = true)]
async fn a_decision_about_another_list_is_not_applied() {
    let service = Service::new(["a"]);
    let read = operation(&service).read().await.unwrap();
    service.change(|list| list.push(assignment("theirs")));
    let error = operation(&service).replace([Target::group("b")]).if_unchanged(&read).await.unwrap_err();
    assert_eq!(error.kind(), AssignmentErrorKind::Changed);
    assert!(!service.methods().contains("POST"));
    let plan = operation(&service).replace([Target::group("b")]).plan().await.unwrap();
    operation(&service).replace([Target::group("b")]).if_unchanged(plan.before()).await.unwrap();
    assert_eq!(service.groups(), ["b"]);
}

#[tokio::test(start_paused = true)]
async fn a_decision_is_not_applied_to_another_list_after_a_lost_request() {
    let lost = || Service::new(["a"]).fault(3, Fault::LostBefore);
    let change = async |service: &Service| {
        let read = operation(service).read().await.unwrap();
        operation(service).replace([Target::group("b")]).seed(1).if_unchanged(&read).await
    };
    let service = lost();
    assert_eq!(change(&service).await.unwrap().times_sent(), 2);
    let methods = service.methods();
    let second = methods.split(' ').enumerate().filter(|(_, method)| *method == "POST").nth(1).unwrap().0;

    // another program writes before the two reads in front of the second request
    let service = lost().interfere(second - 2, |list| list.push(assignment("theirs")));
    assert_eq!(change(&service).await.unwrap_err().kind(), AssignmentErrorKind::Conflict);
    assert_eq!(service.groups(), ["a", "theirs"]);
    assert_eq!(service.methods().matches("POST").count(), 1);
}

#[tokio::test(start_paused = true)]
async fn two_programs_that_want_the_opposite_end_with_a_conflict() {
    let mut service = Service::new(["a"]);
    for request in 3..200 {
        service = service.interfere(request, |list| *list = vec![assignment("theirs")]);
    }
    let error = operation(&service).add(Target::group("b")).max_attempts(3).await.unwrap_err();
    assert_eq!(error.kind(), AssignmentErrorKind::Conflict);
    assert!(error.to_string().contains("were sent 3 times"), "{error}");
    assert_eq!(service.methods().matches("POST").count(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_list_that_never_reads_back_ends_with_the_deadline() {
    let service = Service::new(["a"]).lag(10_000);
    let deadline = Duration::from_secs(20);
    let error = operation(&service).add(Target::group("b")).deadline(deadline).await.unwrap_err();
    assert_eq!(error.kind(), AssignmentErrorKind::NotSettled);
    assert_eq!(service.methods().matches("POST").count(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_window_is_read_to_its_end() {
    let service = Service::new(["a"]);
    let started = tokio::time::Instant::now();
    service.client().assignments(policy()).window(Duration::from_secs(60)).add(Target::group("b")).await.unwrap();
    assert_eq!(started.elapsed(), Duration::from_secs(60), "on the paused clock");
    // the change is overwritten after the reads that would be enough, and before the window ends
    let service = Service::new(["a"]).interfere(12, |list| *list = vec![assignment("theirs")]);
    let operation = service.client().assignments(policy()).window(Duration::from_secs(60)).add(Target::group("b"));
    assert_eq!(operation.await.unwrap().times_sent(), 2);
    assert_eq!(service.groups(), ["b", "theirs"]);
}

#[tokio::test(start_paused = true)]
async fn an_unknown_type_is_an_error_that_lists_the_types() {
    #[graph_core::graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
    struct User {
        #[graph(key)]
        id: String,
    }
    let service = Service::new([]);
    let error = service.client().assignments(User::at("u")).add(Target::all_users()).await.unwrap_err();
    assert_eq!(error.kind(), AssignmentErrorKind::NotAssignable);
    assert!(error.to_string().contains("`deviceConfiguration`"), "{error}");
    assert_eq!(service.methods(), "");
}

#[tokio::test(start_paused = true)]
async fn an_address_that_is_not_valid_is_an_error() {
    let service = Service::new([]);
    let operation = service.client().assignments(Policy::at("..")).add(Target::all_users());
    for error in
        [operation.plan().await.unwrap_err(), operation.read().await.unwrap_err(), operation.await.unwrap_err()]
    {
        assert_eq!(error.graph_error().unwrap().kind(), ErrorKind::Address);
    }
    assert_eq!(service.methods(), "");
}

#[tokio::test(start_paused = true)]
async fn debug_output_has_no_ids() {
    let service = Service::new(["group-id"]);
    let operation =
        operation(&service).add(Target::group("group-id").filter("filter-id", graph_intune::FilterKind::Include));
    let list = operation.read().await.unwrap();
    let plan = operation.plan().await.unwrap();
    let before = format!("{operation:?} {list:?} {plan:?}");
    let shown = format!("{before} {:?}", operation.apply().await);
    assert!(!shown.contains("group-id") && !shown.contains("filter-id") && !shown.contains("p1"), "{shown}");
}
