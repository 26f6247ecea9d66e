//! Exports the spans of an update to an OpenTelemetry collector.
//!
//! `cargo run --example opentelemetry` needs no account and no collector: it updates a sandbox inside the process, and a
//! small collector inside the process receives the spans (OTLP over HTTP, as JSON) and prints them. To export to another
//! collector, pass its URL: `cargo run --example opentelemetry http://localhost:4318/v1/traces`.

mod collector;
mod exporter;

use std::error::Error;

use graph_core::GraphClient;
use graph_reference::{DeviceConfigurationUserOverview, pages, seeds};
use graph_sandbox::{Sandbox, ScriptedResponse};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::{Protocol, SpanExporter, WithExportConfig as _, WithHttpConfig as _};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::trace::SdkTracerProvider;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::prelude::*;

use collector::Collector;
use exporter::BlockingClient;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let argument = std::env::args().nth(1);
    let collector = if argument.is_none() { Some(Collector::start()?) } else { None };
    let endpoint = argument.or_else(|| collector.as_ref().map(Collector::endpoint)).unwrap_or_default();

    // The exporter runs on a thread of its own, so that requests do not wait for it.
    let exporter = SpanExporter::builder()
        .with_http()
        .with_http_client(BlockingClient)
        .with_protocol(Protocol::HttpJson)
        .with_endpoint(&endpoint)
        .build()?;
    let provider = SdkTracerProvider::builder()
        .with_batch_exporter(exporter)
        .with_resource(Resource::builder().with_service_name("graph-example").build())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("graph-core"));
    // At `DEBUG`, the span of a call encloses the spans of its attempts.
    tracing_subscriber::registry().with(layer.with_filter(LevelFilter::DEBUG)).init();

    update().await?;
    provider.shutdown()?;

    match collector {
        None => println!("exported to {endpoint}"),
        Some(collector) => {
            let spans = collector.spans("graph.");
            for span in &spans {
                println!("{span}\n");
            }
            // One call and its three attempts.
            if spans.len() != 4 {
                return Err(format!("expected 4 spans of the call, found {}", spans.len()).into());
            }
        }
    }
    Ok(())
}

/// Sends an update that is throttled at the first attempt, fails with 503 at the second, and succeeds at the third.
async fn update() -> Result<(), Box<dyn Error>> {
    let mut builder = Sandbox::builder().token("sandbox-token");
    for seed in seeds() {
        builder = builder.entity_text(seed.descriptor, seed.path, seed.json);
    }
    let sandbox = builder.start().await?;
    sandbox.script([
        ScriptedResponse::error(429, "TooManyRequests", "Slow down.").header("Retry-After", "0.2"),
        ScriptedResponse::error(503, "serviceNotAvailable", "Busy."),
    ])?;
    let graph = GraphClient::builder(sandbox.cloud()).token("sandbox-token").build()?;
    let address = DeviceConfigurationUserOverview::at(pages::DEVICE_CONFIGURATION_ID);
    let updated = graph.update(address, DeviceConfigurationUserOverview::update().pending_count(12)).await?;
    println!("pending_count is {:?}\n", updated.entity().map(|entity| entity.pending_count));
    Ok(())
}
