//! Instruction counts: this program as a child process under valgrind.

use std::env;
use std::process::Command;

use crate::BenchResult;

/// Returns the instructions of one iteration.
///
/// The child process runs with `times` and with twice as many iterations, so that the cost outside the iterations cancels
/// out.
pub(crate) fn per_iteration(arguments: &[&str], times: u32) -> BenchResult<f64> {
    let once = total(arguments, times)?;
    let twice = total(arguments, times * 2)?;
    Ok((twice - once) / f64::from(times))
}

/// Returns the instructions of the whole child process.
pub(crate) fn total(arguments: &[&str], times: u32) -> BenchResult<f64> {
    let messages = run_valgrind(&["--tool=callgrind", "--callgrind-out-file=/dev/null"], arguments, times)?;
    collected(&messages)
        .ok_or_else(|| format!("the output of callgrind contains no instruction count:\n{messages}").into())
}

/// Returns the allocations of one iteration, counted in the same way.
pub(crate) fn allocations_per_iteration(arguments: &[&str], times: u32) -> BenchResult<f64> {
    let total = |times| -> BenchResult<f64> {
        let messages =
            run_valgrind(&["--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"], arguments, times)?;
        allocated(&messages)
            .ok_or_else(|| format!("the output of memcheck contains no number of allocations:\n{messages}").into())
    };
    Ok((total(times * 2)? - total(times)?) / f64::from(times))
}

/// Runs the child process under valgrind and returns the messages of valgrind.
fn run_valgrind(tool: &[&str], arguments: &[&str], times: u32) -> BenchResult<String> {
    let output = Command::new("valgrind")
        .args(tool)
        .arg(env::current_exe()?)
        .args(arguments)
        .arg(times.to_string())
        .output()
        .map_err(|error| {
            format!("failed to start valgrind ({error}); install it, for example with `apt-get install valgrind`")
        })?;
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("`{}` failed under valgrind:\n{messages}", arguments.join(" ")).into());
    }
    Ok(messages)
}

/// Returns the number in `Collected : 123`.
fn collected(messages: &str) -> Option<f64> {
    messages.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}

/// Returns the number in `total heap usage: 1,234 allocs`.
fn allocated(messages: &str) -> Option<f64> {
    let rest = messages.lines().find_map(|line| line.split_once("total heap usage:"))?.1;
    rest.split_once("allocs")?.0.trim().replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{allocated, collected};

    #[test]
    fn the_output_of_memcheck_is_parsed() {
        let output = "==1==   total heap usage: 1,234 allocs, 1,200 frees, 567,890 bytes allocated";
        assert_eq!(allocated(output), Some(1234.0));
        assert_eq!(allocated("==1== in use at exit"), None);
    }

    #[test]
    fn the_output_of_callgrind_is_parsed() {
        assert_eq!(collected("==1== Events    : Ir\n==1== Collected : 1234\n==1== "), Some(1234.0));
        assert_eq!(collected("==1== no number"), None);
    }
}
