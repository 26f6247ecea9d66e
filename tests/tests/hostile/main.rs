//! Hostile servers over real sockets.
//!
//! Each server does one thing that a service should not do. The client must return an error with a kind, stay within its limits,
//! and send its access token to the endpoint only.
//!
//! Every test runs in [`harness::run`]. The harness searches for the token in everything that any crate logs, in everything that
//! the servers received, and in everything that the errors show. [`peer`] is the server side of a socket. It counts the bytes
//! that it could send before the client stopped reading; no test measures elapsed time.

mod authority;
mod bodies;
mod calls;
mod certificates;
mod compressed;
mod connections;
mod content;
mod debug_output;
mod error_responses;
mod file_descriptors;
mod frames;
mod harness;
mod head_limits;
mod http2_server;
mod injection;
mod links;
mod lists;
mod logs;
mod peer;
mod recording;
mod redirects;
mod removed_links;
mod repeated_token;
mod resets;
mod response_heads;
mod stalls;
mod tls;
mod unprocessed_requests;

use graph_core::graph_resource;

/// The resource that the tests request.
#[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
#[derive(Debug, Clone, PartialEq)]
struct Printer {
    #[graph(key)]
    id: String,
    job_count: i32,
}

const PRINTER: &str = r##"{"@odata.type":"#microsoft.graph.printer","id":"p1","jobCount":4}"##;

/// A complete response with status 200 and this body.
fn ok(body: &str) -> Vec<u8> {
    response("200 OK", "", body)
}

/// A complete response; each line of `headers` ends with CRLF.
fn response(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}
