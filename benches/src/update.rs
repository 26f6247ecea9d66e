//! The cost of writing, decoding and comparing: instructions and time.

use std::fs;
use std::path::Path;
use std::time::Duration;

use criterion::Criterion;

use crate::BenchResult;
use crate::instructions::per_iteration;
use crate::probe::PROBES;
use crate::report::{BenchReport, thousands};

/// The operations, with the targets of their ratios.
const OPERATIONS: [(&str, f64); 3] = [("write", 0.6), ("decode", 1.15), ("diff", f64::INFINITY)];
const RESOURCES: [&str; 2] = ["overview", "status"];
/// Two steps per probe.
pub(crate) const STEPS: u64 = 2 * PROBES.len() as u64;

pub(crate) fn measure(report: &mut BenchReport) -> BenchResult<()> {
    let mut rows = Vec::new();
    let mut counts = Vec::new();
    for probe in PROBES {
        report.step(format!("instructions: {}", probe.name));
        let instructions = per_iteration(&["probe", probe.name], 2_000)?;
        counts.push((probe.name, instructions));
        report.step(format!("time: {}", probe.name));
        let nanoseconds = time(probe.name, &*probe.work()?)?;
        rows.push(vec![probe.name.to_owned(), thousands(instructions), format!("{nanoseconds:.0}")]);
    }
    report.table(
        "Update: `write` builds and writes three properties, `decode` reads the documented response, `diff` writes the \
         change of one property. The hand-written structs have strings as timestamps, the cheapest lossless type.",
        &["operation", "instructions", "ns (criterion)"],
        rows,
    );
    let count = |name: String| counts.iter().find(|(other, _)| *other == name).map_or(f64::NAN, |(_, count)| *count);
    for (operation, target) in OPERATIONS {
        let sum = |side: &str| RESOURCES.iter().map(|resource| count(format!("{operation} {resource} {side}"))).sum();
        report.ratio(operation, sum("ours"), sum("theirs"), target);
    }
    Ok(())
}

/// Returns the mean time, estimated by criterion.
fn time(name: &str, work: &dyn Fn()) -> BenchResult<f64> {
    let folder = crate::compile::target_folder().join("graph-benches/criterion");
    let id: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == ' ').collect();
    let mut criterion = Criterion::default()
        .output_directory(&folder)
        .without_plots()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(600))
        .sample_size(20);
    criterion.bench_function(&id, |bencher| bencher.iter(work));
    estimate(&folder.join(&id).join("new/estimates.json"))
}

fn estimate(file: &Path) -> BenchResult<f64> {
    let estimates: serde_json::Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    estimates["mean"]["point_estimate"].as_f64().ok_or_else(|| "the output of criterion contains no estimate".into())
}
