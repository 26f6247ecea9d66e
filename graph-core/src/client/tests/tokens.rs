//! What happens when the access token is refused.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::scripted::{Act, printer, scripted, status};
use super::{TOKEN, update, update_error};
use crate::credential::{AccessToken, TokenFuture, TokenProvider, TokenRequest};
use crate::error::Error;
use crate::retry::RetryPolicy;

/// Gives another token whenever it is asked for one, and fails when it has none left.
struct Tokens {
    left: Mutex<Vec<&'static str>>,
    kept: Mutex<Option<&'static str>>,
    asked: Arc<Mutex<Vec<TokenRequest>>>,
}

impl Tokens {
    fn new(mut tokens: Vec<&'static str>) -> (Self, Arc<Mutex<Vec<TokenRequest>>>) {
        tokens.reverse();
        let asked = Arc::default();
        (Self { left: Mutex::new(tokens), kept: Mutex::default(), asked: Arc::clone(&asked) }, asked)
    }
}

impl TokenProvider for Tokens {
    fn token<'a>(&'a self, request: &'a TokenRequest) -> TokenFuture<'a> {
        self.asked.lock().unwrap().push(request.clone());
        let mut kept = self.kept.lock().unwrap();
        if request.is_refresh() || kept.is_none() {
            *kept = self.left.lock().unwrap().pop();
        }
        let token = kept.ok_or_else(|| Error::credential("no more tokens")).and_then(AccessToken::new);
        Box::pin(std::future::ready(token))
    }
}

fn challenge() -> Act {
    // {"a":1}
    Act::Answer(
        super::respond(401).header("www-authenticate", "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\""),
        "",
    )
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once() {
    for policy in [RetryPolicy::default(), RetryPolicy::none()] {
        for (act, claims) in [(status(401), None), (challenge(), Some(r#"{"a":1}"#))] {
            let (tokens, requests) = Tokens::new(vec!["first", "second"]);
            let (client, asked) = scripted([act]);
            let client = client.credential(tokens).retry(policy.clone()).build().unwrap();
            let updated = update(&client).await.unwrap();
            assert_eq!(asked.headers("authorization"), [Some("Bearer first".into()), Some("Bearer second".into())]);
            assert_eq!(asked.waits(), [0], "at once");
            let requests = requests.lock().unwrap();
            let asked_for: Vec<_> = requests.iter().map(|request| (request.is_refresh(), request.claims())).collect();
            assert_eq!(asked_for, [(false, None), (true, claims)]);
            assert_eq!(updated.info().unwrap().failed_attempts().len(), 1);
        }
    }
    let (tokens, _) = Tokens::new(vec!["first", "second", "third"]);
    let (client, asked) = scripted([challenge(), challenge(), printer()]);
    let error = update_error(&client.credential(tokens).build().unwrap()).await;
    assert!(error.is_unauthorized());
    assert_eq!((asked.count(), error.failed_attempts().len()), (2, 2), "not a third time");
}

#[tokio::test(start_paused = true)]
async fn a_guarded_update_gets_a_new_token_too() {
    let (tokens, _) = Tokens::new(vec!["first", "second"]);
    let (client, asked) = scripted([status(401)]);
    let client = client.credential(tokens).build().unwrap();
    let update = client.update(super::Printer::at("p1"), super::Printer::update().job_count(4));
    let _ = update.retryable(false).await.unwrap();
    assert_eq!(asked.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_same_token_is_not_sent_again() {
    let (client, asked) = scripted([challenge()]);
    let error = update_error(&client.token(TOKEN).build().unwrap()).await;
    assert!(error.is_unauthorized(), "{error}");
    assert_eq!((asked.count(), error.failed_attempts().len()), (1, 1));
    assert_eq!(error.request_id(), Some("service-id"));
}

#[tokio::test(start_paused = true)]
async fn no_new_token_is_an_error_of_the_credential() {
    let (tokens, _) = Tokens::new(vec!["first"]);
    let (client, asked) = scripted([challenge()]);
    let error = update_error(&client.credential(tokens).build().unwrap()).await;
    assert!(error.is_credential() && asked.count() == 1);
    assert_eq!(error.failed_attempts()[0].status().unwrap().as_u16(), 401, "what led to it");
}

#[tokio::test(start_paused = true)]
async fn the_new_token_serves_further_attempts() {
    let (tokens, requests) = Tokens::new(vec!["first", "second", "third"]);
    let (client, asked) = scripted([status(429), challenge(), status(503), status(503)]);
    let policy = RetryPolicy::default().max_attempts(4);
    let _ = update(&client.credential(tokens).retry(policy).deadline(Duration::from_secs(60)).build().unwrap())
        .await
        .unwrap();
    let sent: Vec<_> = asked.headers("authorization").into_iter().flatten().collect();
    assert_eq!(sent, ["Bearer first", "Bearer first", "Bearer second", "Bearer second", "Bearer second"]);
    let refreshes: Vec<_> = requests.lock().unwrap().iter().map(TokenRequest::is_refresh).collect();
    assert_eq!(refreshes, [false, false, true, false, false]);
}
