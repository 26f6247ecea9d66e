//! Servers that mean harm, over real sockets: each does one thing that a service should not do, and the client must end with a named
//! error, within its limits, and with its access token where it belongs.
//!
//! [`watch`] is what every test runs in: it looks for the token in everything that is logged, by whatever crate, in all that was
//! sent to anybody, and in all that errors show. [`peer`] is the other side of the socket. How much a peer could send before
//! the client had enough is counted; nothing is measured by the clock.

mod authority;
mod bodies;
mod certificates;
mod compressed;
mod connections;
mod content;
mod descriptors;
mod floods;
mod frames;
mod heads;
mod injection;
mod links;
mod logs;
mod multiplexed;
mod peer;
mod redirects;
mod refusals;
mod repeated_token;
mod resets;
mod shown;
mod stalls;
mod streams;
mod tap;
mod tls;
mod watch;

use graph_core::graph_resource;

/// What is asked for.
#[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
#[derive(Debug, Clone, PartialEq)]
struct Printer {
    #[graph(key)]
    id: String,
    job_count: i32,
}

const PRINTER: &str = r##"{"@odata.type":"#microsoft.graph.printer","id":"p1","jobCount":4}"##;

/// A whole answer with this body.
fn ok(body: &str) -> Vec<u8> {
    answer("200 OK", "", body)
}

/// A whole answer; `headers` are lines with their ends.
fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}
