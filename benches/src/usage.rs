//! What other processes used.

use crate::Outcome;

/// What all children that have ended used together.
pub(crate) struct Usage {
    /// CPU seconds.
    pub(crate) seconds: f64,
    /// The peak memory of the largest child.
    pub(crate) megabytes: f64,
}

#[cfg(unix)]
pub(crate) fn of_children() -> Outcome<Usage> {
    use nix::sys::resource::{UsageWho, getrusage};

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    #[expect(clippy::cast_precision_loss, reason = "seconds and kilobytes are small")]
    let usage = {
        let seconds = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
        Usage {
            seconds: seconds(usage.user_time()) + seconds(usage.system_time()),
            megabytes: usage.max_rss() as f64 / 1024.0,
        }
    };
    Ok(usage)
}

#[cfg(not(unix))]
pub(crate) fn of_children() -> Outcome<Usage> {
    Err("CPU seconds of other processes are measured on Unix only".into())
}
