//! The example `onboard` as a command.

mod program;

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(program::build("onboard")).args(arguments).output().expect("the program runs")
}

const PLAN: &str = "\
+ create group \"Engines\"
+ create members \"Engines\"
+ create windows10GeneralConfiguration \"Baseline of Engines\"
+ create assignments \"Baseline of Engines\"
Plan: 4 to create, 0 to update, 0 unchanged
";

const UNCHANGED: &str = "\
= unchanged group \"Engines\"
= unchanged members \"Engines\"
= unchanged windows10GeneralConfiguration \"Baseline of Engines\"
= unchanged assignments \"Baseline of Engines\"
";

#[test]
fn the_plan_is_printed_and_is_drift_until_it_is_applied() {
    let output = run(&[]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), PLAN);
    let output = run(&["--check"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), PLAN);
}

#[test]
fn a_second_run_sends_no_write() {
    let output = run(&["--apply", "--check"]);
    assert!(output.status.success(), "{output:?}");
    let text = String::from_utf8_lossy(&output.stdout);
    // the group, two links, the policy and its assignments
    let second = format!("{UNCHANGED}Done: 0 created, 0 updated, 4 unchanged\n5 writes were sent so far\n");
    let planned = format!("{UNCHANGED}Plan: 0 to create, 0 to update, 4 unchanged\n");
    let first = text.strip_suffix(&*planned).and_then(|rest| rest.strip_suffix(&*second));
    let first = first.unwrap_or_else(|| panic!("{text}"));
    let lines: Vec<_> = first.lines().collect();
    assert_eq!(
        lines[..3],
        [
            "+ create group \"Engines\"",
            "~ update members \"Engines\": ada, grace",
            "+ create windows10GeneralConfiguration \"Baseline of Engines\"",
        ]
    );
    assert!(lines[3].starts_with("~ update assignments \"Baseline of Engines\": + group "), "{first}");
    assert_eq!(lines[4..], ["Done: 2 created, 2 updated, 0 unchanged", "5 writes were sent so far"]);
}

#[test]
fn an_unknown_option_is_an_error() {
    let output = run(&["--aply"]);
    assert!(!output.status.success() && output.stdout.is_empty(), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("unknown option `--aply`"), "{output:?}");
}
