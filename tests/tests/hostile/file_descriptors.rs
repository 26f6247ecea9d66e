//! A process without free file descriptors.
#![cfg(unix)]

use std::fs::File;
use std::process::Command;

use crate::Printer;
use crate::harness::{ID, client, failure, run};
use crate::peer::Peer;

const CHILD: &str = "GRAPH_TESTS_FEW_DESCRIPTORS";

#[test]
fn exhausted_file_descriptors_are_reported() {
    if std::env::var_os(CHILD).is_some() {
        return without_descriptors();
    }
    let child = Command::new("sh")
        .args(["-c", "ulimit -n 64 && exec \"$@\"", "sh"])
        .arg(std::env::current_exe().expect("a program"))
        .args(["--exact", "file_descriptors::exhausted_file_descriptors_are_reported"])
        .env(CHILD, "1")
        .output()
        .expect("a shell");
    let text = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && text.contains("1 passed"), "{text}");
}

fn without_descriptors() {
    run(async {
        let peer = Peer::responding_with(crate::ok(crate::PRINTER));
        let client = client(&peer);
        let mut open_files = Vec::new();
        while let Ok(file) = File::open("/dev/null") {
            open_files.push(file);
        }
        let error = failure(client.get(Printer::at(ID)).await);
        assert!(error.is_connect(), "{error}");
        let text = error.to_string();
        assert!(text.contains("no file descriptors left") && text.contains("ulimit -n"), "{text}");
        assert!(!text.contains("check the network"), "{text}");
        drop(open_files);
        assert_eq!(client.get(Printer::at(ID)).await.expect("a response").job_count, 4);
    });
}
