//! Counting instructions: the program runs itself under valgrind.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::failure::Failure;
use crate::statistics::per_iteration;

/// Where valgrind writes to.
#[derive(Debug)]
pub(crate) struct Callgrind {
    program: PathBuf,
    directory: PathBuf,
}

impl Callgrind {
    /// Looks for valgrind. Profiles are kept in `directory`, for `callgrind_annotate`.
    ///
    /// # Errors
    /// When valgrind is not there.
    pub(crate) fn new(directory: &Path) -> Result<Self, Failure> {
        let found = Command::new("valgrind").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !found.is_ok_and(|status| status.success()) {
            return Err(Failure::new(
                "valgrind is not installed, and instructions are counted with it. Install it (Debian and Ubuntu: \
                 `apt-get install valgrind`, Fedora: `dnf install valgrind`), or run `compile`, which does not need it",
            ));
        }
        fs::create_dir_all(directory).map_err(|error| Failure::new("cannot make a directory").because(error))?;
        let program = std::env::current_exe().map_err(|error| Failure::new("cannot find this program").because(error))?;
        Ok(Self { program, directory: directory.to_owned() })
    }

    /// The instructions of one iteration of a probe, from runs of `n` and `2 n`.
    ///
    /// # Errors
    /// When a run fails or its count cannot be read.
    pub(crate) fn instructions(&self, probe: &str, arguments: &[String], n: u64) -> Result<f64, Failure> {
        let once = self.total(probe, arguments, n)?;
        let twice = self.total(probe, arguments, 2 * n)?;
        per_iteration(n, once, twice)
            .ok_or_else(|| Failure::new(format!("{probe}: {twice} instructions for {} runs, {once} for {n}", 2 * n)))
    }

    fn total(&self, probe: &str, arguments: &[String], n: u64) -> Result<u64, Failure> {
        let profile = self.directory.join(format!("{probe}.{n}.out"));
        let output = Command::new("valgrind")
            .arg("--tool=callgrind")
            .arg(format!("--callgrind-out-file={}", profile.display()))
            .arg(&self.program)
            .args(["probe", probe, &n.to_string()])
            .args(arguments)
            .output()
            .map_err(|error| Failure::new("cannot start valgrind").because(error))?;
        if !output.status.success() {
            let messages = String::from_utf8_lossy(&output.stderr);
            return Err(Failure::new(format!("{probe} under valgrind ended with {}:\n{messages}", output.status)));
        }
        let text = fs::read_to_string(&profile)
            .map_err(|error| Failure::new(format!("cannot read {}", profile.display())).because(error))?;
        totals(&text).ok_or_else(|| Failure::new(format!("no line `totals:` in {}", profile.display())))
    }
}

/// The number of instructions in a profile.
fn totals(profile: &str) -> Option<u64> {
    profile.lines().rev().find_map(|line| line.strip_prefix("totals:"))?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::totals;

    #[test]
    fn reads_the_totals_of_a_profile() {
        let profile = "# callgrind format\nversion: 1\nevents: Ir\nsummary: 123\n\nfn=(1) main\n3 40\n\ntotals: 129038\n";
        assert_eq!(totals(profile), Some(129_038));
        assert_eq!(totals("events: Ir\n"), None);
        assert_eq!(totals("totals: many\n"), None);
    }
}
