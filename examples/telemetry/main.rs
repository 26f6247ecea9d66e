//! Prints the spans and events of an update that is throttled, then fails with 503, then succeeds.
//!
//! `cargo run --example telemetry` needs no account: it updates a sandbox inside the process. Every `tracing` subscriber
//! receives the same spans, for example one that exports to OpenTelemetry (see the example `opentelemetry`): their names
//! follow the OpenTelemetry conventions for HTTP clients.

mod outline;

use std::error::Error;

use graph_core::GraphClient;
use graph_reference::{DeviceConfigurationUserOverview, pages, seeds};
use graph_sandbox::{Sandbox, ScriptedResponse};
use outline::Outline;
use tracing_subscriber::prelude::*;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::registry().with(Outline).init();

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
    let updated = graph
        .update(
            DeviceConfigurationUserOverview::at(pages::DEVICE_CONFIGURATION_ID),
            DeviceConfigurationUserOverview::update().pending_count(12),
        )
        .await?;

    let info = updated.info().ok_or("no request was sent")?;
    println!("\nfailed attempts before the response: {}", info.failed_attempts().len());
    for attempt in info.failed_attempts() {
        println!("  {attempt}");
    }
    Ok(())
}
