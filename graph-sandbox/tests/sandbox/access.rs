use graph_sandbox::Sandbox;
use reqwest::Method;

use crate::probe::{Probe, SAMPLE, reply};

#[tokio::test]
async fn a_request_without_a_token_is_refused() {
    let probe = Probe::start().await;
    let refused = reply(probe.bare(Method::GET, SAMPLE)).await;
    assert_eq!(refused.fault(401, "InvalidAuthenticationToken"), "Access token is empty.");
    assert_eq!(refused.header("www-authenticate"), r#"Bearer realm="graph-sandbox""#);
}

#[tokio::test]
async fn what_is_no_bearer_token_is_refused() {
    let probe = Probe::start().await;
    for value in ["Bearer", "Bearer ", "Bearer  ", "Basic dTpw", "token"] {
        let refused = reply(probe.bare(Method::GET, SAMPLE).header("Authorization", value)).await;
        refused.fault(401, "InvalidAuthenticationToken");
        assert!(refused.header("www-authenticate").contains(r#"error="invalid_token""#), "{value}");
    }
    let twice = probe.request(Method::GET, SAMPLE).header("Authorization", "Bearer other");
    reply(twice).await.fault(401, "InvalidAuthenticationToken");
}

#[tokio::test]
async fn any_token_will_do_unless_one_is_named() {
    let probe = Probe::start().await;
    assert_eq!(reply(probe.bare(Method::GET, SAMPLE).bearer_auth("whatever")).await.status, 200);

    let probe = Probe::over(Sandbox::builder().token("right")).await;
    reply(probe.bare(Method::GET, SAMPLE).bearer_auth("wrong")).await.fault(401, "InvalidAuthenticationToken");
    assert_eq!(reply(probe.bare(Method::GET, SAMPLE).bearer_auth("right")).await.status, 200);
    assert_eq!(reply(probe.bare(Method::GET, SAMPLE).header("authorization", "bearer right")).await.status, 200);
}

#[tokio::test]
async fn without_a_token_nothing_is_told_or_changed() {
    let probe = Probe::start().await;
    reply(probe.bare(Method::GET, "/v1.0/nowhere")).await.fault(401, "InvalidAuthenticationToken");
    let update = probe.bare(Method::PATCH, SAMPLE).header("Content-Type", "application/json").body(r#"{"int":8}"#);
    reply(update).await.fault(401, "InvalidAuthenticationToken");
    assert_eq!(probe.kept()["int"], 7);
}
