//! Values that would add a header, a request or a path segment if the client did not encode or reject them.

use graph_core::credential::AccessToken;
use graph_core::request::Request;
use graph_core::{ETag, ErrorKind, GraphClient};

use crate::harness::{
    TOKEN, VALUE, assert_not_contacted, assert_token_in_header_only, builder, client, failure, leaked_part, run,
};
use crate::peer::Peer;
use crate::{PRINTER, Printer, ok, response};

const EVIL: &str = "\r\nx-evil: 1\r\n\r\nGET /evil HTTP/1.1\r\nhost: evil\r\n\r\n";

/// Checks that the peer received one request, with one request line, the headers of the client, and nothing more.
fn assert_one_request(peer: &Peer, method: &str) {
    let text = peer.text();
    let (head, body) = text.split_once("\r\n\r\n").expect("a request");
    let mut lines = head.split("\r\n");
    let first = lines.next().expect("a request line");
    assert!(first.starts_with(&format!("{method} /v1.0/printers/")) && first.ends_with(" HTTP/1.1"), "{first}");
    assert_eq!(first.split(' ').count(), 3, "{first}");
    let mut names: Vec<_> = lines.map(|line| line.split_once(": ").expect("a header").0).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count, "each header occurs once: {head}");
    let own = [
        "accept",
        "accept-encoding",
        "authorization",
        "client-request-id",
        "content-length",
        "content-type",
        "host",
        "if-match",
        "prefer",
        "user-agent",
    ];
    assert!(names.iter().all(|name| own.contains(name)), "{head}");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().expect("a number"));
    assert_eq!(body.len(), length, "{text}");
    assert!(!text.contains('\0') && text.is_ascii(), "{text:?}");
    assert_eq!((peer.requests(), peer.connections()), (1, 1));
    assert_token_in_header_only(peer);
}

#[test]
fn an_id_is_one_segment_of_the_path() {
    run(async {
        for id in [
            "a/b",
            "a\\b",
            "a?b=c",
            "a#b",
            "a%2fb",
            "a%2e%2e",
            "%2e%2e",
            "%0d%0a",
            "...",
            "a;b",
            "a b",
            " ",
            "a&b",
            "a:b",
            "a@b",
            "http://evil/",
            "//evil",
            "*",
            "é",
            "\u{2028}",
            "\u{202e}",
            "\u{feff}",
            "日本",
            "'; drop table",
            "a'b",
            "$value",
            "$batch",
            "{x}",
            "<x>",
            "|",
            "^",
            "`",
            "\"",
            "+",
            "~",
        ] {
            let peer = Peer::responding_with(ok(PRINTER));
            let _ = client(&peer).update(Printer::at(id), Printer::update().job_count(4)).await.expect("a response");
            assert_one_request(&peer, "PATCH");
            let text = peer.text();
            let path = text.split(' ').nth(1).expect("a path").strip_prefix("/v1.0/printers/").expect("a printer");
            let decoded = percent_decoded(path);
            assert_eq!(decoded, id);
            assert!(!path.contains(['/', '?', '#', '\\', ';', '@', ':']), "{path}");
        }
        let peer = Peer::serving_printer();
        for id in ["", ".", "..", "a\r\nb", EVIL, "a\nb", "\0", "a\tb", "\u{7f}", "\u{85}", "\u{1b}[31m"] {
            let error = failure(client(&peer).update(Printer::at(id), Printer::update().job_count(4)).await);
            assert_eq!(error.kind(), ErrorKind::Address, "{id:?}: {error}");
            assert_eq!(failure(client(&peer).get(Printer::at(id)).await).kind(), ErrorKind::Address, "{id:?}");
        }
        assert_not_contacted(&[&peer]);
        // the URL of a long id is rejected before sending
        let peer = Peer::responding_with(ok(PRINTER));
        let outcome = client(&peer).get(Printer::at("é".repeat(100_000))).await;
        assert_eq!(failure(outcome).kind(), ErrorKind::Request);
        assert_not_contacted(&[&peer]);
    });
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let hex = [rest.next().expect("a digit"), rest.next().expect("a digit")];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).expect("ASCII"), 16).expect("a number"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

#[test]
fn an_etag_is_one_value_of_one_header() {
    run(async {
        for bad in [
            "\"a\r\nx-evil: 1\"",
            "\"a\n\"",
            "\"a\r\"",
            "\"\0\"",
            "\"a\"\r\n",
            "W/\"a\r\n\r\n\"",
            "\"a\", \"b\"",
            "*, \"a\"",
            EVIL,
        ] {
            assert!(ETag::new(bad).is_err(), "{bad:?}");
            assert!(bad.parse::<ETag>().is_err(), "{bad:?}");
        }
        for good in
            ["*", "\"\"", "W/\"JzEtVGFzayc=\"", "\"'\\r\\n\"", "\"%0d%0a\"", &format!("\"{}\"", "x".repeat(10_000))]
        {
            let peer = Peer::responding_with(ok(PRINTER));
            let etag = ETag::new(good).expect("an ETag");
            let _ = client(&peer)
                .update(Printer::at("p1"), Printer::update().job_count(4))
                .if_match(etag)
                .await
                .expect("a response");
            assert_one_request(&peer, "PATCH");
            assert!(peer.text().contains(&format!("\r\nif-match: {good}\r\n")), "{}", peer.text());
        }
    });
}

#[test]
fn an_etag_of_a_response_is_sent_unchanged_or_not_at_all() {
    run(async {
        for (header, annotation, expected) in [
            ("\"1\"", "", Some("\"1\"")),
            ("W/\"1\"", "W/\\\"2\\\"", Some("W/\"1\"")),
            ("1", "W/\\\"2\\\"", Some("W/\"2\"")),
            ("*", "*", None),
            ("\"a b\"", "", None),
            ("\"a\", \"b\"", "", None),
            ("", "\\\"a\\r\\nx-evil: 1\\\"", None),
            ("", "\\\"a\\u0000\\\"", None),
            ("", "\\\"\\u2028\\\"", Some("\"\u{2028}\"")),
            ("", "\\\"\\u0085\\\"", Some("\"\u{85}\"")),
            ("\"a\\\r\\n\"", "", None),
        ] {
            let headers = format!("etag: {}\r\n", header.replace("\\\r", "\t"));
            let body = PRINTER.replace("\"id\"", &format!("\"@odata.etag\":\"{annotation}\",\"id\""));
            let peer = Peer::responding_with(response("200 OK", &headers, body));
            let printer = client(&peer).get(Printer::at("p1")).await.expect("a printer");
            assert_eq!(printer.etag().map(ETag::as_str), expected, "{header:?} {annotation:?}");
            if let Some(etag) = printer.etag() {
                let next = Peer::responding_with(ok(PRINTER));
                let update = client(&next).update(Printer::at("p1"), Printer::update().job_count(4));
                let _ = update.if_match(etag.clone()).await.expect("a response");
                let text = next.text();
                assert_eq!(text.matches("\r\nif-match: ").count(), 1, "{text}");
                assert!(text.contains(&format!("\r\nif-match: {etag}\r\n")) && !text.contains("x-evil"), "{text}");
            }
        }
    });
}

#[test]
fn a_token_is_one_value_of_one_header() {
    run(async {
        let peer = Peer::serving_printer();
        for bad in [
            format!("{TOKEN}\r\nx-evil: 1"),
            format!("{TOKEN}\n"),
            format!("{TOKEN} "),
            format!("\t{TOKEN}"),
            format!("{TOKEN}\0"),
            format!("{TOKEN}é"),
            format!("{TOKEN}\u{2028}"),
            format!("Bearer {TOKEN}"),
            format!("bearer {TOKEN}"),
            format!("{TOKEN}{EVIL}"),
            format!("{TOKEN}\u{7f}"),
            String::new(),
            " ".to_owned(),
        ] {
            let error = failure(AccessToken::new(bad.clone()));
            assert_eq!(error.kind(), ErrorKind::Credential, "{error}");
            let error = failure(GraphClient::builder(peer.cloud()).token(bad).build());
            assert_eq!(error.kind(), ErrorKind::Credential, "{error}");
        }
        for bad in [format!("app{EVIL}"), "app\n".to_owned(), "a\0".to_owned()] {
            assert_eq!(failure(builder(&peer).user_agent(bad).build()).kind(), ErrorKind::Configuration);
        }
        assert_not_contacted(&[&peer]);
        let peer = Peer::responding_with(ok(PRINTER));
        let client = builder(&peer).user_agent("é {}:/?\"' x-evil: 1").build().expect("a client");
        client.get(Printer::at("p1")).await.expect("a response");
        assert_eq!(peer.text().matches("x-evil").count(), 1, "inside the value of the header");
        assert!(peer.text().lines().all(|line| !line.starts_with("x-evil")));
    });
}

#[test]
fn a_value_is_sent_in_the_body_only() {
    run(async {
        let peer = Peer::responding_with(ok(PRINTER));
        let _ = client(&peer).update(Printer::at("p1"), Printer::update().job_count(VALUE)).await.expect("a response");
        assert_one_request(&peer, "PATCH");
        for link in [format!("{}/x{EVIL}", peer.url()), format!("{}/x\n", peer.url())] {
            assert_eq!(failure(Request::get_url(&link)).kind(), ErrorKind::Request);
        }
        // Line breaks outside ASCII are percent-encoded in the URL.
        let other = Peer::responding_with(ok(PRINTER));
        let link = Request::get_url(&format!("{}/v1.0/printers/\u{2028}x?y=\u{85}", other.url()));
        if let Ok(link) = link {
            let _ = client(&other).send(link).await;
        }
        assert!(
            other.text().is_ascii() && leaked_part(other.text().split("authorization").next().unwrap_or("")).is_none()
        );
    });
}
