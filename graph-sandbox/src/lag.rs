//! How long reads do not see a write.

use std::time::Duration;

use tokio::time::Instant;

/// How long reads return the state before a write, as those from a replica of Microsoft Graph do.
///
/// A write is complete when it is responded to. Until the lag is over, reads do not see it: a created entity is absent, an updated
/// one has its previous state, and a deleted one is still there, in lists as well. Writes always see the current state.
///
/// [`SandboxBuilder::lag`](crate::SandboxBuilder::lag) and [`Sandbox::set_lag`](crate::Sandbox::set_lag) set it. Changes that a test
/// makes without a request, as with [`Sandbox::update`](crate::Sandbox::update), have no lag.
///
/// Source: [request eventual consistency](https://learn.microsoft.com/graph/best-practices-concept#handling-expected-errors).
///
/// ```
/// # use graph_core::{GraphClient, graph_resource};
/// # #[graph_resource(path = "/printers/{printerId}", odata_type = "#microsoft.graph.printer")]
/// # struct Printer { #[graph(key)] id: String, job_count: i32 }
/// use graph_sandbox::{Lag, Sandbox};
/// use serde_json::json;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let sandbox = Sandbox::builder()
///     .seed(Printer::at("7"), json!({ "id": "7", "jobCount": 2 }))
///     .lag(Lag::reads(2))
///     .start()
///     .await?;
/// let graph = GraphClient::builder(sandbox.cloud()).token("any").build()?;
/// graph.update(Printer::at("7"), Printer::update().job_count(3)).await?;
/// let mut seen = Vec::new();
/// for _ in 0..3 {
///     seen.push(graph.get(Printer::at("7")).await?.job_count);
/// }
/// assert_eq!(seen, [2, 2, 3]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "`SandboxBuilder::lag` sets the lag"]
pub struct Lag(Kind);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    None,
    Reads(u32),
    Alternating(u32),
    Duration(Duration),
}

impl Lag {
    /// Reads see a write at once, the default.
    pub fn none() -> Self {
        Self(Kind::None)
    }

    /// The next `count` reads of the entity, or of a list that contains it, do not see the write.
    pub fn reads(count: u32) -> Self {
        Self(if count == 0 { Kind::None } else { Kind::Reads(count) })
    }

    /// Every other read sees the write, until `count` reads did not: two replicas respond in turn. The first read sees it.
    pub fn alternating(count: u32) -> Self {
        Self(if count == 0 { Kind::None } else { Kind::Alternating(count) })
    }

    /// Reads do not see the write for this time, on the clock of tokio.
    pub fn duration(duration: Duration) -> Self {
        Self(if duration.is_zero() { Kind::None } else { Kind::Duration(duration) })
    }

    /// Starts the lag of a write, unless there is none.
    pub(crate) fn start(self, now: Instant) -> Option<Remaining> {
        match self.0 {
            Kind::None => None,
            Kind::Reads(count) => Some(Remaining::Reads(count)),
            Kind::Alternating(count) => Some(Remaining::Alternating { count, is_next_current: true }),
            Kind::Duration(duration) => now.checked_add(duration).map(Remaining::Until),
        }
    }
}

/// What remains of the lag of one write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Remaining {
    Reads(u32),
    Alternating { count: u32, is_next_current: bool },
    Until(Instant),
}

/// What a read sees of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Observation {
    /// The state before the write.
    Previous,
    /// The state after the write, but the lag is not over.
    Current,
    /// The state after the write, from now on.
    Over,
}

impl Remaining {
    /// Counts one read.
    pub(crate) fn observe(&mut self, now: Instant) -> Observation {
        match self {
            Self::Reads(0) | Self::Alternating { count: 0, .. } => Observation::Over,
            Self::Reads(count) => {
                *count -= 1;
                Observation::Previous
            }
            Self::Alternating { count, is_next_current } => {
                let is_current = *is_next_current;
                *is_next_current = !is_current;
                if is_current {
                    return Observation::Current;
                }
                *count -= 1;
                Observation::Previous
            }
            Self::Until(end) if now < *end => Observation::Previous,
            Self::Until(_) => Observation::Over,
        }
    }
}

/// The lags of a sandbox, by the beginning of the paths of entities without the version.
#[derive(Debug, Clone, Default)]
pub(crate) struct LagRules(Vec<(String, Lag)>);

impl LagRules {
    /// Sets the lag of the entities at and below a path. The empty path sets that of all entities.
    pub(crate) fn set(&mut self, path: &str, lag: Lag) {
        let path = path.trim_end_matches('/');
        self.0.retain(|(known, _)| known != path);
        self.0.push((path.to_owned(), lag));
    }

    /// Returns the lag of the longest path that leads to an entity, which is without the version.
    pub(crate) fn at(&self, path: &str) -> Lag {
        let contains =
            |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        let rules = self.0.iter().filter(|(prefix, _)| contains(prefix));
        rules.max_by_key(|(prefix, _)| prefix.len()).map_or(Lag::none(), |(_, lag)| *lag)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::Instant;

    use super::{Lag, LagRules, Observation};

    fn observations(lag: Lag, reads: usize) -> Vec<Observation> {
        let mut remaining = lag.start(Instant::now()).expect("a lag");
        (0..reads).map(|_| remaining.observe(Instant::now())).collect()
    }

    #[test]
    fn reads_are_counted() {
        use Observation::{Current, Over, Previous};
        assert_eq!(observations(Lag::reads(2), 4), [Previous, Previous, Over, Over]);
        assert_eq!(observations(Lag::alternating(2), 5), [Current, Previous, Current, Previous, Over]);
        for none in [Lag::none(), Lag::reads(0), Lag::alternating(0), Lag::duration(Duration::ZERO)] {
            assert!(none.start(Instant::now()).is_none());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn time_is_that_of_tokio() {
        let mut remaining = Lag::duration(Duration::from_secs(5)).start(Instant::now()).expect("a lag");
        assert_eq!(remaining.observe(Instant::now()), Observation::Previous);
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(remaining.observe(Instant::now()), Observation::Over);
    }

    #[test]
    fn the_longest_path_determines_the_lag() {
        let mut rules = LagRules::default();
        assert_eq!(rules.at("/users/1"), Lag::none());
        rules.set("", Lag::reads(1));
        rules.set("/groups/", Lag::reads(2));
        rules.set("/groups/a", Lag::reads(3));
        rules.set("/groups/a", Lag::reads(4));
        let lags = ["/users/1", "/groups/b", "/groupsettings/1", "/groups/a/members"].map(|path| rules.at(path));
        assert_eq!(lags, [Lag::reads(1), Lag::reads(2), Lag::reads(1), Lag::reads(4)]);
    }
}
