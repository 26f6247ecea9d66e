//! The cost of one PATCH over loopback. The client is compared with bare reqwest and hand-written structs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use clap::ValueEnum;
use graph_core::pacing::{Limit, Pacing};
use graph_core::{Cloud, GraphClient};
use graph_reference::{DeviceConfigurationUserOverview, pages};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use uuid::Uuid;

use crate::BenchResult;
use crate::handwritten::{OVERVIEW_TYPE, Overview, OverviewUpdate};
use crate::instructions::{allocations_per_iteration, per_iteration, total};
use crate::report::{BenchReport, thousands};

pub(crate) const STEPS: u64 = 4;

/// The client that sends the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum WireClient {
    /// `GraphClient` with retry and pacing, and with spans that no subscriber records.
    Ours,
    /// The same with a subscriber as in production: level `INFO`, formatted as text, without output.
    TracedOurs,
    /// Bare reqwest.
    Theirs,
    /// Bare reqwest with the same subscriber.
    TracedTheirs,
}

/// Approximately the length of the tokens of the real service.
const TOKEN_LENGTH: usize = 1_500;
const REQUESTS: u32 = 500;

pub(crate) fn measure(report: &mut BenchReport) -> BenchResult<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?.to_string();
    // the server is in this process, and the client is in the measured child process; the server ends with this process
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || serve(&stream));
        }
    });
    let cost = |side: &str, name: &str| -> BenchResult<Cost> {
        report.step(format!("wire: {name}"));
        Cost::measure(&["client", side, &address])
    };
    let ours = cost("ours", "graph-core")?;
    let theirs = cost("theirs", "bare reqwest")?;
    let traced_ours = cost("traced-ours", "graph-core with a subscriber")?;
    let traced_theirs = cost("traced-theirs", "bare reqwest with a subscriber")?;
    let row = |name: &str, cost: &Cost| {
        vec![name.to_owned(), thousands(cost.request), format!("{:.1}", cost.allocations), thousands(cost.start)]
    };
    report.table(
        "Wire: one PATCH of three properties over an open connection, and decoding the response; instructions and allocations \
         of the client process. Start: the additional cost of the first request, of creating the client and of the process.",
        &["client", "instructions per request", "allocations per request", "instructions to start"],
        vec![
            row("graph-core, with retry and pacing", &ours),
            row("bare reqwest, hand-written serde", &theirs),
            row("graph-core, with a subscriber", &traced_ours),
            row("bare reqwest, with a subscriber", &traced_theirs),
        ],
    );
    report.ratio("wire", ours.request, theirs.request, 1.05);
    report.ratio("wire.traced", traced_ours.request, traced_theirs.request, 1.15);
    report.ratio("wire.allocations", ours.allocations, theirs.allocations, f64::INFINITY);
    report.ratio("wire.start", ours.start, theirs.start, f64::INFINITY);
    Ok(())
}

/// The cost of a client.
struct Cost {
    request: f64,
    allocations: f64,
    start: f64,
}

impl Cost {
    fn measure(arguments: &[&str]) -> BenchResult<Self> {
        let request = per_iteration(arguments, REQUESTS)?;
        let allocations = allocations_per_iteration(arguments, REQUESTS / 5)?;
        Ok(Self { request, allocations, start: total(arguments, 1)? - request })
    }
}

/// Sends the requests sequentially.
pub(crate) fn client(side: WireClient, address: &str, times: usize) -> BenchResult<()> {
    if matches!(side, WireClient::TracedOurs | WireClient::TracedTheirs) {
        tracing_subscriber::fmt().with_writer(std::io::sink).init();
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let token = "t".repeat(TOKEN_LENGTH);
    let endpoint = format!("http://{address}");
    runtime.block_on(async {
        match side {
            WireClient::Ours | WireClient::TracedOurs => ours(&endpoint, &token, times).await,
            WireClient::Theirs | WireClient::TracedTheirs => theirs(&endpoint, &token, times).await,
        }
    })
}

async fn ours(endpoint: &str, token: &str, times: usize) -> BenchResult<()> {
    // a limit that is counted but never reached, because the default has no limits for loopback
    let limit = Limit::new("bench", 1_000_000, Duration::from_secs(1)).writes().below("/deviceManagement");
    let pacing = Pacing::off().limit(limit);
    let graph = GraphClient::builder(Cloud::custom(endpoint)?).token(token).pacing(pacing).build()?;
    for number in 0..times {
        let update = DeviceConfigurationUserOverview::update()
            .pending_count(i32::try_from(number)?)
            .last_update_date_time("2016-12-31T23:58:21.6459442-08:00".parse::<graph_core::DateTimeOffset>()?)
            .configuration_version(4);
        let address = DeviceConfigurationUserOverview::at(pages::DEVICE_CONFIGURATION_ID);
        let updated = graph.update(address, update).await?;
        assert_eq!(updated.entity().map(|entity| entity.pending_count), Some(12));
    }
    Ok(())
}

async fn theirs(endpoint: &str, token: &str, times: usize) -> BenchResult<()> {
    // the same options as the client of graph-core, so that only its additions to reqwest are compared
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .timeout(Duration::from_secs(100))
        .user_agent("graph-benches")
        .build()?;
    for number in 0..times {
        let update = OverviewUpdate {
            odata_type: OVERVIEW_TYPE,
            pending_count: Some(i32::try_from(number)?),
            last_update_date_time: Some("2016-12-31T23:58:21.6459442-08:00"),
            configuration_version: Some(4),
            ..OverviewUpdate::default()
        };
        let id = pages::DEVICE_CONFIGURATION_ID;
        let body = client
            .patch(format!("{endpoint}/v1.0/deviceManagement/deviceConfigurations/{id}/userStatusOverview"))
            .bearer_auth(token)
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json")
            .header("client-request-id", Uuid::new_v4().to_string())
            .body(serde_json::to_vec(&update)?)
            .send()
            .await?
            .error_for_status()?
            .bytes()
            .await?;
        let overview: Overview = serde_json::from_slice(&body)?;
        assert_eq!(overview.pending_count, 12);
    }
    Ok(())
}

/// Sends the documented response to every request on a connection.
fn serve(stream: &TcpStream) -> std::io::Result<()> {
    let body = pages::DEVICE_CONFIGURATION_USER_OVERVIEW.response;
    let response = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nrequest-id: {}\r\n\
         Date: Sun, 22 Nov 2026 12:00:00 GMT\r\n\r\n{body}",
        body.len(),
        Uuid::nil()
    );
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if line.trim_end().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        reader.read_exact(&mut vec![0; length])?;
        writer.write_all(response.as_bytes())?;
    }
}
