//! The checks of the fuzz targets, with the seeds and with reproducible mutations of the seeds.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng};

/// Runs `check` with each seed in `folder`, with its prefixes, and with `count` mutations of the seeds.
fn smoke(folder: &str, count: usize, tokens: &[&str], check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(folder);
    let mut paths: Vec<_> = fs::read_dir(&folder).expect("seeds").map(|entry| entry.expect("a seed").path()).collect();
    // the folder of golden files also contains declarations
    paths.retain(|path| path.extension().is_none_or(|extension| extension != "rs"));
    paths.sort();
    assert!(!paths.is_empty(), "no seeds in {}", folder.display());
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a seed")).collect();
    for seed in &seeds {
        check(seed);
        for end in (0..seed.len()).step_by(seed.len().div_ceil(64).max(1)) {
            check(&seed[..end]);
        }
    }
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut below = move |limit: usize| (rng.next_u32() as usize) % limit.max(1);
    for _ in 0..count {
        let mut input = seeds[below(seeds.len())].clone();
        for _ in 0..=below(4) {
            let at = below(input.len() + 1);
            let end = (at + below(8)).min(input.len());
            match below(5) {
                0 => drop(input.drain(at..end)),
                1 => input.insert(at, u8::try_from(below(256)).expect("a byte")),
                2 => drop(input.splice(at..end, tokens[below(tokens.len())].bytes())),
                3 => drop(input.splice(at..at, tokens[below(tokens.len())].bytes())),
                _ => {
                    // insert a part of another seed
                    let other = &seeds[below(seeds.len())];
                    let start = below(other.len());
                    let end = (start + below(64)).min(other.len());
                    drop(input.splice(at..at, other[start..end].iter().copied()));
                }
            }
        }
        check(&input);
    }
}

#[test]
fn csdl() {
    let tokens = [
        "<",
        ">",
        "/>",
        "\"",
        "<!DOCTYPE x>",
        "&lt;",
        "Collection(",
        "Edm.String",
        "microsoft.graph.",
        "graph.",
        "true",
    ];
    smoke("graph-metadata/tests/golden", 150, &tokens, graph_fuzz_checks::csdl);
}

#[test]
fn dates() {
    let tokens = ["0", "9", "-", ":", ".", "T", "Z", "z", "+", "\n", "24", "60", "-00:00", "+14:00", "９"];
    smoke("fuzz/seeds/dates", 5_000, &tokens, graph_fuzz_checks::dates);
}

#[test]
fn durations() {
    let tokens = ["0", "9", "-", "+", "P", "T", "Y", "M", "W", "D", "H", "S", ".", "\n", "9223372036854775807", "９"];
    smoke("fuzz/seeds/durations", 5_000, &tokens, graph_fuzz_checks::durations);
}

#[test]
fn errors() {
    let tokens = [
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "$$",
        "Bearer ",
        "error",
        "code",
        "innerError",
        "\u{feff}",
        "\n",
    ];
    smoke("fuzz/seeds/errors", 5_000, &tokens, graph_fuzz_checks::errors);
}

#[test]
fn resource() {
    let tokens = [
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "1",
        "-0",
        "1e400",
        "0.5",
        "\\ud800",
        "\\udc00",
        "é",
        "\"@odata.type\":\"#test.circle\",",
        "\"inner\":{",
        "\"NaN\"",
        " ",
        "2147483648",
    ];
    smoke("fuzz/seeds/resource", 6_000, &tokens, graph_fuzz_checks::resource);
}

#[test]
fn differences() {
    smoke(
        "fuzz/seeds/differences",
        4_000,
        &["\0", "\u{1}", "\u{2}", "\u{3}", "\u{4}", "\u{5}"],
        graph_fuzz_checks::differences,
    );
}

/// Returns the number of cases. `.ci/run` sets it to 100,000 for an optimised build.
fn law_cases() -> u32 {
    std::env::var("GRAPH_LAW_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: law_cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_of_diff_hold_on_nested_values(choices in proptest::collection::vec(0..24_u8, 0..700)) {
        graph_fuzz_checks::differences(&choices);
    }
}
