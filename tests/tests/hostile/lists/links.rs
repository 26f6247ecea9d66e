//! Links to the next page.

use graph_core::ErrorKind;

use super::{header, heads, ids, page, printer, serving, targets};
use crate::harness::{TOKEN, assert_not_contacted, assert_token_in_header_only, client, failure, run};
use crate::peer::Peer;
use crate::{Printer, ok};

/// Links 0, 1, ..: those from `start` repeat after `length`.
fn cycle(start: usize, length: usize, number: usize) -> usize {
    if number < start { number } else { start + (number - start) % length }
}

#[test]
fn a_link_that_repeats_ends_the_list_after_its_page() {
    run(async {
        for (start, length) in [(0, 1), (3, 1), (0, 2), (1, 3), (2_000, 1), (1_000, 1_000)] {
            let peer = serving(move |request| {
                let link = format!("/v1.0/printers?$skiptoken={}", cycle(start, length, request.number));
                request.page(&printer(request.number), Some(&link))
            });
            let client = client(&peer);
            let mut stream = client.list(Printer::collection()).stream();
            let (ids, error) = ids(&mut stream).await;
            assert_eq!(failure(Err::<(), _>(error.expect("an error"))).kind(), ErrorKind::EndlessPages);
            // no entity of a page is lost, and each page is requested once
            assert_eq!((ids.len(), peer.requests()), (start + length + 1, start + length + 1), "{start} {length}");
            assert_token_in_header_only(&peer);
            // nothing is returned twice
            let token = stream.resume_token();
            let mut rest = client.list(Printer::collection()).resume(token).stream();
            let requests = peer.requests();
            let (ids, error) = super::ids(&mut rest).await;
            if length == 1 {
                assert_eq!((ids.len(), peer.requests() - requests), (0, 1), "{start} {length}");
                assert_eq!(error.expect("an error").kind(), ErrorKind::EndlessPages);
            }
        }
    });
}

#[test]
fn a_cycle_that_is_longer_than_the_memory_of_the_client_ends() {
    run(async {
        let peer = serving(|request| {
            let link = format!("/v1.0/printers?$skiptoken={}", cycle(5, 1_500, request.number));
            request.page(&printer(request.number), Some(&link))
        });
        let client = client(&peer);
        let (_, error) = ids(&mut client.list(Printer::collection()).stream()).await;
        assert_eq!(error.expect("an error").kind(), ErrorKind::EndlessPages);
        assert!(peer.requests() < 8_000, "{}", peer.requests());
    });
}

#[test]
fn a_link_to_another_origin_is_not_requested() {
    run(async {
        let other_peer = Peer::serving_printer();
        let other = other_peer.authority().to_owned();
        for link in [
            format!("http://{other}/v1.0/printers?$skiptoken=x"),
            "https://OWN/v1.0/printers?$skiptoken=x".to_owned(),
            "http://user@OWN/v1.0/printers".to_owned(),
            "http://user:pass@OWN/v1.0/printers".to_owned(),
            format!("http://OWN@{other}/v1.0/printers"),
            format!("http://{other}\\@OWN/"),
            format!("//{other}/v1.0/printers"),
            "/v1.0/printers?$skiptoken=x".to_owned(),
            "printers?$skiptoken=x".to_owned(),
            "?$skiptoken=x".to_owned(),
            String::new(),
            " ".to_owned(),
            "http://OWN/v1.0/printers\r\nx-evil: 1".to_owned(),
            "http://OWN/\u{0}".to_owned(),
            format!("http://evil.example/?t={TOKEN}"),
            format!("http://{TOKEN}.example/"),
            format!("http://OWN/v1.0/printers?$skiptoken={}", "x".repeat(100_000)),
            "https://graph.microsoft.com/v1.0/printers?$skiptoken=x".to_owned(),
        ] {
            let pattern = link.clone();
            let peer = serving(move |request| {
                page(&printer(1), Some(&pattern.replace("OWN", request.url("").trim_start_matches("http://"))))
            });
            let client = client(&peer);
            for is_prefetched in [false, true] {
                let list = client.list(Printer::collection());
                let mut stream = if is_prefetched { list.prefetch() } else { list }.stream();
                let (ids, error) = ids(&mut stream).await;
                let error = failure(Err::<(), _>(error.expect("an error")));
                // the page with the link is returned first
                assert_eq!(ids, ["p1"], "{link}: {error}");
                assert!(matches!(error.kind(), ErrorKind::Origin | ErrorKind::Request), "{link}: {error}");
                assert!(error.to_string().contains("list of `#microsoft.graph.printer`"), "{error}");
                for part in ["pass", "skiptoken", "xxx"] {
                    assert!(!error.to_string().contains(part), "{error}");
                }
            }
            assert_eq!(peer.requests(), 2, "{link}");
            assert_token_in_header_only(&peer);
        }
        assert_not_contacted(&[&other_peer]);
    });
}

#[test]
fn a_link_is_text_or_null() {
    run(async {
        for link in ["5", "true", "{}", "[]", "[\"http://127.0.0.1/\"]"] {
            let peer = Peer::responding_with(ok(&format!(r#"{{"value":[],"@odata.nextLink":{link}}}"#)));
            let error = failure(client(&peer).list(Printer::collection()).try_collect().await);
            assert_eq!(error.kind(), ErrorKind::Decode, "{link}");
            assert!(error.to_string().contains("@odata.nextLink"), "{error}");
            assert_eq!(peer.requests(), 1);
        }
        let peer = Peer::responding_with(ok(&format!(r#"{{"@odata.nextLink":null,"value":[{}]}}"#, printer(1))));
        let printers = client(&peer).list(Printer::collection()).try_collect().await.expect("a list");
        assert_eq!((printers.len(), peer.requests()), (1, 1));
    });
}

/// The query of a link means something to the service only. Only quotes change: the URL standard encodes them in `http` URLs.
#[test]
fn the_query_of_a_link_is_sent_byte_for_byte() {
    run(async {
        let long = format!("$skiptoken={}", "aZ09-_~".repeat(8_000));
        for query in [
            "$skiptoken=X%2700%27%2c%c3%bc%2F%2f&a=%41%7e",
            "$skiptoken=a'b''c",
            "a=1&a=2&&=&b=&$top=%35",
            "a|b^c`d{e}[f]\\g",
            "a+b%20c+%2B;d,e!f*(g):h@i$j~k",
            "a?b?c=d/e//f/../g/./h",
            "%",
            "%zz%1",
            "&",
            "=",
            "",
            "a=%00%0d%0a%ff",
            "http://evil.example/?x",
            long.as_str(),
        ] {
            let link = format!("/v1.0/printers?{query}");
            let sent = link.clone();
            let peer = serving(move |request| {
                let link = (request.number == 0).then_some(&*sent);
                request.page(&printer(request.number), link)
            });
            let printers = client(&peer).list(Printer::collection()).try_collect().await.expect("two pages");
            assert_eq!(printers.len(), 2);
            assert_eq!(targets(&peer)[1], link.replace('\'', "%27"));
            assert_token_in_header_only(&peer);
        }
    });
}

/// Characters that HTTP does not allow in a request are percent-encoded as a browser does it, and nothing else is changed.
#[test]
fn characters_that_cannot_be_sent_are_percent_encoded() {
    run(async {
        for (query, sent) in [
            ("a b", "a%20b"),
            ("a=\"<>\"", "a=%22%3C%3E%22"),
            ("a=ü&b=%c3%bc", "a=%C3%BC&b=%c3%bc"),
            ("a=日本#fragment", "a=%E6%97%A5%E6%9C%AC"),
            ("a=|#fragment?b", "a=|"),
        ] {
            let link = format!("/v1.0/printers?{query}");
            let peer = serving(move |request| request.page("", (request.number == 0).then_some(&*link)));
            let outcome = client(&peer).list(Printer::collection()).try_collect().await;
            assert!(outcome.is_ok(), "{query}: {outcome:?}");
            assert_eq!(targets(&peer)[1], format!("/v1.0/printers?{sent}"));
        }
    });
}

#[test]
fn the_path_of_a_link_stays_within_the_origin() {
    run(async {
        for (path, sent) in [
            ("/v1.0/a/../b?x", "/v1.0/b?x"),
            ("/v1.0/a/%2e%2e/b", "/v1.0/b"),
            ("/../../x", "/x"),
            ("//evil.example/x", "//evil.example/x"),
            ("/@evil.example/x", "/@evil.example/x"),
            ("/v1.0/users('a')/x", "/v1.0/users('a')/x"),
        ] {
            let peer = serving(move |request| request.page("", (request.number == 0).then_some(path)));
            let outcome = client(&peer).list(Printer::collection()).try_collect().await;
            assert!(outcome.is_ok(), "{path}: {outcome:?}");
            assert_eq!(targets(&peer)[1], sent);
            assert_token_in_header_only(&peer);
        }
    });
}

#[test]
fn every_page_is_requested_with_the_same_headers_and_an_id_of_its_own() {
    run(async {
        let peer = serving(|request| {
            let link = format!("/v1.0/printers?page={}", request.number);
            request.page(&printer(request.number), (request.number < 4).then_some(&*link))
        });
        let client = client(&peer);
        let list = client.list(Printer::collection()).max_page_size(7).eventual();
        let printers = list.try_collect().await.expect("five pages");
        assert_eq!((printers.len(), peer.requests()), (5, 5));
        let heads = heads(&peer);
        for head in &heads {
            assert_eq!(header(head, "prefer"), Some("odata.maxpagesize=7"), "{head}");
            assert_eq!(header(head, "consistencylevel"), Some("eventual"), "{head}");
            assert_eq!(header(head, "accept"), header(&heads[0], "accept"), "{head}");
            assert_eq!(header(head, "authorization"), Some(&*format!("Bearer {TOKEN}")), "{head}");
        }
        let mut ids: Vec<_> = heads.iter().map(|head| header(head, "client-request-id")).collect();
        ids.sort_unstable();
        ids.dedup();
        assert!(ids.len() == 5 && ids.iter().all(Option::is_some), "{ids:?}");
        assert_token_in_header_only(&peer);
    });
}
