//! The end of a client.

use std::time::Duration;

use tokio::time::Instant;

use super::scripted::{Act, retry_after, scripted, status};
use super::{update, update_error};
use crate::credential::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::failure::ErrorKind;

#[tokio::test(start_paused = true)]
async fn what_is_being_sent_comes_to_its_end() {
    let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
        tokio::time::sleep(Duration::from_secs(9)).await;
        Ok::<_, crate::Error>(super::respond(200).body(super::PRINTER.to_owned()).unwrap())
    });
    let client = super::builder().service(service).build().unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { update(&client).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begun = Instant::now();
    client.shutdown().await;
    assert_eq!(begun.elapsed().as_secs(), 8, "not before the answer");
    assert_eq!(call.await.unwrap().unwrap().entity().unwrap().job_count, 4);
    assert_eq!(update_error(&client.clone()).await.kind(), ErrorKind::Closed);
    client.shutdown().await;
}

#[tokio::test(start_paused = true)]
async fn waits_end_at_once_and_nothing_more_is_sent() {
    let (client, asked) = scripted([retry_after(429, "100")]);
    let client = client.build().unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { update(&client).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begun = Instant::now();
    client.shutdown().await;
    assert_eq!(begun.elapsed(), Duration::ZERO);
    let error = call.await.unwrap().unwrap_err();
    assert_eq!((error.kind(), asked.count()), (ErrorKind::Closed, 1));
    assert_eq!(error.failed_attempts()[0].status().unwrap().as_u16(), 429);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_does_not_hold_the_end() {
    let (client, _) = scripted([Act::Hang, status(200)]);
    let client = client.build().unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { update(&client).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begun = Instant::now();
    let (end, ()) = tokio::join!(
        async {
            client.shutdown().await;
            begun.elapsed()
        },
        async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            call.abort();
        }
    );
    assert_eq!(end.as_secs(), 5);
}

/// Gives a token after a minute.
struct Slow;

impl TokenProvider for Slow {
    fn token<'a>(&'a self, _: &'a TokenRequest) -> TokenFuture<'a> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(60)).await;
            AccessToken::new(super::TOKEN)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_for_a_token_that_comes_too_late() {
    let (client, asked) = scripted([]);
    let client = client.credential(Slow).build().unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { update(&client).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let begun = Instant::now();
    client.shutdown().await;
    assert_eq!(begun.elapsed(), Duration::ZERO, "a sign-in does not hold the end");
    assert_eq!((call.await.unwrap().unwrap_err().kind(), asked.count()), (ErrorKind::Closed, 0));
}
