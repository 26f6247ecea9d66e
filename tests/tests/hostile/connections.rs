//! Connections that stopped working, or whose server is unavailable. One call detects it, and no other call uses the connection.
//! The tests count connections, TLS handshakes and requests.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::time::Duration;

use graph_core::retry::RetryPolicy;
use graph_core::{ErrorKind, GraphClient, GraphClientBuilder};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::harness::{ID, VALUE, builder, failure, run};
use crate::http2_server::{Pings, Reply, multiplexed, printer, unavailable};
use crate::peer::Peer;
use crate::tls::{CertificateAuthority, CertificateOptions};
use crate::{PRINTER, Printer, ok, response};

/// Longer than a response takes on a busy machine.
const SHORT: Duration = Duration::from_millis(700);

/// Returns the builder of a client that retries with a minimal backoff.
fn retrying(peer: &Peer) -> GraphClientBuilder {
    builder(peer).retry(RetryPolicy::default().initial_backoff(Duration::from_millis(1)))
}

/// Returns the builder of a client that retries and trusts `authority`.
fn retrying_tls(peer: &Peer, authority: &CertificateAuthority) -> GraphClientBuilder {
    retrying(peer).root_certificate(authority.pem())
}

/// Makes an update, and returns the number of its failed attempts.
async fn failed_attempts(client: &GraphClient) -> usize {
    let updated = client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await.expect("a response");
    updated.info().expect("a response").failed_attempts().len()
}

/// Makes concurrent calls, and returns the total number of their failed attempts.
async fn concurrent_failed_attempts(client: &GraphClient, calls: usize) -> usize {
    let mut tasks = JoinSet::new();
    for _ in 0..calls {
        let client = client.clone();
        tasks.spawn(async move { failed_attempts(&client).await });
    }
    tasks.join_all().await.into_iter().sum()
}

#[test]
fn ten_unresponsive_connections_cost_one_attempt() {
    run(async {
        let (unresponsive, all) = (Arc::new(AtomicBool::new(false)), Arc::new(Barrier::new(10)));
        let state = Arc::clone(&unresponsive);
        let peer = Peer::start(move |mut connection, number| {
            let (unresponsive, all) = (Arc::clone(&state), Arc::clone(&all));
            async move {
                while connection.request().await?.is_some() {
                    if number < 10 && unresponsive.load(SeqCst) {
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
        assert_eq!(concurrent_failed_attempts(&client, 10).await, 0);
        assert_eq!((peer.connections(), peer.requests()), (10, 10));

        unresponsive.store(true, SeqCst);
        assert_eq!(failed_attempts(&client).await, 1);
        assert_eq!(failed_attempts(&client).await, 0);
        assert_eq!((peer.connections(), peer.requests()), (11, 13));
    });
}

#[test]
fn an_unresponsive_http2_connection_is_replaced_once_for_all_calls() {
    run(async {
        let authority = CertificateAuthority::new();
        let peer =
            multiplexed(&authority, Pings::Acknowledged, |arrival| match (arrival.connection, arrival.request) {
                (0, 1..) => Reply::Send(Vec::new()),
                _ => Reply::Send(printer(arrival.stream)),
            });
        let client = retrying_tls(&peer, &authority).attempt_timeout(SHORT).build().expect("a client");
        assert_eq!(failed_attempts(&client).await, 0);
        assert_eq!(concurrent_failed_attempts(&client, 8).await, 8);
        assert_eq!((peer.handshakes(), peer.requests()), (2, 1 + 8 + 8));
        assert_eq!(concurrent_failed_attempts(&client, 8).await, 0);
        assert_eq!((peer.handshakes(), peer.requests()), (2, 1 + 8 + 8 + 8));
    });
}

#[test]
fn an_idle_connection_that_ignores_pings_is_closed() {
    run(async {
        let authority = CertificateAuthority::new();
        let peer = multiplexed(&authority, Pings::Ignored, |arrival| Reply::Send(printer(arrival.stream)));
        let client = retrying_tls(&peer, &authority).attempt_timeout(Duration::from_secs(2)).build().expect("a client");
        assert_eq!(failed_attempts(&client).await, 0);
        peer.closed().await;
        assert_eq!((peer.handshakes(), peer.pings()), (1, 1));
        // no attempt fails because of it
        assert_eq!(failed_attempts(&client).await, 0);
        assert_eq!((peer.handshakes(), peer.requests()), (2, 2));
    });
}

#[test]
fn an_attempt_ends_when_pings_are_ignored() {
    run(async {
        let authority = CertificateAuthority::new();
        let peer = multiplexed(&authority, Pings::Ignored, |_| Reply::Send(Vec::new()));
        let client = builder(&peer).root_certificate(authority.pem()).attempt_timeout(Duration::from_secs(2));
        let error = failure(client.build().expect("a client").get(Printer::at(ID)).await);
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
        assert_eq!(error.io_error_kind(), Some(std::io::ErrorKind::TimedOut));
        assert!(error.to_string().contains("PING"), "{error}");
        assert_eq!(peer.pings(), 1);

        let peer = multiplexed(&authority, Pings::Acknowledged, |_| Reply::Send(Vec::new()));
        let client = builder(&peer).root_certificate(authority.pem()).attempt_timeout(Duration::from_secs(2));
        let error = failure(client.build().expect("a client").get(Printer::at(ID)).await);
        assert_eq!(error.kind(), ErrorKind::Timeout, "a slow response is not a broken connection: {error}");
        assert!(peer.pings() >= 1, "{}", peer.pings());
    });
}

#[test]
fn a_connection_that_responds_503_costs_one_attempt() {
    run(async {
        let unavailable_response = response("503 Service Unavailable", "retry-after: 0\r\n", "");
        let script = move |mut connection: crate::peer::Connection, number| {
            let reply = if number == 0 { unavailable_response.clone() } else { ok(PRINTER) };
            async move {
                while connection.request().await?.is_some() {
                    connection.send(&reply).await?;
                }
                Ok(())
            }
        };
        let authority = CertificateAuthority::new();
        for peer in [
            Peer::start(script.clone()),
            Peer::start_tls(authority.server(&CertificateOptions::VALID, "http/1.1"), script),
            multiplexed(&authority, Pings::Acknowledged, |arrival| match arrival.connection {
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
fn retries_use_a_new_connection_while_others_are_idle() {
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
                        // an idle connection that broke without the client noticing
                        (0..4, _) => return connection.reset(),
                        _ => connection.send(&ok(PRINTER)).await?,
                    }
                }
                Ok(())
            }
        });
        let client = retrying(&peer).build().expect("a client");
        assert_eq!(concurrent_failed_attempts(&client, 4).await, 0);
        assert_eq!(failed_attempts(&client).await, 1, "one of the four connections was used");
        assert_eq!((peer.connections(), peer.requests()), (5, 6));
        assert_eq!(failed_attempts(&client).await, 0);
        assert_eq!((peer.connections(), peer.requests()), (5, 7));
    });
}

#[test]
fn calls_on_a_connection_that_breaks_share_the_next_one() {
    run(async {
        let authority = CertificateAuthority::new();
        let peer =
            multiplexed(&authority, Pings::Acknowledged, |arrival| match (arrival.connection, arrival.request) {
                (0, 1..8) => Reply::Send(Vec::new()),
                (0, 8) => Reply::Close(Vec::new()),
                _ => Reply::Send(printer(arrival.stream)),
            });
        let client = retrying_tls(&peer, &authority).build().expect("a client");
        assert_eq!(failed_attempts(&client).await, 0);
        assert_eq!(concurrent_failed_attempts(&client, 8).await, 8);
        assert_eq!((peer.handshakes(), peer.requests()), (2, 1 + 8 + 8));
    });
}

#[test]
fn a_cold_start_of_500_tasks_opens_one_http2_connection() {
    run(async {
        let authority = CertificateAuthority::new();
        let peer = multiplexed(&authority, Pings::Acknowledged, |arrival| Reply::Send(printer(arrival.stream)));
        let client = retrying_tls(&peer, &authority).build().expect("a client");
        assert_eq!(concurrent_failed_attempts(&client, 500).await, 0);
        assert_eq!((peer.handshakes(), peer.requests()), (1, 500));
    });
}

/// The first call must not delay the others for longer than they would wait for a connection of their own.
#[test]
fn a_cold_start_does_not_wait_for_a_missing_response() {
    run(async {
        let authority = CertificateAuthority::new();
        let peer =
            multiplexed(&authority, Pings::Acknowledged, |arrival| match (arrival.connection, arrival.request) {
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
        assert_eq!(concurrent_failed_attempts(&client, 50).await, 0);
        assert_eq!((peer.handshakes(), peer.requests()), (1, 51));
        first.abort();
    });
}
