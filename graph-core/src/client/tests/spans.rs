use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::{PRINTER, Printer, answering, respond};

/// Writes down every span and its values.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<String>>);

impl Visit for Notes {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = writeln!(self.0.lock().unwrap(), "{field}={value:?}");
    }
}

impl Subscriber for Notes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("graph_core")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let _ = writeln!(self.0.lock().unwrap(), "span {}", span.metadata().name());
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

async fn notes(status: u16, body: &str) -> String {
    let notes = Notes::default();
    let (client, _) = answering(respond(status), body);
    let guard = tracing::subscriber::set_default(notes.clone());
    let id = uuid::Uuid::from_u128(7);
    let _ = client.update(Printer::at("private-id"), Printer::update().job_count(4711)).client_request_id(id).await;
    drop(guard);
    let text = notes.0.lock().unwrap().clone();
    assert!(!["private-id", "4711", "S3CR3T", "Bearer"].iter().any(|private| text.contains(private)), "{text}");
    text
}

#[tokio::test]
async fn one_span_with_the_names_of_the_convention() {
    let text = notes(200, PRINTER).await;
    assert_eq!(
        text.lines().collect::<Vec<_>>(),
        [
            "span graph.request",
            "otel.kind=\"client\"",
            "http.request.method=\"PATCH\"",
            "server.address=\"graph.microsoft.com\"",
            "server.port=443",
            "client_request_id=00000000-0000-0000-0000-000000000007",
            "url.template=/v1.0/printers/{printerId}",
            "http.response.status_code=200",
        ]
    );
}

#[tokio::test]
async fn a_refusal_is_named() {
    let text = notes(404, "{}").await;
    assert!(text.contains("http.response.status_code=404\nerror.type=\"404\"\n"), "{text}");
    let text = notes(302, "").await;
    assert!(text.contains("error.type=\"302\""), "no location, no redirect: {text}");
}
