//! The resource usage of child processes.

use crate::BenchResult;

/// The resource usage of the child processes that have ended.
pub(crate) struct ChildUsage {
    pub(crate) cpu_seconds: f64,
    /// The peak memory of the largest child process.
    pub(crate) megabytes: f64,
}

#[cfg(unix)]
pub(crate) fn child_usage() -> BenchResult<ChildUsage> {
    use nix::sys::resource::{UsageWho, getrusage};

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    #[expect(clippy::cast_precision_loss, reason = "seconds and kilobytes are small")]
    let usage = {
        let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
        ChildUsage {
            cpu_seconds: seconds(usage.user_time()) + seconds(usage.system_time()),
            megabytes: usage.max_rss() as f64 / 1024.0,
        }
    };
    Ok(usage)
}

#[cfg(not(unix))]
pub(crate) fn child_usage() -> BenchResult<ChildUsage> {
    Err("the resource usage of child processes can only be measured on Unix".into())
}
