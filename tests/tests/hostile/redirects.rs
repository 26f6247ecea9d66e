//! Responses that refer to another address. The client does not follow them.

use graph_core::retry::RetryPolicy;
use graph_core::{ErrorKind, GraphClient};

use crate::harness::{ID, TOKEN, VALUE, assert_not_contacted, assert_token_in_header_only, builder, failure, run};
use crate::peer::Peer;
use crate::{PRINTER, Printer, response};

#[test]
fn redirects_are_not_followed() {
    run(async {
        let other_peer = Peer::serving_printer();
        let other_port = other_peer.authority();
        let port = other_peer.port();
        for status in [
            "301 Moved",
            "302 Found",
            "303 See Other",
            "307 Temporary Redirect",
            "308 Permanent Redirect",
            "300 Multiple Choices",
            "305 Use Proxy",
        ] {
            for target in [
                format!("http://{other_port}/v1.0/printers/p1?code=s3cret"),
                format!("http://localhost:{port}/"),
                format!("https://{other_port}/"),
                format!("//{other_port}/v1.0/me"),
                format!("\\\\{other_port}\\x"),
                format!("http:{other_port}/"),
                format!("http:///{other_port}/"),
                format!("http://graph.microsoft.com@{other_port}/"),
                format!("http://user:pass@{other_port}/"),
                format!("http://{other_port}\\@graph.microsoft.com/"),
                format!("ftp://{other_port}/"),
                "/v1.0/printers/other".to_owned(),
                "printers/other".to_owned(),
                "?x=y".to_owned(),
                "#x".to_owned(),
                String::new(),
                "http://".to_owned(),
                "http://[::1".to_owned(),
                "http://\u{202e}evil.example/".to_owned(),
                "javascript:alert(1)".to_owned(),
                "data:text/html,x".to_owned(),
                format!("http://{}.evil.example/{TOKEN}", TOKEN.replace('_', "-")),
                format!("http://evil.example/?token={TOKEN}"),
                format!("http://{}/", "e".repeat(50_000)),
                format!("http://evil.example/{}", "../".repeat(10_000)),
                "\u{e9}\u{ff}".to_owned(),
            ] {
                let headers = format!(
                    "location: {target}\r\nlocation: http://{other_port}/second\r\nrefresh: 0; url=http://{other_port}/\r\n"
                );
                let peer = Peer::responding_with(response(status, &headers, ""));
                let client = builder(&peer).retry(RetryPolicy::default()).build().expect("a client");
                let error = failure(client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
                assert_eq!(error.kind(), ErrorKind::Redirect, "{target}: {error}");
                for part in ["s3cret", "pass", "/v1.0/me", "second"] {
                    assert!(!error.to_string().contains(part), "{error}");
                }
                assert_eq!(peer.requests(), 1, "a redirect is not retried");
                assert_token_in_header_only(&peer);
            }
        }
        assert_not_contacted(&[&other_peer]);
    });
}

#[test]
fn other_headers_and_links_are_not_followed() {
    run(async {
        let other_peer = Peer::serving_printer();
        let other_url = other_peer.url();
        let headers = [
            format!("location: {other_url}/x\r\n"),
            format!("content-location: {other_url}/x\r\n"),
            format!("refresh: 0; url={other_url}\r\n"),
            format!("link: <{other_url}/x>; rel=\"next\"\r\n"),
            format!("alt-svc: h2=\"{}\"; ma=2592000, h3=\":{}\"\r\n", other_peer.authority(), other_peer.port()),
            format!("set-cookie: token={TOKEN}; domain=localhost\r\n"),
            format!("proxy-authenticate: Negotiate\r\nwww-authenticate: Bearer authorization_uri=\"{other_url}\", claims=\"e30=\"\r\n"),
            format!("x-ms-client-redirect: {other_url}\r\n"),
        ]
        .concat();
        let body = PRINTER
            .replace("\"id\"", &format!("\"@odata.nextLink\":\"{other_url}\",\"@odata.id\":\"{other_url}\",\"id\""));
        for status in [
            "200 OK",
            "201 Created",
            "202 Accepted",
            "401 Unauthorized",
            "407 Proxy Authentication Required",
            "421 Misdirected Request",
            "503 Away",
        ] {
            let peer = Peer::responding_with(response(status, &headers, &body));
            let client = builder(&peer).build().expect("a client");
            for _ in 0..2 {
                match client.get(Printer::at(ID)).await {
                    Ok(printer) => assert_eq!(printer.job_count, 4),
                    refused => assert_eq!(failure(refused).kind(), ErrorKind::Service),
                }
            }
            assert!(!peer.text().contains("cookie"), "cookies are not sent back: {}", peer.text());
            assert_token_in_header_only(&peer);
        }
        assert_not_contacted(&[&other_peer]);
    });
}

/// Another host name on the same port is another origin.
#[test]
fn another_host_on_the_same_port_is_another_origin() {
    run(async {
        let peer = Peer::responding_with(response("302 Found", "location: http://localhost/\r\n", ""));
        let port = peer.port().to_owned();
        let elsewhere =
            GraphClient::builder(graph_core::Cloud::custom(&format!("http://localhost:{port}")).expect("a cloud"));
        let client = elsewhere.token(TOKEN).retry(RetryPolicy::none()).build().expect("a client");
        let link =
            graph_core::request::Request::get_url(&format!("http://127.0.0.1:{port}/v1.0/printers")).expect("a URL");
        assert_eq!(failure(client.send(link).await).kind(), ErrorKind::Origin);
        assert_not_contacted(&[&peer]);
    });
}
