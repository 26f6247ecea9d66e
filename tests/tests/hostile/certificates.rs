//! Servers whose certificate is for another host, expired, untrusted or missing. They receive no request.

use std::time::Duration;

use graph_core::retry::RetryPolicy;
use graph_core::{ErrorKind, GraphClientBuilder};

use crate::harness::{ID, TOKEN, VALUE, assert_token_in_header_only, builder, failure, leaked_part, run};
use crate::peer::Peer;
use crate::tls::{CertificateAuthority, CertificateOptions};
use crate::{PRINTER, Printer, ok};

/// Starts a server with TLS that responds to every request.
fn serving(authority: &CertificateAuthority, options: &CertificateOptions) -> Peer {
    Peer::start_tls(authority.server(options, "http/1.1"), |mut connection, _| async move {
        while connection.request().await?.is_some() {
            connection.send(&ok(PRINTER)).await?;
        }
        Ok(())
    })
}

/// Returns the builder of a client that trusts `authority` and retries, to show that it does not retry here.
fn trusting_and_retrying(peer: &Peer, authority: &CertificateAuthority) -> GraphClientBuilder {
    builder(peer).root_certificate(authority.pem()).retry(RetryPolicy::default().initial_backoff(Duration::ZERO))
}

async fn assert_rejected(peer: &Peer, builder: GraphClientBuilder, attempts: usize) -> String {
    let client = builder.build().expect("a client");
    let error = failure(client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(error.to_string().contains(peer.authority()), "{error}");
    assert_eq!(error.failed_attempts().len(), attempts, "{error}");
    peer.closed().await;
    assert_eq!((peer.handshakes(), peer.requests(), peer.connections()), (0, 0, attempts));
    assert_token_in_header_only(peer);
    format!("{error} {error:?}")
}

#[test]
fn a_valid_certificate_is_accepted_and_the_token_is_encrypted() {
    run(async {
        let authority = CertificateAuthority::new();
        for root in [
            authority.pem().into_bytes(),
            authority.der(),
            [authority.pem(), CertificateAuthority::new().pem()].concat().into_bytes(),
        ] {
            let peer = serving(&authority, &CertificateOptions::VALID);
            let client = builder(&peer).root_certificate(root).build().expect("a client");
            assert_eq!(client.get(Printer::at(ID)).await.expect("a printer").job_count, 4);
            let [wire, clear] = peer.received();
            assert!(String::from_utf8_lossy(&clear).contains(TOKEN));
            assert!(leaked_part(&String::from_utf8_lossy(&wire)).is_none() && wire.len() > clear.len());
            assert_token_in_header_only(&peer);
        }
    });
}

#[test]
fn a_certificate_for_another_host_is_rejected() {
    run(async {
        let authority = CertificateAuthority::new();
        for host in ["graph.microsoft.com", "localhost.evil.example", "127.0.0.1", "*.localhost", "xn--localhost-"] {
            let peer = serving(&authority, &CertificateOptions { host, ..CertificateOptions::VALID });
            let shown = assert_rejected(&peer, trusting_and_retrying(&peer, &authority), 1).await;
            assert!(
                shown.contains("could not establish a secure connection") && shown.contains("check its certificate"),
                "{shown}"
            );
        }
    });
}

#[test]
fn a_certificate_outside_its_validity_period_is_rejected() {
    run(async {
        let authority = CertificateAuthority::new();
        for (years, why) in [([2000, 2001], "Expired"), ([3000, 3001], "NotValidYet")] {
            let peer = serving(&authority, &CertificateOptions { years, ..CertificateOptions::VALID });
            let shown = assert_rejected(&peer, trusting_and_retrying(&peer, &authority), 1).await;
            assert!(shown.contains("could not establish a secure connection") && shown.contains(why), "{shown}");
        }
    });
}

#[test]
fn a_certificate_of_an_untrusted_authority_is_rejected() {
    run(async {
        let peer = serving(&CertificateAuthority::new(), &CertificateOptions::VALID);
        let shown = assert_rejected(&peer, trusting_and_retrying(&peer, &CertificateAuthority::new()), 1).await;
        assert!(shown.contains("could not establish a secure connection"), "{shown}");
        let peer = serving(&CertificateAuthority::new(), &CertificateOptions::VALID);
        let retry = RetryPolicy::default().initial_backoff(Duration::ZERO);
        assert_rejected(&peer, builder(&peer).retry(retry), 1).await;
    });
}

/// An `https` endpoint receives no request without TLS.
#[test]
fn nothing_is_sent_without_tls() {
    run(async {
        let plain = Peer::responding_with(ok(PRINTER));
        let garbage = Peer::start(|mut connection, _| async move {
            connection.send(&[0x16, 3, 3, 0xff, 0xff, 2, 0xff, 0xff, 0xff]).await?;
            connection.send(&vec![b'x'; 100_000]).await?;
            connection.stall().await
        });
        let alert = Peer::start(|mut connection, _| async move {
            connection.send(&[0x15, 3, 3, 0, 2, 2, 40]).await?;
            connection.stall().await
        });
        let truncated = Peer::start(|mut connection, _| async move { connection.read_exact(5).await.map(drop) });
        let reset = Peer::start(|connection, _| async move { connection.reset() });
        let unresponsive = Peer::start(|mut connection, _| async move { connection.stall().await });
        for (peer, times_out) in
            [(plain, false), (garbage, false), (alert, false), (truncated, false), (reset, false), (unresponsive, true)]
        {
            let cloud = graph_core::Cloud::custom(&format!("https://localhost:{}", peer.port())).expect("a cloud");
            let mut builder = graph_core::GraphClient::builder(cloud).token(TOKEN).retry(RetryPolicy::none());
            if times_out {
                builder = builder.connect_timeout(Duration::from_millis(200));
            }
            let client = builder.root_certificate(CertificateAuthority::new().pem()).build().expect("a client");
            let error = failure(client.update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
            assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
            assert!(!error.to_string().contains("may or may not"), "nothing was sent: {error}");
            if times_out {
                assert_eq!(error.io_error_kind(), Some(std::io::ErrorKind::TimedOut), "{error}");
            }
            let [wire, clear] = peer.received();
            assert_eq!(
                leaked_part(&String::from_utf8_lossy(&wire)).or(leaked_part(&String::from_utf8_lossy(&clear))),
                None
            );
            assert_eq!(peer.requests(), 0);
        }
    });
}

#[test]
fn an_unreadable_root_certificate_is_a_configuration_error() {
    run(async {
        let peer = serving(&CertificateAuthority::new(), &CertificateOptions::VALID);
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
