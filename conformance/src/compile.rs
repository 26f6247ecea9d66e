//! The build of the generated crate with cargo, as a crate downstream of this workspace.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A generated crate that is built and run.
#[derive(Debug)]
pub struct GeneratedCrate {
    name: String,
    folder: PathBuf,
    /// The target directory of this program, which contains the built dependencies of the crate.
    target: PathBuf,
    profile: String,
}

/// An error that reports why the crate could not be built or run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// A file could not be written, or a program could not be started.
    #[error("failed to {action}: {source}")]
    Io {
        /// The action that failed.
        action: String,
        /// The cause.
        source: io::Error,
    },
    /// The crate does not compile.
    #[error("the generated crate in `{folder}` does not compile:\n{}", first_lines(messages))]
    Rejected {
        /// The folder of the crate.
        folder: String,
        /// The messages of cargo.
        messages: String,
    },
    /// The generated program failed.
    #[error("the generated program failed: {0}")]
    Failed(String),
}

fn first_lines(messages: &str) -> String {
    messages.lines().take(60).collect::<Vec<_>>().join("\n")
}

fn failed_to(action: impl Into<String>) -> impl FnOnce(io::Error) -> CompileError {
    let action = action.into();
    |source| CompileError::Io { action, source }
}

impl GeneratedCrate {
    /// Creates a crate in `folder`. The default is the target directory of this program.
    ///
    /// # Errors
    /// If the path of this program is unknown.
    pub fn new(name: &str, folder: Option<&Path>) -> Result<Self, CompileError> {
        let program = std::env::current_exe().map_err(failed_to("find the path of this program"))?;
        let built = program.parent().unwrap_or(Path::new(".")).to_owned();
        let built = if built.ends_with("deps") { built.parent().map_or(built.clone(), Path::to_owned) } else { built };
        let profile = built.file_name().map_or_else(|| "debug".into(), |name| name.to_string_lossy().into_owned());
        let target = built.parent().map_or_else(|| built.clone(), Path::to_owned);
        let folder = folder.map_or_else(|| target.join(name), Path::to_owned);
        Ok(Self { name: name.to_owned(), folder, target, profile })
    }

    /// Returns the folder of the crate.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes the manifest and the source files, which have names and texts.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn write(&self, sources: &[(String, String)]) -> Result<(), CompileError> {
        let source = self.folder.join("src");
        fs::create_dir_all(&source).map_err(failed_to(format!("create `{}`", source.display())))?;
        self.write_file("Cargo.toml", &self.manifest())?;
        for (name, text) in sources {
            self.write_file(&format!("src/{name}"), text)?;
        }
        let lock = workspace().join("Cargo.lock");
        fs::copy(&lock, self.folder.join("Cargo.lock"))
            .map(drop)
            .map_err(failed_to(format!("copy `{}`", lock.display())))
    }

    fn write_file(&self, name: &str, text: &str) -> Result<(), CompileError> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(failed_to(format!("write `{}`", path.display())))
    }

    /// Returns the manifest.
    ///
    /// The profile differs from that of this program for the crate itself only, so that its dependencies are not built
    /// twice. The crate is not optimised, because it runs once and the optimisation would take longer.
    fn manifest(&self) -> String {
        let name = &self.name;
        let profile = self.profile_name();
        let dependency = |name: &str, folder: &str| {
            let folder = workspace().join(folder);
            format!("{name} = {{ path = {:?} }}\n", folder.display().to_string())
        };
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[workspace]\n\n\
             [dependencies]\n{}{}\n[profile.{profile}.package.{name}]\nopt-level = 0\ndebug = false\ncodegen-units = 2\n",
            dependency("graph-core", "graph-core"),
            dependency("graph-conformance", "conformance"),
        )
    }

    fn profile_name(&self) -> &str {
        if self.profile == "debug" { "dev" } else { &self.profile }
    }

    /// Builds the crate.
    ///
    /// # Errors
    /// If cargo cannot be started, or if the crate does not compile.
    pub fn build(&self) -> Result<(), CompileError> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let output = Command::new(cargo)
            .args(["build", "--quiet", "--offline", "--color", "never", "--profile", self.profile_name()])
            .arg("--manifest-path")
            .arg(self.folder.join("Cargo.toml"))
            .arg("--target-dir")
            .arg(&self.target)
            .env("CARGO_INCREMENTAL", "0")
            .current_dir(workspace())
            .stdin(Stdio::null())
            .output()
            .map_err(failed_to("start cargo"))?;
        if output.status.success() {
            return Ok(());
        }
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(CompileError::Rejected { folder: self.folder.display().to_string(), messages })
    }

    /// Runs the crate on the cases, and calls `on_observation` after each one.
    ///
    /// # Errors
    /// If the program cannot be started, or if it fails.
    pub fn run<C: Serialize, O: DeserializeOwned>(
        &self,
        cases: &[C],
        on_observation: &mut dyn FnMut(),
    ) -> Result<Vec<O>, CompileError> {
        let mut lines = Vec::new();
        for case in cases {
            serde_json::to_writer(&mut lines, case).map_err(|error| CompileError::Failed(error.to_string()))?;
            lines.push(b'\n');
        }
        // a file as input, so that the two programs cannot block each other
        let path = self.folder.join("cases.jsonl");
        fs::write(&path, lines).map_err(failed_to("write the cases"))?;
        let input = File::open(&path).map_err(failed_to("read the cases"))?;
        let mut program = Command::new(self.target.join(&self.profile).join(&self.name))
            .stdin(input)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed_to("start the generated program"))?;
        let mut observations = Vec::new();
        for line in program.stdout.take().map(BufReader::new).into_iter().flat_map(BufReader::lines) {
            let line = line.map_err(failed_to("read from the generated program"))?;
            observations.push(serde_json::from_str(&line).map_err(|error| CompileError::Failed(error.to_string()))?);
            on_observation();
        }
        let status = program.wait().map_err(failed_to("wait for the generated program"))?;
        if status.success() { Ok(observations) } else { Err(CompileError::Failed(status.to_string())) }
    }
}

/// Returns the lines of a source file that errors of the compiler are about, each with its first error.
pub fn rejected_lines(messages: &str, file: &str) -> Vec<(usize, String)> {
    let location = format!("--> src/{file}:");
    let mut lines: Vec<(usize, String)> = Vec::new();
    let mut message = "";
    for line in messages.lines() {
        if line.starts_with("error") {
            message = line;
        } else if let Some((_, position)) = line.split_once(&location)
            && let Some(number) = position.split(':').next().and_then(|number| number.parse().ok())
            && !lines.iter().any(|(known, _)| *known == number)
        {
            lines.push((number, message.to_owned()));
        }
    }
    lines
}

/// Returns the folder of the workspace of this package.
fn workspace() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// Returns the CPU seconds of this process, and of the child processes that ended.
#[cfg(unix)]
pub fn cpu_seconds() -> (f64, f64) {
    use nix::sys::resource::{UsageWho, getrusage};

    let of = |who| {
        getrusage(who).map_or(0.0, |usage| {
            [usage.user_time(), usage.system_time()]
                .iter()
                .map(|time| {
                    // the CPU seconds of a process are far below the limit of exact integers in `f64`
                    #[expect(clippy::cast_precision_loss, reason = "see above")]
                    let seconds = time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
                    seconds
                })
                .sum()
        })
    };
    (of(UsageWho::RUSAGE_SELF), of(UsageWho::RUSAGE_CHILDREN))
}

/// Returns zeros, because CPU seconds are only measured on Unix.
#[cfg(not(unix))]
pub fn cpu_seconds() -> (f64, f64) {
    (0.0, 0.0)
}
