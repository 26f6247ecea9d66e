//! Links from a service. The client does not request links to another origin.

use graph_core::ErrorKind;
use graph_core::request::Request;

use crate::harness::{TOKEN, assert_not_contacted, assert_token_in_header_only, client, failure, run};
use crate::peer::Peer;
use crate::{PRINTER, ok};

#[test]
fn a_link_to_another_origin_is_not_requested() {
    run(async {
        let (peer, other_peer) = (Peer::serving_printer(), Peer::serving_printer());
        let client = client(&peer);
        let (own, port, other) = (peer.authority(), peer.port(), other_peer.authority());
        for link in [
            format!("http://{other}/v1.0/printers?$skiptoken=x"),
            format!("https://{own}/v1.0/printers"),
            format!("https://{other}/"),
            format!("http://localhost:{port}/"),
            format!("http://127.0.0.2:{port}/"),
            format!("http://[::1]:{port}/"),
            format!("http://0.0.0.0:{port}/"),
            format!("http://127.0.0.1.nip.io:{port}/"),
            "http://127.0.0.1/".to_owned(),
            format!("http://user@{own}/"),
            format!("http://user:pass@{own}/"),
            format!("http://:pass@{own}/"),
            format!("http://{own}@{other}/"),
            format!("http://{own}%40{other}/"),
            format!("http://{other}\\@{own}/"),
            format!("http://{other}#@{own}/"),
            format!("http://{other}?@{own}/"),
            format!("http:{other}/"),
            format!("http:///{other}/"),
            format!("http:\\\\{other}\\"),
            format!("hTTp://{other}/"),
            format!("ws://{own}/"),
            format!("ftp://{own}/"),
            format!("file:///{own}/etc/passwd"),
            format!("data:text/plain,{own}"),
            format!("javascript:{own}"),
            format!("http://{}.evil.example/", TOKEN.replace('_', "-")),
            format!("http://evil.example/?t={TOKEN}"),
            format!("http://{}/", "e".repeat(100_000)),
            "https://graph.microsoft.com/v1.0/me".to_owned(),
            "https://graph.microsoft.com\u{2044}evil.example/".to_owned(),
            "http://xn--a/".to_owned(),
            // and texts that are not URLs
            format!("//{other}/v1.0/printers"),
            "//evil".to_owned(),
            "\\\\evil\\x".to_owned(),
            "/v1.0/printers?$skiptoken=x".to_owned(),
            "printers".to_owned(),
            "?$skip=1".to_owned(),
            String::new(),
            " ".to_owned(),
            "http://".to_owned(),
            "http://[".to_owned(),
            format!("http://{own}\r\n/x"),
            format!("http://{own}/\r\nx-evil: 1\r\n\r\nGET /"),
            format!("http://{own}/\t"),
            format!("ht\ntp://{other}/"),
            "\0".to_owned(),
        ] {
            let error = match Request::get_url(&link) {
                Ok(request) => failure(client.send(request).await),
                refused => failure(refused),
            };
            let kinds = [ErrorKind::Origin, ErrorKind::Request];
            assert!(kinds.contains(&error.kind()), "{link:?}: {error}");
            for part in ["pass", "skiptoken", "etc"] {
                assert!(!error.to_string().contains(part), "{error}");
            }
        }
        assert_not_contacted(&[&peer, &other_peer]);
    });
}

#[test]
fn a_link_to_the_endpoint_is_requested() {
    run(async {
        for (path, sent) in [
            ("/v1.0/printers?$skiptoken=a%20b%2Fc", "/v1.0/printers?$skiptoken=a%20b%2Fc"),
            ("/v1.0/printers#fragment", "/v1.0/printers"),
            ("/v1.0/a/../b", "/v1.0/b"),
            ("/v1.0/x y", "/v1.0/x%20y"),
            ("/@evil.example/", "/@evil.example/"),
            ("//evil.example/", "//evil.example/"),
            ("\\evil.example", "/evil.example"),
            ("", "/"),
            ("/?a=http://evil.example/", "/?a=http://evil.example/"),
        ] {
            let peer = Peer::responding_with(ok(PRINTER));
            let link = format!("{}{path}", peer.url());
            match client(&peer).send(Request::get_url(&link).expect("a URL")).await {
                Ok(response) => assert_eq!(response.status(), 200),
                refused => assert_eq!(failure(refused).kind(), ErrorKind::Request, "{link}"),
            }
            if peer.requests() > 0 {
                assert!(peer.text().starts_with(&format!("GET {sent} HTTP/1.1\r\n")), "{}", peer.text());
                assert!(peer.text().contains(&format!("host: {}\r\n", peer.authority())), "{}", peer.text());
            }
            assert_token_in_header_only(&peer);
        }
    });
}

/// A program may request a link of a service; the token stays in its header.
#[test]
fn a_token_is_never_part_of_a_url() {
    run(async {
        let peer = Peer::responding_with(ok(PRINTER));
        let client = client(&peer);
        client.send(Request::get_url(&format!("{}/v1.0/x", peer.url())).expect("a URL")).await.expect("a response");
        let text = peer.text();
        assert_eq!(text.matches(TOKEN).count(), 1, "{text}");
        assert_eq!(text.lines().find(|line| line.contains(TOKEN)), Some(&*format!("authorization: Bearer {TOKEN}")));
        assert_token_in_header_only(&peer);
    });
}
