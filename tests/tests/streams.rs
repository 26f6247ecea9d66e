//! Streams over a service in memory: what a resume token leaves, and how much memory a long stream needs.

use std::convert::Infallible;

use bytes::Bytes;
use graph_core::operation::{EntityStream, ResumeToken};
use graph_core::{Cloud, GraphClient, graph_resource};
use http::{Request, Response};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
#[derive(Debug)]
struct Printer {
    #[graph(key)]
    id: String,
    number: i64,
    location: Option<String>,
}

/// Returns a client of a service with pages of these sizes. The last size repeats until there are `entities` entities.
fn graph(sizes: Vec<usize>, entities: usize) -> GraphClient {
    let service = tower::service_fn(move |request: Request<Bytes>| {
        let position =
            |query: &str| query.strip_prefix("at=")?.split_once('.').map(|(page, start)| (page.parse(), start.parse()));
        let (page, start) = match request.uri().query().and_then(position) {
            Some((Ok(page), Ok(start))) => (page, start),
            _ => (0_usize, 0_usize),
        };
        let size = *sizes.get(page).or(sizes.last()).expect("a size");
        let end = entities.min(start + size);
        let items: Vec<_> = (start..end)
            .map(|number| format!(r#"{{"id":"printer {number}","number":{number},"location":"floor {number}"}}"#))
            .collect();
        let link = format!(r#","@odata.nextLink":"https://graph.microsoft.com/v1.0/printers?at={}.{end}""#, page + 1);
        let link = if end < entities { link } else { String::new() };
        let body = format!(r#"{{"value":[{}]{link}}}"#, items.join(","));
        async move { Ok::<_, Infallible>(Response::new(body)) }
    });
    GraphClient::builder(Cloud::Global).token("eyJ0eXAi").service(service).build().expect("a client")
}

async fn numbers(stream: &mut EntityStream<Printer>, limit: usize) -> Vec<i64> {
    let mut numbers = Vec::new();
    while numbers.len() < limit
        && let Some(printer) = stream.try_next().await.expect("a printer")
    {
        numbers.push(printer.number);
    }
    numbers
}

#[test]
fn a_resumed_stream_returns_exactly_the_rest() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut runner = TestRunner::new(Config { cases: 2_000, failure_persistence: None, ..Config::default() });
    // empty pages are among them, but the last size is not zero
    let sizes = (prop::collection::vec(0..5_usize, 0..6), 1..5_usize).prop_map(|(mut sizes, last)| {
        sizes.push(last);
        sizes
    });
    let stops = prop::collection::vec(0..9_usize, 1..5);
    let outcome = runner.run(&(sizes, 0..25_usize, stops, any::<bool>()), |(sizes, entities, stops, is_prefetched)| {
        let graph = graph(sizes, entities);
        let list = || {
            if is_prefetched { graph.list(Printer::collection()).prefetch() } else { graph.list(Printer::collection()) }
        };
        let found = runtime.block_on(async {
            let mut found = Vec::new();
            let mut token: Option<ResumeToken> = None;
            let stops = stops.into_iter().chain([usize::MAX]);
            for stop in stops {
                let mut stream = match token {
                    Some(token) => list().resume(token).stream(),
                    None => list().stream(),
                };
                found.extend(numbers(&mut stream, stop).await);
                let stored = stream.resume_token().to_string();
                token = Some(stored.parse().expect("a token"));
            }
            found
        });
        let all: Vec<_> = (0..i64::try_from(entities).expect("a small number")).collect();
        prop_assert_eq!(found, all);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// Peak memory in kB, on systems with `/proc`.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok())
}

#[test]
fn a_long_stream_needs_no_more_memory_than_a_short_one() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let graph = graph(vec![500], 100_000);
    runtime.block_on(async {
        let mut stream = graph.list(Printer::collection()).prefetch().stream();
        assert_eq!(numbers(&mut stream, 10_000).await.len(), 10_000);
        let early = peak_memory();
        let mut rest = 0;
        while let Some(printer) = stream.try_next().await.expect("a printer") {
            rest += usize::from(printer.location.is_some());
        }
        assert_eq!(rest, 90_000);
        if let (Some(early), Some(late)) = (early, peak_memory()) {
            // 90,000 entities would need more than 10 MB
            assert!(late < early + 4_096, "{early} kB after 10,000 entities, {late} kB after 100,000");
        }
    });
}
