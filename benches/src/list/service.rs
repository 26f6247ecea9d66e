//! A service with collections of any length. It runs in the process that measures, and the client in a child process.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use clap::ValueEnum;

use crate::BenchResult;

/// The collection that a client reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListedCollection {
    /// Devices with pages of 1,000.
    Devices,
    /// Devices with pages of 100.
    SmallPages,
    /// Users with pages of 500.
    Users,
}

impl ListedCollection {
    /// Returns the number of entities per page.
    fn page_size(self) -> usize {
        match self {
            Self::Devices => 1_000,
            Self::SmallPages => 100,
            Self::Users => 500,
        }
    }
}

/// Starts the service, which ends with this process, and returns its address.
pub(crate) fn start() -> BenchResult<String> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?.to_string();
    let pages = [ListedCollection::Devices, ListedCollection::SmallPages, ListedCollection::Users].map(page);
    let pages = Arc::new(pages);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let pages = Arc::clone(&pages);
            // an error means that the client closed the connection
            thread::spawn(move || serve(&stream, &pages));
        }
    });
    Ok(address)
}

/// Returns the items of a page.
fn page(collection: ListedCollection) -> String {
    let mut items = String::new();
    for number in 0..collection.page_size() {
        if number > 0 {
            items.push(',');
        }
        // writing to a string cannot fail
        let _ = match collection {
            ListedCollection::Devices | ListedCollection::SmallPages => write_device(&mut items, number),
            ListedCollection::Users => write_user(&mut items, number),
        };
    }
    items
}

fn write_device(out: &mut String, number: usize) -> std::fmt::Result {
    write!(
        out,
        r#"{{"id":"705c034c-034c-705c-4c03-5c704c{number:06}","userId":"6a4d7c0e-0d0c-4e1b-9a51-3f1b5e{number:06}","deviceName":"DESKTOP-{number:07}","managedDeviceOwnerType":"company","enrolledDateTime":"2025-03-17T08:11:{:02}Z","lastSyncDateTime":"2026-02-11T17:45:{:02}.{number:07}Z","operatingSystem":"Windows","complianceState":"{}","jailBroken":"Unknown","managementAgent":"mdm","osVersion":"10.0.22631.{number}","azureADRegistered":true,"deviceEnrollmentType":"windowsAzureADJoin","emailAddress":"user{number}@contoso.example","azureADDeviceId":"0b3f6d2a-8f1e-4f57-8c29-7d1e0a{number:06}","model":"Latitude 7440","manufacturer":"Dell Inc.","serialNumber":"5CG{number:07}","totalStorageSpaceInBytes":{},"freeStorageSpaceInBytes":{},"isEncrypted":{},"userPrincipalName":{}}}"#,
        number % 60,
        number % 60,
        ["compliant", "noncompliant", "inGracePeriod"][number % 3],
        509_722_222_592_u64 + number as u64,
        100_000_000_000_u64 + 4_096 * number as u64,
        !number.is_multiple_of(7),
        if number.is_multiple_of(5) { "null".to_owned() } else { format!("\"user{number}@contoso.example\"") },
    )
}

fn write_user(out: &mut String, number: usize) -> std::fmt::Result {
    write!(
        out,
        r#"{{"id":"6a4d7c0e-0d0c-4e1b-9a51-3f1b5e{number:06}","displayName":"Adele Vance {number}","userPrincipalName":"user{number}@contoso.example","department":"Sales","accountEnabled":true,"businessPhones":["+1 425 555 {number:04}"]}}"#
    )
}

/// Responds to each request with a page. `$skip` is the number of entities that are left.
fn serve(stream: &TcpStream, pages: &[String; 3]) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    loop {
        let (mut target, mut host) = (String::new(), String::new());
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(());
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if let Some(rest) = line.strip_prefix("GET ") {
                rest.split(' ').next().unwrap_or_default().clone_into(&mut target);
            } else if let Some((name, value)) = line.split_once(": ")
                && name.eq_ignore_ascii_case("host")
            {
                value.clone_into(&mut host);
            }
        }
        let collection = match &target {
            target if target.contains("/users") => ListedCollection::Users,
            target if target.contains("/virtualEndpoint") => ListedCollection::SmallPages,
            _ => ListedCollection::Devices,
        };
        let skip = target.split_once("$skip=").and_then(|(_, rest)| rest.split('&').next()?.parse::<usize>().ok());
        let left = skip.unwrap_or(0).saturating_sub(collection.page_size());
        let path = target.split('?').next().unwrap_or_default();
        let link = match left {
            0 => String::new(),
            left => format!(r#","@odata.nextLink":"http://{host}{path}?$skip={left}""#),
        };
        let items = &pages[collection as usize];
        let start = format!(r#"{{"@odata.context":"http://{host}/v1.0/$metadata#entities","value":["#);
        write!(
            writer,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\nrequest-id: 0\r\n\r\n{start}",
            start.len() + items.len() + 1 + link.len() + 1
        )?;
        writer.write_all(items.as_bytes())?;
        write!(writer, "]{link}}}")?;
    }
}
