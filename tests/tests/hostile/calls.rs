//! Values of parameters that would add a parameter, a segment or a request if the client did not encode them, on a real connection.

use graph_core::{ErrorKind, graph_action, graph_function};

use crate::Printer;
use crate::harness::{assert_not_contacted, assert_token_in_header_only, client, failure, run};
use crate::ok;
use crate::peer::Peer;

#[graph_function(name = "find", on = Printer, returns = bool)]
struct Find {
    name: String,
    ids: Option<Vec<String>>,
}

#[graph_action(name = "rename", on = Printer)]
struct Rename {
    name: String,
}

/// Everything that ends a literal, a segment, a path, a query or a line somewhere.
const HOSTILE: &[&str] = &[
    "'",
    "''",
    "a',b='c",
    "')/delete(",
    "../../users",
    "/",
    "\\",
    "?$select=id",
    "#",
    "&@ids=[]",
    "%27",
    "%2F",
    "%252F",
    "%0d%0a",
    "+",
    " ",
    ";",
    "@ids",
    "(",
    ")",
    ",",
    "=",
    "é",
    "\u{2028}",
    "\u{202e}",
    "日本",
    "",
];

#[test]
fn a_parameter_of_a_function_is_one_literal() {
    run(async {
        for value in HOSTILE {
            let peer = Peer::responding_with(ok(r#"{"value":true}"#));
            let find = Find { name: (*value).to_owned(), ids: Some(vec![(*value).to_owned()]) };
            assert!(*client(&peer).call(Printer::at("p1"), find).await.expect("a value"), "{value:?}");
            let text = peer.text();
            let line = text.split("\r\n").next().expect("a request line");
            let target =
                line.strip_prefix("GET ").and_then(|rest| rest.strip_suffix(" HTTP/1.1")).expect("a request line");
            let (path, query) = target.split_once('?').expect("a query");
            let literal = path
                .strip_prefix("/v1.0/printers/p1/find(name='")
                .and_then(|rest| rest.strip_suffix("',ids=@ids)"))
                .unwrap_or_else(|| panic!("{target}"));
            let is_inert =
                |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"%-._~".contains(&byte));
            assert!(is_inert(literal), "{target}");
            let json = query.strip_prefix("@ids=").unwrap_or_else(|| panic!("{target}"));
            assert!(!json.contains(['&', '#', '?', '+', '\'', '"']), "{target}");
            assert_eq!((peer.requests(), peer.connections()), (1, 1));
            assert_token_in_header_only(&peer);
        }
    });
}

#[test]
fn a_control_character_is_rejected_in_a_path_and_escaped_in_a_body() {
    run(async {
        for value in ["\r\nx-evil: 1\r\n\r\n", "\0", "\t", "\u{7f}", "\u{85}"] {
            let peer = Peer::responding_with(ok("{}"));
            let find = Find { name: value.to_owned(), ids: None };
            let error = failure(client(&peer).call(Printer::at("p1"), find).await);
            assert_eq!(error.kind(), ErrorKind::Request, "{error}");
            assert_not_contacted(&[&peer]);
            client(&peer).call(Printer::at("p1"), Rename { name: value.to_owned() }).await.expect("success");
            let text = peer.text();
            let (head, body) = text.split_once("\r\n\r\n").expect("a request");
            assert!(head.starts_with("POST /v1.0/printers/p1/rename HTTP/1.1\r\n"), "{head}");
            assert!(!head.contains("evil"), "{head}");
            let name = graph_core::json::value_from_str::<Rename>(body).expect("the parameters").name;
            assert_eq!((name, peer.requests()), (value.to_owned(), 1));
        }
    });
}
