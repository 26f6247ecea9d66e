//! The cost of checking the declarations of a whole `$metadata` file. They are compared with the same structs with
//! serde's derives.
//!
//! Both crates have the same structs, enumerations and unions with the same field types, documentation and derives of
//! the standard library. Only the declarations of graph-core have updates, addresses and differences.

mod serde_side;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use graph_metadata::Model;
use graph_metadata::declare::{Declarations, Options, RequestedType, declare};

use crate::BenchResult;
use crate::compile::target_folder;
use crate::report::BenchReport;
use crate::usage::{ChildUsage, child_usage};

pub(crate) const STEPS: u64 = 4;

/// Checks both crates and an empty one.
pub(crate) fn measure(report: &mut BenchReport, metadata: &Path, every: usize) -> BenchResult<()> {
    report.step("declare: reading the metadata");
    let model = Model::read_bytes(&fs::read(metadata)?)?;
    let mut options = Options::default();
    options.with_dependencies = true;
    let requested: Vec<RequestedType> =
        model.types().step_by(every.max(1)).map(|found| RequestedType::new(found.name().as_str())).collect();
    let declarations = declare(&model, &requested, &options)?;
    let folder = target_folder().join("graph-benches/declare");
    create(&folder, &declarations)?;
    let mut sides = Vec::new();
    for name in ["empty", "ours", "theirs"] {
        report.step(format!("declare: checking {} declarations, {name}", declarations.items.len()));
        sides.push((name, measure_side(&folder, name)?));
    }
    let rows = sides.iter().map(|(name, ChildUsage { cpu_seconds, megabytes })| {
        vec![(*name).to_owned(), format!("{cpu_seconds:.1}"), format!("{megabytes:.0}")]
    });
    report.table(
        "Declare: `cargo check` of the declarations of a file, with the dependencies already checked.",
        &["crate", "CPU seconds", "peak memory, MB"],
        rows.collect(),
    );
    if let [(_, empty), (_, ours), (_, theirs)] = &*sides {
        println!("{} declarations, {} requested types", declarations.items.len(), requested.len());
        report.ratio(
            "declare",
            ours.cpu_seconds - empty.cpu_seconds,
            theirs.cpu_seconds - empty.cpu_seconds,
            f64::INFINITY,
        );
        report.ratio("declare memory", ours.megabytes, theirs.megabytes, f64::INFINITY);
    }
    Ok(())
}

/// Checks one crate in a separate process. The peak memory is measured over all children of a process.
fn measure_side(folder: &Path, name: &str) -> BenchResult<ChildUsage> {
    let package = folder.join(name);
    check(&package)?;
    // rewrite the file, so that only this crate is checked again
    let library = package.join("src/lib.rs");
    fs::write(&library, fs::read_to_string(&library)?)?;
    let output = Command::new(std::env::current_exe()?).arg("declare-side").arg(&package).output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    match (numbers.next(), numbers.next()) {
        (Some(cpu_seconds), Some(megabytes)) => Ok(ChildUsage { cpu_seconds: cpu_seconds?, megabytes: megabytes? }),
        _ => Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

/// Checks a crate, and prints the CPU seconds and the peak memory.
pub(crate) fn one_side(package: &Path) -> BenchResult<()> {
    check(package)?;
    let usage = child_usage()?;
    println!("{} {}", usage.cpu_seconds, usage.megabytes);
    Ok(())
}

fn check(package: &Path) -> BenchResult<()> {
    let output = Command::new("cargo")
        .args(["check", "--offline", "--quiet"])
        .current_dir(package)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", package.with_file_name("target"))
        .env_remove("RUSTFLAGS")
        .output()?;
    let messages = String::from_utf8_lossy(&output.stderr);
    let first: Vec<&str> = messages.lines().take(40).collect();
    if output.status.success() { Ok(()) } else { Err(first.join("\n").into()) }
}

fn create(folder: &Path, declarations: &Declarations) -> BenchResult<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let core = format!("graph-core = {{ path = '{}' }}\n", root.join("graph-core").display());
    let serde = "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n\
                 uuid = { version = \"1\", features = [\"serde\"] }\n";
    for (name, dependencies, library) in [
        ("empty", core.clone(), String::new()),
        ("ours", core.clone(), declarations.to_string()),
        ("theirs", format!("{core}{serde}"), serde_side::library(declarations)),
    ] {
        let package = folder.join(name);
        fs::create_dir_all(package.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [dependencies]\n{dependencies}"
        );
        fs::write(package.join("Cargo.toml"), manifest)?;
        fs::write(package.join("src/lib.rs"), library)?;
    }
    fs::write(
        folder.join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"empty\", \"ours\", \"theirs\"]\n",
    )?;
    // use the tested versions of this workspace, which are already downloaded
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::copy(root.join("rust-toolchain.toml"), folder.join("rust-toolchain.toml"))?;
    Ok(())
}
