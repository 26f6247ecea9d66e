//! The report: progress bar, tables and ratios.

use comfy_table::{Table, presets};
use indicatif::{ProgressBar, ProgressStyle};

/// The results of the finished measurements.
pub(crate) struct BenchReport {
    bar: ProgressBar,
    tables: Vec<(&'static str, Table)>,
    ratios: Vec<Ratio>,
}

struct Ratio {
    name: &'static str,
    value: f64,
    target: f64,
}

impl BenchReport {
    /// Creates a report for a number of steps.
    pub(crate) fn new(steps: u64) -> Self {
        let bar = ProgressBar::new(steps);
        if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        Self { bar, tables: Vec::new(), ratios: Vec::new() }
    }

    /// Shows the current step in the progress bar.
    pub(crate) fn step(&self, name: impl Into<String>) {
        self.bar.set_message(name.into());
        self.bar.inc(1);
    }

    /// Adds a table with a heading.
    pub(crate) fn table(&mut self, heading: &'static str, columns: &[&str], rows: Vec<Vec<String>>) {
        let mut table = Table::new();
        table.load_style(presets::ASCII_MARKDOWN).set_header(columns);
        table.add_rows(rows);
        self.tables.push((heading, table));
    }

    /// Adds a ratio: `ours` divided by `theirs`.
    pub(crate) fn ratio(&mut self, name: &'static str, ours: f64, theirs: f64, target: f64) {
        self.ratios.push(Ratio { name, value: ours / theirs, target });
    }

    /// Prints the tables, then the ratios.
    pub(crate) fn print(self) {
        self.bar.finish_and_clear();
        for (heading, table) in &self.tables {
            println!("\n{heading}\n{table}");
        }
        let mut verdicts = Table::new();
        verdicts.load_style(presets::ASCII_MARKDOWN).set_header(["ratio", "value", "at most", ""]);
        for Ratio { name, value, target } in &self.ratios {
            let (at_most, verdict) = if target.is_finite() {
                (format!("{target:.2}"), if value <= target { "met" } else { "MISSED" })
            } else {
                (String::new(), "")
            };
            verdicts.add_row([(*name).to_owned(), format!("{value:.3}"), at_most, verdict.to_owned()]);
        }
        println!("\nours / hand-written\n{verdicts}\n");
        for line in self.ratios.chunk_by(|one, next| group(one).is_some() && group(one) == group(next)) {
            let ratios = line.iter().map(|Ratio { name, value, .. }| format!("{name}={value:.3}"));
            println!("ratio {}", ratios.collect::<Vec<_>>().join(" "));
        }
    }
}

/// Returns the part of the name before the dot. Ratios with the same part are printed on one line.
fn group(ratio: &Ratio) -> Option<&str> {
    ratio.name.split_once('.').map(|(group, _)| group)
}

/// Returns a number with thousands separators.
pub(crate) fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn thousands_are_separated() {
        for (number, text) in [(0.0, "0"), (999.4, "999"), (1000.0, "1,000"), (1_234_567.0, "1,234,567")] {
            assert_eq!(thousands(number), text);
        }
    }
}
