//! Access tokens that the service rejects.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::scripted::{Step, printer, scripted, status};
use super::{TOKEN, update, update_error};
use crate::credential::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::retry::RetryPolicy;

/// Provides another token for each refresh, and fails when it has none left.
struct Tokens {
    remaining: Mutex<Vec<&'static str>>,
    current: Mutex<Option<&'static str>>,
    requests: Arc<Mutex<Vec<TokenRequest>>>,
}

impl Tokens {
    fn new(mut tokens: Vec<&'static str>) -> (Self, Arc<Mutex<Vec<TokenRequest>>>) {
        tokens.reverse();
        let requests = Arc::default();
        (Self { remaining: Mutex::new(tokens), current: Mutex::default(), requests: Arc::clone(&requests) }, requests)
    }
}

impl TokenProvider for Tokens {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        self.requests.lock().unwrap().push(request.clone());
        let mut current = self.current.lock().unwrap();
        if request.is_refresh() || current.is_none() {
            *current = self.remaining.lock().unwrap().pop();
        }
        let token = current.ok_or_else(|| Error::credential("no more tokens")).and_then(AccessToken::new);
        Box::pin(std::future::ready(token))
    }
}

fn challenge() -> Step {
    // {"a":1}
    Step::Respond(
        super::response(401)
            .header("www-authenticate", "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\""),
        "",
    )
}

#[tokio::test(start_paused = true)]
async fn a_rejected_token_is_replaced_once() {
    for policy in [RetryPolicy::default(), RetryPolicy::none()] {
        for (step, claims) in [(status(401), None), (challenge(), Some(r#"{"a":1}"#))] {
            let (tokens, requests) = Tokens::new(vec!["first", "second"]);
            let (client, received) = scripted([step]);
            let client = client.credential(tokens).retry(policy.clone()).build().unwrap();
            let updated = update(&client).await.unwrap();
            assert_eq!(received.headers("authorization"), [Some("Bearer first".into()), Some("Bearer second".into())]);
            assert_eq!(received.intervals(), [0], "without backoff");
            let requests = requests.lock().unwrap();
            let requested: Vec<_> = requests.iter().map(|request| (request.is_refresh(), request.claims())).collect();
            assert_eq!(requested, [(false, None), (true, claims)]);
            assert_eq!(updated.info().unwrap().failed_attempts().len(), 1);
        }
    }
    let (tokens, _) = Tokens::new(vec!["first", "second", "third"]);
    let (client, received) = scripted([challenge(), challenge(), printer()]);
    let error = update_error(&client.credential(tokens).build().unwrap()).await;
    assert!(error.is_unauthorized());
    assert_eq!((received.count(), error.failed_attempts().len()), (2, 2), "no third attempt");
}

#[tokio::test(start_paused = true)]
async fn an_update_that_is_not_retryable_gets_a_new_token() {
    let (tokens, _) = Tokens::new(vec!["first", "second"]);
    let (client, received) = scripted([status(401)]);
    let client = client.credential(tokens).build().unwrap();
    let update = client.update(super::Printer::at("p1"), super::Printer::update().job_count(4));
    let _ = update.retryable(false).await.unwrap();
    assert_eq!(received.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_same_token_is_not_sent_twice() {
    let (client, received) = scripted([challenge()]);
    let error = update_error(&client.token(TOKEN).build().unwrap()).await;
    assert!(error.is_unauthorized(), "{error}");
    assert_eq!((received.count(), error.failed_attempts().len()), (1, 1));
    assert_eq!(error.request_id(), Some("service-id"));
}

#[tokio::test(start_paused = true)]
async fn without_a_new_token_the_call_fails_with_a_credential_error() {
    let (tokens, _) = Tokens::new(vec!["first"]);
    let (client, received) = scripted([challenge()]);
    let error = update_error(&client.credential(tokens).build().unwrap()).await;
    assert!(error.is_credential() && received.count() == 1);
    assert_eq!(error.failed_attempts()[0].status().unwrap().as_u16(), 401, "the attempt before");
}

#[tokio::test(start_paused = true)]
async fn later_attempts_use_the_new_token() {
    let (tokens, requests) = Tokens::new(vec!["first", "second", "third"]);
    let (client, received) = scripted([status(429), challenge(), status(503), status(503)]);
    let policy = RetryPolicy::default().max_attempts(4);
    let _ = update(&client.credential(tokens).retry(policy).deadline(Duration::from_secs(60)).build().unwrap())
        .await
        .unwrap();
    let sent: Vec<_> = received.headers("authorization").into_iter().flatten().collect();
    assert_eq!(sent, ["Bearer first", "Bearer first", "Bearer second", "Bearer second", "Bearer second"]);
    let refreshes: Vec<_> = requests.lock().unwrap().iter().map(TokenRequest::is_refresh).collect();
    assert_eq!(refreshes, [false, false, true, false, false]);
}
