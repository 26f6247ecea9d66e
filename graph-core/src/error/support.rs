use std::fmt;

use super::graph_error::Error;
use super::wait::Wait;
use crate::redact::excerpt;

impl Error {
    /// Returns everything that Microsoft's support needs, in one text.
    pub fn support(&self) -> Support<'_> {
        Support(self)
    }
}

/// The information that Microsoft's support needs; created by [`Error::support`] and printed by `Display`.
///
/// Source: [Best practices for Microsoft Graph, reliability and
/// support](https://learn.microsoft.com/graph/best-practices-concept#reliability-and-support).
///
/// ```text
/// client-request-id: 6f9ab3d0-6ad1-4f1e-9a9d-0a6f1f7b8f2e
/// request-id: 1c0ffa1d-8a6b-4b1f-9a55-7a3c7c3f7a10
/// date: Sun, 22 Nov 2026 12:00:00 GMT
/// x-ms-ags-diagnostic: {"ServerInfo":{"DataCenter":"West Europe"}}
/// status: 503 Service Unavailable
/// code: ServiceUnavailable
/// attempt 1: 429 Too Many Requests, TooManyRequests, request-id 7d4f…
/// attempt 2 (after 2.1 s): 503 Service Unavailable, ServiceUnavailable, request-id 1c0f…
/// ```
#[derive(Debug, Clone, Copy)]
#[must_use = "it is made to be printed"]
pub struct Support<'a>(&'a Error);

impl fmt::Display for Support<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let error = self.0;
        let mut lines = Lines { first: true, f };
        if let Some(id) = error.client_request_id() {
            lines.line("client-request-id", &id)?;
        }
        for (name, text, limit) in [
            ("request-id", error.request_id(), 100),
            ("date", error.date(), 100),
            ("x-ms-ags-diagnostic", error.diagnostic(), 1000),
        ] {
            if let Some(text) = text {
                lines.line(name, &excerpt(text, limit))?;
            }
        }
        match error.status() {
            Some(status) => lines.line("status", &status)?,
            None => lines.line("error", &error.kind())?,
        }
        if let Some(code) = error.code() {
            lines.line("code", &excerpt(code, 100))?;
        }
        for (number, attempt) in (1..).zip(error.failed_attempts()) {
            if attempt.waited().is_zero() {
                lines.line(format_args!("attempt {number}"), attempt)?;
            } else {
                lines.line(format_args!("attempt {number} (after {})", Wait(attempt.waited())), attempt)?;
            }
        }
        Ok(())
    }
}

struct Lines<'f, 'a> {
    first: bool,
    f: &'f mut fmt::Formatter<'a>,
}

impl Lines<'_, '_> {
    fn line(&mut self, name: impl fmt::Display, value: &dyn fmt::Display) -> fmt::Result {
        if !std::mem::take(&mut self.first) {
            self.f.write_str("\n")?;
        }
        write!(self.f, "{name}: {value}")
    }
}
