//! The cost of compiling resources, compared with the same structs with serde's derives.

mod source;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::BenchResult;
use crate::report::BenchReport;
use crate::usage::child_usage;
use source::DeclarationStyle;

/// A way of compiling.
struct Mode {
    name: &'static str,
    arguments: &'static [&'static str],
    resources: usize,
    runs: usize,
}

const MODES: [Mode; 3] = [
    Mode { name: "check", arguments: &["check"], resources: 100, runs: 3 },
    Mode { name: "dev", arguments: &["build"], resources: 100, runs: 3 },
    Mode { name: "release", arguments: &["build", "--release"], resources: 50, runs: 3 },
];
/// Numbers of resources, which show whether the cost is linear.
const SCALES: [usize; 3] = [10, 100, 1_000];
/// One step per mode, and one per number of resources.
pub(crate) const STEPS: u64 = (MODES.len() + SCALES.len()) as u64;

pub(crate) fn measure(report: &mut BenchReport) -> BenchResult<()> {
    let folder = target_folder().join("graph-benches/compile");
    let mut rows = Vec::new();
    let mut ratios = Vec::new();
    for mode in &MODES {
        report.step(format!("compile: {} of {} resources", mode.name, mode.resources));
        let crates = Crates::create(&folder, mode.resources)?;
        let [empty, ours, theirs] = crates.cost(mode.arguments, mode.runs)?;
        rows.push(vec![
            mode.name.to_owned(),
            mode.resources.to_string(),
            format!("{:.2}", ours - empty),
            format!("{:.2}", theirs - empty),
            format!("{empty:.2}"),
        ]);
        ratios.push((mode.name, ours - empty, theirs - empty));
    }
    report.table(
        "Compile: CPU seconds of the crate with the resources, the minimum of three alternating runs, minus those of an empty \
         crate. All decoding and encoding is instantiated, and the macros of both sides are expanded.",
        &["mode", "resources", "#[graph_resource]", "serde's derives alone", "empty crate"],
        rows,
    );
    for (name, ours, theirs) in ratios {
        report.ratio(name, ours, theirs, if name == "dev" { f64::INFINITY } else { 0.2 });
    }

    let mut rows = Vec::new();
    for resources in SCALES {
        report.step(format!("compile: check of {resources} resources"));
        let crates = Crates::create(&folder, resources)?;
        let (empty, ours) = (crates.least("empty", &["check"], 2)?, crates.least("ours", &["check"], 2)?);
        let each = (ours - empty) * 1000.0 / f64::from(u32::try_from(resources)?);
        rows.push(vec![resources.to_string(), format!("{:.2}", ours - empty), format!("{each:.1}")]);
    }
    report.table(
        "Compile: `cargo check` of ours by the number of resources.",
        &["resources", "CPU s", "CPU ms per resource"],
        rows,
    );
    Ok(())
}

/// Returns the target directory of cargo.
pub(crate) fn target_folder() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace_folder().join("target"), PathBuf::from)
}

fn workspace_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A workspace with three crates: both sides and an empty crate.
struct Crates {
    folder: PathBuf,
}

impl Crates {
    fn create(folder: &Path, resources: usize) -> BenchResult<Self> {
        let root = workspace_folder().canonicalize()?;
        let core = root.join("graph-core");
        let dependencies = [
            ("empty", String::new(), String::new()),
            (
                "ours",
                format!("graph-core = {{ path = '{}' }}\n", core.display()),
                source::library(DeclarationStyle::Ours, resources),
            ),
            (
                "theirs",
                "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n".to_owned(),
                source::library(DeclarationStyle::Serde, resources),
            ),
        ];
        for (name, dependencies, library) in &dependencies {
            let package = folder.join(name);
            fs::create_dir_all(package.join("src"))?;
            fs::write(
                package.join("Cargo.toml"),
                format!(
                    "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
                     [dependencies]\n{dependencies}"
                ),
            )?;
            fs::write(package.join("src/lib.rs"), library)?;
        }
        fs::write(
            folder.join("Cargo.toml"),
            "[workspace]\nresolver = \"3\"\nmembers = [\"empty\", \"ours\", \"theirs\"]\n",
        )?;
        // use the tested versions of this workspace, which are already downloaded
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        fs::copy(root.join("rust-toolchain.toml"), folder.join("rust-toolchain.toml"))?;
        Ok(Self { folder: folder.to_owned() })
    }

    /// Returns the minimum CPU seconds of each crate. The runs alternate, so that a slow period of the machine affects all
    /// crates.
    fn cost(&self, arguments: &[&str], runs: usize) -> BenchResult<[f64; 3]> {
        let mut least = [f64::INFINITY; 3];
        for name in ["empty", "ours", "theirs"] {
            self.compile(name, arguments)?;
        }
        for _ in 0..runs {
            for (name, least) in ["empty", "ours", "theirs"].into_iter().zip(&mut least) {
                *least = least.min(self.recompile(name, arguments)?);
            }
        }
        Ok(least)
    }

    fn least(&self, name: &str, arguments: &[&str], runs: usize) -> BenchResult<f64> {
        self.compile(name, arguments)?;
        (0..runs).try_fold(f64::INFINITY, |least, _| Ok(least.min(self.recompile(name, arguments)?)))
    }

    /// Returns the CPU seconds of cargo and the compiler for one crate. Its dependencies are already compiled.
    fn recompile(&self, name: &str, arguments: &[&str]) -> BenchResult<f64> {
        let library = self.folder.join(name).join("src/lib.rs");
        let text = fs::read_to_string(&library)?;
        fs::write(&library, text)?;
        let before = child_usage()?.cpu_seconds;
        self.compile(name, arguments)?;
        Ok(child_usage()?.cpu_seconds - before)
    }

    fn compile(&self, name: &str, arguments: &[&str]) -> BenchResult<()> {
        let output = Command::new("cargo")
            .args(arguments)
            .args(["--offline", "--quiet", "--package", name])
            .current_dir(&self.folder)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env_remove("RUSTFLAGS")
            .stdin(Stdio::null())
            .output()?;
        if output.status.success() {
            Ok(())
        } else {
            Err(format!("`cargo {}` of {name}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr))
                .into())
        }
    }
}
