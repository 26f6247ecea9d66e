//! Complete responses whose content is not the requested resource.

use graph_core::{DynamicProperties, ErrorKind, graph_resource};

use crate::harness::{ID, VALUE, assert_token_in_header_only, client, failure, run};
use crate::peer::Peer;
use crate::{PRINTER, Printer, response};

const HTML: &str =
    "<!DOCTYPE html>\n<html><head><title>Sign in to the network</title></head>\r\n<body>Hello</body></html>";

#[test]
fn an_unexpected_content_type_is_named() {
    run(async {
        for (content_type, body) in [
            ("text/html; charset=utf-8", HTML),
            ("text/html", ""),
            ("text/plain", "OK"),
            ("application/xml", "<?xml version=\"1.0\"?><a/>"),
            ("application/octet-stream", "\0\u{1}\u{2}"),
            ("image/png", "\u{89}PNG\r\n"),
            ("multipart/form-data; boundary=x", "--x\r\n\r\n--x--"),
            ("text/html\u{1b}[31m", HTML),
            (&"x/".repeat(5_000), "x"),
        ] {
            let headers = format!("content-type: {content_type}\r\n");
            let peer = Peer::responding_with(response("200 OK", &headers.replace('\u{1b}', "\t"), body));
            let client = client(&peer);
            let error = failure(client.get(Printer::at(ID)).await);
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(!error.to_string().contains("Hello"), "{error}");
            if content_type.starts_with("text/html;") {
                assert!(error.to_string().contains("is `text/html; charset=utf-8` instead of JSON"), "{error}");
            }
            let updated = client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await;
            if body.is_empty() {
                assert!(updated.expect("an update needs no entity").entity().is_none());
            } else {
                assert!(failure(updated).to_string().contains("the update may or may not have been made"));
            }
            assert_token_in_header_only(&peer);
        }
        // The content type does not matter if the body is JSON.
        for content_type in ["text/html", "application/json; charset=iso-8859-1", ""] {
            let peer = Peer::responding_with(response("200 OK", &format!("content-type: {content_type}\r\n"), PRINTER));
            assert_eq!(client(&peer).get(Printer::at(ID)).await.expect("a printer").job_count, 4);
        }
    });
}

#[test]
fn an_html_page_is_recognized_without_a_content_type() {
    run(async {
        for (headers, body) in [
            ("", HTML),
            ("content-type: application/json\r\n", HTML),
            ("content-type: \r\n", "\r\n \u{feff}<HTML lang=en>"),
            ("", "\u{feff}<html>"),
            ("", "<!-- a comment --><html>"),
            ("", "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"><html/>"),
        ] {
            let peer = Peer::responding_with(response("200 OK", headers, body));
            let error = failure(client(&peer).get(Printer::at(ID)).await);
            assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
            assert!(error.to_string().contains("is an HTML page instead of JSON"), "{body}: {error}");
            let peer = Peer::responding_with(response("502 Bad Gateway", headers, body));
            let error = failure(client(&peer).get(Printer::at(ID)).await);
            assert!(
                error.to_string().contains("the response is not a Graph error but an HTML page"),
                "{body}: {error}"
            );
        }
        for body in ["<a/>", "<?xml version=\"1.0\"?><error/>"] {
            let peer = Peer::responding_with(response("200 OK", "", body));
            let error = failure(client(&peer).get(Printer::at(ID)).await);
            assert!(error.to_string().contains("is XML or HTML instead of JSON"), "{body}: {error}");
        }
    });
}

/// A parser may ignore it: [RFC 8259, section 8.1](https://www.rfc-editor.org/rfc/rfc8259#section-8.1).
#[test]
fn a_byte_order_mark_is_ignored() {
    run(async {
        let body = format!("\u{feff}{}", PRINTER.replacen('{', "{\"@odata.etag\":\"W/\\\"1\\\"\",", 1));
        let peer = Peer::responding_with(response("200 OK", "content-type: application/json\r\n", body));
        let printer = client(&peer).get(Printer::at(ID)).await.expect("a printer");
        assert_eq!((printer.job_count, printer.etag().map(graph_core::ETag::as_str)), (4, Some("W/\"1\"")));
        let peer = Peer::responding_with(response("200 OK", "", "\u{feff}"));
        let updated = client(&peer).update(Printer::at(ID), Printer::update().job_count(VALUE)).await;
        assert!(updated.expect("no content").entity().is_none());
    });
}

#[test]
fn json_truncated_at_any_byte_is_rejected() {
    run(async {
        for end in 0..PRINTER.len() {
            let peer = Peer::responding_with(response("200 OK", "content-type: application/json\r\n", &PRINTER[..end]));
            let error = failure(client(&peer).get(Printer::at(ID)).await);
            assert_eq!(error.kind(), ErrorKind::Decode, "{end}: {error}");
            assert!(error.resource().is_some() && error.failed_attempts().len() <= 1, "{error}");
        }
    });
}

/// An open type, which accepts any other property.
#[graph_resource(path = "/boxes/{boxId}", odata_type = "#microsoft.graph.box")]
#[derive(Debug, Clone)]
struct OpenBox {
    #[graph(key)]
    id: String,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[test]
fn json_that_is_not_the_resource_is_rejected() {
    run(async {
        let deep = |open: &str, close: &str| {
            format!("{{\"id\":\"1\",\"x\":{}1{}}}", open.repeat(100_000), close.repeat(100_000))
        };
        let long_name = format!("{{\"id\":\"1\",\"{}\\u001b[2J\\n\\u2028x\":[[[nul]]]}}", "n".repeat(50_000));
        let bodies: Vec<Vec<u8>> = [
            "null",
            "[]",
            "1",
            "\"x\"",
            "{}",
            "{\"id\":1}",
            "{\"id\":\"1\"",
            "{\"id\":\"1\"}}",
            "\u{feff}\u{feff}{\"id\":\"1\"}",
            " \u{feff}{\"id\":\"1\"}",
            "{'id':'1'}",
            "{\"id\":\"1\",}",
            "{\"id\":\"1\",\"x\":01}",
            "{\"id\":\"1\",\"x\":NaN}",
            "{\"id\":\"1\",\"id\":\"2\"}",
            "{\"id\":\"\\ud800\"}",
            "{\"id\":\"\n\"}",
            "{\"id\":\"1\",\"\\n\\r\\n\\u0000\\u001b[31m\":tru}",
            &long_name,
            &deep("[", "]"),
            &deep("{\"x\":", "}"),
            &"[".repeat(1_000_000),
            &"{\"id\":".repeat(200_000),
        ]
        .iter()
        .map(|body| body.as_bytes().to_vec())
        .chain([
            b"\xff\xfe{\0}\0".to_vec(),
            b"{\"id\":\"\xc3\x28\"}".to_vec(),
            b"{\"id\":\"1\",\"\xff\":1}".to_vec(),
            b"{\"id\":\"\xed\xa0\x80\"}".to_vec(),
        ])
        .collect();
        for body in bodies {
            let peer = Peer::responding_with(response("200 OK", "content-type: application/json\r\n", &body));
            let error = failure(client(&peer).get(OpenBox::at(ID)).await);
            let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
            assert_eq!(error.kind(), ErrorKind::Decode, "{shown}: {error}");
            assert!(error.resource() == Some("#microsoft.graph.box"), "{error}");
        }
    });
}

#[test]
fn large_numbers_and_strings_are_handled() {
    run(async {
        for (count, good) in [
            ("4", true),
            ("4.0", true),
            ("4e0", true),
            ("-0", true),
            ("2147483648", false),
            ("1e999999999", false),
            ("4.5", false),
        ] {
            let peer = Peer::responding_with(response("200 OK", "", PRINTER.replace('4', count)));
            let printer = client(&peer).get(Printer::at(ID)).await;
            if !good {
                assert_eq!(failure(printer).kind(), ErrorKind::Decode, "{count}");
            } else if printer.is_err() {
                assert_ne!(count, "4");
            }
        }
        let digits = format!("-{}.{}e-{}", "9".repeat(100_000), "9".repeat(100_000), "9".repeat(100_000));
        let peer = Peer::responding_with(response("200 OK", "", PRINTER.replace('4', &digits)));
        assert_eq!(failure(client(&peer).get(Printer::at(ID)).await).kind(), ErrorKind::Decode);
        let name = "é".repeat(1_000_000);
        let peer = Peer::responding_with(response("200 OK", "", PRINTER.replace("p1", &name)));
        assert_eq!(client(&peer).get(Printer::at(ID)).await.expect("a printer").id, name);
    });
}
