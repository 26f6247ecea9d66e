//! Limits in the manner of Microsoft Graph.
//!
//! A limit is a number of requests within a sliding window, rejected ones included.
//!
//! Source: [Microsoft Graph throttling guidance](https://learn.microsoft.com/graph/throttling) and
//! [service-specific limits](https://learn.microsoft.com/graph/throttling-limits).

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use http::Method;
use tokio::time::Instant;

/// The limits above which a sandbox rejects requests with `429` and `Retry-After`.
///
/// A limit counts all requests with an accepted token, including those that it rejects: a client that does not wait
/// stays above the limit. Each bearer token stands for one application, and all tokens together for the tenant.
///
/// [`SandboxBuilder::throttle`](crate::SandboxBuilder::throttle) sets the limits of a sandbox.
///
/// ```
/// use std::time::Duration;
///
/// use graph_sandbox::{Sandbox, Throttle};
///
/// // Ten writes per second for each application, twenty for the tenant.
/// let throttle = Throttle::none().writes("/deviceManagement", 10, 20, Duration::from_secs(1));
/// let builder = Sandbox::builder().throttle(throttle);
/// # drop(builder);
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "`SandboxBuilder::throttle` sets the limits"]
pub struct Throttle {
    rules: Vec<ThrottleRule>,
}

#[derive(Debug, Clone)]
struct ThrottleRule {
    /// Paths in lower case. The rule applies to each path and the paths below it.
    prefixes: Vec<String>,
    writes_only: bool,
    application_limit: u32,
    tenant_limit: u32,
    window: Duration,
}

impl Throttle {
    /// Creates a set without limits.
    pub fn none() -> Self {
        Self::default()
    }

    /// Creates the published limits of Intune, which apply within 20 seconds.
    ///
    /// An application has 100 writes and 1,000 requests for device configurations and compliance policies, and twice as
    /// many for devices. The tenant has twice as many as an application.
    pub fn published() -> Self {
        let window = Duration::from_secs(20);
        let configuration = ["/deviceManagement/deviceConfigurations", "/deviceManagement/deviceCompliancePolicies"];
        let devices = ["/deviceManagement/managedDevices"];
        Self::none()
            .rule(&configuration, true, 100, 200, window)
            .rule(&configuration, false, 1_000, 2_000, window)
            .rule(&devices, true, 200, 400, window)
            .rule(&devices, false, 2_000, 4_000, window)
    }

    /// Limits the writes to a path and the paths below it.
    ///
    /// `path` is without the version. `application` and `tenant` are numbers of requests within `window`.
    pub fn writes(self, path: &str, application: u32, tenant: u32, window: Duration) -> Self {
        self.rule(&[path], true, application, tenant, window)
    }

    /// Limits all requests to a path and the paths below it.
    ///
    /// `path` is without the version. `application` and `tenant` are numbers of requests within `window`.
    pub fn requests(self, path: &str, application: u32, tenant: u32, window: Duration) -> Self {
        self.rule(&[path], false, application, tenant, window)
    }

    fn rule(
        mut self,
        prefixes: &[&str],
        writes_only: bool,
        application_limit: u32,
        tenant_limit: u32,
        window: Duration,
    ) -> Self {
        let prefixes = prefixes.iter().map(|prefix| prefix.to_ascii_lowercase()).collect();
        self.rules.push(ThrottleRule { prefixes, writes_only, application_limit, tenant_limit, window });
        self
    }
}

impl ThrottleRule {
    fn applies_to(&self, method: &Method, path: &str) -> bool {
        let path = path.to_ascii_lowercase();
        let contains = |prefix: &String| {
            path.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '(']))
        };
        !(self.writes_only && method == Method::GET) && self.prefixes.iter().any(contains)
    }
}

/// The requests that each rule has counted.
#[derive(Debug)]
pub(crate) struct ThrottleState {
    rules: Vec<RuleState>,
}

#[derive(Debug)]
struct RuleState {
    rule: ThrottleRule,
    tenant: SlidingWindow,
    applications: HashMap<String, SlidingWindow>,
}

impl ThrottleState {
    pub(crate) fn new(throttle: Throttle) -> Self {
        let state = |rule| RuleState { rule, tenant: SlidingWindow::default(), applications: HashMap::new() };
        Self { rules: throttle.rules.into_iter().map(state).collect() }
    }

    /// Counts a request. `path` starts with the version.
    ///
    /// # Errors
    /// Returns the time after which a request is within the limits, if this one is not.
    pub(crate) fn count(&mut self, method: &Method, path: &str, token: &str, now: Instant) -> Result<(), Duration> {
        let path =
            path.strip_prefix('/').and_then(|path| path.find('/')).and_then(|at| path.get(at + 1..)).unwrap_or("");
        let mut retry_after = None;
        for RuleState { rule, tenant, applications } in &mut self.rules {
            if !rule.applies_to(method, path) {
                continue;
            }
            let application = applications.entry(token.to_owned()).or_default();
            retry_after = retry_after.max(application.count(rule.application_limit, rule.window, now));
            retry_after = retry_after.max(tenant.count(rule.tenant_limit, rule.window, now));
        }
        retry_after.map_or(Ok(()), Err)
    }
}

/// The newest requests, as many as the limit, including the rejected ones. Older requests do not affect the result.
#[derive(Debug, Default)]
struct SlidingWindow(VecDeque<Instant>);

impl SlidingWindow {
    /// Counts a request, and returns the time after which another one is within the limit, unless this one is.
    fn count(&mut self, limit: u32, window: Duration, now: Instant) -> Option<Duration> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let oldest = if self.0.len() >= limit { self.0.pop_front() } else { None };
        self.0.push_back(now);
        let age = now.saturating_duration_since(oldest?);
        if age >= window {
            return None;
        }
        // The request that is oldest now must leave the window before the next request.
        let oldest = self.0.front().map_or(Duration::ZERO, |oldest| now.saturating_duration_since(*oldest));
        Some(window.saturating_sub(oldest))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::Method;
    use tokio::time::{Instant, advance};

    use super::{Throttle, ThrottleState};

    const PATH: &str = "/v1.0/deviceManagement/deviceConfigurations/1";
    const WINDOW: Duration = Duration::from_secs(20);

    fn counter(throttle: Throttle) -> impl FnMut(&Method, &str, &str) -> Result<(), Duration> {
        let mut state = ThrottleState::new(throttle);
        move |method, path, token| state.count(method, path, token, Instant::now())
    }

    #[tokio::test(start_paused = true)]
    async fn the_window_slides_and_rejected_requests_count() {
        let mut count = counter(Throttle::none().writes("/deviceManagement", 3, 99, WINDOW));
        let mut patch = || count(&Method::PATCH, PATH, "t");
        for _ in 0..3 {
            assert_eq!(patch(), Ok(()));
            advance(Duration::from_secs(5)).await;
        }
        // The first request leaves the window in 5 s. This one counts, so that the second must leave it as well.
        assert_eq!(patch(), Err(Duration::from_secs(10)));
        advance(Duration::from_secs(10)).await;
        assert_eq!(patch(), Ok(()));
        assert_eq!(patch(), Err(Duration::from_secs(10)));
        for _ in 0..10 {
            advance(Duration::from_secs(5)).await;
            assert!(patch().is_err(), "a client that does not wait stays above the limit");
        }
        advance(WINDOW).await;
        assert_eq!(patch(), Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn each_application_and_the_tenant_have_a_limit() {
        let mut count = counter(Throttle::none().requests("/deviceManagement", 2, 3, WINDOW));
        let mut get = |token| count(&Method::GET, PATH, token).is_ok();
        assert!(get("a") && get("a") && !get("a"));
        assert!(!get("b"), "the tenant has sent three requests");
        advance(WINDOW).await;
        assert!(get("a") && get("b") && get("b") && !get("b"));
    }

    #[tokio::test(start_paused = true)]
    async fn published_limits_apply_to_their_paths() {
        let accepted = |method: &Method, path: &str| {
            let mut count = counter(Throttle::published());
            (0..5_000).take_while(|_| count(method, path, "t").is_ok()).count()
        };
        assert_eq!(accepted(&Method::PATCH, PATH), 100);
        assert_eq!(accepted(&Method::GET, PATH), 1_000);
        assert_eq!(accepted(&Method::PATCH, "/beta/DeviceManagement/deviceCompliancePolicies('1')"), 100);
        assert_eq!(accepted(&Method::PATCH, "/v1.0/deviceManagement/managedDevices/1"), 200);
        assert_eq!(accepted(&Method::GET, "/v1.0/deviceManagement/managedDevices/1"), 2_000);
        assert_eq!(accepted(&Method::PATCH, "/v1.0/users/1"), 5_000);
        assert_eq!(accepted(&Method::PATCH, "/v1.0/deviceManagement/deviceConfigurationsOfOthers"), 5_000);
        assert_eq!(accepted(&Method::PATCH, ""), 5_000);
    }
}
