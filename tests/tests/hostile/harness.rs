//! The harness of every test: searches for the token everywhere, and for private values in errors.

use std::error::Error as StdError;
use std::fmt::{Debug, Write as _};
use std::future::Future;
use std::sync::LazyLock;
use std::time::Duration;

use graph_core::error::ServiceError;
use graph_core::retry::RetryPolicy;
use graph_core::{Error, GraphClient, GraphClientBuilder};

use crate::logs;
use crate::peer::Peer;

/// A token of the usual form: header, claims and signature.
pub(crate) const TOKEN: &str = concat!(
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.",
    "eyJzY3AiOiJEZXZpY2VzLlJlYWQgVXNlci5SZWFkIn0.",
    "c2lnbmF0dXJlLVMzQ1IzVC10MGtlbi1vZi10aGUtc3VpdGU"
);

/// A key and a value that an error must not show.
pub(crate) const ID: &str = "pr1vate-printer";
pub(crate) const VALUE: i32 = 1_234_567_890;

/// A test that takes longer than this hangs, even on a slow machine.
const TEST_TIMEOUT: Duration = Duration::from_secs(60);

/// Runs a test, and searches the logs for the token afterwards.
pub(crate) fn run(test: impl Future<Output = ()>) {
    logs::install();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { tokio::time::timeout(TEST_TIMEOUT, test).await.expect("the call ends in time") });
    // tasks in the background may write logs until the runtime is dropped
    drop(runtime);
    logs::assert_no_leaks();
}

/// Returns the builder of a client that makes one attempt per call.
pub(crate) fn builder(peer: &Peer) -> GraphClientBuilder {
    GraphClient::builder(peer.cloud()).token(TOKEN).retry(RetryPolicy::none())
}

pub(crate) fn client(peer: &Peer) -> GraphClient {
    builder(peer).build().expect("a client")
}

/// Checks that the peer received the token in the `authorization` header only.
pub(crate) fn assert_token_in_header_only(peer: &Peer) {
    let [wire, clear] = peer.received();
    for bytes in [wire, clear] {
        let text = String::from_utf8_lossy(&bytes).replace(&format!("authorization: Bearer {TOKEN}\r\n"), "");
        assert_eq!(leaked_part(&text), None, "{text}");
    }
}

/// Checks that the peers received no connections.
pub(crate) fn assert_not_contacted(peers: &[&Peer]) {
    for peer in peers {
        let [wire, clear] = peer.received();
        assert_eq!((peer.connections(), wire.len(), clear.len()), (0, 0, 0), "{}", peer.url());
    }
}

/// Returns the error, after checking everything that it shows.
pub(crate) fn failure<T: Debug>(outcome: Result<T, Error>) -> Error {
    let error = match outcome {
        Ok(value) => panic!("expected an error, found {value:?}"),
        Err(error) => error,
    };
    let line = error.to_string();
    assert!(!line.is_empty() && line.chars().count() < 1_500, "{} characters: {line}", line.len());
    assert!(
        !line.chars().any(|character| character.is_control() || "\u{2028}\u{2029}\u{202e}".contains(character)),
        "{line:?}"
    );
    for shown in [format!("{error:?}"), format!("{error:#?}")] {
        assert!(shown.len() < 24_000, "{} bytes", shown.len());
    }
    let text = all_text(&error);
    assert!(text.len() < 60_000, "{} bytes", text.len());
    assert_no_private_text(&text);
    error
}

/// Returns everything that an error shows through its public methods and its sources.
pub(crate) fn all_text(error: &Error) -> String {
    let mut text = format!("{error}\n{error:?}\n{error:#?}\n{}\n{:?}\n", error.support(), error.support());
    let _ = writeln!(text, "{:?} {:?} {:?}", error.service(), error.permissions(), error.failed_attempts());
    for inner in error.service().into_iter().flat_map(ServiceError::inner_errors) {
        let _ = writeln!(text, "{inner:?}");
    }
    for attempt in error.failed_attempts() {
        let _ = writeln!(text, "{attempt}");
    }
    let mut source = error.source();
    while let Some(error) = source {
        let _ = writeln!(text, "{error}\n{error:?}");
        source = error.source();
    }
    text
}

/// Checks that the text does not contain the token, [`ID`] or [`VALUE`].
pub(crate) fn assert_no_private_text(text: &str) {
    assert_eq!(leaked_part(text), None, "{text}");
    for private in [ID, &VALUE.to_string()] {
        assert!(!text.contains(private), "`{private}` in {text}");
    }
}

/// Returns the first part of the token that is in `text`: as text, in any letter case, or as a list of bytes.
pub(crate) fn leaked_part(text: &str) -> Option<&'static str> {
    static PARTS: LazyLock<Vec<[String; 3]>> = LazyLock::new(|| {
        let parts = TOKEN.as_bytes().chunks_exact(8).map(|part| {
            let numbers = part.iter().map(u8::to_string).collect::<Vec<_>>();
            let letters = String::from_utf8_lossy(part).to_ascii_lowercase();
            [letters, numbers.join(", "), numbers.join(",")]
        });
        parts.collect()
    });
    let text = text.to_ascii_lowercase().replace('\n', "").replace(",    ", ",");
    let forms = if text.contains('[') { 3 } else { 1 };
    PARTS.iter().flat_map(|part| &part[..forms]).find(|part| text.contains(&***part)).map(|part| &**part)
}

/// Checks the peak memory of this process, on systems with `/proc`.
pub(crate) fn assert_memory_is_bounded() {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return };
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok());
    let peak: u64 = peak.expect("`VmHWM` in kB");
    assert!(peak < 512 << 10, "{peak} kB");
}

#[test]
fn private_text_is_found() {
    let (head, tail) = TOKEN.split_at(20);
    for shown in [
        format!("x{TOKEN}y"),
        head.to_owned(),
        tail.to_owned(),
        tail.to_uppercase(),
        format!("{:?}", TOKEN.as_bytes()),
        format!("{:#?}", tail.as_bytes()),
        format!("{:?}", format!("{:?}", TOKEN)),
    ] {
        assert!(leaked_part(&shown).is_some(), "{shown}");
        assert!(std::panic::catch_unwind(|| assert_no_private_text(&shown)).is_err());
    }
    assert_eq!(leaked_part("eyJ0 Bearer [redacted] eyJ0eXA"), None);
    assert!(std::panic::catch_unwind(|| assert_no_private_text(ID)).is_err());
}
