//! The example `quickstart` as a command.

mod program;

use std::process::{Command, Output};

use graph_reference::pages;

fn run(arguments: &[&str]) -> Output {
    Command::new(program::build("quickstart")).args(arguments).output().expect("the program runs")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

#[test]
fn every_documented_update_is_sent() {
    let output = run(&[]);
    assert!(output.status.success(), "{output:?}");
    let text = stdout(&output);
    for page in pages::ALL {
        let request = format!("PATCH /{}{} HTTP/1.1", page.descriptor.version(), page.path);
        assert!(text.contains(&request), "{request} in {text}");
    }
    assert_eq!(text.matches("200 OK\n").count(), pages::ALL.len(), "{text}");
    assert_eq!(text.matches("expected error").count(), 2, "{text}");
}

#[test]
fn a_dry_run_shows_the_requests_and_no_response() {
    for arguments in
        [&["--dry-run"][..], &["--live", "--dry-run", "a", "b", "c"], &["--dry-run", "--live", "a", "b", "c"]]
    {
        let output = run(arguments);
        assert!(output.status.success(), "{output:?}");
        let text = stdout(&output);
        assert_eq!(text.matches("PATCH /").count(), pages::ALL.len(), "{text}");
        assert!(!text.contains("200 OK"), "{text}");
        let live = arguments.contains(&"--live");
        assert_eq!(
            text.matches("host: graph.microsoft.com").count(),
            if live { pages::ALL.len() } else { 0 },
            "{text}"
        );
    }
}

#[test]
fn wrong_arguments_are_errors() {
    for arguments in
        [&["--dryrun"][..], &["a", "b", "c"], &["--live"], &["--live", "a", "b"], &["--live", "--dryrun", "a", "b"]]
    {
        let output = run(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(output.stdout.is_empty(), "{arguments:?}: nothing is sent");
        assert!(String::from_utf8_lossy(&output.stderr).contains("usage: quickstart "), "{output:?}");
    }
}
