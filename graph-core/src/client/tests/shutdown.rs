//! The shutdown of a client.

use std::time::Duration;

use tokio::time::Instant;

use super::scripted::{Step, retry_after, scripted, status};
use super::{update, update_error};
use crate::credential::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::failure::ErrorKind;

#[tokio::test(start_paused = true)]
async fn requests_in_flight_complete() {
    let service = tower::service_fn(|_: http::Request<bytes::Bytes>| async {
        tokio::time::sleep(Duration::from_secs(9)).await;
        Ok::<_, crate::Error>(super::response(200).body(super::PRINTER.to_owned()).unwrap())
    });
    let client = super::builder().service(service).build().unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { update(&client).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let start = Instant::now();
    client.shutdown().await;
    assert_eq!(start.elapsed().as_secs(), 8, "after the response");
    assert_eq!(call.await.unwrap().unwrap().entity().unwrap().job_count, 4);
    assert_eq!(update_error(&client.clone()).await.kind(), ErrorKind::Closed);
    client.shutdown().await;
}

#[tokio::test(start_paused = true)]
async fn backoffs_end_at_once_and_no_request_is_sent() {
    let (client, received) = scripted([retry_after(429, "100")]);
    let client = client.build().unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { update(&client).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let start = Instant::now();
    client.shutdown().await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    let error = call.await.unwrap().unwrap_err();
    assert_eq!((error.kind(), received.count()), (ErrorKind::Closed, 1));
    assert_eq!(error.failed_attempts()[0].status().unwrap().as_u16(), 429);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_call_does_not_block_the_shutdown() {
    let (client, _) = scripted([Step::Hang, status(200)]);
    let client = client.build().unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { update(&client).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let start = Instant::now();
    let (end, ()) = tokio::join!(
        async {
            client.shutdown().await;
            start.elapsed()
        },
        async {
            tokio::time::sleep(Duration::from_secs(5)).await;
            call.abort();
        }
    );
    assert_eq!(end.as_secs(), 5);
}

/// Provides a token after a minute.
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
async fn a_token_after_the_shutdown_is_not_used() {
    let (client, received) = scripted([]);
    let client = client.credential(Slow).build().unwrap();
    let call = tokio::spawn({
        let client = client.clone();
        async move { update(&client).await }
    });
    tokio::time::sleep(Duration::from_secs(1)).await;
    let start = Instant::now();
    client.shutdown().await;
    assert_eq!(start.elapsed(), Duration::ZERO, "a sign-in does not block the shutdown");
    assert_eq!((call.await.unwrap().unwrap_err().kind(), received.count()), (ErrorKind::Closed, 0));
}
