//! A process that has no file descriptors left.
#![cfg(unix)]

use std::fs::File;
use std::process::Command;

use crate::Printer;
use crate::peer::Peer;
use crate::watch::{ID, client, failure, run};

const CHILD: &str = "GRAPH_TESTS_FEW_DESCRIPTORS";

#[test]
fn no_descriptors_left_is_named() {
    if std::env::var_os(CHILD).is_some() {
        return without_descriptors();
    }
    let itself = Command::new("sh")
        .args(["-c", "ulimit -n 64 && exec \"$@\"", "sh"])
        .arg(std::env::current_exe().expect("a program"))
        .args(["--exact", "descriptors::no_descriptors_left_is_named"])
        .env(CHILD, "1")
        .output()
        .expect("a shell");
    let text = String::from_utf8_lossy(&itself.stdout);
    assert!(itself.status.success() && text.contains("1 passed"), "{text}");
}

fn without_descriptors() {
    run(async {
        let peer = Peer::answering(crate::ok(crate::PRINTER));
        let client = client(&peer);
        let mut taken = Vec::new();
        while let Ok(file) = File::open("/dev/null") {
            taken.push(file);
        }
        let error = failure(client.get(Printer::at(ID)).await);
        assert!(error.is_connect(), "{error}");
        let text = error.to_string();
        assert!(text.contains("no file descriptors left") && text.contains("ulimit -n"), "{text}");
        assert!(!text.contains("check the network"), "{text}");
        drop(taken);
        assert_eq!(client.get(Printer::at(ID)).await.expect("an answer").job_count, 4);
    });
}
