//! A `tracing` layer that prints spans when they close, and events when they occur, as an outline.

use std::fmt::{Debug, Write as _};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// A layer that prints the spans and events of `graph-core`.
#[derive(Debug)]
pub(crate) struct Outline;

/// The fields of a span or an event, one per line.
#[derive(Default)]
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "{field}: {value:?}");
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        let _ = writeln!(self.0, "{field}: {value}");
    }
}

impl Fields {
    fn print(&self, title: &str, depth: usize) {
        let indent = "    ".repeat(depth);
        println!("{indent}{title}");
        for line in self.0.lines() {
            println!("{indent}  {line}");
        }
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Outline {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, context: Context<'_, S>) {
        if let Some(span) = context.span(id)
            && let Some(fields) = span.extensions_mut().get_mut::<Fields>()
        {
            values.record(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        // Other crates emit events as well.
        if event.metadata().target().starts_with("graph_core") {
            let mut fields = Fields::default();
            event.record(&mut fields);
            fields.print("(event)", context.event_scope(event).into_iter().flatten().count());
        }
    }

    fn on_close(&self, id: Id, context: Context<'_, S>) {
        if let Some(span) = context.span(&id)
            && let Some(fields) = span.extensions().get::<Fields>()
            && span.metadata().target().starts_with("graph_core")
        {
            fields.print(span.name(), span.scope().skip(1).count());
        }
    }
}
