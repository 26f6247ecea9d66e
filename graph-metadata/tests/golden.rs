//! Declarations of small files, as text. `UPDATE_GOLDEN=1 cargo test -p graph-metadata --test golden` writes them anew.

use std::process::Command;

use graph_metadata::Model;
use graph_metadata::declare::{NamedPath, Options, Root, declare};

fn golden(name: &str) -> String {
    format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn model(file: &str) -> Model {
    Model::read_bytes(&std::fs::read(golden(file)).expect("the file")).expect("a good file")
}

fn everything(model: &Model) -> Vec<Root> {
    model.types().map(|found| Root::new(found.name().as_str())).collect()
}

fn with_dependencies() -> Options {
    let mut options = Options::default();
    options.with_dependencies = true;
    options
}

#[track_caller]
fn is_as_written(name: &str, text: &str) {
    let path = golden(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).expect("the file can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "`{name}` differs; it is now:\n{text}");
    is_formatted(&path);
}

/// rustfmt with default settings has nothing to change.
fn is_formatted(path: &str) {
    let settings = "max_width=100,use_small_heuristics=Default";
    let rustfmt = Command::new("rustfmt").args(["--check", "--edition", "2024", "--config", settings, path]).output();
    // the component may be missing
    let Ok(output) = rustfmt else { return };
    if !String::from_utf8_lossy(&output.stderr).contains("is not installed") {
        assert!(output.status.success(), "{path}: {}", String::from_utf8_lossy(&output.stdout));
    }
}

#[test]
fn reference_types() {
    let roots = [
        "deviceConfigurationUserOverview",
        "deviceConfigurationDeviceOverview",
        "deviceConfigurationUserStatus",
        "deviceComplianceUserOverview",
    ]
    .map(Root::new);
    let declared = declare(&model("reference.xml"), &roots, &with_dependencies()).expect("known types");
    is_as_written("reference.rs", &declared.to_string());
}

#[test]
fn reference_type_of_beta() {
    let path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}/userStatusOverview/";
    let root = Root::new("deviceComplianceUserOverview").at(NamedPath::new(path));
    let mut options = Options::default();
    options.is_beta = true;
    let declared = declare(&model("reference-beta.xml"), &[root], &options).expect("a known type");
    is_as_written("reference-beta.rs", &declared.to_string());
}

#[test]
fn shapes() {
    let model = model("shapes.xml");
    let declared = declare(&model, &everything(&model), &with_dependencies()).expect("known types");
    is_as_written("shapes.rs", &declared.to_string());
}

#[test]
fn partial_shapes() {
    let model = model("shapes.xml");
    let mut options = with_dependencies();
    options.partial = true;
    options.inline.insert(("example.everything".to_owned(), "children".to_owned()));
    options.inline.insert(("example.everything".to_owned(), "parent".to_owned()));
    let declared = declare(&model, &[Root::new("everything")], &options).expect("known types");
    is_as_written("shapes-partial.rs", &declared.to_string());
}

#[test]
fn rules() {
    let declared = declare(&model("shapes.xml"), &[Root::new("rule")], &with_dependencies()).expect("a known type");
    is_as_written("rules.rs", &declared.to_string());
}

#[test]
fn names() {
    let model = model("names.xml");
    let mut options = with_dependencies();
    options.paths = 9;
    let declared = declare(&model, &everything(&model), &options).expect("known types");
    is_as_written("names.rs", &declared.to_string());
}

#[test]
fn all_can_be_written_if_wanted() {
    let mut options = Options::default();
    options.partial = true;
    options.all_writable = true;
    let text = declare(&model("shapes.xml"), &[Root::new("everything")], &options).expect("a known type").to_string();
    assert!(text.contains("    #[graph(optional)]\n    pub id: Option<String>,\n"));
    assert!(text.contains("    /// `computed`, `Edm.String`.\n    pub computed: Nullable<String>,\n"));
}

#[test]
fn a_type_alone_says_what_it_misses() {
    let declared =
        declare(&model("shapes.xml"), &[Root::new("everything")], &Options::default()).expect("a known type");
    assert_eq!(declared.items.len(), 1);
    assert_eq!(declared.missing, ["example.leaf", "example.rights", "example.shape", "example.size", "example.tree"]);
}

#[test]
fn what_is_declared_alone_is_declared_the_same_in_company() {
    let model = model("shapes.xml");
    let all = declare(&model, &everything(&model), &with_dependencies()).expect("known types");
    for item in &all.items {
        let alone = declare(&model, &[Root::new(item.type_name())], &Options::default()).expect("a known type");
        let same = alone.items.iter().find(|other| other.name() == item.name());
        assert!(same.is_none_or(|same| same == item), "{}", item.name());
    }
}

#[test]
fn wrong_requests_are_refused() {
    let model = model("shapes.xml");
    let refused = |root: Root| declare(&model, &[root], &Options::default()).expect_err("refused").to_string();
    assert_eq!(refused(Root::new("shap")), "no type `shap`; the nearest are `example.shape`");
    for (template, reason) in [
        ("a", "does not start at the service root"),
        ("/a\"", "has a character that no path has"),
        ("/{a", "has braces that do not match"),
        ("/a}{", "has braces that do not match"),
    ] {
        let message = refused(Root::new("child").at(NamedPath::new(template)));
        assert!(message.contains(reason), "{message}");
    }
    let named = Root::new("child").at(NamedPath::new("/a")).at(NamedPath::named("No", "/b"));
    assert!(refused(named).contains("write it in snake_case"));
}
