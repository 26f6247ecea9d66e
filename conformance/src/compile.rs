//! Building the generated crate with cargo, as a crate downstream of this workspace.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::sys::resource::{UsageWho, getrusage};

use crate::case::{Case, Observation};

/// A crate to build and run.
#[derive(Debug)]
pub struct Crate {
    name: String,
    folder: PathBuf,
    /// Where this program was built: what the crate depends on is built there already.
    target: PathBuf,
    profile: String,
}

/// Why the crate could not be built or run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompileError {
    /// A file could not be written or a program not be started.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: io::Error,
    },
    /// Cargo refused the crate.
    #[error("the generated crate in `{folder}` does not compile:\n{messages}")]
    Refused {
        /// Where it is.
        folder: String,
        /// What cargo said.
        messages: String,
    },
    /// The program failed.
    #[error("the generated program failed: {0}")]
    Failed(String),
}

fn failed(what: impl Into<String>) -> impl FnOnce(io::Error) -> CompileError {
    let what = what.into();
    |source| CompileError::Io { what, source }
}

impl Crate {
    /// A crate of that name: in `folder`, or below the folder that this program was built in.
    ///
    /// # Errors
    /// When the place of this program is not known.
    pub fn new(name: &str, folder: Option<&Path>) -> Result<Self, CompileError> {
        let program = std::env::current_exe().map_err(failed("cannot tell where this program is"))?;
        let built = program.parent().unwrap_or(Path::new(".")).to_owned();
        let built = if built.ends_with("deps") { built.parent().map_or(built.clone(), Path::to_owned) } else { built };
        let profile = built.file_name().map_or_else(|| "debug".into(), |name| name.to_string_lossy().into_owned());
        let target = built.parent().map_or_else(|| built.clone(), Path::to_owned);
        let folder = folder.map_or_else(|| target.join(name), Path::to_owned);
        Ok(Self { name: name.to_owned(), folder, target, profile })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes its files: the manifest, and sources with their names.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn write(&self, sources: &[(String, String)]) -> Result<(), CompileError> {
        let source = self.folder.join("src");
        fs::create_dir_all(&source).map_err(failed(format!("cannot make `{}`", source.display())))?;
        self.write_file("Cargo.toml", &self.manifest())?;
        for (name, text) in sources {
            self.write_file(&format!("src/{name}"), text)?;
        }
        let lock = workspace().join("Cargo.lock");
        fs::copy(&lock, self.folder.join("Cargo.lock"))
            .map(drop)
            .map_err(failed(format!("cannot copy `{}`", lock.display())))
    }

    fn write_file(&self, name: &str, text: &str) -> Result<(), CompileError> {
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(failed(format!("cannot write `{}`", path.display())))
    }

    /// Its profile differs from that of this program for the crate itself only, so that what it depends on is not built
    /// again. Optimising it would cost more than it saves: it runs once.
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

    /// Builds it.
    ///
    /// # Errors
    /// When cargo cannot be started or refuses the crate.
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
            .map_err(failed("cannot start cargo"))?;
        if output.status.success() {
            return Ok(());
        }
        let messages = String::from_utf8_lossy(&output.stderr);
        let first: Vec<&str> = messages.lines().take(60).collect();
        Err(CompileError::Refused { folder: self.folder.display().to_string(), messages: first.join("\n") })
    }

    /// Runs it on the cases, and tells of each observation.
    ///
    /// # Errors
    /// When it cannot be started or fails.
    pub fn run(&self, cases: &[Case], tell: &mut dyn FnMut()) -> Result<Vec<Observation>, CompileError> {
        let mut lines = Vec::new();
        for case in cases {
            serde_json::to_writer(&mut lines, case).map_err(|error| CompileError::Failed(error.to_string()))?;
            lines.push(b'\n');
        }
        // a file, so that neither program waits for the other
        let path = self.folder.join("cases.jsonl");
        fs::write(&path, lines).map_err(failed("cannot write the cases"))?;
        let input = File::open(&path).map_err(failed("cannot read the cases"))?;
        let mut program = Command::new(self.target.join(&self.profile).join(&self.name))
            .stdin(input)
            .stdout(Stdio::piped())
            .spawn()
            .map_err(failed("cannot start the generated program"))?;
        let mut observations = Vec::new();
        for line in program.stdout.take().map(BufReader::new).into_iter().flat_map(BufReader::lines) {
            let line = line.map_err(failed("cannot read from the generated program"))?;
            observations.push(serde_json::from_str(&line).map_err(|error| CompileError::Failed(error.to_string()))?);
            tell();
        }
        let status = program.wait().map_err(failed("cannot wait for the generated program"))?;
        if status.success() { Ok(observations) } else { Err(CompileError::Failed(status.to_string())) }
    }
}

/// The folder of the workspace that this package is a member of.
fn workspace() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// CPU seconds of this process, and of those that it started and waited for.
pub fn cpu_seconds() -> (f64, f64) {
    let of = |who| {
        getrusage(who).map_or(0.0, |usage| {
            [usage.user_time(), usage.system_time()]
                .iter()
                .map(|time| {
                    // seconds of a process are far below what a double cannot hold
                    #[expect(clippy::cast_precision_loss, reason = "see above")]
                    let seconds = time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
                    seconds
                })
                .sum()
        })
    };
    (of(UsageWho::RUSAGE_SELF), of(UsageWho::RUSAGE_CHILDREN))
}
