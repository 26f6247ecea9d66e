use std::time::Duration;

use graph_sandbox::{Sandbox, Throttle};
use reqwest::Method;

use crate::probe::{Probe, SAMPLE, reply};

const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn too_many_requests_are_refused_in_graphs_words() {
    let probe = Probe::over(Sandbox::builder().throttle(Throttle::none().writes("/samples", 2, 9, HOUR))).await;
    assert_eq!(probe.update(r#"{"int":1}"#).await.status, 200);
    assert_eq!(probe.update("nonsense").await.status, 400, "what is wrong counts as well");
    let refused = probe.update(r#"{"int":3}"#).await;
    assert_eq!(refused.fault(429, "TooManyRequests"), "Please retry again later.");
    let wait: u64 = refused.header("retry-after").parse().expect("whole seconds");
    assert!((3_000..=3_600).contains(&wait), "{wait}");
    assert_eq!(probe.kept()["int"], 1, "nothing was done");

    assert_eq!(probe.get(SAMPLE).await.status, 200, "reading is another thing");
    let other = probe.bare(Method::PATCH, SAMPLE).bearer_auth("other").header("Content-Type", "application/json");
    assert_eq!(reply(other.body(r#"{"int":4}"#)).await.status, 200, "another application has its own");
}

#[tokio::test]
async fn who_has_no_token_uses_up_nothing() {
    let probe = Probe::over(Sandbox::builder().throttle(Throttle::none().requests("/samples", 1, 1, HOUR))).await;
    for _ in 0..3 {
        assert_eq!(reply(probe.bare(Method::GET, SAMPLE)).await.status, 401);
    }
    assert_eq!(probe.get(SAMPLE).await.status, 200);
    assert_eq!(probe.get(SAMPLE).await.status, 429);
}
