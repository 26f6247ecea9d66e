//! The command line, run as a process.

use std::process::{Command, Output};

fn small() -> String {
    format!("{}/tests/small.xml", env!("CARGO_MANIFEST_DIR"))
}

/// Runs `cargo-graph graph declare`, as cargo does.
fn declare(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cargo-graph"))
        .args(["graph", "declare"])
        .args(arguments)
        .output()
        .expect("the program runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn the_declaration_of_a_type_is_printed() {
    let output = declare(&["user", "--metadata", &small()]);
    assert_eq!(
        text(&output.stdout),
        r##"use graph_core::graph_resource;

/// The entity type `microsoft.graph.user`.
#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// The property `id` (`Edm.String`).
    #[graph(key)]
    pub id: String,
    /// The property `settings` (`microsoft.graph.settings`).
    pub settings: Option<Settings>,
}
"##
    );
    assert_eq!(
        text(&output.stderr),
        "note: the declarations use `microsoft.graph.settings`, which is not declared; pass `--with-dependencies` to \
         declare it\n"
    );
    assert!(output.status.success());
}

#[test]
fn options_change_the_declarations() {
    let output = declare(&[
        "#microsoft.graph.user",
        "--with-dependencies",
        "--partial",
        "--version",
        "beta",
        "--path",
        "/me",
        "--path",
        "by_id=/users/{id}",
        "--metadata",
        &small(),
    ]);
    let source = text(&output.stdout);
    for part in [
        "    path = \"/me\",\n    paths(by_id = \"/users/{id}\"),\n",
        "    version = \"beta\"\n",
        "    pub id: Option<String>,\n",
        "    pub settings: Nullable<Settings>,\n",
        "pub struct Settings {\n",
    ] {
        assert!(source.contains(part), "no {part} in\n{source}");
    }
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn items_of_collections_are_nullable_by_default() {
    for (more, ty) in [(&[][..], "Option<Vec<Option<String>>>"), (&["--no-null-items"], "Option<Vec<String>>")] {
        let output = declare(&[&["settings", "--metadata", &small()], more].concat());
        let source = text(&output.stdout);
        assert!(source.contains(&format!("    #[graph(optional)]\n    pub spoken: {ty},\n")), "{source}");
    }
}

#[test]
fn a_path_selects_its_type() {
    let output = declare(&["/beta/Users/{id}/settings", "--metadata", &small()]);
    let source = text(&output.stdout);
    assert!(source.contains("    path = \"/users/{id}/settings\",\n"), "{source}");
    assert!(source.contains("    version = \"beta\"\n"), "{source}");
}

#[test]
fn all_types_are_written_to_a_file() {
    let path = std::env::temp_dir().join(format!("cargo-graph-{}.rs", std::process::id()));
    let output = declare(&["--all", "--metadata", &small(), "--output", &path.display().to_string()]);
    let source = std::fs::read_to_string(&path).expect("the file exists");
    std::fs::remove_file(&path).expect("the file can be removed");
    assert!(source.contains("pub struct User {") && source.contains("pub struct Settings {"));
    assert!(output.stdout.is_empty());
    let summary = text(&output.stderr);
    assert!(summary.starts_with("declared 2 structs (1 with a path), 0 enums and 0 unions in "), "{summary}");
}

#[test]
fn an_unknown_type_or_path_leads_to_exit_code_2() {
    for (type_or_path, message) in [
        ("usr", "error: the type `usr` does not exist; similar names: `microsoft.graph.user`\n"),
        (
            "/usr/{id}",
            "error: the path `/usr/{id}` does not exist: the service root has no entity set or singleton `usr`; similar \
             names: `users`\n",
        ),
    ] {
        let output = declare(&[type_or_path, "--metadata", &small()]);
        assert_eq!((text(&output.stderr).as_str(), output.status.code()), (message, Some(2)));
        assert!(output.stdout.is_empty());
    }
    assert_eq!(declare(&["user"]).status.code(), Some(2), "`--metadata` is required");
}

#[test]
fn an_invalid_file_is_shown_with_the_source_line() {
    let path = std::env::temp_dir().join(format!("cargo-graph-{}.xml", std::process::id()));
    let good = std::fs::read_to_string(small()).expect("the file exists");
    std::fs::write(
        &path,
        good.replace("Name=\"settings\" Type=\"graph.settings\"", "Name=\"settings\" Type=\"graph\""),
    )
    .expect("the file can be written");
    let output = declare(&["user", "--metadata", &path.display().to_string()]);
    std::fs::remove_file(&path).expect("the file can be removed");
    assert_eq!(
        text(&output.stderr).replace(&path.display().to_string(), "invalid.xml"),
        "error: expected the qualified name of a type, such as `namespace.type`, found `graph`\n  --> invalid.xml:10:41\n   |\n\
         10 |         <Property Name=\"settings\" Type=\"graph\" />\n   |                                         ^^^^^\n"
    );
    assert_eq!(output.status.code(), Some(1));
    let output = declare(&["user", "--metadata", "no/such/file.xml"]);
    assert!(text(&output.stderr).starts_with("error: failed to read `no/such/file.xml`: "));
    assert_eq!(output.status.code(), Some(1));
}
