//! Runs the Azure CLI, and ends it when no call waits for it any more.

use std::ffi::OsStr;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::process::{Output, Stdio};

use azure_identity::Executor;
use tokio::process::Command;

use crate::credential::delay::DelayReason;

/// Runs commands, and ends each of them when its future is dropped.
///
/// The executor of `azure_identity` leaves them running: a CLI that hangs would outlive the deadline of each call that started it.
#[derive(Debug)]
pub(super) struct AzureCli;

impl AzureCli {
    async fn output(program: &OsStr, args: &[&OsStr]) -> io::Result<Output> {
        DelayReason::current()
            .set_waiting("the Azure CLI has not responded yet; run `az account get-access-token` to see why");
        let mut command = command(program, args);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn()?;
        // The pipe is open until the end, or until this future is dropped.
        let _pipe = child.stdin.take();
        child.wait_with_output().await
    }
}

/// Starts `az` in a shell. `az` is a script that starts an interpreter, so several processes must be ended. They get a process group of
/// their own, with a guard process that waits until the pipe closes and then ends the group. This works even if this process is
/// killed.
#[cfg(unix)]
fn command(program: &OsStr, args: &[&OsStr]) -> Command {
    let mut command = Command::new("/bin/sh");
    command.arg("-c").arg(GUARD_SCRIPT).arg("sh").arg(program).args(args);
    command.process_group(0).stdin(Stdio::piped());
    command
}

/// Processes that `az` leaves running when it exits by itself, for example to send telemetry, are not ended.
#[cfg(unix)]
const GUARD_SCRIPT: &str = r#"
exec 3<&0
"$@" </dev/null 3<&- &
work=$!
{ read end <&3; kill -KILL 0; } >/dev/null 2>&1 &
guard=$!
exec 3<&- </dev/null
wait "$work"
status=$?
kill -KILL "$guard" 2>/dev/null
exit "$status"
"#;

/// On other systems only the started process is ended.
#[cfg(not(unix))]
fn command(program: &OsStr, args: &[&OsStr]) -> Command {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::null());
    command
}

impl Executor for AzureCli {
    fn run<'a, 'b, 'c, 'd, 'e>(
        &'a self,
        program: &'b OsStr,
        args: &'c [&'d OsStr],
    ) -> Pin<Box<dyn Future<Output = io::Result<Output>> + Send + 'e>>
    where
        'a: 'e,
        'b: 'e,
        'c: 'e,
        'd: 'e,
        Self: 'e,
    {
        Box::pin(Self::output(program, args))
    }
}
