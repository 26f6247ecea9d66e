//! Records everything that any crate logs through `tracing` or `log`, up to level trace.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::harness::{client, leaked_part, run};
use crate::peer::Peer;
use crate::{PRINTER, Printer, ok};

/// What all tests logged: the number of records per target, and the records that contain the token.
struct Recorded {
    targets: BTreeMap<String, usize>,
    leaks: Vec<String>,
}

static RECORDED: Mutex<Recorded> = Mutex::new(Recorded { targets: BTreeMap::new(), leaks: Vec::new() });

fn recorded() -> MutexGuard<'static, Recorded> {
    RECORDED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn record_text(target: &str, text: &str) {
    let found = leaked_part(text);
    let mut recorded = recorded();
    match recorded.targets.get_mut(target) {
        Some(count) => *count += 1,
        None => drop(recorded.targets.insert(target.to_owned(), 1)),
    }
    // The crate `h2` logs the text with which a peer ends an HTTP/2 connection before this crate receives it.
    let goaway_text = target.starts_with("h2::") && text.contains("GoAway");
    if found.is_some() && !target.starts_with(CONTROL) && !goaway_text {
        recorded.leaks.push(format!("{target}: {text}"));
    } else if found.is_some() {
        *recorded.targets.entry(format!("{target} leaked")).or_default() += 1;
    }
}

/// The targets with which the test of this file logs the token, to show that the search finds it.
const CONTROL: &str = "control";

/// Installs the recorder, once per process.
pub(crate) fn install() {
    static INSTALL: Once = Once::new();
    INSTALL.call_once(|| {
        tracing::subscriber::set_global_default(Recorder).expect("the only subscriber");
        log::set_logger(&Recorder).expect("the only logger");
        log::set_max_level(log::LevelFilter::Trace);
    });
}

/// Checks that the records since the last check do not contain the token.
pub(crate) fn assert_no_leaks() {
    let leaks = std::mem::take(&mut recorded().leaks);
    assert!(leaks.is_empty(), "{leaks:#?}");
}

struct Recorder;

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, "{field}={value:?} ");
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut text = Text(format!("{} ", span.metadata().name()));
        span.record(&mut text);
        record_text(span.metadata().target(), &text.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut text = Text(String::new());
        values.record(&mut text);
        record_text("recorded", &text.0);
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(String::new());
        event.record(&mut text);
        record_text(event.metadata().target(), &text.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

impl log::Log for Recorder {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        record_text(record.target(), &format!("{}", record.args()));
    }

    fn flush(&self) {}
}

#[test]
fn the_logs_of_all_crates_are_recorded() {
    run(async {
        let peer = Peer::responding_with(ok(PRINTER));
        assert_eq!(client(&peer).get(Printer::at("p1")).await.expect("a response").job_count, 4);
        // logs records of `rustls` and `h2`
        crate::frames::get_over_http2().await;
        let token = crate::harness::TOKEN;
        tracing::trace!(target: "control tracing", value = token, "a record");
        tracing::trace_span!(target: "control span", "a span", value = ?token.as_bytes());
        log::trace!(target: "control log", "{token}");
    });
    let targets = recorded().targets.clone();
    for target in ["graph_core", "recorded", "hyper_util", "rustls", "h2"] {
        assert!(
            targets.keys().any(|recorded| recorded.starts_with(target)),
            "expected records of `{target}`: {targets:#?}"
        );
    }
    for control in ["control tracing leaked", "control span leaked", "control log leaked"] {
        assert_eq!(targets.get(control), Some(&1), "{targets:#?}");
    }
}
