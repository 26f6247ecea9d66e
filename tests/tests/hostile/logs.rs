//! Listens to everything that any crate logs, by `tracing` or by `log`, down to trace.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::peer::Peer;
use crate::watch::{client, leak, run};
use crate::{PRINTER, Printer, ok};

/// What was heard by all tests: how often from whom, and what should not have been said.
struct Heard {
    targets: BTreeMap<String, usize>,
    leaks: Vec<String>,
}

static HEARD: Mutex<Heard> = Mutex::new(Heard { targets: BTreeMap::new(), leaks: Vec::new() });

fn heard() -> MutexGuard<'static, Heard> {
    HEARD.lock().unwrap_or_else(PoisonError::into_inner)
}

fn hear(target: &str, text: &str) {
    let found = leak(text);
    let mut heard = heard();
    match heard.targets.get_mut(target) {
        Some(count) => *count += 1,
        None => drop(heard.targets.insert(target.to_owned(), 1)),
    }
    // The words with which a peer ends an HTTP/2 connection are logged by the crate `h2` before anybody else sees them.
    let last_words = target.starts_with("h2::") && text.contains("GoAway");
    if found.is_some() && !target.starts_with(CONTROL) && !last_words {
        heard.leaks.push(format!("{target}: {text}"));
    } else if found.is_some() {
        *heard.targets.entry(format!("{target} leaked")).or_default() += 1;
    }
}

/// The test of this file says what nobody may say.
const CONTROL: &str = "control";

/// Begins, if it has not begun yet.
pub(crate) fn listen() {
    static BEGIN: Once = Once::new();
    BEGIN.call_once(|| {
        tracing::subscriber::set_global_default(Listener).expect("the only subscriber");
        log::set_logger(&Listener).expect("the only logger");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// No test that ran meanwhile made anybody say the token.
pub(crate) fn assert_clean() {
    let leaks = std::mem::take(&mut heard().leaks);
    assert!(leaks.is_empty(), "{leaks:#?}");
}

struct Listener;

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, "{field}={value:?} ");
    }
}

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut text = Text(format!("{} ", span.metadata().name()));
        span.record(&mut text);
        hear(span.metadata().target(), &text.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut text = Text(String::new());
        values.record(&mut text);
        hear("recorded", &text.0);
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        hear(event.metadata().target(), &text.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl log::Log for Listener {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        hear(record.target(), &format!("{}", record.args()));
    }

    fn flush(&self) {}
}

#[test]
fn everybody_is_heard() {
    run(async {
        let peer = Peer::answering(ok(PRINTER));
        assert_eq!(client(&peer).get(Printer::at("p1")).await.expect("an answer").job_count, 4);
        // rustls is heard because of it, and h2
        crate::frames::an_answer_by_http2().await;
        let token = crate::watch::TOKEN;
        tracing::trace!(target: "control tracing", value = token, "said");
        tracing::trace_span!(target: "control span", "a span", value = ?token.as_bytes());
        log::trace!(target: "control log", "{token}");
    });
    let targets = heard().targets.clone();
    for target in ["graph_core", "recorded", "hyper_util", "rustls", "h2"] {
        assert!(targets.keys().any(|heard| heard.starts_with(target)), "{target} was not heard: {targets:#?}");
    }
    for control in ["control tracing leaked", "control span leaked", "control log leaked"] {
        assert_eq!(targets.get(control), Some(&1), "{targets:#?}");
    }
}
