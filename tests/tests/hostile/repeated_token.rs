//! A service, or a gateway in front of it, whose responses contain the token of the request.

use crate::harness::{
    ID, TOKEN, VALUE, all_text, assert_no_private_text, assert_token_in_header_only, client, failure, run,
};
use crate::peer::Peer;
use crate::{PRINTER, Printer, response};

/// The token, and forms into which a gateway may change it.
fn forms() -> Vec<String> {
    let (start, end) = TOKEN.split_at(40);
    let percent = TOKEN.replace('.', "%2E");
    let json = TOKEN.replace('.', "\\\\u002e");
    let html = TOKEN.replace('.', "&#x2e;");
    // from the middle, the second with 16 characters only
    let parts = [&TOKEN[5..45], &TOKEN[27..43]];
    [TOKEN, start, end, &TOKEN.to_uppercase(), &TOKEN.to_lowercase(), &percent, &json, &html, parts[0], parts[1]]
        .into_iter()
        .flat_map(|token| [token.to_owned(), format!("Bearer {token}"), format!("x{token}y"), format!("a, {token}; b")])
        .collect()
}

#[test]
fn errors_do_not_contain_the_token() {
    run(async {
        for (index, form) in forms().into_iter().enumerate() {
            let headers =
                ["request-id", "date", "x-ms-ags-diagnostic", "deprecation", "sunset", "link", "etag", "content-type"]
                    .map(|name| format!("{name}: {form}\r\n"))
                    .concat();
            let headers = format!("{headers}etag: \"{}\"\r\n", form.replace(' ', ""));
            let json = format!(
                r#"{{"error":{{"code":"{form}","message":"{form}","target":"{form}","details":[{{"code":"{form}"}}],"innerError":{{"{form}":"{form}","request-id":"{form}","innerError":{{"code":"{form}"}}}}}}}}"#
            );
            for body in [json.clone(), json[..json.len() / 2].to_owned(), format!("<html>{form}</html>"), form.clone()]
            {
                let status =
                    ["400 Bad Request", "403 Forbidden", "429 Too Many Requests", "502 Bad Gateway"][index % 4];
                let peer = Peer::responding_with(response(status, &headers, body));
                let error = failure(client(&peer).update(Printer::at(ID), Printer::update().job_count(VALUE)).await);
                let service = error.service().expect("an error of the service");
                for inner in service.inner_errors() {
                    assert_no_private_text(&format!("{:?}", inner.additional()));
                }
                let texts = [
                    service.message(),
                    service.code(),
                    service.target(),
                    error.request_id(),
                    error.date(),
                    error.diagnostic(),
                ];
                assert_no_private_text(&format!("{texts:?}"));
                assert!(all_text(&error).contains("[redacted]"), "{error}");
                assert_token_in_header_only(&peer);
            }
        }
    });
}

#[test]
fn responses_and_logs_do_not_contain_the_token() {
    run(async {
        // In a successful response, only the beginning of the token is searched for; in an error, every part of it.
        for form in forms().into_iter().filter(|form| form.to_lowercase().contains(&TOKEN[..16].to_lowercase())) {
            let headers = ["request-id", "date", "deprecation", "sunset", "link"]
                .map(|name| format!("{name}: {form}\r\n"))
                .concat();
            let headers = format!("{headers}etag: \"{}\"\r\n", form.replace(' ', ""));
            // the harness searches the log when the test ends
            let peer = Peer::responding_with(response("200 OK", &headers, PRINTER));
            let printer = client(&peer).get(Printer::at(ID)).await.expect("a printer");
            assert_no_private_text(&format!("{printer:?} {:?} {:?}", printer.info(), printer.info().deprecation()));
            let peer = Peer::responding_with(response("200 OK", &headers, "{"));
            failure(client(&peer).get(Printer::at(ID)).await);
            let peer = Peer::responding_with(response("200 OK", &headers, ""));
            let updated = client(&peer).update(Printer::at(ID), Printer::update().job_count(VALUE)).await;
            assert_no_private_text(&format!("{:?}", updated.expect("no content")));
        }
    });
}
