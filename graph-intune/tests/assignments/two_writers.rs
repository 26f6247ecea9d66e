//! Two programs change one list at the same time, 1,000 times.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::service::{Policy, Service, assignment};
use graph_intune::{AssignmentError, AssignmentsExt as _, AssignmentsOperation, Target};

const ROUNDS: u64 = 1_000;
/// A request and its response take up to a second each, so `assign` is processed at most two seconds after the read before it was.
const LONGEST_DELAY: Duration = Duration::from_secs(1);

/// A deterministic choice: the generator of MINSTD.
struct Choices(u64);

impl Choices {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        self.0 % limit
    }
}

/// What happened in all rounds.
#[derive(Debug, Default, PartialEq, Eq)]
struct Result {
    /// Assignments that are missing although no program removed them.
    lost: usize,
    /// Assignments that are there although they were removed.
    restored: usize,
    times_sent: u32,
    concurrent_changes: u32,
}

/// Lets two programs change one list in each round: each adds groups of its own, and removes groups that were there.
async fn run(seed: u64, configure: impl Fn(AssignmentsOperation<Policy>) -> AssignmentsOperation<Policy>) -> Result {
    let service = Service::new(["kept"]).delays(LONGEST_DELAY, seed);
    let clients = [service.client(), service.client()];
    let mut choices = Choices(seed + 1);
    let mut result = Result::default();
    let mut expected = BTreeSet::from(["kept".to_owned()]);
    for round in 0..ROUNDS {
        let mut added = BTreeSet::new();
        let mut removed = BTreeSet::new();
        let mut operations = Vec::new();
        for (writer, client) in clients.iter().enumerate() {
            let mut operation =
                configure(client.assignments(Policy::at("p1"))).seed(seed ^ (round << 1) ^ writer as u64);
            for group in 0..choices.below(3) {
                let group = format!("{round}-{writer}-{group}");
                operation = operation.add(Target::group(&*group));
                added.insert(group);
            }
            let candidates: Vec<_> = expected.iter().filter(|group| *group != "kept").cloned().collect();
            for group in candidates {
                if choices.below(4) == 0 {
                    operation = operation.remove(Target::group(&*group));
                    removed.insert(group);
                }
            }
            operations.push((operation, Duration::from_millis(choices.below(4_000))));
        }
        let [first, second] = <[_; 2]>::try_from(operations).unwrap();
        let applied = tokio::join!(start(first), start(second));
        for applied in [applied.0.unwrap(), applied.1.unwrap()] {
            result.times_sent += applied.times_sent();
            result.concurrent_changes += applied.concurrent_changes();
        }
        expected.extend(added);
        expected.retain(|group| !removed.contains(group));
        let actual: BTreeSet<_> = service.groups().into_iter().collect();
        result.lost += expected.difference(&actual).count();
        result.restored += actual.difference(&expected).count();
        // the next round starts with what this one should have left
        service.change(|list| *list = expected.iter().map(|group| assignment(group)).collect());
    }
    result
}

async fn start(
    (operation, delay): (AssignmentsOperation<Policy>, Duration),
) -> std::result::Result<graph_intune::AppliedAssignments, AssignmentError> {
    tokio::time::sleep(delay).await;
    operation.await
}

#[tokio::test(start_paused = true)]
async fn no_assignment_is_lost_that_no_program_removed() {
    let result = run(11, |operation| operation.window(Duration::from_secs(4))).await;
    println!("{ROUNDS} rounds: {result:?}");
    assert_eq!((result.lost, result.restored), (0, 0), "{result:?}");
    assert!(result.concurrent_changes > 100, "the programs did not meet: {result:?}");
}

/// The same rounds lose assignments without a window, so the test above can fail.
#[tokio::test(start_paused = true)]
async fn without_a_window_assignments_are_lost() {
    let result = run(11, |operation| operation.sole_writer().times(1)).await;
    assert!(result.lost > 0 && result.restored > 0, "{result:?}");
}
