//! Connections that died or whose server is in trouble: one call finds out, and nobody else uses them. What is counted is
//! connections, TLS handshakes and requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use graph_core::retry::RetryPolicy;
use graph_core::{ErrorKind, GraphClient, GraphClientBuilder};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::multiplexed::{Pings, Reply, multiplexed, printer, unavailable};
use crate::peer::Peer;
use crate::tls::{Authority, Wanted};
use crate::watch::{ID, VALUE, builder, failure, run};
use crate::{PRINTER, Printer, answer, ok};

/// Longer than an answer takes on a busy machine.
const SHORT: Duration = Duration::from_millis(700);

/// Of a client that retries, almost without waiting.
fn retrying(peer: &Peer) -> GraphClientBuilder {
    builder(peer).retry(RetryPolicy::default().initial_backoff(Duration::from_millis(1)))
}

/// Of a client that retries over TLS.
fn retrying_tls(peer: &Peer, authority: &Authority) -> GraphClientBuilder {
    retrying(peer).root_certificate(authority.pem())
}

/// Makes an update, and returns how many of its attempts failed.
async fn failed_attempts(client: &GraphClient) -> usize {
    let updated = client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await.expect("an answer");
    updated.info().expect("a response").failed_attempts().len()
}

/// Makes calls at the same time, and returns how many attempts failed in all.
async fn together(client: &GraphClient, calls: usize) -> usize {
    let mut tasks = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        tasks.spawn(async move { failed_attempts(&client).await });
    }
    tasks.join_all().await.into_iter().sum()
}

#[test]
fn ten_silent_connections_cost_one_attempt() {
    run(async {
        let (asleep, all) = (Arc::new(AtomicBool::new(false)), Arc::new(Barrier::new(10)));
        let sleeping = Arc::clone(&asleep);
        let peer = Peer::start(move |mut connection, number| {
            let (asleep, all) = (Arc::clone(&sleeping), Arc::clone(&all));
            async move {
                while connection.request().await?.is_some() {
                    if number < 10 && asleep.load(SeqCst) {
                        return connection.stall().await;
                    }
                    if number < 10 {
                        // so that each request has a connection of its own
                        all.wait().await;
                    }
                    connection.send(&ok(PRINTER)).await?;
                }
                Ok(())
            }
        });
        let client = retrying(&peer).attempt_timeout(SHORT).build().expect("a client");
        assert_eq!(together(&client, 10).await, 0);
        assert_eq!((peer.connections(), peer.requests()), (10, 10));

        asleep.store(true, SeqCst);
        assert_eq!(failed_attempts(&client).await, 1);
        assert_eq!(failed_attempts(&client).await, 0);
        assert_eq!((peer.connections(), peer.requests()), (11, 13));
    });
}

#[test]
fn a_silent_http2_connection_is_replaced_once_for_everybody() {
    run(async {
        let authority = Authority::new();
        let peer = multiplexed(&authority, Pings::Answered, |arrival| match (arrival.connection, arrival.request) {
            (0, 1..) => Reply::Send(Vec::new()),
            _ => Reply::Send(printer(arrival.stream)),
        });
        let client = retrying_tls(&peer, &authority).attempt_timeout(SHORT).build().expect("a client");
        assert_eq!(failed_attempts(&client).await, 0);
        assert_eq!(together(&client, 8).await, 8);
        assert_eq!((peer.handshakes(), peer.requests()), (2, 1 + 8 + 8));
        assert_eq!(together(&client, 8).await, 0);
        assert_eq!((peer.handshakes(), peer.requests()), (2, 1 + 8 + 8 + 8));
    });
}

#[test]
fn a_kept_connection_that_does_not_answer_pings_is_closed() {
    run(async {
        let authority = Authority::new();
        let peer = multiplexed(&authority, Pings::Ignored, |arrival| Reply::Send(printer(arrival.stream)));
        let client = retrying_tls(&peer, &authority).attempt_timeout(Duration::from_secs(2)).build().expect("a client");
        assert_eq!(failed_attempts(&client).await, 0);
        peer.quiet().await;
        assert_eq!((peer.handshakes(), peer.pings()), (1, 1));
        // nobody pays for it
        assert_eq!(failed_attempts(&client).await, 0);
        assert_eq!((peer.handshakes(), peer.requests()), (2, 2));
    });
}

#[test]
fn an_attempt_ends_when_pings_are_not_answered() {
    run(async {
        let authority = Authority::new();
        let peer = multiplexed(&authority, Pings::Ignored, |_| Reply::Send(Vec::new()));
        let client = builder(&peer).root_certificate(authority.pem()).attempt_timeout(Duration::from_secs(2));
        let error = failure(client.build().expect("a client").get(Printer::at(ID)).await);
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert_eq!(error.io_error_kind(), Some(std::io::ErrorKind::TimedOut));
        assert!(error.to_string().contains("PING"), "{error}");
        assert_eq!(peer.pings(), 1);

        let peer = multiplexed(&authority, Pings::Answered, |_| Reply::Send(Vec::new()));
        let client = builder(&peer).root_certificate(authority.pem()).attempt_timeout(Duration::from_secs(2));
        let error = failure(client.build().expect("a client").get(Printer::at(ID)).await);
        assert_eq!(error.kind(), ErrorKind::Timeout, "a slow answer is not a dead connection: {error}");
        assert!(peer.pings() >= 1, "{}", peer.pings());
    });
}

#[test]
fn a_connection_that_answers_503_is_paid_for_once() {
    run(async {
        let unavailable_line = answer("503 Service Unavailable", "retry-after: 0\r\n", "");
        let script = move |mut connection: crate::peer::Connection, number| {
            let reply = if number == 0 { unavailable_line.clone() } else { ok(PRINTER) };
            async move {
                while connection.request().await?.is_some() {
                    connection.send(&reply).await?;
                }
                Ok(())
            }
        };
        let authority = Authority::new();
        for peer in [
            Peer::start(script.clone()),
            Peer::start_tls(authority.server(&Wanted::GOOD, "http/1.1"), script),
            multiplexed(&authority, Pings::Answered, |arrival| match arrival.connection {
                0 => Reply::Send(unavailable(arrival.stream)),
                _ => Reply::Send(printer(arrival.stream)),
            }),
        ] {
            let client = retrying_tls(&peer, &authority).build().expect("a client");
            for call in 0..30 {
                assert_eq!(failed_attempts(&client).await, usize::from(call == 0));
            }
            assert_eq!((peer.handshakes(), peer.requests()), (2, 31), "{}", peer.url());
        }
    });
}

#[test]
fn retries_go_over_a_new_connection_while_others_are_kept() {
    run(async {
        let all = Arc::new(Barrier::new(4));
        let peer = Peer::start(move |mut connection, number| {
            let all = Arc::clone(&all);
            async move {
                let mut requests = 0;
                while connection.request().await?.is_some() {
                    requests += 1;
                    match (number, requests) {
                        (0..4, 1) => {
                            all.wait().await;
                            connection.send(&ok(PRINTER)).await?;
                        }
                        // a kept connection that broke, although its end was not seen
                        (0..4, _) => return connection.reset(),
                        _ => connection.send(&ok(PRINTER)).await?,
                    }
                }
                Ok(())
            }
        });
        let client = retrying(&peer).build().expect("a client");
        assert_eq!(together(&client, 4).await, 0);
        assert_eq!(failed_attempts(&client).await, 1, "one of four was tried");
        assert_eq!((peer.connections(), peer.requests()), (5, 6));
        assert_eq!(failed_attempts(&client).await, 0);
        assert_eq!((peer.connections(), peer.requests()), (5, 7));
    });
}

#[test]
fn calls_on_a_connection_that_breaks_share_the_next_one() {
    run(async {
        let authority = Authority::new();
        let peer = multiplexed(&authority, Pings::Answered, |arrival| match (arrival.connection, arrival.request) {
            (0, 1..8) => Reply::Send(Vec::new()),
            (0, 8) => Reply::Close(Vec::new()),
            _ => Reply::Send(printer(arrival.stream)),
        });
        let client = retrying_tls(&peer, &authority).build().expect("a client");
        assert_eq!(failed_attempts(&client).await, 0);
        assert_eq!(together(&client, 8).await, 8);
        assert_eq!((peer.handshakes(), peer.requests()), (2, 1 + 8 + 8));
    });
}

#[test]
fn a_cold_start_of_500_tasks_opens_one_http2_connection() {
    run(async {
        let authority = Authority::new();
        let peer = multiplexed(&authority, Pings::Answered, |arrival| Reply::Send(printer(arrival.stream)));
        let client = retrying_tls(&peer, &authority).build().expect("a client");
        assert_eq!(together(&client, 500).await, 0);
        assert_eq!((peer.handshakes(), peer.requests()), (1, 500));
    });
}

/// The first one to connect must not hold up the others for longer than they would wait for a connection of their own.
#[test]
fn a_cold_start_does_not_wait_for_an_answer_that_does_not_come() {
    run(async {
        let authority = Authority::new();
        let peer = multiplexed(&authority, Pings::Answered, |arrival| match (arrival.connection, arrival.request) {
            (0, 0) => Reply::Send(Vec::new()),
            _ => Reply::Send(printer(arrival.stream)),
        });
        let client = retrying_tls(&peer, &authority).build().expect("a client");
        let first = tokio::spawn({
            let client = client.clone();
            async move { failed_attempts(&client).await }
        });
        while peer.requests() == 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(together(&client, 50).await, 0);
        assert_eq!((peer.handshakes(), peer.requests()), (1, 51));
        first.abort();
    });
}
