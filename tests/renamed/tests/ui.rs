//! What is said where `crate = ..` is forgotten.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
