use std::sync::Arc;

use tokio::task::JoinSet;

use crate::fixture::{Fixture, SAMPLE, send};

#[tokio::test]
async fn each_state_has_its_own_etag() {
    let fixture = Fixture::start().await;
    let read = fixture.get(SAMPLE).await;
    let tag = read.header("etag").to_owned();
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(read.json()["@odata.etag"], tag);

    let updated = fixture.update(r#"{"int":8}"#).await;
    assert_ne!(updated.header("etag"), tag);
    assert_eq!(updated.json()["@odata.etag"], updated.header("etag"));
    assert_eq!(fixture.get(SAMPLE).await.header("etag"), updated.header("etag"));

    let repeated = fixture.update(r#"{"int":8}"#).await;
    assert_eq!(repeated.header("etag"), updated.header("etag"), "nothing changed");
    fixture.update(r#"{"int":"x"}"#).await.assert_error(400, "ModelValidationFailure");
    assert_eq!(fixture.get(SAMPLE).await.header("etag"), updated.header("etag"), "nothing changed");
}

#[tokio::test]
async fn a_stale_etag_is_refused() {
    let fixture = Fixture::start().await;
    let old = fixture.get(SAMPLE).await.header("etag").to_owned();
    let update = |value: &str, tag: &str| send(fixture.patch(SAMPLE, value.to_owned()).header("If-Match", tag));
    let new = update(r#"{"int":8}"#, &old).await;
    assert_eq!(new.status, 200);
    update(r#"{"int":9}"#, &old).await.assert_error(412, "PreconditionFailed");
    assert_eq!(fixture.stored()["int"], 8);

    let new = new.header("etag").to_owned();
    assert_eq!(update(r#"{"int":10}"#, &format!("{old}, {new}")).await.status, 200);
    let newest = fixture.get(SAMPLE).await.header("etag").to_owned();
    assert_eq!(update(r#"{"int":11}"#, newest.trim_start_matches("W/")).await.status, 200, "compared without the W/");
    assert_eq!(update(r#"{"int":12}"#, "*").await.status, 200);
    update(r#"{"int":13}"#, "nonsense").await.assert_error(400, "BadRequest");
    let absent = fixture.patch("/v1.0/samples/2", "{}").header("If-Match", "*");
    send(absent).await.assert_error(404, "ResourceNotFound");
    assert_eq!(fixture.stored()["int"], 12);
}

#[tokio::test]
async fn an_if_match_without_an_etag_is_refused() {
    let fixture = Fixture::start().await;
    for malformed in ["", " ", ",", " , ,", "*, *", "*, \"a\""] {
        let update = fixture.patch(SAMPLE, r#"{"int":8}"#).header("If-Match", malformed);
        send(update).await.assert_error(400, "BadRequest");
    }
    assert_eq!(fixture.stored()["int"], 7);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_concurrent_update_is_lost() {
    let fixture = Arc::new(Fixture::start().await);
    let properties = ["byte", "signed", "short", "int", "long", "single", "double"];
    let mut updates = JoinSet::new();
    for round in 0..100 {
        for property in properties {
            let fixture = Arc::clone(&fixture);
            updates.spawn(async move { fixture.update(format!(r#"{{"{property}":{round}}}"#)).await.status });
        }
        // Each round updates every property once, and ends before the next round.
        while let Some(status) = updates.join_next().await {
            assert_eq!(status.expect("no panic"), 200);
        }
        let stored = fixture.stored();
        assert!(properties.iter().all(|property| stored[*property] == round), "{stored}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_several_concurrent_conditional_updates_succeeds() {
    let fixture = Arc::new(Fixture::start().await);
    let tag = fixture.get(SAMPLE).await.header("etag").to_owned();
    let mut updates = JoinSet::new();
    for value in 100..150 {
        let (fixture, tag) = (Arc::clone(&fixture), tag.clone());
        updates.spawn(async move {
            let update = fixture.patch(SAMPLE, format!(r#"{{"int":{value}}}"#)).header("If-Match", tag);
            (value, send(update).await.status)
        });
    }
    let ended = updates.join_all().await;
    let winners: Vec<_> = ended.iter().filter(|(_, status)| *status == 200).collect();
    assert_eq!(winners.len(), 1, "{ended:?}");
    assert!(ended.iter().all(|(_, status)| *status == 200 || *status == 412));
    assert_eq!(fixture.stored()["int"], winners[0].0);
}
