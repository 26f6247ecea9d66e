//! The example `bulk_update`, killed at random moments, loses no update and repeats none.

mod program;

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
use graph_sandbox::{Sandbox, ScriptedResponse};

const KILLS: usize = 50;
const IDS: usize = 4_000;

/// A temporary directory, removed on drop.
struct TemporaryDirectory(PathBuf);

impl TemporaryDirectory {
    fn new() -> Self {
        let path = env::temp_dir().join(format!("bulk-update-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a directory");
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for TemporaryDirectory {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.0);
    }
}

struct Xorshift(u64);

impl Xorshift {
    /// Returns a number from 0 to `max`.
    fn up_to(&mut self, max: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % (max + 1)
    }
}

fn start(program: &Path, endpoint: &str, directory: &TemporaryDirectory) -> Child {
    let mut command = Command::new(program);
    command.args(["--endpoint", endpoint, "--tasks", "8"]);
    command.arg("--ids").arg(directory.file("ids")).arg("--journal").arg(directory.file("journal"));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program runs")
}

fn id(number: usize) -> String {
    format!("status-{number}")
}

fn path(number: usize) -> String {
    pages::DEVICE_CONFIGURATION_USER_STATUS.path.replace(pages::USER_STATUS_ID, &id(number))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_fifty_times_it_loses_no_update_and_repeats_none() {
    let program = program::build("bulk_update");
    let directory = TemporaryDirectory::new();
    fs::write(directory.file("ids"), (0..IDS).map(|number| id(number) + "\n").collect::<String>()).expect("a file");

    let updated = Arc::new(Mutex::new(HashMap::<String, usize>::new()));
    let seen = Arc::clone(&updated);
    let mut builder = Sandbox::builder().record_limit(usize::MAX).on_request(move |request| {
        if request.method() == "PATCH" && request.status().is_some_and(|status| status.is_success()) {
            *seen.lock().unwrap().entry(request.path().to_owned()).or_default() += 1;
        }
    });
    for number in 0..IDS {
        let json = pages::DEVICE_CONFIGURATION_USER_STATUS.before.replace(pages::USER_STATUS_ID, &id(number));
        builder = builder.entity_text(DeviceConfigurationUserStatus::DESCRIPTOR, &path(number), &json);
    }
    let sandbox = builder.start().await.expect("a sandbox");
    let mut random = Xorshift(0x2545_f491_4f6c_dd1d);

    let mut kills = 0;
    while kills < KILLS {
        // Delays, so that a kill finds requests at every stage.
        let responses =
            (0..200).map(|_| ScriptedResponse::pass_through().delay(Duration::from_millis(random.up_to(20))));
        let responses: Vec<_> = responses.collect();
        sandbox.script(responses).expect("a script");
        let mut child = start(&program, sandbox.endpoint(), &directory);
        tokio::time::sleep(Duration::from_millis(5 + random.up_to(300))).await;
        assert!(child.try_wait().expect("a status").is_none(), "the program ended before kill {kills}: too few ids");
        child.kill().expect("the program is killed");
        child.wait().expect("an end");
        kills += 1;
    }
    let before = updated.lock().unwrap().len();
    assert!(before > KILLS, "the program was killed before it updated much: {before} updates");

    // An incomplete line does not count.
    let mut journal = fs::OpenOptions::new().append(true).open(directory.file("journal")).expect("the journal");
    journal.write_all(id(IDS - 1).as_bytes()).expect("a write");
    drop(journal);

    let mut last = start(&program, sandbox.endpoint(), &directory);
    let end = tokio::task::spawn_blocking(move || last.wait()).await.expect("no panic").expect("an end");
    assert!(end.success(), "{end}");
    let updated = updated.lock().unwrap().clone();
    for number in 0..IDS {
        let times = updated.get(&format!("/v1.0{}", path(number)));
        assert_eq!(times, Some(&1), "{}", id(number));
        let entity = sandbox.entity_json(Version::V1, &path(number)).expect("the entity");
        assert_eq!(entity["devicesCount"], 12);
    }

    let requests = sandbox.requests().len();
    let mut again = start(&program, sandbox.endpoint(), &directory);
    assert!(tokio::task::spawn_blocking(move || again.wait()).await.expect("no panic").expect("an end").success());
    assert_eq!(sandbox.requests().len(), requests, "an entity that is in the journal is not read again");
}
