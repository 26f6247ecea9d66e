//! The example `stale_devices` as a command.

mod program;

use std::process::{Command, Output};

fn run(arguments: &[&str]) -> Output {
    Command::new(program::build("stale_devices")).args(arguments).output().expect("the program runs")
}

#[test]
fn stale_devices_are_noted() {
    let output = run(&[]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "DEVICE-1: noted\nDEVICE-4: noted\nDEVICE-5: noted\n");
}

#[test]
fn a_service_that_ignores_the_filter_ends_the_program_before_it_changes_a_device() {
    let output = run(&["--ignored-filter"]);
    assert!(!output.status.success(), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("do not match the filter on `operatingSystem`"), "{error}");
}
