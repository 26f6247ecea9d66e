//! A collector that stores the spans that it receives.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use serde_json::Value;

/// A collector that listens on a loopback port until the process ends.
pub(crate) struct Collector {
    endpoint: String,
    batches: Arc<Mutex<Vec<Value>>>,
}

/// A span in the JSON encoding of OTLP.
pub(crate) struct Span(Value);

impl Collector {
    pub(crate) fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let endpoint = format!("http://{}/v1/traces", listener.local_addr()?);
        let batches = Arc::<Mutex<Vec<Value>>>::default();
        let received = Arc::clone(&batches);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                match receive(&stream) {
                    Ok(batch) => received.lock().unwrap_or_else(PoisonError::into_inner).push(batch),
                    Err(error) => eprintln!("collector: {error}"),
                }
            }
        });
        Ok(Self { endpoint, batches })
    }

    pub(crate) fn endpoint(&self) -> String {
        self.endpoint.clone()
    }

    /// Returns the spans whose name starts with `prefix`, in the order in which they ended.
    pub(crate) fn spans(&self, prefix: &str) -> Vec<Span> {
        let batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner);
        let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
        batches
            .iter()
            .flat_map(|batch| list(batch, "resourceSpans"))
            .flat_map(|resource| list(&resource, "scopeSpans"))
            .flat_map(|scope| list(&scope, "spans"))
            .filter(|span| span["name"].as_str().is_some_and(|name| name.starts_with(prefix)))
            .map(Span)
            .collect()
    }
}

fn receive(stream: &TcpStream) -> std::io::Result<Value> {
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().map_err(std::io::Error::other)?;
            }
            None if line.trim_end().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut writer = stream;
    writer.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}")?;
    serde_json::from_slice(&body).map_err(std::io::Error::other)
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "span {}", self.0["name"].as_str().unwrap_or_default())?;
        for attribute in self.0["attributes"].as_array().into_iter().flatten() {
            let key = attribute["key"].as_str().unwrap_or_default();
            // The location in the source and the thread.
            if ["code.", "thread.", "busy_ns", "idle_ns", "target"].iter().any(|start| key.starts_with(start)) {
                continue;
            }
            let value = attribute["value"].as_object().and_then(|value| value.values().next());
            write!(f, "\n  {key} = {}", value.unwrap_or(&Value::Null))?;
        }
        Ok(())
    }
}
