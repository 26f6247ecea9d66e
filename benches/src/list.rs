//! The cost of a list over loopback, with the check of each row. The client is compared with bare reqwest, hand-written structs and hand-written paging.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use clap::ValueEnum;
use graph_core::{Cloud, DateTimeOffset, Flags, GraphClient, QueryExt as _, graph_enum, graph_resource};
use reqwest::header::ACCEPT;
use serde::Deserialize;

use crate::BenchResult;
use crate::instructions::{allocations_per_iteration, per_iteration};
use crate::report::{BenchReport, thousands};

pub(crate) const STEPS: u64 = 5;

/// The client that reads the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListClient {
    /// `GraphClient` with a filter of two conditions, against which each row is checked.
    Ours,
    /// The same without the check.
    UncheckedOurs,
    /// Bare reqwest.
    Theirs,
}

const PAGE: usize = 1_000;
/// Items per measured list.
const ITEMS: usize = 10_000;
const TOKEN_LENGTH: usize = 1_500;

/// The declared properties of a device: 20, as many as a typical report reads.
#[graph_resource(
    path = "/deviceManagement/managedDevices/{managedDeviceId}",
    odata_type = "#microsoft.graph.managedDevice"
)]
#[derive(Debug)]
struct ManagedDevice {
    #[graph(key)]
    id: String,
    user_id: Option<String>,
    device_name: Option<String>,
    owner_type: OwnerType,
    enrolled_date_time: DateTimeOffset,
    last_sync_date_time: DateTimeOffset,
    operating_system: Option<String>,
    compliance_state: ComplianceState,
    jail_broken: Option<String>,
    management_agent: Flags<Agent>,
    os_version: Option<String>,
    eas_activated: bool,
    azure_ad_registered: Option<bool>,
    email_address: Option<String>,
    is_encrypted: bool,
    user_principal_name: Option<String>,
    model: Option<String>,
    manufacturer: Option<String>,
    serial_number: Option<String>,
    total_storage_space_in_bytes: i64,
}

#[graph_enum]
#[derive(Debug)]
enum OwnerType {
    Unknown,
    Company,
    Personal,
    #[graph(other)]
    Other(String),
}

#[graph_enum]
#[derive(Debug)]
enum ComplianceState {
    Unknown,
    Compliant,
    Noncompliant,
    #[graph(other)]
    Other(String),
}

#[graph_enum]
#[derive(Debug)]
enum Agent {
    Mdm,
    Eas,
    #[graph(other)]
    Other(String),
}

/// The same properties by hand. A string is the cheapest lossless type for a timestamp.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "the properties are decoded, and only some of them are used")]
struct Device {
    id: String,
    user_id: Option<String>,
    device_name: Option<String>,
    owner_type: String,
    enrolled_date_time: String,
    last_sync_date_time: String,
    operating_system: Option<String>,
    compliance_state: String,
    jail_broken: Option<String>,
    management_agent: String,
    os_version: Option<String>,
    eas_activated: bool,
    azure_ad_registered: Option<bool>,
    email_address: Option<String>,
    is_encrypted: bool,
    user_principal_name: Option<String>,
    model: Option<String>,
    manufacturer: Option<String>,
    serial_number: Option<String>,
    total_storage_space_in_bytes: i64,
}

#[derive(Debug, Deserialize)]
struct DevicePage {
    value: Vec<Device>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<String>,
}

pub(crate) fn measure(report: &mut BenchReport) -> BenchResult<()> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?.to_string();
    let server = address.clone();
    // the server is in this process, and the client is in the measured child process; the server ends with this process
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let server = server.clone();
            thread::spawn(move || serve(&stream, &server));
        }
    });
    #[expect(clippy::cast_precision_loss, reason = "the number is small")]
    let items = ITEMS as f64;
    let cost = |side: &str, name: &str| -> BenchResult<(f64, f64)> {
        report.step(format!("list: {name}"));
        let arguments = ["list-client", side, &address, "10000"];
        Ok((per_iteration(&arguments, 1)? / items, allocations_per_iteration(&arguments, 1)? / items))
    };
    let ours = cost("ours", "graph-core")?;
    let unchecked = cost("unchecked-ours", "graph-core without the check")?;
    let theirs = cost("theirs", "bare reqwest")?;
    let row = |name: &str, cost: (f64, f64)| vec![name.to_owned(), thousands(cost.0), format!("{:.2}", cost.1)];
    report.table(
        "List: 10,000 devices with 20 properties in pages of 1,000 over an open connection; instructions and allocations of the \
         client process.",
        &["client", "instructions per item", "allocations per item"],
        vec![
            row("graph-core, each row checked against two conditions", ours),
            row("graph-core, rows not checked", unchecked),
            row("bare reqwest, hand-written serde and paging", theirs),
        ],
    );
    report.ratio("list", ours.0, theirs.0, 1.0);
    report.ratio("list.unchecked", unchecked.0, theirs.0, f64::INFINITY);
    report.ratio("list.allocations", ours.1, theirs.1, f64::INFINITY);
    let mut rows = Vec::new();
    for items in ["100000", "1000000"] {
        report.step(format!("list: memory for {items} items"));
        let output = std::process::Command::new(std::env::current_exe()?)
            .args(["list-client", "ours", &address, items, "1", "--memory"])
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        rows.push(vec![items.to_owned(), String::from_utf8_lossy(&output.stdout).trim().to_owned()]);
    }
    report.table("List: the peak memory of the client process.", &["items in the stream", "peak memory"], rows);
    Ok(())
}

/// Reads `times` lists of `items` entities.
pub(crate) fn client(side: ListClient, address: &str, items: usize, times: usize, memory: bool) -> BenchResult<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let token = "t".repeat(TOKEN_LENGTH);
    let endpoint = format!("http://{address}");
    runtime.block_on(async {
        match side {
            ListClient::Ours => ours(&endpoint, &token, items, times, true).await,
            ListClient::UncheckedOurs => ours(&endpoint, &token, items, times, false).await,
            ListClient::Theirs => theirs(&endpoint, &token, items, times).await,
        }
    })?;
    if memory {
        let status = std::fs::read_to_string("/proc/self/status")?;
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).ok_or("the peak memory is unknown")?;
        println!("{}", peak.trim());
    }
    Ok(())
}

async fn ours(endpoint: &str, token: &str, items: usize, times: usize, is_checked: bool) -> BenchResult<()> {
    let graph = GraphClient::builder(Cloud::custom(endpoint)?).token(token).build()?;
    let cutoff: DateTimeOffset = "2026-06-01T00:00:00Z".parse()?;
    for _ in 0..times {
        let list = graph
            .list(ManagedDevice::collection())
            .filter(|device| device.operating_system.is("Windows") & device.last_sync_date_time.before(cutoff))
            .page_size(u32::try_from(PAGE)?)
            .skip(u32::try_from(items)?);
        let mut stream = if is_checked { list } else { list.unchecked() }.stream();
        let (mut count, mut bytes) = (0, 0);
        while let Some(device) = stream.try_next().await? {
            count += 1;
            bytes += device.total_storage_space_in_bytes;
        }
        assert!(count == items && bytes > 0);
    }
    Ok(())
}

async fn theirs(endpoint: &str, token: &str, items: usize, times: usize) -> BenchResult<()> {
    let client = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .timeout(Duration::from_secs(100))
        .user_agent("graph-benches")
        .build()?;
    for _ in 0..times {
        let mut next = Some(format!(
            "{endpoint}/v1.0/deviceManagement/managedDevices?$filter=operatingSystem%20eq%20%27Windows%27&$top={PAGE}&$skip={items}"
        ));
        let (mut count, mut bytes) = (0, 0);
        while let Some(url) = next.take() {
            let response = client.get(url).bearer_auth(token).header(ACCEPT, "application/json").send().await?;
            let body = response.error_for_status()?.bytes().await?;
            let page: DevicePage = serde_json::from_slice(&body)?;
            for device in page.value {
                count += 1;
                bytes += device.total_storage_space_in_bytes;
            }
            next = page.next_link;
        }
        assert!(count == items && bytes > 0);
    }
    Ok(())
}

/// Responds to every request with a page. `$skip` is the number of items that are left.
fn serve(stream: &TcpStream, address: &str) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    loop {
        let mut left = PAGE;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            if let Some((_, rest)) = line.split_once("skip=") {
                let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
                left = digits.parse().unwrap_or(PAGE);
            }
            if line.trim_end().is_empty() {
                break;
            }
        }
        let body = page(left, address);
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nrequest-id: {}\r\n\r\n",
            body.len(),
            uuid::Uuid::nil()
        );
        writer.write_all(head.as_bytes())?;
        writer.write_all(body.as_bytes())?;
    }
}

fn page(left: usize, address: &str) -> String {
    let mut body = String::from(
        "{\"@odata.context\":\"https://graph.microsoft.com/v1.0/$metadata#deviceManagement/managedDevices\",",
    );
    if left > PAGE {
        let rest = left - PAGE;
        // writing to a string does not fail
        _ = write!(body, "\"@odata.nextLink\":\"http://{address}/v1.0/deviceManagement/managedDevices?$skip={rest}\",");
    }
    body.push_str("\"value\":[");
    for index in 0..PAGE.min(left) {
        let comma = if index > 0 { "," } else { "" };
        _ = write!(
            body,
            "{comma}{{\"id\":\"705c034c-034c-705c-4c03-{:012x}\",\"userId\":\"6a2b3c4d-0000-4000-8000-{:012x}\",\"deviceName\":\
             \"DESKTOP-{index:07}\",\"ownerType\":\"company\",\"enrolledDateTime\":\"2024-01-31T23:58:21.6459442Z\",\
             \"lastSyncDateTime\":\"2025-11-30T09:12:44.1234567Z\",\"operatingSystem\":\"Windows\",\"complianceState\":\"compliant\",\
             \"jailBroken\":\"Unknown\",\"managementAgent\":\"mdm\",\"osVersion\":\"10.0.26100.2314\",\"easActivated\":false,\
             \"azureAdRegistered\":true,\"emailAddress\":\"user{index}@contoso.com\",\"isEncrypted\":true,\
             \"userPrincipalName\":\"user{index}@contoso.com\",\"model\":\"Surface Laptop 5\",\"manufacturer\":\"Microsoft \
             Corporation\",\"serialNumber\":\"0{index:011}\",\"totalStorageSpaceInBytes\":510957453312}}",
            left, index
        );
    }
    body.push_str("]}");
    body
}

#[cfg(test)]
mod tests {
    use super::{DevicePage, ManagedDevice, PAGE, page};

    #[test]
    fn both_sides_read_the_page() {
        let body = page(PAGE + 1, "127.0.0.1:1");
        let theirs: DevicePage = serde_json::from_str(&body).expect("a page");
        assert_eq!((theirs.value.len(), theirs.next_link.is_some()), (PAGE, true));
        let items: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        let ours: ManagedDevice = graph_core::json::from_str(&items["value"][0].to_string()).expect("a device");
        assert_eq!(Some(&ours.id), theirs.value.first().map(|device| &device.id));
    }
}
