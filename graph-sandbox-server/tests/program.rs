//! The program as a command.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout, Command, Output, Stdio};

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graph-sandbox-server"));
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str]) -> Output {
    program(arguments).output().expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

/// A running program, which is killed on drop.
struct Running {
    child: Child,
    /// Open, so that the program can print.
    _stdout: BufReader<ChildStdout>,
    greeting: String,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = program(arguments).spawn().expect("the program runs");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut greeting = String::new();
        while !greeting.ends_with("Press Ctrl-C to stop.\n") {
            let read = stdout.read_line(&mut greeting).expect("text");
            assert_ne!(read, 0, "the greeting ends early: {greeting}");
        }
        Self { child, _stdout: stdout, greeting }
    }

    fn endpoint(&self) -> &str {
        let line = self.greeting.lines().next().expect("a line");
        line.strip_prefix("Microsoft Graph sandbox at ").expect("the endpoint")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[tokio::test]
async fn the_reference_resources_are_served() {
    let running = Running::start(&[]);
    let client = reqwest::Client::new();
    for graph_reference::Seed { descriptor, path, json } in graph_reference::seeds() {
        let url = format!("{}/{}{path}", running.endpoint(), descriptor.version());
        assert!(running.greeting.contains(&url), "{url} in {}", running.greeting);
        let response = client.get(url).bearer_auth("t").send().await.expect("a response").text().await.expect("a body");
        let response: serde_json::Value = serde_json::from_str(&response).expect("JSON");
        let seed: serde_json::Value = serde_json::from_str(json).expect("JSON");
        assert_eq!(response["@odata.type"], descriptor.odata_type());
        for (name, value) in seed.as_object().expect("an object") {
            if !name.starts_with('@') {
                assert_eq!(&response[name], value, "{path}: {name}");
            }
        }
        for template in descriptor.paths() {
            assert!(
                running.greeting.contains(&format!("  /{}{template}\n", descriptor.version())),
                "{}",
                running.greeting
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn the_printed_command_works_and_ctrl_c_stops_the_program() {
    let mut running = Running::start(&[]);
    let (_, command) = running.greeting.split_once("Try:\n").expect("a command to try");
    let (command, _) = command.split_once("\n\n").expect("an empty line after it");
    let arguments = ["-c", &format!("{command} --silent --show-error --write-out '%{{http_code}}' --output /dev/null")];
    // Not every machine has curl. Where it is installed, the command must work as printed.
    if Command::new("curl").arg("--version").output().is_ok() {
        let tried = Command::new("sh").args(arguments).output().expect("a shell");
        assert_eq!((text(&tried.stdout).as_str(), text(&tried.stderr).as_str()), ("200", ""));
    }

    let interrupted = Command::new("kill").args(["-INT", &running.child.id().to_string()]).status().expect("kill");
    assert!(interrupted.success());
    assert_eq!(running.child.wait().expect("an end").code(), Some(0));
    let mut log = String::new();
    running.child.stderr.take().expect("a pipe").read_to_string(&mut log).expect("text");
    assert!(log.lines().all(|line| line.starts_with("PATCH /v1.0/") && line.ends_with(" 200")), "{log}");
}

#[tokio::test]
async fn a_token_that_is_set_is_required_and_not_printed() {
    let running = Running::start(&["--token", "hush", "--port=0"]);
    assert!(!running.greeting.contains("hush"));
    assert!(running.greeting.contains("Bearer $GRAPH_ACCESS_TOKEN"));
    let graph_reference::Seed { descriptor, path, .. } = graph_reference::seeds().into_iter().next().expect("a seed");
    let url = format!("{}/{}{path}", running.endpoint(), descriptor.version());
    let get = |token| reqwest::Client::new().get(&url).bearer_auth(token).send();
    assert_eq!(get("other").await.expect("a response").status(), 401);
    assert_eq!(get("hush").await.expect("a response").status(), 200);
}

#[tokio::test]
async fn throttle_limits_writes() {
    let running = Running::start(&["--throttle", "2/3600"]);
    let graph_reference::Seed { descriptor, path, .. } = graph_reference::seeds().into_iter().next().expect("a seed");
    let url = format!("{}/{}{path}", running.endpoint(), descriptor.version());
    let mut statuses = Vec::new();
    for _ in 0..3 {
        let patch = reqwest::Client::new().patch(&url).bearer_auth("t").header("Content-Type", "application/json");
        statuses.push(patch.body("{}").send().await.expect("a response").status().as_u16());
    }
    assert_eq!(statuses, [200, 200, 429]);
}

#[test]
fn wrong_arguments_are_errors() {
    for arguments in
        [&["--port"][..], &["--port", "70000"], &["--token", ""], &["--throttle", "100"], &["--prot", "1"], &["serve"]]
    {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(text(&output.stdout), "");
        let message = text(&output.stderr);
        assert!(
            message.starts_with("graph-sandbox-server: ") && message.contains("\n\nUsage: graph-sandbox-server "),
            "{message}"
        );
    }
    let help = run(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(text(&help.stdout).starts_with("Usage: graph-sandbox-server "));
}

#[test]
fn a_port_in_use_is_an_error() {
    let running = Running::start(&[]);
    let port = running.endpoint().rsplit(':').next().expect("a port");
    let output = run(&["--port", port]);
    assert_eq!(output.status.code(), Some(1));
    let message = text(&output.stderr);
    assert!(message.starts_with(&format!("graph-sandbox-server: failed to listen on port {port}")), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
}
