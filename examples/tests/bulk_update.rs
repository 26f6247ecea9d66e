//! The program `bulk_update`, killed at random moments, loses nothing and repeats nothing.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{env, fs};

use graph_core::Resource as _;
use graph_core::schema::Version;
use graph_reference::{DeviceConfigurationUserStatus, pages};
use graph_sandbox::{Answer, Sandbox};

const KILLS: usize = 50;
const IDS: usize = 4_000;

/// The program as cargo builds it, which a test of its own does not.
fn program() -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--quiet", "--example", "bulk_update", "--message-format", "json"]);
    cargo.args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")]);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    let output = cargo.stderr(Stdio::inherit()).output().expect("cargo runs");
    assert!(output.status.success(), "the example does not build");
    let messages = String::from_utf8(output.stdout).expect("text");
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut executables = artifacts.filter_map(|artifact| artifact["executable"].as_str().map(PathBuf::from));
    executables.next_back().expect("an executable")
}

/// A directory that is removed in the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        let path = env::temp_dir().join(format!("bulk-update-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a directory");
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

struct Random(u64);

impl Random {
    fn up_to(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % (most + 1)
    }
}

fn start(program: &Path, endpoint: &str, scratch: &Scratch) -> Child {
    let mut command = Command::new(program);
    command.args(["--endpoint", endpoint, "--tasks", "8"]);
    command.arg("--ids").arg(scratch.file("ids")).arg("--journal").arg(scratch.file("journal"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs")
}

fn id(number: usize) -> String {
    format!("status-{number}")
}

fn path(number: usize) -> String {
    pages::DEVICE_CONFIGURATION_USER_STATUS.path.replace(pages::USER_STATUS_ID, &id(number))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_fifty_times_it_loses_nothing_and_repeats_nothing() {
    let program = program();
    let scratch = Scratch::new();
    fs::write(scratch.file("ids"), (0..IDS).map(|number| id(number) + "\n").collect::<String>()).expect("a file");

    let updated = Arc::new(Mutex::new(HashMap::<String, usize>::new()));
    let seen = Arc::clone(&updated);
    let mut builder = Sandbox::builder().keep_requests(usize::MAX).on_request(move |request| {
        if request.method() == "PATCH" && request.status().is_some_and(|status| status.is_success()) {
            *seen.lock().unwrap().entry(request.path().to_owned()).or_default() += 1;
        }
    });
    for number in 0..IDS {
        let json = pages::DEVICE_CONFIGURATION_USER_STATUS.before.replace(pages::USER_STATUS_ID, &id(number));
        builder = builder.entity_text(DeviceConfigurationUserStatus::DESCRIPTOR, &path(number), &json);
    }
    let sandbox = builder.start().await.expect("a sandbox");
    let mut random = Random(0x2545_f491_4f6c_dd1d);

    let mut kills = 0;
    while kills < KILLS {
        // the service takes its time, so that a kill finds requests at every stage
        let answers = (0..200).map(|_| Answer::pass().delay(Duration::from_millis(random.up_to(20))));
        let answers: Vec<_> = answers.collect();
        sandbox.script(answers).expect("a script");
        let mut child = start(&program, sandbox.endpoint(), &scratch);
        tokio::time::sleep(Duration::from_millis(5 + random.up_to(300))).await;
        assert!(child.try_wait().expect("a status").is_none(), "it ended before kill {kills}: too few ids");
        child.kill().expect("a kill");
        child.wait().expect("an end");
        kills += 1;
    }
    let before = updated.lock().unwrap().len();
    assert!(before > KILLS, "the program was killed while it worked: {before} updates");

    // what a process could not write to its end does not count
    let mut journal = fs::OpenOptions::new().append(true).open(scratch.file("journal")).expect("the journal");
    journal.write_all(id(IDS - 1).as_bytes()).expect("room");
    drop(journal);

    let mut last = start(&program, sandbox.endpoint(), &scratch);
    let end = tokio::task::spawn_blocking(move || last.wait()).await.expect("no panic").expect("an end");
    assert!(end.success(), "{end}");
    let updated = updated.lock().unwrap().clone();
    for number in 0..IDS {
        let times = updated.get(&format!("/v1.0{}", path(number)));
        assert_eq!(times, Some(&1), "{}", id(number));
        let kept = sandbox.entity_json(Version::V1, &path(number)).expect("the entity");
        assert_eq!(kept["devicesCount"], 12);
    }

    let requests = sandbox.requests().len();
    let mut again = start(&program, sandbox.endpoint(), &scratch);
    assert!(tokio::task::spawn_blocking(move || again.wait()).await.expect("no panic").expect("an end").success());
    assert_eq!(sandbox.requests().len(), requests, "what is done is not looked at again");
}
