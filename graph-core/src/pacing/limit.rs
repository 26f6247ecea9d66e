use std::time::Duration;

use http::Method;

/// A maximum number of requests within a period of time.
///
/// Microsoft publishes the limits of Graph in this form.
///
/// ```
/// use std::time::Duration;
///
/// use graph_core::pacing::{Limit, Pacing};
///
/// // half of what is published, because another program works for the same tenant
/// let half = Limit::new("device configuration, writes", 50, Duration::from_secs(20))
///     .writes()
///     .below("/deviceManagement/deviceConfigurations");
/// let pacing = Pacing::published().limit(half);
/// ```
#[derive(Debug, Clone)]
#[must_use = "a limit has no effect until it is passed to `Pacing::limit`"]
pub struct Limit {
    name: Box<str>,
    count: Option<u32>,
    window: Duration,
    writes: bool,
    below: Vec<Box<str>>,
}

impl Limit {
    /// Creates a limit of at most `count` requests within any `window`.
    ///
    /// A count of zero becomes one. A window shorter than a millisecond becomes a millisecond, and one longer than 366 days
    /// becomes 366 days. The name appears in logs and in `Debug`.
    pub fn new(name: impl Into<Box<str>>, count: u32, window: Duration) -> Self {
        let window = window.clamp(MIN_WINDOW, MAX_WINDOW);
        Self { name: name.into(), count: Some(count.max(1)), window, writes: false, below: Vec::new() }
    }

    /// Counts writes only: requests with another method than `GET` and `HEAD`.
    pub fn writes(mut self) -> Self {
        self.writes = true;
        self
    }

    /// Counts only requests to this path and the paths below it; several calls add paths.
    ///
    /// `{}` stands for one segment: `/users/{}/managedDevices`. A leading version and leading or trailing slashes are
    /// ignored: `v1.0/printers/` is the same as `/printers`. Without a path, or with an empty one, all requests count.
    pub fn below(mut self, path: impl Into<Box<str>>) -> Self {
        // Request paths are compared without the version; a prefix in another form would silently never match.
        let path = format!("/{}/", path.into().trim_matches('/'));
        self.below.push(without_version(&path).trim_end_matches('/').into());
        self
    }

    /// Creates the limit of a service that publishes none. It holds no requests back until the service throttles one.
    pub(super) fn unknown(service: &str, window: Duration) -> Self {
        Self { name: service.into(), count: None, window, writes: false, below: Vec::new() }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Returns the number of requests, or `None` if it is not known.
    pub(super) fn count(&self) -> Option<u32> {
        self.count
    }

    pub(super) fn window(&self) -> Duration {
        self.window
    }

    /// Returns whether the limit applies to a part of Graph only.
    pub(super) fn is_partial(&self) -> bool {
        !self.below.is_empty() && self.below.iter().all(|prefix| !prefix.is_empty())
    }

    /// Returns whether the limit applies to a request; `path` has no version.
    pub(super) fn applies_to(&self, method: &Method, path: &str) -> bool {
        let read = method == Method::GET || method == Method::HEAD;
        !(self.writes && read) && (self.below.is_empty() || self.below.iter().any(|prefix| starts_with(path, prefix)))
    }
}

const MIN_WINDOW: Duration = Duration::from_millis(1);
/// Longer than any process runs, and short enough to be added to any `Instant`.
const MAX_WINDOW: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// Returns the path after the version: `/users/1` of `/v1.0/users/1`.
pub(super) fn without_version(path: &str) -> &str {
    let after = |version: &str| path.find(version).map(|start| start + version.len() - 1);
    match (after("/v1.0/"), after("/beta/")) {
        (Some(one), Some(other)) => path.get(one.min(other)..),
        (one, other) => one.or(other).and_then(|start| path.get(start..)),
    }
    .unwrap_or(path)
}

/// Returns the first segment without its key: `users` of `/users('1')/manager`.
pub(super) fn service(path: &str) -> &str {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.split(['/', '(']).next().unwrap_or_default()
}

/// Compares segment by segment, because paths of Graph are case-insensitive and a key may be in parentheses.
fn starts_with(path: &str, prefix: &str) -> bool {
    let mut segments = path.split('/');
    prefix.split('/').all(|expected| {
        segments.next().is_some_and(|segment| {
            let name = segment.split('(').next().unwrap_or_default();
            expected == "{}" && !segment.is_empty() || expected.eq_ignore_ascii_case(name)
        })
    })
}
