//! Services that ignore a filter, or evaluate another one.

use graph_core::query::Filter;
use graph_core::{ErrorKind, GraphClient, QueryExt as _};

use graph_core::{DateTimeOffset, graph_resource};

use super::{User, page, serving};
use crate::Printer;
use crate::harness::{ID, assert_token_in_header_only, client, failure, run};
use crate::peer::Peer;

fn user(id: &str, department: &str, age: &str) -> String {
    format!(r#"{{"id":"{id}","department":{department},"age":{age},"mails":["a@x.example"]}}"#)
}

/// Three users, of whom every condition below leaves some out.
fn all_users() -> String {
    [user("a", "\"Sales\"", "30"), user("b", "\"IT\"", "null"), user("c", "null", "50")].join(",")
}

type Condition = for<'a> fn(&'a User) -> Filter<'a>;

async fn collect(client: &GraphClient, condition: Condition) -> Result<Vec<String>, graph_core::Error> {
    let users = client.list(User::collection()).filter(condition).try_collect().await?;
    Ok(users.into_iter().map(|user| user.id.clone()).collect())
}

/// Each condition with the property that the error names.
const CONDITIONS: [(Condition, &str); 16] = [
    (|user| user.department.is("Sales"), "department"),
    (|user| user.department.is_one_of(["Sales", "HR"]), "department"),
    (|user| user.department.is_null(), "department"),
    (|user| user.department.is_not_null(), "department"),
    (|user| user.department.is_empty_string(), "department"),
    (|user| user.department.is(ID), "department"),
    (|user| user.department.has_prefix("Sa"), "department"),
    (|user| user.department.has_suffix("LES"), "department"),
    (|user| user.department.has_substring("ale"), "department"),
    (|user| user.age.greater_than(30), "age"),
    (|user| user.age.at_most(30), "age"),
    (|user| user.id.is("c"), "id"),
    (|user| user.mails.any(|mail| mail.is("b@x.example")), "mails"),
    (|user| user.mails.count().is(2), "mails"),
    (|user| user.age.at_least(30) & user.department.is("IT"), "department"),
    (|user| user.age.is(31) | user.department.is("HR"), "age"),
];

#[test]
fn a_filter_that_was_ignored_is_an_error_before_the_first_wrong_entity() {
    run(async {
        for (number, (condition, property)) in CONDITIONS.into_iter().enumerate() {
            let peer = Peer::responding_with(page(&all_users(), None));
            let error = failure(collect(&client(&peer), condition).await);
            assert_eq!(error.kind(), ErrorKind::FilterIgnored, "{number}: {error}");
            assert!(error.to_string().contains(&format!("`{property}`")), "{number}: {error}");
            assert!(error.to_string().contains("list of `#microsoft.graph.user`"), "{number}: {error}");
            assert_token_in_header_only(&peer);
        }
    });
}

/// Intune: <https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/2523>.
#[test]
fn not_equal_that_was_evaluated_as_equal_is_an_error() {
    run(async {
        let peer = Peer::responding_with(page(&user("a", "\"Sales\"", "30"), None));
        for condition in [
            (|user| user.department.is_not("Sales")) as Condition,
            |user| !user.department.is("Sales"),
            |user| user.department.is_not_null() & user.age.is_not(30),
        ] {
            let error = failure(collect(&client(&peer), condition).await);
            assert!(matches!(error.kind(), ErrorKind::FilterIgnored), "{error}");
        }
    });
}

#[test]
fn rows_that_match_for_some_service_are_returned() {
    run(async {
        for (department, condition) in [
            ("\"sales\"", (|user| user.department.is("Sales")) as Condition),
            ("\"SALES\"", |user| user.department.is_one_of(["hr", "Sales"])),
            ("\"Sales \"", |user| user.department.is("Sales")),
            ("\"Stra\u{df}e\"", |user| user.department.is("STRASSE")),
            ("\"M\u{fc}ller\"", |user| user.department.has_prefix("mull")),
            ("\"Sales\"", |user| user.department.greater_than("Z")),
            ("null", |user| user.department.is_not("Sales")),
            ("null", |user| user.department.is(None::<&str>)),
            ("\"Sales\"", |_| Filter::raw("department eq 'IT'")),
            // null of a function is not true, and what `not` makes of it depends on the service
            ("null", |user| !user.department.has_prefix("x")),
        ] {
            let peer = Peer::responding_with(page(&user("a", department, "30"), None));
            assert_eq!(collect(&client(&peer), condition).await.expect("a row"), ["a"], "{department}");
        }
    });
}

/// Where the service chooses the properties, a property without a value may be one that it did not return.
#[test]
fn a_property_that_was_not_returned_is_not_checked() {
    run(async {
        let peer = Peer::responding_with(page(r#"{"id":"a","mails":[]}"#, None));
        let list = || client(&peer).list(User::collection()).filter(|user| user.department.is("Sales"));
        assert_eq!(list().select_all().try_collect().await.expect("a row").len(), 1);
        let partial = list().select(|user| [user.id.property()]).try_collect().await.expect("a row");
        assert_eq!(partial[0].get(|user| &user.id).map(String::as_str), Some("a"));
        // it was selected, so it is null
        assert_eq!(failure(list().try_collect().await).kind(), ErrorKind::FilterIgnored);
    });
}

#[test]
fn null_does_not_match_a_function() {
    run(async {
        let peer = Peer::responding_with(page(&user("a", "null", "30"), None));
        for condition in [
            (|user| user.department.has_prefix("x")) as Condition,
            |user| user.department.has_substring("x") & user.age.is(30),
            |user| user.department.has_suffix("x") | user.age.is(31),
            |user| user.age.is(30) & !user.age.is(30),
        ] {
            assert_eq!(failure(collect(&client(&peer), condition).await).kind(), ErrorKind::FilterIgnored);
        }
    });
}

#[graph_resource(path = "/print/servers/{serverId}", odata_type = "#microsoft.graph.printServer")]
#[derive(Debug, Clone)]
struct Server {
    #[graph(key)]
    id: String,
    started: DateTimeOffset,
    load: f64,
    #[graph(expand)]
    printers: Vec<Printer>,
}

const SERVER: &str =
    r#"{"id":"s","started":"2026-01-31T12:00:00Z","load":0.10000000149011612,"printers":[{"id":"p","jobCount":1}]}"#;

/// Services store fractions of seconds and digits that they do not return, and expand up to 20 entities.
#[test]
fn what_a_row_does_not_show_is_not_an_error() {
    run(async {
        let peer = Peer::responding_with(page(SERVER, None));
        let client = client(&peer);
        let moment = |text: &str| text.parse::<DateTimeOffset>().expect("a moment");
        let count = async |condition: for<'a> fn(&'a Server, [DateTimeOffset; 3]) -> Filter<'a>| {
            let moments =
                ["2026-01-31T12:00:00Z", "2026-01-31T13:00:00.4567+01:00", "2026-01-31T11:00:00-02:00"].map(moment);
            let list = client.list(Server::collection()).filter(|server| condition(server, moments));
            list.try_collect().await.map(|servers| servers.len())
        };
        assert_eq!(count(|server, [same, ..]| server.started.is(same)).await.expect("a row"), 1);
        assert_eq!(count(|server, [same, ..]| server.started.after(same)).await.expect("a row"), 1);
        assert_eq!(count(|server, [_, later, _]| server.started.not_before(later)).await.expect("a row"), 1);
        assert_eq!(count(|server, [_, _, next]| server.started.before(next)).await.expect("a row"), 1);
        assert_eq!(count(|server, _| server.load.is(0.1)).await.expect("a row"), 1);
        assert_eq!(count(|server, _| server.load.greater_than(0.1)).await.expect("a row"), 1);
        assert_eq!(count(|server, _| server.printers.any(|printer| printer.job_count.is(2))).await.expect("a row"), 1);
        assert_eq!(count(|server, _| server.printers.count().is(30)).await.expect("a row"), 1);
        for wrong in [
            count(|server, [_, _, next]| server.started.after(next)).await,
            count(|server, [_, _, next]| server.started.is(next)).await,
            count(|server, _| server.load.is(0.2)).await,
            count(|server, _| server.load.less_than(0.01)).await,
            count(|server, _| !server.printers.any(|printer| printer.job_count.is(1))).await,
        ] {
            assert_eq!(failure(wrong).kind(), ErrorKind::FilterIgnored);
        }
    });
}

/// Moments whose year in UTC is out of the range of `time`.
#[test]
fn the_first_and_the_last_moments_are_compared() {
    run(async {
        for (started, is_before) in [("9999-12-31T23:59:59.9999999-14:00", false), ("0001-01-01T00:00:00+14:00", true)]
        {
            let peer = Peer::responding_with(page(&SERVER.replace("2026-01-31T12:00:00Z", started), None));
            let client = client(&peer);
            for filter in ["9999-12-31T23:59:59-13:00", "0001-01-01T00:00:00+13:00"] {
                let moment: DateTimeOffset = filter.parse().expect("a moment");
                let list = || client.list(Server::collection());
                let before = list().filter(|server| server.started.before(moment)).try_collect().await;
                let after = list().filter(|server| server.started.after(moment)).try_collect().await;
                assert_eq!((before.is_ok(), after.is_ok()), (is_before, !is_before), "{started} {filter}");
            }
        }
    });
}

#[test]
fn entities_of_pages_before_the_wrong_one_are_returned() {
    run(async {
        let peer = serving(|request| {
            let department = if request.number < 2 { "\"Sales\"" } else { "\"IT\"" };
            let items = [user("a", "\"Sales\"", "1"), user("b", department, "2")].join(",");
            request.page(&items, Some(&format!("/v1.0/users?page={}", request.number)))
        });
        let client = client(&peer);
        let mut stream = client.list(User::collection()).filter(|user| user.department.is("Sales")).stream();
        for _ in 0..4 {
            assert_eq!(stream.try_next().await.expect("a user").expect("a user").department.as_deref(), Some("Sales"));
        }
        assert_eq!(failure(stream.try_next().await).kind(), ErrorKind::FilterIgnored);
        assert!(stream.try_next().await.expect("the end").is_none());
        assert_eq!(peer.requests(), 3);
    });
}

#[test]
fn single_stale_rows_are_dropped_only_with_eventual_consistency() {
    run(async {
        for (wrong, right, is_tolerated) in [(1, 2, true), (1, 1, true), (2, 1, false), (1, 0, true), (2, 0, false)] {
            let rows = std::iter::repeat_n(user("w", "\"IT\"", "1"), wrong)
                .chain(std::iter::repeat_n(user("r", "\"Sales\"", "1"), right));
            let peer = Peer::responding_with(page(&rows.collect::<Vec<_>>().join(","), None));
            let client = client(&peer);
            let list = || client.list(User::collection()).filter(|user| user.department.is("Sales"));
            assert_eq!(failure(list().try_collect().await).kind(), ErrorKind::FilterIgnored);
            let mut stream = list().eventual().stream();
            if is_tolerated {
                while let Some(user) = stream.try_next().await.expect("a user") {
                    assert_eq!(user.id, "r");
                }
                assert_eq!(stream.dropped(), wrong);
            } else {
                let error = failure(stream.try_next().await);
                assert_eq!(error.kind(), ErrorKind::FilterIgnored);
                assert!(error.to_string().contains(&format!("{wrong} of {} entities", wrong + right)), "{error}");
            }
        }
    });
}

#[test]
fn unchecked_lists_return_what_the_service_returns() {
    run(async {
        let peer = Peer::responding_with(page(&all_users(), None));
        let client = client(&peer);
        let list = client.list(User::collection()).filter(|user| user.department.is("Sales")).unchecked();
        assert_eq!(list.try_collect().await.expect("all users").len(), 3);
        let list = client.list(User::collection()).filter(|user| user.department.is("Sales"));
        assert_eq!(failure(list.first().await).kind(), ErrorKind::FilterIgnored);
        let list = client.list(User::collection()).filter(|user| user.department.is("Sales"));
        assert_eq!(failure(list.only().await).kind(), ErrorKind::FilterIgnored);
    });
}
