//! Dependencies are pinned once, sorted and used.

#[test]
fn dependencies_are_pinned_once_sorted_and_used() {
    let problems = graph_source_checks::manifests::check();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
