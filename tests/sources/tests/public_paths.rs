//! Each public item has one public path.

#[test]
fn each_public_item_of_graph_core_has_one_path() {
    let problems = graph_source_checks::public_paths::check("graph-core");
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
