//! Pages: empty ones, failures on a page, bodies that are not pages.

use std::time::Duration;

use graph_core::ErrorKind;
use graph_core::retry::RetryPolicy;

use super::{ids, page, printer, serving, targets};
use crate::harness::{TOKEN, assert_token_in_header_only, builder, client, failure, run};
use crate::peer::Peer;
use crate::{Printer, ok, response};

#[test]
fn empty_pages_pass_up_to_a_limit() {
    run(async {
        for (empty, is_endless) in [(1, false), (999, false), (1_000, true)] {
            let peer = serving(move |request| {
                let link = format!("/v1.0/printers?page={}", request.number);
                let items =
                    if request.number == 0 || request.number > empty { printer(request.number) } else { String::new() };
                request.page(&items, (request.number <= empty).then_some(&*link))
            });
            let client = client(&peer);
            let (ids, error) = ids(&mut client.list(Printer::collection()).stream()).await;
            if is_endless {
                let error = failure(Err::<(), _>(error.expect("an error")));
                assert_eq!((ids.len(), error.kind()), (1, ErrorKind::EndlessPages), "{error}");
                assert_eq!(peer.requests(), empty + 1);
            } else {
                assert!(error.is_none(), "{error:?}");
                assert_eq!(ids, ["p0".to_owned(), format!("p{}", empty + 1)]);
            }
        }
    });
}

#[test]
fn a_throttled_page_is_requested_again() {
    run(async {
        let peer = serving(|request| match request.number {
            0 => request.page(&printer(0), Some("/v1.0/printers?page=1")),
            1 => request.page(&printer(1), Some("/v1.0/printers?page=2")),
            2 | 3 => response("429 Too Many Requests", "retry-after: 0\r\n", "{}"),
            _ => request.page(&printer(2), None),
        });
        let client = builder(&peer).retry(RetryPolicy::default()).build().expect("a client");
        let mut pages = client.list(Printer::collection()).pages();
        let mut attempts = Vec::new();
        while let Some(page) = pages.try_next().await.expect("a page") {
            attempts.push((page.items()[0].id.clone(), page.info().failed_attempts().len()));
        }
        assert_eq!(attempts, [("p0".to_owned(), 0), ("p1".to_owned(), 0), ("p2".to_owned(), 2)]);
        assert_eq!(targets(&peer)[2..], ["/v1.0/printers?page=2"; 3]);
        assert_token_in_header_only(&peer);
    });
}

#[test]
fn an_error_on_a_page_ends_the_list_after_the_entities_before_it() {
    run(async {
        for status in ["500 Internal Server Error", "400 Bad Request", "404 Not Found", "410 Gone", "302 Found"] {
            let peer = serving(move |request| match request.number {
                0 => request.page(&printer(0), Some("/v1.0/printers?page=1")),
                _ => response(status, "location: /x\r\n", format!(r#"{{"error":{{"code":"c","message":"{TOKEN}"}}}}"#)),
            });
            let client = builder(&peer).retry(RetryPolicy::default()).build().expect("a client");
            let (ids, error) = ids(&mut client.list(Printer::collection()).stream()).await;
            let error = failure(Err::<(), _>(error.expect("an error")));
            assert_eq!((&*ids, peer.requests()), (&["p0".to_owned()][..], 2), "{error}");
            assert_eq!(error.status().map(|status| status.as_u16().to_string()), Some(status[..3].to_owned()));
        }
    });
}

#[test]
fn a_body_that_is_not_a_page_is_an_error() {
    run(async {
        let item = printer(1);
        for (body, contained) in [
            ("{}".to_owned(), "value"),
            (item.clone(), "value"),
            (format!("[{item}]"), "a page of a collection"),
            ("null".to_owned(), "a page of a collection"),
            (r#"{"value":null}"#.to_owned(), "a collection"),
            (r#"{"value":{}}"#.to_owned(), "a collection"),
            (format!(r#"{{"value":[{item}],"value":[]}}"#), "value"),
            (format!(r#"{{"value":[{item}]"#), "value"),
            (format!(r#"{{"value":[{item},]}}"#), "value"),
            (format!(r#"{{"value":[{item}]}}x"#), ""),
            (r#"{"value":[],"@odata.count":"many"}"#.to_owned(), "@odata.count"),
            (r#"{"value":[],"@odata.count":99999999999999999999}"#.to_owned(), "@odata.count"),
            (r#"{"value":[],"@odata.count":-1}"#.to_owned(), "@odata.count"),
            (String::new(), ""),
            (format!("<html>{TOKEN}</html>"), "HTML"),
        ] {
            let peer = Peer::responding_with(ok(&body));
            let error = failure(client(&peer).list(Printer::collection()).try_collect().await);
            assert_eq!(error.kind(), ErrorKind::Decode, "{body}: {error}");
            assert!(error.to_string().contains(contained), "{body}: {error}");
            assert_eq!(peer.requests(), 1);
        }
    });
}

#[test]
fn an_error_with_status_200_is_an_error_of_the_service() {
    run(async {
        for number in [0, 1] {
            let peer = serving(move |request| {
                if request.number < number {
                    return request.page(&printer(0), Some("/v1.0/printers?page=1"));
                }
                ok(&format!(r#"{{"error":{{"code":"serviceNotAvailable","message":"{TOKEN}"}}}}"#))
            });
            let client = client(&peer);
            let (ids, error) = ids(&mut client.list(Printer::collection()).stream()).await;
            let error = failure(Err::<(), _>(error.expect("an error")));
            assert_eq!(ids.len(), number);
            assert_eq!(error.service().and_then(|service| service.code()), Some("serviceNotAvailable"));
        }
    });
}

/// A service that fails after the first items of a page may still write a complete object.
#[test]
fn a_page_with_an_error_is_incomplete() {
    run(async {
        let error = r#""error":{"code":"timeout","message":"the backend did not respond"}"#;
        let item = printer(1);
        for body in [format!(r#"{{"value":[{item}],{error}}}"#), format!(r#"{{{error},"value":[{item}]}}"#)] {
            let peer = Peer::responding_with(ok(&body));
            let error = failure(client(&peer).list(Printer::collection()).try_collect().await);
            assert_eq!(error.service().and_then(|service| service.code()), Some("timeout"), "{error}");
        }
        let peer = Peer::responding_with(ok(&format!(r#"{{"error":null,"value":[{item}]}}"#)));
        assert_eq!(client(&peer).list(Printer::collection()).try_collect().await.expect("a page").len(), 1);
    });
}

#[test]
fn a_count_is_only_what_a_page_states() {
    run(async {
        for (count, expected) in [
            ("", None),
            (r#","@odata.count":0"#, Some(0)),
            (r#","@odata.count":9223372036854775807"#, Some(u64::MAX / 2)),
        ] {
            let peer = Peer::responding_with(ok(&format!(r#"{{"value":[{}]{count}}}"#, printer(1))));
            let mut pages = client(&peer).list(Printer::collection()).with_count().pages();
            let first = pages.try_next().await.expect("a page").expect("a page");
            assert_eq!((first.count(), first.items().len()), (expected, 1));
        }
    });
}

#[test]
fn the_number_of_entities_is_a_number() {
    run(async {
        for (body, expected) in [
            ("42", Some(42)),
            ("\u{feff}7\r\n", Some(7)),
            ("-1", None),
            ("", None),
            ("4 2", None),
            (r#"{"value":4}"#, None),
        ] {
            let peer = Peer::responding_with(response("200 OK", "content-type: text/plain\r\n", body));
            let count = client(&peer).list(Printer::collection()).count().await;
            match expected {
                Some(number) => assert_eq!(count.expect("a number"), number),
                None => assert_eq!(failure(count).kind(), ErrorKind::Decode, "{body:?}"),
            }
            assert_eq!(targets(&peer), ["/v1.0/printers/$count"]);
        }
    });
}

#[test]
fn a_dropped_stream_closes_its_connection() {
    run(async {
        let peer = Peer::start(|mut connection, _| async move {
            let head = connection.request().await?.unwrap_or_default();
            let host = super::header(&head, "host").unwrap_or_default();
            connection.send(&page(&printer(1), Some(&format!("http://{host}/v1.0/printers?page=1")))).await?;
            connection.request().await?;
            connection.send(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"value\":[").await?;
            connection.stall().await
        });
        let client = client(&peer);
        let mut stream = client.list(Printer::collection()).stream();
        assert!(stream.try_next().await.expect("an entity").is_some());
        let peer_received = async {
            while peer.requests() < 2 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            outcome = stream.try_next() => panic!("the second page never ends: {outcome:?}"),
            () = peer_received => {}
        }
        drop(stream);
        peer.closed().await;
        assert_eq!(peer.requests(), 2);
    });
}

/// 25 pages take longer than the deadline, and each of them much less.
#[test]
fn each_page_has_its_own_deadline() {
    run(async {
        let peer = Peer::start(|mut connection, _| async move {
            for number in 0.. {
                let Some(head) = connection.request().await? else { return Ok(()) };
                let host = super::header(&head, "host").unwrap_or_default();
                if number == 25 {
                    return connection.stall().await;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
                let link = format!("http://{host}/v1.0/printers?page={number}");
                connection.send(&page(&printer(number), Some(&link))).await?;
            }
            Ok(())
        });
        let client = client(&peer);
        let mut stream = client.list(Printer::collection()).deadline(Duration::from_secs(1)).stream();
        let (ids, error) = ids(&mut stream).await;
        let error = failure(Err::<(), _>(error.expect("an error")));
        assert_eq!((ids.len(), error.kind()), (25, ErrorKind::Timeout), "{error}");
    });
}

#[test]
fn at_most_one_page_is_requested_ahead_and_only_on_request() {
    run(async {
        for is_prefetched in [false, true] {
            let peer = serving(|request| {
                let items: Vec<_> = (0..2_000).map(|item| printer(request.number * 2_000 + item)).collect();
                let link = format!("/v1.0/printers?page={}", request.number);
                request.page(&items.join(","), (request.number < 2).then_some(&*link))
            });
            let client = client(&peer);
            let list = client.list(Printer::collection());
            let mut stream = if is_prefetched { list.prefetch() } else { list }.stream();
            let mut was_ahead = false;
            for taken in 1..=6_000_usize {
                assert!(stream.try_next().await.expect("an entity").is_some());
                // lets the connection and the peer make progress
                tokio::task::yield_now().await;
                if taken % 100 == 0 {
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                let pages = taken.div_ceil(2_000);
                let ahead = peer.requests() - pages;
                was_ahead |= ahead == 1;
                assert!(ahead <= usize::from(is_prefetched), "{ahead} pages ahead after {taken} entities");
            }
            assert_eq!(was_ahead, is_prefetched);
            assert!(stream.try_next().await.expect("the end").is_none());
            assert_eq!(peer.requests(), 3);
        }
    });
}

#[test]
fn the_first_or_the_only_entity() {
    run(async {
        let peer = serving(|request| match request.number % 3 {
            0 => request.page("", Some(&format!("/v1.0/printers?empty={}", request.number))),
            1 => request.page(&printer(1), Some(&format!("/v1.0/printers?one={}", request.number))),
            _ => request.page(&printer(2), None),
        });
        let client = client(&peer);
        let list = || client.list(Printer::collection());
        // `first` reads until there is an entity, and not further
        assert_eq!(list().first().await.expect("an entity").map(|printer| printer.id.clone()), Some("p1".to_owned()));
        assert_eq!(peer.requests(), 2);
        assert_eq!(list().first().await.expect("an entity").map(|printer| printer.id.clone()), Some("p2".to_owned()));
        // `only` looks for a second one on later pages, too
        let error = failure(list().only().await);
        assert_eq!((error.kind(), peer.requests()), (ErrorKind::NotUnique, 6));
        let empty = Peer::responding_with(page("", None));
        let client = crate::harness::client(&empty);
        assert!(client.list(Printer::collection()).first().await.expect("none").is_none());
        assert!(client.list(Printer::collection()).only().await.expect("none").is_none());
        assert_eq!(
            targets(&empty),
            ["/v1.0/printers?$select=id,jobCount&$top=1", "/v1.0/printers?$select=id,jobCount&$top=2"]
        );
    });
}
