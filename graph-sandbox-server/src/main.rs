//! The sandbox as a program: serves the five resources of the Intune reference pages until Ctrl-C.

use std::env;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Duration;

use graph_sandbox::{Sandbox, SandboxError, Throttle};

const USAGE: &str = "\
Usage: graph-sandbox-server [--port N] [--token T] [--throttle published|N/SECONDS]

Serves the resources of the Intune reference pages on 127.0.0.1, until Ctrl-C.

  --port N     listen on this port (default: one that is free)
  --token T    accept this bearer token only (default: any that is not empty)
  --throttle published    answer 429 above the limits that are published for Intune
  --throttle N/SECONDS    answer 429 above so many writes within so many seconds
  --help       print this
";

/// Exit code for arguments that make no sense.
const MISUSED: u8 = 2;

#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    port: u16,
    token: Option<String>,
    throttle: Option<Limit>,
    help: bool,
}

/// What `--throttle` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Limit {
    Published,
    Writes { count: u32, seconds: u64 },
}

#[tokio::main]
async fn main() -> ExitCode {
    let options = match parse(env::args_os().skip(1).map(|argument| argument.to_string_lossy().into_owned())) {
        Ok(options) => options,
        Err(message) => {
            _ = write!(io::stderr(), "graph-sandbox-server: {message}\n\n{USAGE}");
            return ExitCode::from(MISUSED);
        }
    };
    if options.help {
        return print(USAGE);
    }
    match start(&options).await {
        Ok(sandbox) => serve(sandbox, &options).await,
        Err(error) => {
            _ = writeln!(io::stderr(), "graph-sandbox-server: {}", chain(&error));
            ExitCode::FAILURE
        }
    }
}

fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let (name, value) = match argument.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (argument.as_str(), None),
        };
        let mut value = || value.clone().or_else(|| arguments.next()).ok_or(format!("`{name}` needs a value"));
        match name {
            "--port" => {
                let value = value()?;
                options.port = value.parse().map_err(|_| format!("`{value}` is not a port (0 to 65535)"))?;
            }
            "--token" => {
                let token = value()?;
                if token.is_empty() {
                    return Err("`--token` needs a value that is not empty".to_owned());
                }
                options.token = Some(token);
            }
            "--throttle" => {
                let value = value()?;
                let fault = || format!("`{value}` is neither `published` nor like `100/20`");
                options.throttle = Some(limit(&value).ok_or_else(fault)?);
            }
            "--help" | "-h" => options.help = true,
            _ => return Err(format!("unexpected argument `{}`", argument.escape_debug())),
        }
    }
    Ok(options)
}

fn limit(text: &str) -> Option<Limit> {
    if text == "published" {
        return Some(Limit::Published);
    }
    let (count, seconds) = text.split_once('/')?;
    let (count, seconds) = (count.parse().ok()?, seconds.parse().ok()?);
    (count > 0 && seconds > 0).then_some(Limit::Writes { count, seconds })
}

async fn start(options: &Options) -> Result<Sandbox, SandboxError> {
    let mut builder = Sandbox::builder().port(options.port).keep_requests(0);
    if let Some(token) = &options.token {
        builder = builder.token(token);
    }
    if let Some(limit) = options.throttle {
        builder = builder.throttle(match limit {
            Limit::Published => Throttle::published(),
            Limit::Writes { count, seconds } => {
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

async fn serve(sandbox: Sandbox, options: &Options) -> ExitCode {
    let printed = print(&greeting(&sandbox, options));
    if printed != ExitCode::SUCCESS {
        return printed;
    }
    if let Err(error) = tokio::signal::ctrl_c().await {
        _ = writeln!(io::stderr(), "graph-sandbox-server: cannot wait for Ctrl-C: {error}");
        return ExitCode::FAILURE;
    }
    sandbox.shutdown().await;
    ExitCode::SUCCESS
}

fn greeting(sandbox: &Sandbox, options: &Options) -> String {
    let mut text = format!("Microsoft Graph sandbox at {}\n\nServed for GET and PATCH:\n", sandbox.endpoint());
    for (version, template) in sandbox.templates() {
        _ = writeln!(text, "  /{version}{template}");
    }
    // a token that somebody chose is theirs to show
    let token = if options.token.is_some() { "$GRAPH_ACCESS_TOKEN" } else { "sandbox-token" };
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
    text + "\nCtrl-C ends it.\n"
}

/// Prints to standard output, which somebody may have closed.
fn print(text: &str) -> ExitCode {
    let mut out = io::stdout();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// An error and what caused it, in one line.
fn chain(error: &dyn std::error::Error) -> String {
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
    use super::{Limit, Options, parse};

    fn read(arguments: &[&str]) -> Result<Options, String> {
        parse(arguments.iter().map(|&argument| argument.to_owned()))
    }

    #[test]
    fn arguments() {
        assert_eq!(read(&[]), Ok(Options::default()));
        let both = Options { port: 8080, token: Some("t=1".into()), ..Options::default() };
        assert_eq!(read(&["--port", "8080", "--token=t=1"]), Ok(both));
        let throttle = |text| read(&["--throttle", text]).map(|options| options.throttle);
        assert_eq!(throttle("published"), Ok(Some(Limit::Published)));
        assert_eq!(throttle("100/20"), Ok(Some(Limit::Writes { count: 100, seconds: 20 })));
        for wrong in ["", "100", "0/20", "100/0", "-1/20", "100/20/3", "Published"] {
            assert!(throttle(wrong).is_err(), "{wrong}");
        }
        for wrong in [&["--port"][..], &["--port", "x"], &["--port=65536"], &["--token="], &["serve"], &["-p"]] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
