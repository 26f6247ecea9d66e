//! The program as a user runs it.

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
fn a_type_is_printed() {
    let output = declare(&["user", "--metadata", &small()]);
    assert_eq!(
        text(&output.stdout),
        r##"use graph_core::graph_resource;

/// `microsoft.graph.user`, an entity type.
#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// `id`, `Edm.String`.
    #[graph(key)]
    pub id: String,
    /// `settings`, `microsoft.graph.settings`.
    pub settings: Option<Settings>,
}
"##
    );
    assert_eq!(
        text(&output.stderr),
        "note: it uses `microsoft.graph.settings`; `--with-dependencies` declares it, too\n"
    );
    assert!(output.status.success());
}

#[test]
fn options_are_heard() {
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
fn items_of_collections_are_null_unless_that_is_ruled_out() {
    for (more, ty) in [(&[][..], "Option<Vec<Option<String>>>"), (&["--no-null-items"], "Option<Vec<String>>")] {
        let output = declare(&[&["settings", "--metadata", &small()], more].concat());
        let source = text(&output.stdout);
        assert!(source.contains(&format!("    #[graph(optional)]\n    pub spoken: {ty},\n")), "{source}");
    }
}

#[test]
fn a_path_picks_the_type() {
    let output = declare(&["/beta/Users/{id}/settings", "--metadata", &small()]);
    let source = text(&output.stdout);
    assert!(source.contains("    path = \"/users/{id}/settings\",\n"), "{source}");
    assert!(source.contains("    version = \"beta\"\n"), "{source}");
}

#[test]
fn all_types_go_to_a_file() {
    let path = std::env::temp_dir().join(format!("cargo-graph-{}.rs", std::process::id()));
    let output = declare(&["--all", "--metadata", &small(), "--output", &path.display().to_string()]);
    let source = std::fs::read_to_string(&path).expect("the file is there");
    std::fs::remove_file(&path).expect("the file can be removed");
    assert!(source.contains("pub struct User {") && source.contains("pub struct Settings {"));
    assert!(output.stdout.is_empty());
    let summary = text(&output.stderr);
    assert!(summary.starts_with("declared 2 structs (1 with a path), 0 enumerations and 0 unions in "), "{summary}");
}

#[test]
fn an_unknown_type_or_path_has_exit_code_2() {
    for (what, message) in [
        ("usr", "error: no type `usr`; the nearest are `microsoft.graph.user`\n"),
        (
            "/usr/{id}",
            "error: the path `/usr/{id}` leads nowhere: there is no `usr` under the service root; the nearest are \
             `users`\n",
        ),
    ] {
        let output = declare(&[what, "--metadata", &small()]);
        assert_eq!((text(&output.stderr).as_str(), output.status.code()), (message, Some(2)));
        assert!(output.stdout.is_empty());
    }
    assert_eq!(declare(&["user"]).status.code(), Some(2), "no file");
}

#[test]
fn a_bad_file_is_shown_with_the_line() {
    let path = std::env::temp_dir().join(format!("cargo-graph-{}.xml", std::process::id()));
    let good = std::fs::read_to_string(small()).expect("the file is there");
    std::fs::write(
        &path,
        good.replace("Name=\"settings\" Type=\"graph.settings\"", "Name=\"settings\" Type=\"graph\""),
    )
    .expect("the file can be written");
    let output = declare(&["user", "--metadata", &path.display().to_string()]);
    std::fs::remove_file(&path).expect("the file can be removed");
    assert_eq!(
        text(&output.stderr).replace(&path.display().to_string(), "bad.xml"),
        "error: `graph` is no type: write it with its namespace\n  --> bad.xml:10:41\n   |\n\
         10 |         <Property Name=\"settings\" Type=\"graph\" />\n   |                                         ^^^^^\n"
    );
    assert_eq!(output.status.code(), Some(1));
    let output = declare(&["user", "--metadata", "no/such/file.xml"]);
    assert!(text(&output.stderr).starts_with("error: `no/such/file.xml` cannot be read: "));
    assert_eq!(output.status.code(), Some(1));
}
