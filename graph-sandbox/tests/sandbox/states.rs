use std::sync::Arc;

use tokio::task::JoinSet;

use crate::probe::{Probe, SAMPLE, reply};

#[tokio::test]
async fn each_state_has_a_tag_of_its_own() {
    let probe = Probe::start().await;
    let read = probe.get(SAMPLE).await;
    let tag = read.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(read.json()["@odata.etag"], tag);

    let updated = probe.update(r#"{"int":8}"#).await;
    assert_ne!(updated.header("etag"), tag);
    assert_eq!(updated.json()["@odata.etag"], updated.header("etag"));
    assert_eq!(probe.get(SAMPLE).await.header("etag"), updated.header("etag"));

    let repeated = probe.update(r#"{"int":8}"#).await;
    assert_eq!(repeated.header("etag"), updated.header("etag"), "nothing changed");
    probe.update(r#"{"int":"x"}"#).await.fault(400, "ModelValidationFailure");
    assert_eq!(probe.get(SAMPLE).await.header("etag"), updated.header("etag"), "nothing changed");
}

#[tokio::test]
async fn a_stale_tag_is_refused() {
    let probe = Probe::start().await;
    let old = probe.get(SAMPLE).await.header("etag").to_owned();
    let update = |value: &str, tag: &str| reply(probe.patch(SAMPLE, value.to_owned()).header("If-Match", tag));
    let new = update(r#"{"int":8}"#, &old).await;
    assert_eq!(new.status, 200);
    update(r#"{"int":9}"#, &old).await.fault(412, "PreconditionFailed");
    assert_eq!(probe.kept()["int"], 8);

    let new = new.header("etag").to_owned();
    assert_eq!(update(r#"{"int":10}"#, &format!("{old}, {new}")).await.status, 200);
    let newest = probe.get(SAMPLE).await.header("etag").to_owned();
    assert_eq!(update(r#"{"int":11}"#, newest.trim_start_matches("W/")).await.status, 200, "compared without the W/");
    assert_eq!(update(r#"{"int":12}"#, "*").await.status, 200);
    update(r#"{"int":13}"#, "nonsense").await.fault(400, "BadRequest");
    let absent = probe.patch("/v1.0/samples/2", "{}").header("If-Match", "*");
    reply(absent).await.fault(404, "ResourceNotFound");
    assert_eq!(probe.kept()["int"], 12);
}

#[tokio::test]
async fn an_if_match_that_names_no_tag_is_refused() {
    let probe = Probe::start().await;
    for malformed in ["", " ", ",", " , ,", "*, *", "*, \"a\""] {
        let update = probe.patch(SAMPLE, r#"{"int":8}"#).header("If-Match", malformed);
        reply(update).await.fault(400, "BadRequest");
    }
    assert_eq!(probe.kept()["int"], 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_updates_lose_nothing() {
    let probe = Arc::new(Probe::start().await);
    let properties = ["byte", "signed", "short", "int", "long", "single", "double"];
    let mut updates = JoinSet::new();
    for round in 0..100 {
        for property in properties {
            let probe = Arc::clone(&probe);
            updates.spawn(async move { probe.update(format!(r#"{{"{property}":{round}}}"#)).await.status });
        }
        // each round touches every property once; rounds follow one another
        while let Some(status) = updates.join_next().await {
            assert_eq!(status.expect("no panic"), 200);
        }
        let kept = probe.kept();
        assert!(properties.iter().all(|property| kept[*property] == round), "{kept}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_parallel_conditional_updates_one_wins() {
    let probe = Arc::new(Probe::start().await);
    let tag = probe.get(SAMPLE).await.header("etag").to_owned();
    let mut updates = JoinSet::new();
    for value in 100..150 {
        let (probe, tag) = (Arc::clone(&probe), tag.clone());
        updates.spawn(async move {
            let update = probe.patch(SAMPLE, format!(r#"{{"int":{value}}}"#)).header("If-Match", tag);
            (value, reply(update).await.status)
        });
    }
    let ended = updates.join_all().await;
    let winners: Vec<_> = ended.iter().filter(|(_, status)| *status == 200).collect();
    assert_eq!(winners.len(), 1, "{ended:?}");
    assert!(ended.iter().all(|(_, status)| *status == 200 || *status == 412));
    assert_eq!(probe.kept()["int"], winners[0].0);
}
