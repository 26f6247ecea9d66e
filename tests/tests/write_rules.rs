//! The rules of Microsoft Graph for writes, and the tests that verify them.
//!
//! [`RULES`] names the public source of each rule. A test checks that the tests in it exist; those without another place are here.

use std::path::Path;

use graph_core::{Create as _, GraphClient, graph_resource};

/// A rule with its source, and its tests: a file and the name of a function, or a file alone.
struct Rule {
    text: &'static str,
    source: &'static str,
    tests: &'static [(&'static str, &'static str)],
}

const RULES: [Rule; 9] = [
    Rule {
        text: "a creation is not idempotent, names are not unique, and reads lag behind",
        source: "https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2",
        tests: &[
            ("tests/tests/lost_responses.rs", "nothing_is_done_twice_and_nothing_is_reported_that_is_not_so"),
            (
                "graph-core/src/client/tests/creations.rs",
                "a_creation_is_retried_only_if_the_service_did_not_process_it",
            ),
            ("graph-core/src/client/tests/unless_exists.rs", "an_unknown_outcome_is_looked_up"),
            ("tests/tests/settled.rs", "a_settled_write_was_seen_by_reads_in_a_row"),
        ],
    },
    Rule {
        text: "derived types need `@odata.type`, and properties that the service computes are not sent",
        source: "https://docs.oasis-open.org/odata/odata-json-format/v4.01/odata-json-format-v4.01.html#sec_ControlInformationtypeodatatype",
        tests: &[
            ("tests/tests/write_rules.rs", "a_copy_has_the_type_and_nothing_that_the_service_computes"),
            ("tests/ui/writes/no-setter-on-an-update.rs", ""),
            ("tests/ui/writes/create-only-and-other-keys.rs", ""),
        ],
    },
    Rule {
        text: "settings catalog policies are replaced",
        source: "https://learn.microsoft.com/graph/api/resources/intune-deviceconfigv2-devicemanagementconfigurationpolicy",
        tests: &[
            ("graph-core/src/client/tests/creations.rs", "a_replacement_needs_all_properties_that_are_not_nullable"),
            ("graph-core/src/client/tests/creations.rs", "a_replacement_is_retried"),
        ],
    },
    Rule {
        text: "404 after a lost response of a deletion is success",
        source: "https://www.rfc-editor.org/rfc/rfc9110#section-9.3.5",
        tests: &[
            ("graph-core/src/client/tests/deletions.rs", "an_entity_that_is_gone_after_a_lost_response_is_deleted"),
            ("graph-core/src/client/tests/deletions.rs", "an_entity_that_never_existed_is_an_error"),
        ],
    },
    Rule {
        text: "a link is removed at `$ref`, and up to 20 are added at once",
        source: "https://learn.microsoft.com/graph/api/group-delete-members",
        tests: &[
            ("tests/tests/hostile/removed_links.rs", "no_sequence_of_changes_deletes_an_entity"),
            ("graph-core/src/client/tests/deletions.rs", "a_path_through_a_link_is_refused_before_anything_is_sent"),
            (
                "graph-core/src/client/tests/creations.rs",
                "links_that_cannot_be_sent_are_errors_before_anything_is_sent",
            ),
        ],
    },
    Rule {
        text: "`assign` takes the whole list, one entry per target, and has no ETag",
        source: "https://learn.microsoft.com/graph/api/intune-shared-devicecompliancepolicy-assign",
        tests: &[
            ("graph-intune/tests/assignments/two_writers.rs", "no_assignment_is_lost_that_no_program_removed"),
            ("graph-intune/src/edits/tests.rs", "a_filter_of_the_same_target_changes"),
            ("graph-intune/tests/assignments/changes.rs", "nothing_is_sent_if_nothing_changes"),
        ],
    },
    Rule {
        text: "an action without parameters has no body",
        source: "https://learn.microsoft.com/graph/api/intune-devices-manageddevice-retire",
        tests: &[("graph-core/src/client/tests/calls.rs", "an_action_that_sets_no_parameter_has_no_body")],
    },
    Rule {
        text: "a changed complex value has all its members, and a changed collection all its elements",
        source: "https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part1-protocol.html#sec_UpdateanEntity",
        tests: &[
            ("graph-core/tests/untouched.rs", "undeclared_properties_of_an_element_are_sent_back"),
            ("graph-core/tests/structures.rs", "an_update_sets_a_whole_complex_value_or_clears_it"),
        ],
    },
    Rule {
        text: "a `Location` at another host does not receive the token",
        source: "https://learn.microsoft.com/graph/long-running-actions-overview",
        tests: &[
            ("graph-core/src/client/tests/settled.rs", "a_creation_without_an_entity_is_read_at_its_location"),
            ("graph-core/src/client/tests/downloads/redirects.rs", "a_redirect_is_followed_without_the_token"),
        ],
    },
];

#[test]
fn each_rule_has_a_source_and_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for Rule { text, source, tests } in RULES {
        assert!(source.starts_with("https://") && !tests.is_empty(), "{text}");
        for (file, function) in tests {
            let code = std::fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(function.is_empty() || code.contains(&format!("fn {function}(")), "{file}: {function}");
        }
    }
}

#[graph_resource(
    path = "/deviceManagement/deviceConfigurations/{deviceConfigurationId}",
    odata_type = "#microsoft.graph.windows10GeneralConfiguration"
)]
#[derive(Debug, Clone)]
struct Configuration {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    #[graph(read_only)]
    version: Option<i32>,
    #[graph(create_only)]
    platform: Option<String>,
}

#[test]
fn a_copy_has_the_type_and_nothing_that_the_service_computes() {
    let configuration = Configuration {
        id: "1".to_owned(),
        display_name: Some("Baseline".to_owned()),
        version: Some(7),
        platform: Some("windows".to_owned()),
    };
    let copy = ConfigurationCreate::from_entity(&configuration);
    let expected = r##"{"@odata.type":"#microsoft.graph.windows10GeneralConfiguration","displayName":"Baseline","platform":"windows"}"##;
    assert_eq!(copy.to_json(), expected);
    let graph = GraphClient::builder(graph_core::Cloud::Global).token("any").build().expect("a client");
    let dry_run = graph.create(Configuration::collection(), copy).dry_run().expect("a request");
    assert_eq!(dry_run.body(), expected);
}
