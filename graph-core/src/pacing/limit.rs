use std::time::Duration;

use http::Method;

/// So many requests within any stretch of time of a length: how Microsoft publishes the limits of Graph.
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
#[must_use = "a limit holds once it is given to `Pacing::limit`"]
pub struct Limit {
    name: Box<str>,
    count: Option<u32>,
    window: Duration,
    writes: bool,
    below: Vec<Box<str>>,
}

impl Limit {
    /// At most `count` requests within any `window`. A count of zero is taken as one, a window of zero as a millisecond,
    /// and one of more than 366 days as 366 days.
    ///
    /// The name is for logs and errors.
    pub fn new(name: impl Into<Box<str>>, count: u32, window: Duration) -> Self {
        let window = window.clamp(SHORTEST, LONGEST);
        Self { name: name.into(), count: Some(count.max(1)), window, writes: false, below: Vec::new() }
    }

    /// Counts only what changes something: neither `GET` nor `HEAD`.
    pub fn writes(mut self) -> Self {
        self.writes = true;
        self
    }

    /// Counts only requests to this path and what is below it; several calls add up.
    ///
    /// `{}` stands for one segment: `/users/{}/managedDevices`. A version in front, a slash at the end, and whether there
    /// is one at the start make no difference: `v1.0/printers/` is `/printers`. Without a path, or with an empty one, all
    /// requests count.
    pub fn below(mut self, path: impl Into<Box<str>>) -> Self {
        // Requests are compared without the version; a prefix in another form would never fit, and nobody would notice.
        let path = format!("/{}/", path.into().trim_matches('/'));
        self.below.push(without_version(&path).trim_end_matches('/').into());
        self
    }

    /// A service that publishes no limit, until it says that there is one.
    pub(super) fn unknown(service: &str, window: Duration) -> Self {
        Self { name: service.into(), count: None, window, writes: false, below: Vec::new() }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// None: not known.
    pub(super) fn count(&self) -> Option<u32> {
        self.count
    }

    pub(super) fn window(&self) -> Duration {
        self.window
    }

    /// Whether it is for a part of Graph and not for everything.
    pub(super) fn is_partial(&self) -> bool {
        !self.below.is_empty() && self.below.iter().all(|prefix| !prefix.is_empty())
    }

    /// Whether a request counts; `path` is without the version.
    pub(super) fn counts(&self, method: &Method, path: &str) -> bool {
        let read = method == Method::GET || method == Method::HEAD;
        !(self.writes && read) && (self.below.is_empty() || self.below.iter().any(|prefix| is_below(path, prefix)))
    }
}

const SHORTEST: Duration = Duration::from_millis(1);
/// So long that no process sees the end of it, and short enough to be added to any moment.
const LONGEST: Duration = Duration::from_secs(366 * 24 * 60 * 60);

/// What is behind the version: `/users/1` of `/v1.0/users/1`.
pub(super) fn without_version(path: &str) -> &str {
    let behind = |version: &str| path.find(version).map(|start| start + version.len() - 1);
    match (behind("/v1.0/"), behind("/beta/")) {
        (Some(one), Some(other)) => path.get(one.min(other)..),
        (one, other) => one.or(other).and_then(|start| path.get(start..)),
    }
    .unwrap_or(path)
}

/// The first segment, without a key: `users` of `/users('1')/manager`.
pub(super) fn service(path: &str) -> &str {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.split(['/', '(']).next().unwrap_or_default()
}

/// Segment by segment; paths of Graph are the same in upper and lower case, and a key may stand in parentheses.
fn is_below(path: &str, prefix: &str) -> bool {
    let mut segments = path.split('/');
    prefix.split('/').all(|expected| {
        segments.next().is_some_and(|segment| {
            let name = segment.split('(').next().unwrap_or_default();
            expected == "{}" && !segment.is_empty() || expected.eq_ignore_ascii_case(name)
        })
    })
}
