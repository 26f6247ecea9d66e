//! The error for a renamed dependency without `crate = ..`.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
