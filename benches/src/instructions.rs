//! Instruction counts: this program again as a child under callgrind.

use std::env;
use std::process::Command;

use crate::Outcome;

/// Instructions of one repetition: the child runs `times` and twice as many, and what is not repeated cancels out.
pub(crate) fn per_repetition(arguments: &[&str], times: u32) -> Outcome<f64> {
    let once = total(arguments, times)?;
    let twice = total(arguments, times * 2)?;
    Ok((twice - once) / f64::from(times))
}

/// Instructions of the whole child.
pub(crate) fn total(arguments: &[&str], times: u32) -> Outcome<f64> {
    let messages = under(&["--tool=callgrind", "--callgrind-out-file=/dev/null"], arguments, times)?;
    collected(&messages).ok_or_else(|| format!("callgrind said no number:\n{messages}").into())
}

/// Allocations of one repetition, counted in the same way.
pub(crate) fn allocations_per_repetition(arguments: &[&str], times: u32) -> Outcome<f64> {
    let total = |times| -> Outcome<f64> {
        let messages = under(&["--tool=memcheck", "--leak-check=no", "--undef-value-errors=no"], arguments, times)?;
        allocated(&messages).ok_or_else(|| format!("memcheck said no number:\n{messages}").into())
    };
    Ok((total(times * 2)? - total(times)?) / f64::from(times))
}

/// What valgrind says of the child.
fn under(tool: &[&str], arguments: &[&str], times: u32) -> Outcome<String> {
    let output = Command::new("valgrind")
        .args(tool)
        .arg(env::current_exe()?)
        .args(arguments)
        .arg(times.to_string())
        .output()
        .map_err(|error| {
            format!("valgrind could not be started ({error}): install it, as in `apt-get install valgrind`")
        })?;
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    if !output.status.success() {
        return Err(format!("`{}` failed under valgrind:\n{messages}", arguments.join(" ")).into());
    }
    Ok(messages)
}

/// The number in `Collected : 123`.
fn collected(messages: &str) -> Option<f64> {
    messages.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}

/// The number in `total heap usage: 1,234 allocs`.
fn allocated(messages: &str) -> Option<f64> {
    let rest = messages.lines().find_map(|line| line.split_once("total heap usage:"))?.1;
    rest.split_once("allocs")?.0.trim().replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{allocated, collected};

    #[test]
    fn reads_what_memcheck_says() {
        let said = "==1==   total heap usage: 1,234 allocs, 1,200 frees, 567,890 bytes allocated";
        assert_eq!(allocated(said), Some(1234.0));
        assert_eq!(allocated("==1== in use at exit"), None);
    }

    #[test]
    fn reads_what_callgrind_says() {
        assert_eq!(collected("==1== Events    : Ir\n==1== Collected : 1234\n==1== "), Some(1234.0));
        assert_eq!(collected("==1== no number"), None);
    }
}
