#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| graph_fuzz_checks::durations(input));
