//! A fake `az` in the `PATH` of a child process.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;
use std::time::Duration;

use crate::credential::EnvironmentCredential;
use crate::{Cloud, GraphClient, graph_resource};

#[graph_resource(crate = crate, path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
#[derive(Debug)]
struct Printer {
    #[graph(key)]
    id: String,
}

/// Calls a service with a token of the Azure CLI, and then counts its processes.
#[test]
#[ignore = "started by the other tests of this file"]
fn in_a_child_process() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let service = tower::service_fn(|request: http::Request<bytes::Bytes>| async move {
            assert_eq!(request.headers()["authorization"], "Bearer t0ken");
            Ok::<_, crate::Error>(http::Response::new(String::from(r#"{"id":"p1"}"#)))
        });
        let credential = EnvironmentCredential::new(&Cloud::Global).unwrap();
        let deadline = Duration::from_millis(std::env::var("TEST_DEADLINE").unwrap().parse().unwrap());
        let client = GraphClient::builder(Cloud::Global).credential(credential).service(service).deadline(deadline);
        match client.build().unwrap().get(Printer::at("p1")).await {
            Ok(printer) => println!("read: {}", printer.id),
            Err(error) => println!("error: {error}"),
        }
    });
    let pids = std::fs::read_to_string(std::env::var("TEST_PIDS").unwrap()).unwrap_or_default();
    let mut alive: Vec<&str> = pids.lines().collect();
    println!("started: {}", alive.len());
    // The signal arrives when the system schedules it.
    let checks = std::env::var("TEST_CHECKS").unwrap().parse().unwrap();
    for _ in 0..checks {
        alive.retain(|pid| is_alive(pid));
        if alive.is_empty() {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    println!("alive: {}", alive.len());
    for pid in alive {
        let _ = Command::new("kill").args(["-KILL", pid]).status();
    }
}

/// Returns whether a process runs; zombies are in the list as well.
fn is_alive(pid: &str) -> bool {
    let output = Command::new("ps").args(["-o", "stat=", "-p", pid]).output().unwrap();
    !matches!(output.stdout.trim_ascii().first(), None | Some(b'Z'))
}

/// Returns the output of a call with this script as `az`.
fn outcome(name: &str, script: &str, deadline: u32, checks: u32) -> String {
    let folder = std::env::temp_dir().join(format!("graph-core-az-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let az = folder.join("az");
    std::fs::write(&az, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&az, std::fs::Permissions::from_mode(0o755)).unwrap();
    let (_, module) = module_path!().split_once("::").unwrap();
    let path = std::env::var("PATH").unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("{module}::in_a_child_process"), "--ignored", "--nocapture"])
        .env_clear()
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("TEST_PIDS", folder.join("pids"))
        .env("TEST_DEADLINE", deadline.to_string())
        .env("TEST_CHECKS", checks.to_string())
        .output()
        .unwrap();
    std::fs::remove_dir_all(&folder).unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text} {}", String::from_utf8_lossy(&output.stderr));
    text
}

#[test]
fn an_azure_cli_that_hangs_ends_with_the_deadline() {
    // `az` is a script that starts an interpreter.
    let script = "echo $$ >> \"$TEST_PIDS\"; sleep 300 & echo $! >> \"$TEST_PIDS\"; wait";
    let shown = outcome("hangs", script, 1500, 400);
    assert!(shown.contains("within its deadline of 1.5") && shown.contains("Azure CLI"), "{shown}");
    assert!(shown.contains("started: 2") && shown.contains("alive: 0"), "{shown}");
}

#[test]
fn background_processes_of_the_azure_cli_continue() {
    let script = r#"case "$*" in
        "account get-access-token -o json --scope https://graph.microsoft.com/.default") ;;
        *) echo "ERROR: $*" >&2; exit 1 ;;
    esac
    sleep 300 > /dev/null 2>&1 & echo $! >> "$TEST_PIDS"
    if read line; then exit 1; fi
    echo '{"accessToken":"t0ken","expires_on":4102444800,"tokenType":"Bearer"}'"#;
    let shown = outcome("works", script, 60_000, 4);
    assert!(shown.contains("read: p1"), "{shown}");
    assert!(shown.contains("started: 1") && shown.contains("alive: 1"), "{shown}");
}

#[test]
fn errors_of_the_azure_cli_are_shown() {
    let shown = outcome("fails", "echo \"ERROR: Please run 'az login' to setup account.\" >&2; exit 1", 60_000, 4);
    assert!(shown.contains("Please run 'az login' to setup account"), "{shown}");
}
