//! The files that documents name exist.

#[test]
fn the_files_that_documents_name_exist() {
    let problems = graph_source_checks::links::check();
    assert!(problems.is_empty(), "\n{}\n", problems.join("\n"));
}
