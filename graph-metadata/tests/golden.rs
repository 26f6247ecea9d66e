//! The source code of declarations, compared with files.
//!
//! `UPDATE_GOLDEN=1 cargo test -p graph-metadata --test golden` updates the files.

use std::process::Command;

use graph_metadata::Model;
use graph_metadata::declare::{NamedPath, Options, RequestedOperations, RequestedType, declare};

fn golden(name: &str) -> String {
    format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn model(file: &str) -> Model {
    Model::read_bytes(&std::fs::read(golden(file)).expect("the file")).expect("a valid file")
}

fn everything(model: &Model) -> Vec<RequestedType> {
    model.types().map(|found| RequestedType::new(found.name().as_str())).collect()
}

fn with_dependencies() -> Options {
    let mut options = Options::default();
    options.with_dependencies = true;
    options
}

#[track_caller]
fn assert_golden(name: &str, text: &str) {
    let path = golden(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).expect("the file can be written");
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == text, "`{name}` differs; it is now:\n{text}");
    assert_formatted(&path);
}

/// Asserts that rustfmt with default settings changes nothing.
fn assert_formatted(path: &str) {
    let settings = "max_width=100,use_small_heuristics=Default";
    let rustfmt = Command::new("rustfmt").args(["--check", "--edition", "2024", "--config", settings, path]).output();
    // the component may not be installed
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
    .map(RequestedType::new);
    let declared = declare(&model("reference.xml"), &roots, &with_dependencies()).expect("the types exist");
    assert_golden("reference.rs", &declared.to_string());
}

#[test]
fn reference_type_of_the_beta_api() {
    let path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}/userStatusOverview/";
    let root = RequestedType::new("deviceComplianceUserOverview").with_path(NamedPath::new(path));
    let mut options = Options::default();
    options.is_beta = true;
    let declared = declare(&model("reference-beta.xml"), &[root], &options).expect("the type exists");
    assert_golden("reference-beta.rs", &declared.to_string());
}

#[test]
fn shapes() {
    let model = model("shapes.xml");
    let declared = declare(&model, &everything(&model), &with_dependencies()).expect("the types exist");
    assert_golden("shapes.rs", &declared.to_string());
}

#[test]
fn partial_shapes() {
    let model = model("shapes.xml");
    let mut options = with_dependencies();
    options.partial = true;
    options.inline_navigation_properties.insert(("example.everything".to_owned(), "children".to_owned()));
    options.inline_navigation_properties.insert(("example.everything".to_owned(), "parent".to_owned()));
    let declared = declare(&model, &[RequestedType::new("everything")], &options).expect("the types exist");
    assert_golden("shapes-partial.rs", &declared.to_string());
}

#[test]
fn rules() {
    let declared =
        declare(&model("shapes.xml"), &[RequestedType::new("rule")], &with_dependencies()).expect("the type exists");
    assert_golden("rules.rs", &declared.to_string());
}

#[test]
fn readable_rules() {
    let mut options = with_dependencies();
    options.readable_unions = true;
    options.is_beta = true;
    let request = RequestedType::new("rule").with_path(NamedPath::new("/rules/{ruleId}"));
    let request = request.with_path(NamedPath::new("/everything/{everythingId}/rules/{ruleId}"));
    let declared = declare(&model("shapes.xml"), &[request], &options).expect("the type exists");
    assert_golden("readable-rules.rs", &declared.to_string());
}

#[test]
fn names() {
    let model = model("names.xml");
    let mut options = with_dependencies();
    options.max_paths = 9;
    let declared = declare(&model, &everything(&model), &options).expect("the types exist");
    assert_golden("names.rs", &declared.to_string());
}

#[test]
fn all_properties_are_writable_if_the_option_is_set() {
    let mut options = Options::default();
    options.partial = true;
    options.all_writable = true;
    let text = declare(&model("shapes.xml"), &[RequestedType::new("everything")], &options)
        .expect("the type exists")
        .to_string();
    assert!(text.contains("    #[graph(optional, name = \"id\")]\n    pub sent_id: Option<String>,\n"));
    assert!(text.contains("    /// The property `computed` (`Edm.String`).\n    pub computed: Nullable<String>,\n"));
}

#[test]
fn missing_types_are_reported() {
    let declared = declare(&model("shapes.xml"), &[RequestedType::new("everything")], &Options::default())
        .expect("the type exists");
    assert_eq!(declared.items.len(), 1);
    assert_eq!(declared.missing, ["example.leaf", "example.rights", "example.shape", "example.size", "example.tree"]);
}

#[test]
fn a_declaration_does_not_depend_on_other_declarations() {
    let model = model("shapes.xml");
    let all = declare(&model, &everything(&model), &with_dependencies()).expect("the types exist");
    for item in &all.items {
        let alone =
            declare(&model, &[RequestedType::new(item.type_name())], &Options::default()).expect("the type exists");
        let same = alone.items.iter().find(|other| other.name() == item.name());
        assert!(same.is_none_or(|same| same == item), "{}", item.name());
    }
}

#[test]
fn invalid_requests_are_rejected() {
    let model = model("shapes.xml");
    let message = |requested: RequestedType| {
        declare(&model, &[requested], &Options::default()).expect_err("an error").to_string()
    };
    assert_eq!(message(RequestedType::new("shap")), "the type `shap` does not exist; similar names: `example.shape`");
    for (template, reason) in [
        ("a", "does not start at the service root"),
        ("/a\"", "contains a character that is not allowed in a path"),
        ("/{a", "has unbalanced braces"),
        ("/a}{", "has unbalanced braces"),
    ] {
        let message = message(RequestedType::new("child").with_path(NamedPath::new(template)));
        assert!(message.contains(reason), "{message}");
    }
    let named = RequestedType::new("child").with_path(NamedPath::new("/a")).with_path(NamedPath::named("No", "/b"));
    assert_eq!(message(named), "expected a snake_case identifier as the name of a path, found `No`");
}

#[test]
fn actions_and_functions_with_links() {
    let mut options = with_dependencies();
    options.links = true;
    options.operations = RequestedOperations::All;
    let requested = ["device", "person", "user"].map(RequestedType::new);
    let declared = declare(&model("operations.xml"), &requested, &options).expect("the types exist");
    assert_golden("operations.rs", &declared.to_string());
    assert!(declared.missing.is_empty());
}

#[test]
fn one_action_by_its_name() {
    let mut options = Options::default();
    options.operations = RequestedOperations::Named(["wipe".to_owned()].into());
    let model = model("operations.xml");
    let declared = declare(&model, &[RequestedType::new("device")], &options).expect("the type exists");
    let names: Vec<_> = declared.operations.iter().map(|operation| operation.name.as_str()).collect();
    assert_eq!((names, declared.missing), (vec!["Wipe"], vec!["example.mode".to_owned()]));
}
