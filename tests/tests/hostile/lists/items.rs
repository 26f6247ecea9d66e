//! Items that are not entities of the declared type.

use graph_core::operation::InvalidItems;
use graph_core::{ErrorKind, OnRequest, graph_resource};

use super::{ids, page, printer, serving, targets};
use crate::harness::{TOKEN, assert_token_in_header_only, client, failure, run};
use crate::peer::Peer;
use crate::{Printer, ok, response};

#[test]
fn an_item_that_cannot_be_decoded_is_named() {
    run(async {
        for (item, pointer, named) in [
            (r#"{"id":"b","jobCount":"2"}"#, "/value/1/jobCount", "index 1 with the id `b`"),
            (r#"{"jobCount":[],"id":"b\u00fc"}"#, "/value/1/jobCount", "index 1 with the id `bü`"),
            (r#"{"id":"b"}"#, "/value/1", "jobCount"),
            (r#"{"jobCount":2}"#, "/value/1", "index 1 cannot"),
            (r#"{"id":7,"jobCount":2}"#, "/value/1/id", "index 1 cannot"),
            ("null", "/value/1", "index 1"),
            ("[]", "/value/1", "index 1"),
            ("5", "/value/1", "index 1"),
            (r#""text""#, "/value/1", "index 1"),
        ] {
            let peer = Peer::responding_with(page(&format!("{},{item},{}", printer(1), printer(3)), None));
            let client = client(&peer);
            let error = failure(client.list(Printer::collection()).try_collect().await);
            assert_eq!(error.kind(), ErrorKind::Decode, "{item}: {error}");
            let found = error.decode_error().expect("a location").pointer().to_owned();
            assert!(found.starts_with(pointer), "{item}: {found}");
            assert!(error.to_string().contains(named), "{item}: {error}");
            let mut stream = client.list(Printer::collection()).on_invalid_items(InvalidItems::Skip).stream();
            let (ids, error) = ids(&mut stream).await;
            assert!(error.is_none(), "{item}: {error:?}");
            assert_eq!((ids, stream.skipped()), (vec!["p1".to_owned(), "p3".to_owned()], 1), "{item}");
        }
    });
}

/// An id is text of the service, like the message of an error.
#[test]
fn the_id_of_an_item_is_cleaned_and_redacted() {
    run(async {
        let long = "x".repeat(100_000);
        for id in [TOKEN, &TOKEN[10..60], "a\\r\\nb\\u202e\\u0000", &long] {
            let peer = Peer::responding_with(page(&format!(r#"{{"id":"{id}","jobCount":"2"}}"#), None));
            // `failure` searches the error for the token and for control characters
            let error = failure(client(&peer).list(Printer::collection()).try_collect().await);
            assert!(error.to_string().contains("index 0 with the id"), "{error}");
        }
    });
}

#[test]
fn an_item_of_another_type_names_both() {
    run(async {
        let other = r##"{"@odata.type":"#microsoft.graph.printerShare","id":"s","jobCount":1}"##;
        let peer = Peer::responding_with(page(&format!("{},{other}", printer(1)), None));
        let client = client(&peer);
        let error = failure(client.list(Printer::collection()).try_collect().await);
        let text = error.to_string();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(text.contains("microsoft.graph.printerShare") && text.contains("microsoft.graph.printer`"), "{text}");
        let mut pages = client.list(Printer::collection()).on_invalid_items(InvalidItems::Skip).pages();
        let page = pages.try_next().await.expect("a page").expect("a page");
        assert_eq!((page.items().len(), page.skipped()), (1, 1));
    });
}

#[test]
fn skipping_items_does_not_skip_a_page_that_is_not_json() {
    run(async {
        let item = printer(1);
        for body in [
            format!(r#"{{"value":[{item},{{"id":"#),
            format!(r#"{{"value":[{item},{{"id":"b","jobCount":01}}]}}"#),
            format!(r#"{{"value":[{item} {item}]}}"#),
            format!(r#"{{"value":[{item},{}]}}"#, "[".repeat(100_000)),
        ] {
            let peer = Peer::responding_with(ok(&body));
            let list = client(&peer).list(Printer::collection()).on_invalid_items(InvalidItems::Skip);
            let error = failure(list.try_collect().await);
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        }
    });
}

/// A page of nothing but invalid items makes progress, so a link that does not repeat is followed.
#[test]
fn skipped_items_are_counted_on_all_pages() {
    run(async {
        let peer = serving(|request| {
            let link = format!("/v1.0/printers?page={}", request.number);
            request.page("1,null,{}", (request.number < 1_500).then_some(&*link))
        });
        let client = client(&peer);
        let mut stream = client.list(Printer::collection()).on_invalid_items(InvalidItems::Skip).stream();
        let (ids, error) = ids(&mut stream).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!((ids.len(), stream.skipped()), (0, 3 * 1_501));
    });
}

/// A resource with a property that lists do not contain.
#[graph_resource(path = "/devices/{deviceId}", odata_type = "#microsoft.graph.device")]
#[derive(Debug, Clone)]
struct Device {
    #[graph(key)]
    id: String,
    #[graph(on_request)]
    notes: OnRequest<Option<String>>,
}

#[test]
fn entities_are_completed_one_by_one_up_to_a_failure() {
    run(async {
        let peer = serving(|request| match request.target() {
            target if target.starts_with("/v1.0/devices?") => {
                page(r#"{"id":"a/b"},{"id":"ü"},{"id":".."},{"id":"d"}"#, None)
            }
            "/v1.0/devices/a%2Fb?$select=notes" => ok(r#"{"notes":"seen"}"#),
            "/v1.0/devices/%C3%BC?$select=notes" => ok(r#"{"notes":null}"#),
            _ => response("500 Broken", "", "{}"),
        });
        let client = client(&peer);
        let mut stream = client.list(Device::collection()).complete().stream();
        let first = stream.try_next().await.expect("a device").expect("a device");
        assert_eq!(first.notes.loaded(), Some(&Some("seen".to_owned())));
        let second = stream.try_next().await.expect("a device").expect("a device");
        assert_eq!(second.notes.loaded(), Some(&None));
        // the id of the third would address another resource
        let error = failure(stream.try_next().await);
        assert!(!error.to_string().contains("500"), "{error}");
        assert!(stream.try_next().await.expect("the end").is_none());
        assert_eq!(targets(&peer).len(), 3);
        assert_token_in_header_only(&peer);
        let rest = client.list(Device::collection()).resume(stream.resume_token()).try_collect().await;
        let rest: Vec<_> = rest.expect("the rest").into_iter().map(|device| device.id.clone()).collect();
        assert_eq!(rest, ["..", "d"]);
    });
}

#[test]
fn a_completed_entity_keeps_what_the_list_returned() {
    run(async {
        let peer = serving(|request| match request.number {
            0 => page(r#"{"id":"a","@odata.etag":"W/\"1\""}"#, None),
            1 => ok(r##"{"@odata.type":"#microsoft.graph.deviceGroup","notes":"x"}"##),
            _ => ok(r#"{"id":"another","notes":"x"}"#),
        });
        let client = client(&peer);
        let device = client.list(Device::collection()).first().await.expect("a device").expect("a device");
        assert!(!device.notes.is_loaded());
        // another type than the declared one
        let error = failure(client.complete(Device::at("a"), device.clone()).await);
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        let complete = client.complete(Device::at("a"), device).await.expect("a device");
        assert_eq!(complete.notes.loaded(), Some(&Some("x".to_owned())));
    });
}
