//! Lists whose pages, links or items are not what a service should send.

mod guard;
mod items;
mod links;
mod pages;
mod resume;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use graph_core::operation::EntityStream;
use graph_core::{Error, graph_resource};

use crate::peer::Peer;
use crate::{Printer, ok};

/// The resource whose filters are ignored.
#[graph_resource(path = "/print/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug, Clone)]
struct User {
    #[graph(key)]
    id: String,
    department: Option<String>,
    age: Option<i32>,
    mails: Vec<String>,
}

/// A request for a page, as the service received it.
struct PageRequest {
    /// The number of the request, from 0.
    number: usize,
    head: String,
}

impl PageRequest {
    /// Returns the path and query.
    fn target(&self) -> &str {
        self.head.split(' ').nth(1).expect("a request line")
    }

    /// Returns a URL of the service.
    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", header(&self.head, "host").expect("a host"))
    }

    /// Returns a page with a link to `path`, if there is one.
    fn page(&self, items: &str, path: Option<&str>) -> Vec<u8> {
        page(items, path.map(|path| self.url(path)).as_deref())
    }
}

/// A page with these items and this link.
fn page(items: &str, link: Option<&str>) -> Vec<u8> {
    match link {
        Some(link) => {
            let link = serde_json::to_string(link).expect("JSON");
            ok(&format!(r#"{{"@odata.context":"x","value":[{items}],"@odata.nextLink":{link}}}"#))
        }
        None => ok(&format!(r#"{{"value":[{items}]}}"#)),
    }
}

/// A printer with this id.
fn printer(id: usize) -> String {
    format!(r#"{{"id":"p{id}","jobCount":{id}}}"#)
}

/// A service that responds to each request with what `script` returns.
fn serving(script: impl Fn(PageRequest) -> Vec<u8> + Send + Sync + 'static) -> Peer {
    let (script, requests) = (Arc::new(script), Arc::new(AtomicUsize::new(0)));
    Peer::start(move |mut connection, _| {
        let (script, requests) = (Arc::clone(&script), Arc::clone(&requests));
        async move {
            while let Some(head) = connection.request().await? {
                let number = requests.fetch_add(1, SeqCst);
                connection.send(&script(PageRequest { number, head })).await?;
            }
            Ok(())
        }
    })
}

/// The heads of all requests that the peer received.
fn heads(peer: &Peer) -> Vec<String> {
    peer.text().split_terminator("\r\n\r\n").map(str::to_owned).collect()
}

/// The paths and queries of all requests that the peer received.
fn targets(peer: &Peer) -> Vec<String> {
    heads(peer).iter().map(|head| head.split(' ').nth(1).expect("a request line").to_owned()).collect()
}

/// The values of a header.
fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// Reads to the end, and returns the ids with the error that ended the stream. Nothing follows an error.
async fn ids(stream: &mut EntityStream<Printer>) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(printer)) => ids.push(printer.id.clone()),
            Ok(None) => return (ids, None),
            Err(error) => {
                assert!(matches!(stream.try_next().await, Ok(None)), "the stream continues after {error}");
                return (ids, Some(error));
            }
        }
    }
}
