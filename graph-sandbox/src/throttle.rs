//! Limits as Microsoft Graph has them: so many requests within any stretch of time, refused ones included.
//!
//! Source: [Microsoft Graph throttling guidance](https://learn.microsoft.com/graph/throttling) and
//! [service-specific limits](https://learn.microsoft.com/graph/throttling-limits).

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use http::Method;
use tokio::time::Instant;

/// What a sandbox refuses with `429` and `Retry-After`, for
/// [`SandboxBuilder::throttle`](crate::SandboxBuilder::throttle).
///
/// A limit counts what arrives with a token that is right, whatever the answer is, the refused requests too: who does
/// not wait stays locked out. The bearer token stands for the application.
///
/// ```
/// use std::time::Duration;
///
/// use graph_sandbox::Throttle;
///
/// // the form of the service on a smaller scale: ten writes a second for an application, twenty for the tenant
/// let throttle = Throttle::none().writes("/deviceManagement", 10, 20, Duration::from_secs(1));
/// ```
#[derive(Debug, Clone, Default)]
#[must_use = "it is for `SandboxBuilder::throttle`"]
pub struct Throttle {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone)]
struct Rule {
    prefixes: Vec<String>,
    writes: bool,
    application: u32,
    tenant: u32,
    window: Duration,
}

impl Throttle {
    /// No limits, to add some.
    pub fn none() -> Self {
        Self::default()
    }

    /// What is published for Intune: of device configurations and compliance policies 100 writes and 1,000 requests
    /// in 20 seconds, of devices twice as many; for all applications of the tenant together, twice as many again.
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

    /// Limits what changes something at this path and below it, which is written without the version.
    pub fn writes(self, path: &str, application: u32, tenant: u32, window: Duration) -> Self {
        self.rule(&[path], true, application, tenant, window)
    }

    /// Limits all requests to this path and what is below it, which is written without the version.
    pub fn requests(self, path: &str, application: u32, tenant: u32, window: Duration) -> Self {
        self.rule(&[path], false, application, tenant, window)
    }

    fn rule(mut self, prefixes: &[&str], writes: bool, application: u32, tenant: u32, window: Duration) -> Self {
        let prefixes = prefixes.iter().map(|prefix| prefix.to_ascii_lowercase()).collect();
        self.rules.push(Rule { prefixes, writes, application, tenant, window });
        self
    }
}

impl Rule {
    fn is_for(&self, method: &Method, path: &str) -> bool {
        let path = path.to_ascii_lowercase();
        let below = |prefix: &String| {
            path.strip_prefix(prefix.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '(']))
        };
        !(self.writes && method == Method::GET) && self.prefixes.iter().any(below)
    }
}

/// What was counted so far.
#[derive(Debug, Default)]
pub(crate) struct Throttling {
    rules: Vec<Counted>,
}

#[derive(Debug)]
struct Counted {
    rule: Rule,
    tenant: Window,
    applications: HashMap<String, Window>,
}

impl Throttling {
    pub(crate) fn new(throttle: Throttle) -> Self {
        let counted = |rule| Counted { rule, tenant: Window::default(), applications: HashMap::new() };
        Self { rules: throttle.rules.into_iter().map(counted).collect() }
    }

    /// Counts a request; `path` has the version.
    ///
    /// # Errors
    /// When there are too many: after which time there would be room again.
    pub(crate) fn count(&mut self, method: &Method, path: &str, token: &str, now: Instant) -> Result<(), Duration> {
        let path =
            path.strip_prefix('/').and_then(|path| path.find('/')).and_then(|at| path.get(at + 1..)).unwrap_or("");
        let mut wait = None;
        for Counted { rule, tenant, applications } in &mut self.rules {
            if !rule.is_for(method, path) {
                continue;
            }
            let application = applications.entry(token.to_owned()).or_default();
            wait = wait.max(application.count(rule.application, rule.window, now));
            wait = wait.max(tenant.count(rule.tenant, rule.window, now));
        }
        wait.map_or(Ok(()), Err)
    }
}

/// The newest requests, as many as the limit, counted whether they were served or not: more say nothing more.
#[derive(Debug, Default)]
struct Window(VecDeque<Instant>);

impl Window {
    /// After which time another one would have been within the limit; nothing, if this one is.
    fn count(&mut self, limit: u32, window: Duration, now: Instant) -> Option<Duration> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let oldest = if self.0.len() >= limit { self.0.pop_front() } else { None };
        self.0.push_back(now);
        let age = now.saturating_duration_since(oldest?);
        if age >= window {
            return None;
        }
        // what is oldest now must be out of the window for the next one
        let oldest = self.0.front().map_or(Duration::ZERO, |oldest| now.saturating_duration_since(*oldest));
        Some(window.saturating_sub(oldest))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::Method;
    use tokio::time::{Instant, advance};

    use super::{Throttle, Throttling};

    const PATH: &str = "/v1.0/deviceManagement/deviceConfigurations/1";
    const WINDOW: Duration = Duration::from_secs(20);

    fn throttling(throttle: Throttle) -> impl FnMut(&Method, &str, &str) -> Result<(), Duration> {
        let mut throttling = Throttling::new(throttle);
        move |method, path, token| throttling.count(method, path, token, Instant::now())
    }

    #[tokio::test(start_paused = true)]
    async fn the_window_slides_and_what_is_refused_counts() {
        let mut count = throttling(Throttle::none().writes("/deviceManagement", 3, 99, WINDOW));
        let mut patch = || count(&Method::PATCH, PATH, "t");
        for _ in 0..3 {
            assert_eq!(patch(), Ok(()));
            advance(Duration::from_secs(5)).await;
        }
        // the first is 15 s old and makes room in 5 s; but this one counts, so that the second must be gone as well
        assert_eq!(patch(), Err(Duration::from_secs(10)));
        advance(Duration::from_secs(10)).await;
        assert_eq!(patch(), Ok(()));
        assert_eq!(patch(), Err(Duration::from_secs(10)));
        for _ in 0..10 {
            advance(Duration::from_secs(5)).await;
            assert!(patch().is_err(), "who does not wait stays out");
        }
        advance(WINDOW).await;
        assert_eq!(patch(), Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn applications_have_their_own_and_the_tenant_has_one() {
        let mut count = throttling(Throttle::none().requests("/deviceManagement", 2, 3, WINDOW));
        let mut get = |token| count(&Method::GET, PATH, token).is_ok();
        assert!(get("a") && get("a") && !get("a"));
        assert!(!get("b"), "the tenant has counted three");
        advance(WINDOW).await;
        assert!(get("a") && get("b") && get("b") && !get("b"));
    }

    #[tokio::test(start_paused = true)]
    async fn the_published_limits() {
        let room = |method: &Method, path: &str| {
            let mut count = throttling(Throttle::published());
            (0..5_000).take_while(|_| count(method, path, "t").is_ok()).count()
        };
        assert_eq!(room(&Method::PATCH, PATH), 100);
        assert_eq!(room(&Method::GET, PATH), 1_000);
        assert_eq!(room(&Method::PATCH, "/beta/DeviceManagement/deviceCompliancePolicies('1')"), 100);
        assert_eq!(room(&Method::PATCH, "/v1.0/deviceManagement/managedDevices/1"), 200);
        assert_eq!(room(&Method::GET, "/v1.0/deviceManagement/managedDevices/1"), 2_000);
        assert_eq!(room(&Method::PATCH, "/v1.0/users/1"), 5_000);
        assert_eq!(room(&Method::PATCH, "/v1.0/deviceManagement/deviceConfigurationsOfOthers"), 5_000);
        assert_eq!(room(&Method::PATCH, ""), 5_000);
    }
}
