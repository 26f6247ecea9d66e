//! The layers that ARCHITECTURE.md states hold in the sources.

fn check(name: &str) {
    let problems = graph_source_checks::layers::check(name);
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}

#[test]
fn graph_core_has_layers_without_circles() {
    check("graph-core");
}

#[test]
fn graph_derive_has_layers_without_circles() {
    check("graph-derive");
}

#[test]
fn graph_intune_has_layers_without_circles() {
    check("graph-intune");
}

#[test]
fn graph_metadata_has_layers_without_circles() {
    check("graph-metadata");
}

#[test]
fn graph_sandbox_has_layers_without_circles() {
    check("graph-sandbox");
}
