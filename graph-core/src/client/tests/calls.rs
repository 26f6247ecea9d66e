//! Calls of actions and functions: what is sent, what comes back, and what is never repeated.

use std::io::ErrorKind::ConnectionReset;

use futures_util::StreamExt as _;

use super::scripted::{Step, scripted, status};
use super::{PRINTER, Printer, TOKEN, responding, response};
use crate::failure::ErrorKind;
use crate::request::Method;
use crate::schema::{Callable, Danger, Harmless, Version};
use crate::{
    Cloud, ETag, GraphClient, Nullable, UntypedObject, graph_action, graph_complex, graph_enum, graph_function,
    graph_resource, graph_union,
};

#[graph_enum(crate = crate)]
#[derive(Debug, Clone, PartialEq)]
enum Color {
    Gray,
    #[graph(other)]
    Other(String),
}

#[graph_complex(crate = crate, odata_type = "#microsoft.graph.printSize", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Size {
    height: i32,
}

#[graph_complex(crate = crate, odata_type = "#microsoft.graph.printCount")]
#[derive(Debug, Clone, PartialEq)]
struct Count {
    value: i32,
}

#[graph_union(crate = crate)]
#[derive(Debug, PartialEq)]
enum Anything {
    Size(Size),
    #[graph(other)]
    Other(UntypedObject),
}

/// A printer in the version `beta`, which has the calls of a printer.
#[graph_resource(crate = crate, path = "/labels/{labelId}", odata_type = "#microsoft.graph.labelPrinter", version = "beta", base = Printer)]
struct LabelPrinter {
    #[graph(key)]
    id: String,
}

#[graph_action(crate = crate, name = "print", on = Printer, permissions = ["PrintJob.Create"])]
#[derive(Debug, Clone, Default)]
struct Print {
    title: Option<String>,
    #[graph(name = "Copies")]
    copies: Option<i32>,
    #[graph(name = "note")]
    comment: Nullable<String>,
    color: Option<Color>,
    sizes: Option<Vec<Size>>,
    like: Option<Printer>,
}

#[graph_action(crate = crate, name = "restoreFactoryDefaults", on = Printer, danger = destructive)]
struct Restore;

#[graph_action(crate = crate, name = "microsoft.graph.create", on = [Printer], returns = Printer)]
struct Register {
    name: String,
}

#[graph_action(crate = crate, path = "/print/syncAll", version = "beta")]
struct SyncAll {}

#[graph_action(crate = crate, name = "find", on = [Printer], returns = [String])]
struct Find {
    names: Vec<String>,
}

#[graph_function(crate = crate, name = "capacity", on = Printer, returns = i64, permissions = ["Printer.Read.All"])]
#[derive(Default)]
struct Capacity {
    color: Option<Color>,
    text: Option<String>,
}

#[graph_function(crate = crate, name = "similar", on = Printer, returns = [Printer])]
struct Similar;

#[graph_function(crate = crate, path = "/print/sizes", returns = [Size])]
struct Sizes;

#[graph_function(crate = crate, name = "size", on = Printer, returns = Option<Size>)]
struct OptionalSize;

#[graph_function(crate = crate, name = "count", on = Printer, returns = Count)]
struct GetCount;

#[graph_function(crate = crate, name = "any", on = Printer, returns = Anything)]
struct GetAnything;

fn offline() -> GraphClient {
    GraphClient::builder(Cloud::Global).token(TOKEN).build().unwrap()
}

fn at() -> crate::address::Address<Printer> {
    Printer::at("p1")
}

#[test]
fn an_action_has_its_parameters_in_the_body() {
    let graph = offline();
    let print = Print {
        title: Some("a \"b\"".to_owned()),
        copies: Some(2),
        comment: Nullable::Null,
        color: Some("teal".into()),
        sizes: Some(vec![Size { height: 3 }]),
        like: Some(Printer { id: "p2".to_owned(), job_count: 1 }),
    };
    let dry_run = graph.call(at(), print).dry_run().unwrap();
    assert_eq!(dry_run.method(), Method::POST);
    assert_eq!(dry_run.url(), "https://graph.microsoft.com/v1.0/printers/p1/print");
    assert_eq!(
        dry_run.body(),
        concat!(
            r#"{"title":"a \"b\"","Copies":2,"note":null,"color":"teal","sizes":[{"height":3}],"#,
            r##""like":{"@odata.type":"#microsoft.graph.printer","id":"p2","jobCount":1}}"##
        )
    );
    assert_eq!(dry_run.headers()["content-type"], "application/json");
}

#[test]
fn an_action_that_sets_no_parameter_has_no_body() {
    let graph = offline();
    let urls = [
        graph.call(at(), Print::default()).dry_run().unwrap(),
        graph.call(at(), Restore).dry_run().unwrap(),
        graph.call(LabelPrinter::at("l1"), Restore).dry_run().unwrap(),
        graph.call_unbound(SyncAll {}).dry_run().unwrap(),
    ]
    .map(|dry_run| {
        assert!(dry_run.body().is_empty());
        assert_eq!(dry_run.headers()["content-length"], "0");
        assert!(!dry_run.headers().contains_key("content-type"));
        dry_run.url()
    });
    assert_eq!(
        urls,
        [
            "https://graph.microsoft.com/v1.0/printers/p1/print",
            "https://graph.microsoft.com/v1.0/printers/p1/restoreFactoryDefaults",
            "https://graph.microsoft.com/beta/labels/l1/restoreFactoryDefaults",
            "https://graph.microsoft.com/beta/print/syncAll",
        ]
    );
    assert_eq!(SyncAll::DESCRIPTOR.version(), Some(Version::Beta));
}

#[test]
fn a_function_has_its_parameters_in_the_path() {
    let graph = offline();
    let url = |capacity: Capacity| graph.call(at(), capacity).dry_run().unwrap().url();
    assert_eq!(url(Capacity::default()), "https://graph.microsoft.com/v1.0/printers/p1/capacity");
    let capacity = Capacity { color: Some(Color::Gray), text: Some("../a',b='".to_owned()) };
    assert_eq!(
        url(capacity),
        "https://graph.microsoft.com/v1.0/printers/p1/capacity(color='gray',text='..%2Fa%27%27%2Cb%3D%27%27')"
    );
    let dry_run = graph.call(at(), Similar).query("$filter", "jobCount gt 1").query("$top", "5").dry_run().unwrap();
    assert_eq!(dry_run.method(), Method::GET);
    assert!(dry_run.body().is_empty() && !dry_run.headers().contains_key("content-length"));
    assert_eq!(dry_run.url(), "https://graph.microsoft.com/v1.0/printers/p1/similar?$filter=jobCount%20gt%201&$top=5");
    let error = graph.call(at(), Capacity { text: Some("a\u{7f}".to_owned()), color: None }).dry_run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert_eq!(
        error.to_string(),
        "function `capacity` of `#microsoft.graph.printer`: the parameter `text` contains the control character U+007F, which a \
         path cannot contain: remove it"
    );
}

#[tokio::test]
async fn an_address_that_is_not_valid_is_not_called() {
    let (client, requests) = responding(response(204), "");
    let error = client.call(Printer::at(".."), Restore).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.operation(), error.resource()),
        (ErrorKind::Address, Some("call"), Some("#microsoft.graph.printer"))
    );
    let error = client.call(Printer::at(""), Similar).try_collect().await.unwrap_err();
    assert_eq!((error.kind(), requests.len()), (ErrorKind::Address, 0));
}

#[tokio::test]
async fn a_call_without_a_value_returns_the_metadata_of_the_response() {
    for (code, body) in [(204, ""), (202, ""), (200, ""), (200, "{}"), (200, r#"{"value":"ignored"}"#), (200, "text")] {
        let (client, requests) = responding(response(code).header("location", "/operations/1"), body);
        let called = client.call(at(), Restore).await.unwrap();
        assert_eq!(called.info().status().as_u16(), code);
        assert_eq!(called.location(), Some("/operations/1"));
        assert_eq!((called.info().request_id(), requests.len()), (Some("service-id"), 1));
    }
    let (client, _) = responding(response(200), r#"{"error":{"code":"generalException","message":"It failed."}}"#);
    let error = client.call(at(), Restore).await.unwrap_err();
    assert_eq!((error.kind(), error.service().unwrap().code()), (ErrorKind::Decode, Some("generalException")));
}

async fn called<
    C: Callable<Binding = crate::schema::OnEntity<Printer>, Returns = crate::schema::One<T>>,
    T: crate::schema::Returned,
>(
    callable: C,
    status: u16,
    body: &str,
) -> Result<T, crate::Error> {
    let (client, _) = responding(response(status), body);
    client.call(at(), callable).await.map(crate::response::Called::into_value)
}

#[tokio::test]
async fn a_primitive_value_is_in_the_member_value() {
    let capacity = |body: &'static str| called(Capacity::default(), 200, body);
    assert_eq!(capacity(r#"{"@odata.context":"x","value":7}"#).await.unwrap(), 7);
    assert_eq!(
        capacity(r##"{"value":"9007199254740993","@odata.type":"#Int64"}"##).await.unwrap(),
        9_007_199_254_740_993
    );
    assert_eq!(capacity("7").await.unwrap(), 7, "without the object around it");
    for (body, pointer, text) in [
        (r#"{"value":"many"}"#, "/value", "Edm.Int64"),
        (r#"{"value":null}"#, "/value", "null"),
        (r#"{"value":1,"value":2}"#, "/value", "twice"),
        (r#"{"other":1}"#, "", "object"),
        (r#"{"value":1} x"#, "", "more text"),
    ] {
        let error = capacity(body).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
        let decode = error.decode_error().unwrap_or_else(|| panic!("{error}"));
        assert_eq!(decode.pointer(), pointer, "{error}");
        assert!(error.to_string().contains(text), "{error}");
    }
}

#[tokio::test]
async fn an_object_is_the_body_or_its_only_member() {
    let size = |body: &'static str| called(OptionalSize, 200, body);
    assert_eq!(size(r#"{"@odata.context":"x","height":3}"#).await.unwrap(), Some(Size { height: 3 }));
    assert_eq!(size(r#"{"@odata.context":"x","value":{"height":3}}"#).await.unwrap(), Some(Size { height: 3 }));
    assert_eq!(size(r#"{"value":null}"#).await.unwrap(), None);
    assert_eq!(size("null").await.unwrap(), None);
    assert_eq!(called(OptionalSize, 204, "").await.unwrap(), None);
    let error = size(r#"{"value":{"height":"tall"}}"#).await.unwrap_err();
    assert_eq!(error.decode_error().unwrap().pointer(), "/value/height");
    // the type has a property of this name
    assert_eq!(called(GetCount, 200, r#"{"value":4}"#).await.unwrap(), Count { value: 4 });
    let any = |body: &'static str| called(GetAnything, 200, body);
    let typed = r##"{"@odata.type":"#microsoft.graph.printSize","height":3}"##;
    assert_eq!(any(typed).await.unwrap(), Anything::Size(Size { height: 3 }));
    let wrapped = r##"{"value":{"@odata.type":"#microsoft.graph.printSize","height":3}}"##;
    assert_eq!(any(wrapped).await.unwrap(), Anything::Size(Size { height: 3 }));
    let other = r##"{"@odata.type":"#microsoft.graph.x","value":{"a":1}}"##;
    assert!(matches!(any(other).await.unwrap(), Anything::Other(object) if object.as_str().contains("value")));
}

#[tokio::test]
async fn a_value_that_is_an_entity_has_its_etag() {
    let body = r##"{"@odata.etag":"W/\"5\"","@odata.type":"#microsoft.graph.printer","id":"p1","jobCount":4}"##;
    for body in [body.to_owned(), format!(r#"{{"value":{body}}}"#)] {
        let (client, requests) = responding(response(201), body);
        let etag = ETag::new("W/\"4\"").unwrap();
        let registered =
            client.call(Printer::collection(), Register { name: "x".to_owned() }).if_match(&etag).await.unwrap();
        assert_eq!((registered.job_count, registered.etag().unwrap().as_str()), (4, "W/\"5\""));
        assert_eq!(requests.last().headers()["if-match"], "W/\"4\"");
        assert_eq!(requests.last().uri(), "https://graph.microsoft.com/v1.0/printers/microsoft.graph.create");
    }
}

#[tokio::test]
async fn a_value_that_is_missing_is_an_error_that_states_what_the_service_did() {
    for (code, outcome) in [
        (204, "the service reported that the operation was done"),
        (202, "the service accepted the request, but did not report that it was done"),
    ] {
        let (client, _) = responding(response(code), "");
        let error = client.call(Printer::collection(), Register { name: "x".to_owned() }).await.unwrap_err();
        assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Decode, code));
        assert!(error.to_string().contains(outcome), "{error}");
        assert!(error.to_string().contains("declare `returns = Option<_>`"), "{error}");
    }
}

#[tokio::test]
async fn an_action_is_not_repeated_if_it_may_have_been_done() {
    let broken = || Step::Break(ConnectionReset);
    for step in [broken(), status(502), status(504), status(408)] {
        let (client, received) = scripted([step]);
        let error = client.build().unwrap().call(at(), Restore).await.unwrap_err();
        assert_eq!((error.kind(), received.count()), (ErrorKind::Ambiguous, 1), "{error}");
        assert!(
            error.to_string().starts_with("action `restoreFactoryDefaults` of `#microsoft.graph.printer`: "),
            "{error}"
        );
    }
    let (client, received) = scripted([broken()]);
    let error = client.build().unwrap().call(Printer::collection(), Find { names: Vec::new() }).try_collect().await;
    assert_eq!((error.unwrap_err().kind(), received.count()), (ErrorKind::Ambiguous, 1));
}

#[tokio::test(start_paused = true)]
async fn a_call_is_repeated_if_that_is_harmless() {
    // a rejected request was not processed
    let (client, received) = scripted([status(429), status(503), status(204)]);
    client.build().unwrap().call(at(), Restore).await.unwrap();
    assert_eq!(received.count(), 3);
    let (client, received) = scripted([Step::Break(ConnectionReset), status(504), status(204)]);
    client.build().unwrap().call(at(), Restore).retryable(true).await.unwrap();
    assert_eq!(received.count(), 3);
    let (client, received) = scripted([Step::Break(ConnectionReset), Step::Respond(response(200), r#"{"value":1}"#)]);
    let capacity = client.build().unwrap().call(at(), Capacity::default()).await.unwrap();
    assert_eq!((*capacity, received.count()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn a_collection_is_read_page_by_page() {
    const FIRST: &str =
        r#"{"value":["a","b"],"@odata.nextLink":"https://graph.microsoft.com/v1.0/printers/find?$skiptoken=1"}"#;
    let (client, received) = scripted([
        Step::Respond(response(200), FIRST),
        // the further pages are reads
        Step::Break(ConnectionReset),
        Step::Respond(response(200), r#"{"value":["c"]}"#),
    ]);
    let client = client.build().unwrap();
    let find = client.call(Printer::collection(), Find { names: vec!["x".to_owned()] });
    assert_eq!(find.try_collect().await.unwrap(), ["a", "b", "c"]);
    let requests = received.requests();
    let [first, retried, second] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(
        (first.method(), first.uri().path(), &**first.body()),
        (&Method::POST, "/v1.0/printers/find", &br#"{"names":["x"]}"#[..])
    );
    for next in [retried, second] {
        assert_eq!((next.method(), next.uri().query()), (&Method::GET, Some("$skiptoken=1")));
        assert!(next.body().is_empty() && !next.headers().contains_key("content-type"));
    }
}

#[tokio::test]
async fn the_items_of_a_collection_are_of_any_type() {
    let page = format!(r#"{{"value":[{PRINTER},{PRINTER}]}}"#);
    let (client, _) = responding(response(200), page);
    let printers: Vec<_> =
        client.call(at(), Similar).stream().map(|printer| printer.unwrap().job_count).collect().await;
    assert_eq!(printers, [4, 4]);
    let (client, requests) = responding(response(200), r#"{"value":[{"height":1},{"height":"tall"}]}"#);
    let error = client.call_unbound(Sizes).try_collect().await.unwrap_err();
    assert_eq!((error.kind(), error.decode_error().unwrap().pointer()), (ErrorKind::Decode, "/value/1/height"));
    assert!(error.to_string().starts_with("function `sizes`: "), "{error}");
    assert_eq!(requests.last().uri(), "https://graph.microsoft.com/v1.0/print/sizes");
    let skip = crate::operation::InvalidItems::Skip;
    let sizes = client.call_unbound(Sizes).on_invalid_items(skip).try_collect().await.unwrap();
    assert_eq!(sizes, [Size { height: 1 }]);
    for body in [r#"{"value":{}}"#, "[]", r#"{"value":7}"#] {
        let (client, _) = responding(response(200), body);
        let error = client.call(Printer::collection(), Find { names: Vec::new() }).try_collect().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{body}");
    }
}

#[tokio::test]
async fn the_error_for_a_missing_permission_names_those_of_the_call() {
    use base64::Engine as _;
    let claims = base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(r#"{"scp":"User.Read"}"#);
    let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
        Ok::<_, std::convert::Infallible>(response(403).body(String::from("{}")).unwrap())
    });
    let client = GraphClient::builder(Cloud::Global).token(format!("a.{claims}.b")).service(service).build().unwrap();
    let error = client.call(at(), Print::default()).await.unwrap_err();
    assert_eq!(error.permissions().unwrap().needed(), ["PrintJob.Create"]);
    let error = client.call(at(), Capacity::default()).await.unwrap_err();
    assert_eq!(error.permissions().unwrap().needed(), ["Printer.Read.All"]);
}

fn call_freely<C: Harmless>(_: &C) -> Danger {
    C::DESCRIPTOR.danger()
}

#[test]
fn a_destructive_action_is_shown_as_such() {
    let graph = offline();
    assert_eq!(call_freely(&SyncAll {}), Danger::None);
    assert_eq!(Restore::DESCRIPTOR.danger(), Danger::Destructive);
    let operation = graph.call(at(), Restore);
    assert!(format!("{operation:?}").contains("Destructive"), "{operation:?}");
    let dry_run = operation.dry_run().unwrap();
    assert_eq!(dry_run.danger(), Danger::Destructive);
    assert!(dry_run.to_string().starts_with("(the call is destructive)\nPOST "), "{dry_run}");
    let harmless = graph.call_unbound(SyncAll {}).dry_run().unwrap();
    assert_eq!(harmless.danger(), Danger::None);
    assert!(harmless.to_string().starts_with("POST "), "{harmless}");
}

#[test]
fn parameters_are_read_from_json() {
    let print: Print = crate::json::value_from_str(r#"{"Copies":2,"note":null}"#).unwrap();
    assert_eq!((print.copies, print.comment), (Some(2), Nullable::Null));
    assert!(crate::json::value_from_str::<Find>("{}").is_err(), "a parameter that is not optional");
    assert!(crate::json::value_from_str::<Restore>("{}").is_ok());
}
