use std::cell::RefCell;
use std::fmt::Debug;
use std::sync::{Arc, Mutex, Once};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Metadata, Subscriber};

use super::{PRINTER, Printer, responding, response};

/// Records spans and events with their values.
#[derive(Clone, Default)]
pub(super) struct Recorder(Arc<Mutex<String>>);

thread_local! {
    static LISTENING: RefCell<Option<Recorder>> = const { RefCell::new(None) };
}

/// Passes everything to the recorder of the thread. All tests share one subscriber, because `tracing` caches the interest of the
/// current subscribers for all threads, and tests run in parallel.
struct Router;

impl Recorder {
    /// Records what happens on this thread until the guard is dropped.
    pub(super) fn listen(&self) -> impl Drop + use<> {
        struct Guard;
        impl Drop for Guard {
            fn drop(&mut self) {
                LISTENING.take();
            }
        }
        static ROUTER: Once = Once::new();
        ROUTER.call_once(|| tracing::subscriber::set_global_default(Router).unwrap());
        LISTENING.set(Some(self.clone()));
        Guard
    }

    fn push(&self, text: &str) {
        self.0.lock().unwrap().push_str(text);
    }

    pub(super) fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

impl Visit for Recorder {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.push(&format!("{field}={value:?}\n"));
    }
}

impl Subscriber for Router {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("graph_core") && LISTENING.with_borrow(Option::is_some)
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        note(|recorder| {
            recorder.push(&format!("span {}\n", span.metadata().name()));
            span.record(recorder);
        });
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        note(|recorder| values.record(recorder));
    }

    fn event(&self, event: &Event<'_>) {
        note(|recorder| {
            recorder.push("event\n");
            event.record(recorder);
        });
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

fn note(write: impl FnOnce(&mut Recorder)) {
    if let Some(mut recorder) = LISTENING.with_borrow(Clone::clone) {
        write(&mut recorder);
    }
}

async fn recorded(status: u16, body: &str) -> String {
    let recorder = Recorder::default();
    let (client, _) = responding(response(status), body);
    let guard = recorder.listen();
    let id = uuid::Uuid::from_u128(7);
    let _ = client.update(Printer::at("private-id"), Printer::update().job_count(4711)).client_request_id(id).await;
    drop(guard);
    let text = recorder.text();
    assert!(!["private-id", "4711", "S3CR3T", "Bearer"].iter().any(|private| text.contains(private)), "{text}");
    text
}

#[tokio::test]
async fn calls_and_attempts_have_spans() {
    let text = recorded(200, PRINTER).await;
    assert_eq!(
        text.lines().collect::<Vec<_>>(),
        [
            "span graph.call",
            "otel.kind=\"internal\"",
            "graph.operation=\"update\"",
            "graph.resource=\"#microsoft.graph.printer\"",
            "client_request_id=00000000-0000-0000-0000-000000000007",
            "span graph.request",
            "otel.kind=\"client\"",
            "http.request.method=\"PATCH\"",
            "server.address=\"graph.microsoft.com\"",
            "server.port=443",
            "url.template=/v1.0/printers/{printerId}",
            "client_request_id=00000000-0000-0000-0000-000000000007",
            "request_id=\"service-id\"",
            "http.response.status_code=200",
            "graph.attempts=1",
        ]
    );
}

#[tokio::test]
async fn spans_have_the_error_type() {
    let text = recorded(404, "{}").await;
    assert_eq!(text.matches("http.response.status_code=404\nerror.type=\"404\"\n").count(), 1, "{text}");
    assert!(text.ends_with("graph.attempts=1\nerror.type=\"404\"\n"), "{text}");
    let text = recorded(302, "").await;
    assert!(text.contains("error.type=\"302\""), "a redirect without a location: {text}");
}

#[tokio::test(start_paused = true)]
async fn backoffs_and_retries_are_recorded() {
    let recorder = Recorder::default();
    let (client, _) = super::scripted::scripted([super::scripted::retry_after(429, "7")]);
    let client = client.build().unwrap();
    let guard = recorder.listen();
    let _ = super::update(&client).await.unwrap();
    drop(guard);
    let text = recorder.text();
    let lines: Vec<_> = text.lines().collect();
    let at = |line: &str| {
        lines.iter().position(|found| found.starts_with(line)).unwrap_or_else(|| panic!("{line} in {text}"))
    };
    let event = at("event");
    assert_eq!(lines[event + 1], "message=waiting before the request is retried", "{text}");
    assert_eq!(lines[event + 2], "graph.resource=\"#microsoft.graph.printer\"", "{text}");
    assert!(lines[event + 3].starts_with("client_request_id=") && lines[event + 4] == "reason=429", "{text}");
    assert!(at("wait_ms=7") > event && at("retry_after_ms=7000") > event && at("attempt=1") > event);
    assert!(at("http.request.resend_count=1") > event, "only in the second attempt: {text}");
    assert_eq!(text.matches("span graph.call").count(), 1);
    assert_eq!(text.matches("span graph.request").count(), 2);
    assert_eq!(text.matches("http.request.resend_count").count(), 1);
    assert!(text.contains("graph.attempts=2"), "{text}");
}

#[tokio::test]
async fn a_deprecation_is_an_event_and_part_of_the_response() {
    let recorder = Recorder::default();
    let head = response(200)
        .header("deprecation", "@1688169599")
        .header("sunset", "Wed, 11 Nov 2026 11:11:11 GMT")
        .header("link", "<https://learn.microsoft.com/graph/x>; rel=\"deprecation\"");
    let (client, _) = responding(head, PRINTER);
    let guard = recorder.listen();
    let entity = client.get(Printer::at("p1")).await.unwrap();
    drop(guard);
    let deprecation = entity.info().deprecation().unwrap();
    assert_eq!(deprecation.since(), Some("@1688169599"));
    assert_eq!(deprecation.sunset(), Some("Wed, 11 Nov 2026 11:11:11 GMT"));
    assert_eq!(deprecation.link(), Some("<https://learn.microsoft.com/graph/x>; rel=\"deprecation\""));
    assert!(deprecation.to_string().starts_with("deprecated (@1688169599), ends Wed, 11 Nov 2026"), "{deprecation}");
    let text = recorder.text();
    assert!(
        text.contains("message=the service announces that this API will be removed\nsince=\"@1688169599\""),
        "{text}"
    );
    let (client, _) = responding(response(200).header("link", "<x>; rel=\"next\""), PRINTER);
    assert_eq!(client.get(Printer::at("p1")).await.unwrap().info().deprecation(), None);
}
