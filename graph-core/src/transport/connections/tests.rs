use std::sync::atomic::Ordering;
use std::sync::{Arc, atomic::AtomicUsize};
use std::time::Duration;

use http::{StatusCode, Version};

use super::{Connections, FIRST_ATTEMPT_WAIT, IDLE_TIMEOUT, ReplacementBudget};
use crate::transport::Deadline;

/// Returns connections, and the number of clients that were created for them.
fn connections(may_multiplex: bool) -> (Connections, Arc<AtomicUsize>) {
    let clients = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&clients);
    let new_builder = move || {
        counting.fetch_add(1, Ordering::SeqCst);
        reqwest::Client::builder().tls_certs_only([])
    };
    (Connections::new(Box::new(new_builder), may_multiplex).unwrap(), clients)
}

#[test]
fn a_failure_of_many_attempts_replaces_the_pool_once() {
    let (connections, clients) = connections(true);
    let leases = (0..64).map(|_| connections.lease(false)).collect::<Vec<_>>();
    for lease in &leases {
        lease.retire("test");
    }
    assert_eq!((clients.load(Ordering::SeqCst), connections.current().generation), (2, 1));
}

#[test]
fn an_older_attempt_does_not_retire_newer_connections() {
    let (connections, clients) = connections(false);
    let (first, second) = (connections.lease(false), connections.lease(false));
    first.retire("test");
    let newer = connections.lease(true);
    assert!(newer.unpooled.is_none(), "all connections of the new pool are new");
    second.retire("test");
    second.record_response(StatusCode::SERVICE_UNAVAILABLE, Version::HTTP_11);
    assert_eq!(clients.load(Ordering::SeqCst), 2);
    connections.admit_one_by_one(&newer.pool);
    newer.retire("the pool is the same, although it admits attempts one by one");
    assert_eq!((clients.load(Ordering::SeqCst), connections.current().generation), (3, 2));
}

#[test]
fn the_number_of_replaced_connections_is_limited() {
    let (connections, _) = connections(false);
    let respond = |times: usize| {
        for _ in 0..times {
            connections.lease(false).record_response(StatusCode::OK, Version::HTTP_11);
        }
    };
    // fifty attempts are in flight, and one of them fails
    let fail = || {
        let leases = (0..50).map(|_| connections.lease(false)).collect::<Vec<_>>();
        leases[0].record_response(StatusCode::SERVICE_UNAVAILABLE, Version::HTTP_11);
        connections.current().generation
    };
    assert_eq!([fail(), fail(), fail()], [1, 1, 1], "a hundred connections at once");
    assert!(connections.lease(true).unpooled.is_some(), "a retry still gets a new connection");
    assert!(connections.lease(false).unpooled.is_none());
    connections.lease(true).retire("no other attempt used that connection");
    respond(500);
    assert_eq!([fail(), fail()], [2, 2], "fifty more after five hundred responses");
}

#[test]
fn a_full_budget_is_enough_for_any_number_of_connections() {
    let budget = ReplacementBudget::full();
    budget.deposit();
    assert!(budget.withdraw(100_000));
    assert!(!budget.withdraw(1));
    (0..40).for_each(|_| budget.deposit());
    assert!(budget.withdraw(1) && !budget.withdraw(1));
}

#[tokio::test(start_paused = true)]
async fn one_attempt_goes_first_until_the_first_response() {
    let (connections, _) = connections(true);
    let (first, second) = (connections.lease(false), connections.lease(false));
    let permit = first.wait_for_first_attempt(None).await;
    assert!(permit.is_some());
    let short = Deadline::after(FIRST_ATTEMPT_WAIT / 2);
    assert!(second.wait_for_first_attempt(Some(short)).await.is_none() && !second.pool.first_attempt.is_closed());
    drop(permit);
    assert!(
        second.wait_for_first_attempt(None).await.is_some(),
        "the first attempt failed, and another one goes first"
    );
    let permit = first.wait_for_first_attempt(None).await;
    assert!(permit.is_some() && second.wait_for_first_attempt(None).await.is_none(), "the second one stops waiting");
    assert!(connections.lease(false).pool.first_attempt.is_closed(), "later attempts do not wait");
    first.record_connect_error();
    assert!(!connections.lease(false).pool.first_attempt.is_closed(), "until a connection cannot be opened");

    let (first, second) = (connections.lease(false), connections.lease(false));
    second.record_response(StatusCode::NOT_FOUND, Version::HTTP_2);
    assert!(first.pool.first_attempt.is_closed());
    assert!(connections.lease(false).wait_for_first_attempt(None).await.is_none());
}

#[tokio::test]
async fn one_attempt_goes_first_after_the_idle_timeout() {
    let (mut connections, clients) = connections(true);
    connections.lease(false).record_response(StatusCode::OK, Version::HTTP_2);
    assert!(connections.lease(false).wait_for_first_attempt(None).await.is_none());
    connections.created_at = connections.created_at.checked_sub(IDLE_TIMEOUT + Duration::from_secs(1)).unwrap();
    let later = connections.lease(false);
    assert!(later.wait_for_first_attempt(None).await.is_some());
    later.record_response(StatusCode::OK, Version::HTTP_2);
    assert!(connections.lease(false).wait_for_first_attempt(None).await.is_none());
    assert_eq!((later.pool.generation, clients.load(Ordering::SeqCst)), (0, 1), "the pool is the same");
}

#[tokio::test]
async fn attempts_do_not_wait_without_http2() {
    let (plain, _) = connections(false);
    assert!(plain.lease(false).pool.first_attempt.is_closed());
    let (tls, _) = connections(true);
    tls.lease(false).record_response(StatusCode::OK, Version::HTTP_11);
    tls.lease(false).retire("test");
    let lease = tls.lease(false);
    assert!(lease.pool.generation == 1 && lease.pool.first_attempt.is_closed());
}
