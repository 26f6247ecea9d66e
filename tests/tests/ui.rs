//! What is refused, where the report stands, and what it says.
//!
//! One folder a topic, one file a defect. `TRYBUILD=overwrite cargo test -p graph-tests --test ui` writes what the compiler
//! says now; look at the difference before it is committed.

#[test]
fn ui() {
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}
