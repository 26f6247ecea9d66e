//! Serves the resources of five Intune reference pages on a loopback port until Ctrl-C.

use std::env;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use graph_sandbox::{Sandbox, SandboxError, Throttle};

const USAGE: &str = "\
Usage: graph-sandbox-server [--port N] [--token T] [--throttle published|N/SECONDS]

Serves the resources of the Intune reference pages on 127.0.0.1 until Ctrl-C.

  --port N     listen on this port (default: a free port)
  --token T    accept this bearer token only (default: any token that is not empty)
  --throttle published    respond with 429 above the published limits of Intune
  --throttle N/SECONDS    respond with 429 above N writes within this number of seconds
  --help       print this help
";

/// The exit code for wrong arguments.
const USAGE_ERROR: u8 = 2;

#[derive(Debug, Default, PartialEq, Eq)]
struct Arguments {
    port: u16,
    token: Option<String>,
    throttle: Option<ThrottleArgument>,
    help: bool,
}

/// The value of `--throttle`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ThrottleArgument {
    Published,
    Writes { count: u32, seconds: u64 },
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = match parse(env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned())) {
        Ok(arguments) => arguments,
        Err(message) => {
            _ = write!(io::stderr(), "graph-sandbox-server: {message}\n\n{USAGE}");
            return ExitCode::from(USAGE_ERROR);
        }
    };
    if arguments.help {
        return print(USAGE);
    }
    match start(&arguments).await {
        Ok(sandbox) => serve(sandbox, &arguments).await,
        Err(error) => {
            _ = writeln!(io::stderr(), "graph-sandbox-server: {}", error_chain(&error));
            ExitCode::FAILURE
        }
    }
}

fn parse(mut texts: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    while let Some(argument) = texts.next() {
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (argument.as_str(), None),
        };
        let mut value = || value.clone().or_else(|| texts.next()).ok_or(format!("`{name}` needs a value"));
        match name {
            "--port" => {
                let value = value()?;
                arguments.port =
                    value.parse().map_err(|_| format!("expected a port from 0 to 65535, found `{value}`"))?;
            }
            "--token" => {
                let token = value()?;
                if token.is_empty() {
                    return Err("`--token` needs a value that is not empty".to_owned());
                }
                arguments.token = Some(token);
            }
            "--throttle" => {
                let value = value()?;
                let error = || format!("expected `published` or a limit such as `100/20`, found `{value}`");
                arguments.throttle = Some(parse_throttle(&value).ok_or_else(error)?);
            }
            "--help" | "-h" => arguments.help = true,
            _ => return Err(format!("unexpected argument `{}`", argument.escape_debug())),
        }
    }
    Ok(arguments)
}

fn parse_throttle(text: &str) -> Option<ThrottleArgument> {
    if text == "published" {
        return Some(ThrottleArgument::Published);
    }
    let (count, seconds) = text.split_once('/')?;
    let (count, seconds) = (count.parse().ok()?, seconds.parse().ok()?);
    (count > 0 && seconds > 0).then_some(ThrottleArgument::Writes { count, seconds })
}

async fn start(arguments: &Arguments) -> Result<Sandbox, SandboxError> {
    let mut builder = Sandbox::builder().port(arguments.port).record_limit(0);
    if let Some(token) = &arguments.token {
        builder = builder.token(token);
    }
    if let Some(limit) = arguments.throttle {
        builder = builder.throttle(match limit {
            ThrottleArgument::Published => Throttle::published(),
            ThrottleArgument::Writes { count, seconds } => {
                let window = Duration::from_secs(seconds);
                Throttle::none().writes("/deviceManagement", count, count.saturating_mul(2), window)
            }
        });
    }
    for seed in graph_reference::seeds() {
        builder = builder.entity_text(seed.descriptor, seed.path, seed.json);
    }
    builder
        .on_request(|request| {
            _ = writeln!(io::stderr(), "{request}");
        })
        .start()
        .await
}

async fn serve(sandbox: Sandbox, arguments: &Arguments) -> ExitCode {
    let printed = print(&greeting(&sandbox, arguments));
    if printed != ExitCode::SUCCESS {
        return printed;
    }
    if let Err(error) = tokio::signal::ctrl_c().await {
        _ = writeln!(io::stderr(), "graph-sandbox-server: failed to wait for Ctrl-C: {error}");
        return ExitCode::FAILURE;
    }
    sandbox.shutdown().await;
    ExitCode::SUCCESS
}

fn greeting(sandbox: &Sandbox, arguments: &Arguments) -> String {
    let mut text = format!("Microsoft Graph sandbox at {}\n\nServed for GET and PATCH:\n", sandbox.endpoint());
    for (version, template) in sandbox.templates() {
        _ = writeln!(text, "  /{version}{template}");
    }
    // A token that the user sets is not printed.
    let token = if arguments.token.is_some() { "$GRAPH_ACCESS_TOKEN" } else { "sandbox-token" };
    for (index, seed) in graph_reference::seeds().into_iter().enumerate() {
        let url = sandbox.url(seed.descriptor.version(), seed.path);
        if index == 0 {
            _ = writeln!(
                text,
                "\nTry:\n  curl -X PATCH {url} \\\n    -H \"Authorization: Bearer {token}\" \\\n    \
                 -H 'Content-Type: application/json' -d '{{\"pendingCount\":12}}'\n\nEntities:"
            );
        }
        _ = writeln!(text, "  {url}");
    }
    text + "\nPress Ctrl-C to stop.\n"
}

/// Prints to standard output, which may be closed.
fn print(text: &str) -> ExitCode {
    let mut out = io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Returns the message of an error and of its sources in one line.
fn error_chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        _ = write!(text, ": {cause}");
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Arguments, ThrottleArgument, parse};

    fn read(arguments: &[&str]) -> Result<Arguments, String> {
        parse(arguments.iter().map(|&argument| argument.to_owned()))
    }

    #[test]
    fn arguments_are_parsed() {
        assert_eq!(read(&[]), Ok(Arguments::default()));
        let both = Arguments { port: 8080, token: Some("t=1".into()), ..Arguments::default() };
        assert_eq!(read(&["--port", "8080", "--token=t=1"]), Ok(both));
        let throttle = |text| read(&["--throttle", text]).map(|arguments| arguments.throttle);
        assert_eq!(throttle("published"), Ok(Some(ThrottleArgument::Published)));
        assert_eq!(throttle("100/20"), Ok(Some(ThrottleArgument::Writes { count: 100, seconds: 20 })));
        for wrong in ["", "100", "0/20", "100/0", "-1/20", "100/20/3", "Published"] {
            assert!(throttle(wrong).is_err(), "{wrong}");
        }
        for wrong in [&["--port"][..], &["--port", "x"], &["--port=65536"], &["--token="], &["serve"], &["-p"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
