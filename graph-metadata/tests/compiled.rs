//! The golden declarations compile without warnings.

#![deny(missing_docs, warnings, clippy::all, clippy::pedantic)]

/// All types of a file. The test `golden` compares the file with the output of `declare`.
pub mod shapes {
    include!("golden/shapes.rs");
}

/// With properties that can be absent.
pub mod partial {
    include!("golden/shapes-partial.rs");
}

/// An abstract entity type and the types derived from it.
pub mod rules {
    include!("golden/rules.rs");
}

/// A union that can be read at the paths of its base type.
pub mod readable_rules {
    include!("golden/readable-rules.rs");
}

/// Names that are not valid or not unique in Rust.
pub mod names {
    include!("golden/names.rs");
}

/// Actions, functions and links of entities.
pub mod operations {
    include!("golden/operations.rs");
}

#[test]
fn declared_operations_can_be_called() {
    use graph_core::schema::{Callable as _, Danger};
    use operations::{Device, Mode, Person, Usage, UsageByFromAndTo, User, Wipe};
    let graph = graph_core::GraphClient::builder(graph_core::Cloud::Global).token("any").build().expect("a client");
    let wipe = Wipe { keep_user_data: Some(true), mode: Mode::Full };
    let dry_run = graph.call(Device::at("1"), wipe).dry_run().expect("a request");
    assert_eq!(Wipe::DESCRIPTOR.danger(), Danger::Destructive);
    assert_eq!(dry_run.body(), r#"{"keepUserData":true,"Mode":"full"}"#);
    let url = |request: graph_core::request::DryRun| request.url().rsplit_once('/').map(|(_, name)| name.to_owned());
    let usage = Usage { period: Some("D7".to_owned()) };
    let usage = graph.call(Device::at("1"), usage).dry_run().expect("a request");
    assert_eq!(url(usage).as_deref(), Some("usage(period='D7')"));
    let day = "2026-01-31".parse().expect("a date");
    let usage = graph.call(Device::at("1"), UsageByFromAndTo { from: day, to: day }).dry_run().expect("a request");
    assert_eq!(url(usage).as_deref(), Some("usage(from=2026-01-31,to=2026-01-31)"));
    let assign = operations::PersonAssign { r#type: Some("x".to_owned()) };
    // a user is a person
    let assign = graph.call(User::at("1"), assign).dry_run().expect("a request");
    assert_eq!(assign.body(), r#"{"type":"x"}"#);
    let owners: graph_core::address::Links<Device, Person> = Device::owners();
    let link = graph.link(Device::at("1"), owners, User::at("2")).dry_run().expect("a request");
    assert!(link.url().ends_with("/devices/1/owners/$ref"), "{}", link.url());
}

#[test]
fn declared_types_can_be_read_and_updated() {
    use graph_core::Resource as _;
    assert_eq!(shapes::Everything::DESCRIPTOR.odata_type(), "#example.everything");
    let read = graph_core::json::from_slice::<partial::Everything>(br##"{"shape":{"@odata.type":"#example.circle"}}"##);
    let everything = read.expect("every property can be absent");
    assert!(matches!(everything.shape.value(), Some(partial::AnyShape::Circle(_))));
    let user = names::User::update().r#type("a").self_("b").min_os_version("c");
    assert_eq!(
        graph_core::Update::body(&user).to_json(),
        r##"{"@odata.type":"#example.graph.user","type":"a","self":"b","minOSVersion":"c"}"##
    );
}

#[test]
fn arbitrary_json_is_preserved() {
    for json in ["[[1,\"a\"],[null,true]]", "\"text\"", "{\"a\":{\"b\":[]}}", "1.5"] {
        let body = format!("{{\"json\":{json},\"jsons\":[{json},null]}}");
        let everything = graph_core::json::from_slice::<partial::Everything>(body.as_bytes()).expect(json);
        let written = graph_core::json::to_string(&everything);
        assert!(written.contains(&format!("\"json\":{json},\"jsons\":[{json},null]")), "{written}");
    }
}

#[test]
fn collections_can_contain_null() {
    let body = br#"{"names":["a"],"numbers":[1,null,2],"sizes":null,"leaves":[null]}"#;
    let everything = graph_core::json::from_slice::<partial::Everything>(body).expect("items can be null");
    assert_eq!(everything.numbers, Some(vec![Some(1), None, Some(2)]));
    assert_eq!((everything.sizes.as_ref(), everything.leaves.as_ref().map(Vec::len)), (None, Some(1)));
    let update = partial::Everything::update().numbers(vec![None, Some(3)]).names(vec!["b".to_owned()]);
    let sent = graph_core::Update::body(&update).to_json();
    assert!(sent.ends_with(r#""numbers":[null,3],"names":["b"]}"#), "{sent}");
    // a collection inside a complex value is sent back as null, and no method clears it
    let body = br#"{"tree":{"branches":null},"numbers":null}"#;
    let everything = graph_core::json::from_slice::<partial::Everything>(body).expect("a collection that is null");
    let written = graph_core::json::to_string(&everything);
    assert!(written.ends_with(r##""tree":{"@odata.type":"#example.tree","branches":null}}"##), "{written}");
}

#[test]
fn an_update_of_a_derived_type_contains_its_type() {
    use graph_core::Resource as _;
    let [base, approval] = [rules::Rule::DESCRIPTOR, rules::ApprovalRule::DESCRIPTOR];
    assert_eq!(base.paths()[0].as_str(), approval.paths()[0].as_str());
    let update = rules::ApprovalRule::update().approvers(vec![Some("a".to_owned())]);
    assert_eq!(
        graph_core::Update::body(&update).to_json(),
        r##"{"@odata.type":"#example.approvalRule","approvers":["a"]}"##
    );
    assert_eq!(graph_core::Update::body(&rules::Rule::update().target("b")).to_json(), r#"{"target":"b"}"#);
}

#[test]
fn a_union_has_the_paths_of_its_base_type() {
    use graph_core::schema::Readable as _;
    assert_eq!(readable_rules::AnyRule::ENTITY.odata_type(), "#example.rule");
    assert_eq!(readable_rules::AnyRule::ENTITY.version().as_str(), "beta");
    let address = readable_rules::AnyRule::at_everything("a", "b");
    assert_eq!(address.path().expect("a path"), "/everything/a/rules/b");
}
