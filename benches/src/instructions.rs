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

fn total(arguments: &[&str], times: u32) -> Outcome<f64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(env::current_exe()?)
        .args(arguments)
        .arg(times.to_string())
        .output()
        .map_err(|error| {
            format!("valgrind could not be started ({error}): install it, as in `apt-get install valgrind`")
        })?;
    let messages = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(format!("`{}` failed under valgrind:\n{messages}", arguments.join(" ")).into());
    }
    collected(&messages).ok_or_else(|| format!("callgrind said no number:\n{messages}").into())
}

/// The number in `Collected : 123`.
fn collected(messages: &str) -> Option<f64> {
    messages.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::collected;

    #[test]
    fn reads_what_callgrind_says() {
        assert_eq!(collected("==1== Events    : Ir\n==1== Collected : 1234\n==1== "), Some(1234.0));
        assert_eq!(collected("==1== no number"), None);
    }
}
