use std::time::Duration;

use graph_sandbox::{Sandbox, Throttle};
use reqwest::Method;

use crate::fixture::{Fixture, SAMPLE, send};

const HOUR: Duration = Duration::from_secs(3_600);

#[tokio::test]
async fn a_request_above_the_limit_is_refused_as_graph_does() {
    let fixture = Fixture::with(Sandbox::builder().throttle(Throttle::none().writes("/samples", 2, 9, HOUR))).await;
    assert_eq!(fixture.update(r#"{"int":1}"#).await.status, 200);
    assert_eq!(fixture.update("nonsense").await.status, 400, "a request with an error counts as well");
    let refused = fixture.update(r#"{"int":3}"#).await;
    assert_eq!(refused.assert_error(429, "TooManyRequests"), "Please retry again later.");
    let wait: u64 = refused.header("retry-after").parse().expect("whole seconds");
    assert!((3_000..=3_600).contains(&wait), "{wait}");
    assert_eq!(fixture.stored()["int"], 1, "the request was not performed");

    assert_eq!(fixture.get(SAMPLE).await.status, 200, "the limit applies to writes");
    let other = fixture.bare(Method::PATCH, SAMPLE).bearer_auth("other").header("Content-Type", "application/json");
    assert_eq!(send(other.body(r#"{"int":4}"#)).await.status, 200, "another application has its own limit");
}

#[tokio::test]
async fn a_request_without_a_token_does_not_count() {
    let fixture = Fixture::with(Sandbox::builder().throttle(Throttle::none().requests("/samples", 1, 1, HOUR))).await;
    for _ in 0..3 {
        assert_eq!(send(fixture.bare(Method::GET, SAMPLE)).await.status, 401);
    }
    assert_eq!(fixture.get(SAMPLE).await.status, 200);
    assert_eq!(fixture.get(SAMPLE).await.status, 429);
}
