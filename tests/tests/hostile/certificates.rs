//! Servers whose certificate is not theirs, not good, or not there: no request reaches them.

use std::time::Duration;

use graph_core::retry::RetryPolicy;
use graph_core::{ErrorKind, GraphClientBuilder};

use crate::peer::Peer;
use crate::tls::{Authority, Wanted};
use crate::watch::{ID, TOKEN, VALUE, assert_at_home, builder, failure, leak, run};
use crate::{PRINTER, Printer, ok};

/// A server behind TLS that answers every request.
fn serving(authority: &Authority, wanted: &Wanted) -> Peer {
    Peer::start_tls(authority.server(wanted, "http/1.1"), |mut connection, _| async move {
        while connection.request().await?.is_some() {
            connection.send(&ok(PRINTER)).await?;
        }
        Ok(())
    })
}

/// Repeats what it may, to show that it does not.
fn trusting(peer: &Peer, authority: &Authority) -> GraphClientBuilder {
    builder(peer).root_certificate(authority.pem()).retry(RetryPolicy::default().initial_backoff(Duration::ZERO))
}

async fn assert_refused(peer: &Peer, builder: GraphClientBuilder, attempts: usize) -> String {
    let client = builder.build().expect("a client");
    let error = failure(client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.to_string().contains(peer.authority()), "{error}");
    assert_eq!(error.failed_attempts().len(), attempts, "{error}");
    peer.quiet().await;
    assert_eq!((peer.handshakes(), peer.requests(), peer.connections()), (0, 0, attempts));
    assert_at_home(peer);
    format!("{error} {error:?}")
}

#[test]
fn a_good_certificate_is_taken_and_the_token_is_not_on_the_wire() {
    run(async {
        let authority = Authority::new();
        for root in [
            authority.pem().into_bytes(),
            authority.der(),
            [authority.pem(), Authority::new().pem()].concat().into_bytes(),
        ] {
            let peer = serving(&authority, &Wanted::GOOD);
            let client = builder(&peer).root_certificate(root).build().expect("a client");
            assert_eq!(client.get(Printer::at(ID)).await.expect("a printer").job_count, 4);
            let [wire, clear] = peer.received();
            assert!(String::from_utf8_lossy(&clear).contains(TOKEN));
            assert!(leak(&String::from_utf8_lossy(&wire)).is_none() && wire.len() > clear.len());
            assert_at_home(&peer);
        }
    });
}

#[test]
fn a_certificate_for_somebody_else_is_refused() {
    run(async {
        let authority = Authority::new();
        for host in ["graph.microsoft.com", "localhost.evil.example", "127.0.0.1", "*.localhost", "xn--localhost-"] {
            let peer = serving(&authority, &Wanted { host, ..Wanted::GOOD });
            let shown = assert_refused(&peer, trusting(&peer, &authority), 1).await;
            assert!(
                shown.contains("could not establish a secure connection") && shown.contains("check its certificate"),
                "{shown}"
            );
        }
    });
}

#[test]
fn a_certificate_of_another_time_is_refused() {
    run(async {
        let authority = Authority::new();
        for (years, why) in [([2000, 2001], "Expired"), ([3000, 3001], "NotValidYet")] {
            let peer = serving(&authority, &Wanted { years, ..Wanted::GOOD });
            let shown = assert_refused(&peer, trusting(&peer, &authority), 1).await;
            assert!(shown.contains("could not establish a secure connection") && shown.contains(why), "{shown}");
        }
    });
}

#[test]
fn an_authority_that_nobody_trusts_is_refused() {
    run(async {
        let peer = serving(&Authority::new(), &Wanted::GOOD);
        let shown = assert_refused(&peer, trusting(&peer, &Authority::new()), 1).await;
        assert!(shown.contains("could not establish a secure connection"), "{shown}");
        let peer = serving(&Authority::new(), &Wanted::GOOD);
        let retry = RetryPolicy::default().initial_backoff(Duration::ZERO);
        assert_refused(&peer, builder(&peer).retry(retry), 1).await;
    });
}

/// An address that says `https` is spoken to in TLS or not at all.
#[test]
fn nothing_is_said_in_the_clear() {
    run(async {
        let plain = Peer::answering(ok(PRINTER));
        let garbage = Peer::start(|mut connection, _| async move {
            connection.send(&[0x16, 3, 3, 0xff, 0xff, 2, 0xff, 0xff, 0xff]).await?;
            connection.send(&vec![b'x'; 100_000]).await?;
            connection.stall().await
        });
        let alert = Peer::start(|mut connection, _| async move {
            connection.send(&[0x15, 3, 3, 0, 2, 2, 40]).await?;
            connection.stall().await
        });
        let cut = Peer::start(|mut connection, _| async move { connection.exactly(5).await.map(drop) });
        let reset = Peer::start(|connection, _| async move { connection.reset() });
        let silent = Peer::start(|mut connection, _| async move { connection.stall().await });
        for (peer, short) in
            [(plain, false), (garbage, false), (alert, false), (cut, false), (reset, false), (silent, true)]
        {
            let cloud = graph_core::Cloud::custom(&format!("https://localhost:{}", peer.port())).expect("a cloud");
            let mut builder = graph_core::GraphClient::builder(cloud).token(TOKEN).retry(RetryPolicy::none());
            if short {
                builder = builder.connect_timeout(Duration::from_millis(200));
            }
            let client = builder.root_certificate(Authority::new().pem()).build().expect("a client");
            let error = failure(client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
            assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
            assert!(!error.to_string().contains("may or may not"), "nothing was sent: {error}");
            if short {
                assert_eq!(error.io_error_kind(), Some(std::io::ErrorKind::TimedOut), "{error}");
            }
            let [wire, clear] = peer.received();
            assert_eq!(leak(&String::from_utf8_lossy(&wire)).or(leak(&String::from_utf8_lossy(&clear))), None);
            assert_eq!(peer.requests(), 0);
        }
    });
}

#[test]
fn a_root_that_cannot_be_read_is_a_mistake_of_the_configuration() {
    run(async {
        let peer = serving(&Authority::new(), &Wanted::GOOD);
        let key = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
        for root in [
            "",
            "x",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            "-----BEGIN CERTIFICATE-----\n!\n",
            key,
        ] {
            let error = failure(builder(&peer).root_certificate(root).build());
            assert_eq!(error.kind(), ErrorKind::Configuration, "{root:?}: {error}");
        }
        assert_eq!(peer.connections(), 0);
    });
}
