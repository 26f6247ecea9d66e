//! Resume tokens, which a program stores and may mix up.

use graph_core::ErrorKind;
use graph_core::operation::ResumeToken;

use super::{User, ids, printer, serving, targets};
use crate::harness::{assert_not_contacted, client, failure, leaked_part, run};
use crate::peer::Peer;
use crate::{Printer, response};

/// Four pages with three printers each; the third page fails once.
fn failing_once() -> Peer {
    let failed = std::sync::atomic::AtomicBool::new(false);
    serving(move |request| {
        let number = request.target().rsplit_once("page=").map_or(0, |(_, number)| number.parse().expect("a number"));
        if number == 2 && !failed.swap(true, std::sync::atomic::Ordering::SeqCst) {
            return response("500 Broken", "", "{}");
        }
        let items: Vec<_> = (0..3).map(|item| printer(number * 3 + item)).collect();
        let link = format!("/v1.0/printers?page={}", number + 1);
        request.page(&items.join(","), (number < 3).then_some(&*link))
    })
}

#[test]
fn a_list_continues_with_the_page_that_failed() {
    run(async {
        for is_prefetched in [false, true] {
            let peer = failing_once();
            let client = client(&peer);
            let list = || {
                let list = client.list(Printer::collection()).page_size(3);
                if is_prefetched { list.prefetch() } else { list }
            };
            let mut stream = list().stream();
            let (mut found, error) = ids(&mut stream).await;
            assert!(error.expect("an error").is_server_error());
            assert_eq!(found.len(), 6);
            let token = stream.resume_token();
            assert_eq!(leaked_part(&format!("{token} {token:?}")), None);
            assert!(!format!("{token:?}").contains("page="), "{token:?}");
            let stored: ResumeToken = token.to_string().parse().expect("a token");
            assert_eq!(stored, token);
            let (rest, error) = ids(&mut list().resume(stored).stream()).await;
            assert!(error.is_none(), "{error:?}");
            found.extend(rest);
            assert_eq!(found, (0..12).map(|id| format!("p{id}")).collect::<Vec<_>>());
            assert_eq!(targets(&peer).iter().filter(|target| !target.contains("page=")).count(), 1);
        }
    });
}

#[test]
fn a_token_of_another_query_is_refused_before_anything_is_sent() {
    run(async {
        let peer = failing_once();
        let client = client(&peer);
        let list = || client.list(Printer::collection());
        let mut stream = list().page_size(3).stream();
        stream.try_next().await.expect("a printer");
        let token = stream.resume_token();
        let requests = peer.requests();
        for other in [list(), list().page_size(4), list().page_size(3).eventual(), list().page_size(3).select_all()] {
            let error = failure(other.resume(token.clone()).try_collect().await);
            assert_eq!(error.kind(), ErrorKind::Request, "{error}");
            assert!(error.query_error().is_some(), "{error}");
        }
        let error = failure(client.list(User::collection()).page_size(3).resume(token).try_collect().await);
        assert!(error.query_error().is_some(), "{error}");
        assert_eq!(peer.requests(), requests);
    });
}

/// A token may come from a file that another program can write.
#[test]
fn a_token_cannot_send_the_access_token_elsewhere() {
    run(async {
        let peer = failing_once();
        let other = Peer::serving_printer();
        let client = client(&peer);
        let mut stream = client.list(Printer::collection()).stream();
        for _ in 0..4 {
            stream.try_next().await.expect("a printer");
        }
        let token = stream.resume_token().to_string();
        let requests = peer.requests();
        for changed in [
            token.replace(peer.authority(), other.authority()),
            token.replace("http://", "https://"),
            token.replace("http://", "http://user@"),
            token.replace(&peer.url(), ""),
        ] {
            assert_ne!(changed, token);
            let list = client.list(Printer::collection()).resume(changed.parse().expect("a token"));
            let error = failure(list.try_collect().await);
            assert!(matches!(error.kind(), ErrorKind::Origin | ErrorKind::Request), "{error}");
        }
        assert_not_contacted(&[&other]);
        assert_eq!(peer.requests(), requests);
    });
}

#[test]
fn text_that_is_not_a_token_is_refused() {
    for text in [
        "",
        "1",
        "1.",
        "1.0",
        "1.0.0",
        "2.0.0.x",
        "1.x.0.y",
        "1.0.-1.y",
        "1.0.1e3.y",
        "1.0.99999999999999999999999.y",
        " 1.0.0.y",
    ] {
        let error = text.parse::<ResumeToken>().expect_err(text);
        assert!(error.to_string().contains("resume token"), "{error}");
    }
    assert!("1.ffffffffffffffff.0.".parse::<ResumeToken>().is_ok());
}
