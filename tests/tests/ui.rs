//! Declarations that do not compile, with the spans and the texts of their diagnostics.
//!
//! Each topic has a folder, and each defect has a file. `TRYBUILD=overwrite cargo test -p graph-tests --test ui` records the
//! current diagnostics; review the difference before you commit it.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
