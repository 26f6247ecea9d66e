//! What it costs to check the declarations of a whole `$metadata` file, beside the same structs under serde's derives.
//!
//! Both crates have the same structs, enumerations and unions with the same field types, documentation and derives of
//! the standard library. Ours has updates, addresses and differences besides.

mod serde_side;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use graph_metadata::Model;
use graph_metadata::declare::{Declarations, Options, RequestedType, declare};

use crate::Outcome;
use crate::compile::target_folder;
use crate::report::Report;
use crate::usage::of_children;

pub(crate) const STEPS: u64 = 4;

/// Two crates, checked in turn.
pub(crate) fn measure(report: &mut Report, metadata: &Path, every: usize) -> Outcome<()> {
    report.step("declare: reading the metadata");
    let model = Model::read_bytes(&fs::read(metadata)?)?;
    let mut options = Options::default();
    options.with_dependencies = true;
    let roots: Vec<RequestedType> =
        model.types().step_by(every.max(1)).map(|found| RequestedType::new(found.name().as_str())).collect();
    let declarations = declare(&model, &roots, &options)?;
    let folder = target_folder().join("graph-benches/declare");
    create(&folder, &declarations)?;
    let mut sides = Vec::new();
    for name in ["empty", "ours", "theirs"] {
        report.step(format!("declare: checking {} declarations, {name}", declarations.items.len()));
        sides.push((name, side(&folder, name)?));
    }
    let rows = sides.iter().map(|(name, Cost { seconds, megabytes })| {
        vec![(*name).to_owned(), format!("{seconds:.1}"), format!("{megabytes:.0}")]
    });
    report.table(
        "Declare: `cargo check` of the declarations of a file, their dependencies checked before.",
        &["crate", "CPU seconds", "peak memory, MB"],
        rows.collect(),
    );
    if let [(_, empty), (_, ours), (_, theirs)] = &*sides {
        println!("{} declarations, {} types asked for", declarations.items.len(), roots.len());
        report.ratio("declare", ours.seconds - empty.seconds, theirs.seconds - empty.seconds, f64::INFINITY);
        report.ratio("declare memory", ours.megabytes, theirs.megabytes, f64::INFINITY);
    }
    Ok(())
}

struct Cost {
    seconds: f64,
    megabytes: f64,
}

/// Checks one crate in a process of its own: the peak of memory is that of all children that a process ever had.
fn side(folder: &Path, name: &str) -> Outcome<Cost> {
    let package = folder.join(name);
    check(&package)?;
    // the same text once more, so that this crate alone is checked again
    let library = package.join("src/lib.rs");
    fs::write(&library, fs::read_to_string(&library)?)?;
    let output = Command::new(std::env::current_exe()?).arg("declare-side").arg(&package).output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    match (numbers.next(), numbers.next()) {
        (Some(seconds), Some(megabytes)) => Ok(Cost { seconds: seconds?, megabytes: megabytes? }),
        _ => Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

/// Checks a crate and prints CPU seconds and peak memory.
pub(crate) fn one_side(package: &Path) -> Outcome<()> {
    check(package)?;
    let usage = of_children()?;
    println!("{} {}", usage.seconds, usage.megabytes);
    Ok(())
}

fn check(package: &Path) -> Outcome<()> {
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

fn create(folder: &Path, declarations: &Declarations) -> Outcome<()> {
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
    // the versions that this workspace was tested with, which are on the machine already
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
    fs::copy(root.join("rust-toolchain.toml"), folder.join("rust-toolchain.toml"))?;
    Ok(())
}
