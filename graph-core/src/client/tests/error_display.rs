//! What `Display` shows of an error response, and how much.

use super::scripted::{retry_after, scripted};
use super::{Printer, responding, response, update_error};
use crate::failure::ErrorKind;
use crate::retry::RetryPolicy;

async fn shown(body: &str) -> String {
    let (client, _) = responding(response(400), body);
    let text = update_error(&client).await.to_string();
    let text = text
        .strip_prefix("update of `#microsoft.graph.printer`: the service rejected the request with 400 Bad Request")
        .unwrap();
    text.strip_suffix(" (request-id service-id)").unwrap().to_owned()
}

#[tokio::test]
async fn the_target_is_shown() {
    let literal = "Cannot convert the literal '4.5' to the expected type 'Edm.Int32'.";
    let body = format!(r#"{{"error":{{"code":"BadRequest","message":"{literal}","target":"address/jobCount"}}}}"#);
    assert_eq!(shown(&body).await, format!(", `BadRequest` at `address/jobCount`: {}", literal.trim_end_matches('.')));
    // Only a detail has a target.
    let body = format!(
        r#"{{"error":{{"code":"BadRequest","message":"{literal}","details":[{{"message":"{literal}","target":"jobCount"}}]}}}}"#
    );
    assert_eq!(shown(&body).await, format!(", `BadRequest` at `jobCount`: {}", literal.trim_end_matches('.')));
    // The message names the target.
    assert_eq!(
        shown(r#"{"error":{"code":"X","message":"Property 'jobCount' is wrong.","target":"jobCount"}}"#).await,
        ", `X`: Property 'jobCount' is wrong"
    );
    assert_eq!(shown(r#"{"error":{"target":"jobCount","message":"No."}}"#).await, " at `jobCount`: No");
}

#[tokio::test]
async fn one_detail_is_shown_and_the_others_are_counted() {
    let detail =
        |number: usize| format!(r#"{{"code":"Range","message":"Fault {number}.","target":"property{number}"}}"#);
    let details = |count: usize| (1..=count).map(detail).collect::<Vec<_>>().join(",");
    let general =
        |count| format!(r#"{{"error":{{"code":"X","message":"Several faults.","details":[{}]}}}}"#, details(count));
    let first = |count| format!(r#"{{"error":{{"code":"X","message":"Fault 1.","details":[{}]}}}}"#, details(count));
    assert_eq!(shown(&general(1)).await, ", `X`: Several faults (`Range` at `property1`: Fault 1)");
    assert_eq!(shown(&general(3)).await, ", `X`: Several faults (`Range` at `property1`: Fault 1; and 2 more)");
    assert_eq!(shown(&first(1)).await, ", `X` at `property1`: Fault 1");
    assert_eq!(shown(&first(3)).await, ", `X` at `property1`: Fault 1 (and 2 more)");
    // A list of errors.
    let list = format!(r#"{{"error":[{}]}}"#, details(3));
    assert_eq!(shown(&list).await, ", `Range` at `property1`: Fault 1 (and 2 more)");
    // Details beyond the stored ones are counted.
    assert!(shown(&first(500)).await.ends_with("(and 499 more)"));
    // Empty details do not count.
    assert_eq!(shown(r#"{"error":{"code":"X","message":"No.","details":[{},{"x":1},null,7]}}"#).await, ", `X`: No");
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_readable() {
    for (header, expected) in
        [("600", "retry in 10 min"), ("86400", "retry in 24 h"), ("99999999999999999999", "retry in 366 days")]
    {
        let (client, _) = scripted([retry_after(429, header)]);
        let text = update_error(&client.build().unwrap()).await.to_string();
        assert!(text.contains(&format!("; {expected}")), "{text}");
    }
    let (client, _) = scripted([retry_after(429, "0")]);
    let client = client.retry(RetryPolicy::none()).build().unwrap();
    let text = update_error(&client).await.to_string();
    assert!(text.contains("; retry now") && !text.contains("0 "), "{text}");
}

#[tokio::test]
async fn an_address_that_is_too_long_is_an_error() {
    let (client, requests) = responding(response(200), super::PRINTER);
    for length in [65_600, 1 << 20] {
        let error = client.get(Printer::at("private-id".repeat(length / 10))).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Request, "{error}");
        let text = error.to_string();
        assert!(
            text.contains("too long") && text.contains("/printers/{printerId}") && text.contains("65534"),
            "{text}"
        );
        assert!(!text.contains("private-id") && !text.contains("character"), "{text}");
    }
    assert_eq!(requests.len(), 0);
    // the maximum length
    let id = "x".repeat(65_534 - "/v1.0/printers/".len());
    client.get(Printer::at(id)).select_all().await.unwrap();
    assert_eq!(requests.last().uri().path().len(), 65_534);
}

/// A service with long and hidden texts wherever possible.
#[tokio::test]
async fn texts_of_a_service_are_bounded_and_escaped() {
    const HIDDEN: &str = "\u{1b}[31m\u{202e}\u{200b}\u{e0041}\u{e0042}\u{fe0f}\u{ad}\u{2028}\r\n\t\0";
    let long = format!("{}{HIDDEN}", "y".repeat(3_000));
    let text = serde_json::json!(format!("{HIDDEN}{long}"));
    let detail = format!(r#"{{"code":{text},"message":{text},"target":{text}}}"#);
    let mut inner = "{}".to_owned();
    for _ in 0..100 {
        inner = format!(r#"{{"code":"c{}","p@ss":"{}","innerError":{inner}}}"#, &long[..100], &long[..100]);
    }
    let object =
        (0..400).map(|number| format!(r#""{number}\u202e":[1,{{"a":"\u001b"}}]"#)).collect::<Vec<_>>().join(",");
    for body in [
        format!(r#"{{"error":{{"code":{text},"message":{text},"target":{text},"details":[{detail}]}}}}"#),
        format!(r#"{{"error":{{"code":"x","details":[{}{{}}]}}}}"#, r#"{"code":"\u202ey"},"#.repeat(3_000)),
        format!(r#"{{"error":{{"code":"x","innerError":{inner}}}}}"#),
        format!(r#"{{"error":{{"code":"x","innerError":{{{object},"request-id":{text},"date":{text}}}}}}}"#),
        format!("<html>{long}"),
        format!(r#"{{"error":{text},"error_description":{text},"trace_id":{text},"correlation_id":{text}}}"#),
    ] {
        let mut head = http::Response::builder().status(400);
        for name in ["request-id", "date", "x-ms-ags-diagnostic", "sunset", "deprecation", "link"] {
            head = head.header(name, format!("a\tb{}", "y".repeat(50_000)));
        }
        let head = head.header("etag", format!("\"{}\u{e0041}\u{202e}\"", "y".repeat(50_000)));
        let (client, _) = responding(head, body);
        let error = update_error(&client).await;
        let service = error.service().unwrap();
        let mut texts = vec![service.code(), service.message(), service.target(), service.date(), service.request_id()];
        texts.push(service.client_request_id());
        texts.extend([error.request_id(), error.date(), error.diagnostic()]);
        texts.extend(service.details().iter().flat_map(|detail| [detail.code(), detail.message(), detail.target()]));
        for inner in service.inner_errors() {
            texts.extend([inner.code(), inner.message(), inner.date(), inner.request_id(), inner.client_request_id()]);
        }
        for text in texts.into_iter().flatten() {
            assert!(text.len() < 9_000, "{}", text.len());
            assert_clean(text);
        }
        assert!(service.details().len() <= 64 && service.inner_errors().count() <= 16);
        for inner in service.inner_errors() {
            let text = serde_json::to_string(inner.additional()).unwrap();
            assert!(text.len() < 16_000, "{}", text.len());
            assert!(!text.contains("\\u001b") && !text.contains('\u{202e}'), "{text}");
        }
        assert!(error.to_string().len() < 4_000, "{error}");
        assert_clean(&error.to_string());
        for text in [format!("{error:?}"), format!("{error:#?}"), format!("{:?}", error.failed_attempts())] {
            assert!(text.len() < 24_000, "{}: {text}", text.len());
            assert_clean(&text.replace('\n', ""));
        }
        assert!(error.support().to_string().len() < 4_000);
    }
}

fn assert_clean(text: &str) {
    let hidden = |character: char| {
        character.is_control()
            || matches!(
                character,
                '\u{ad}' | '\u{200b}' | '\u{202e}' | '\u{2028}' | '\u{fe0f}' | '\u{e0000}'..='\u{e0fff}'
            )
    };
    assert!(!text.contains(hidden), "{text:?}");
}

/// The same limits apply to successful responses and to logs.
#[tokio::test]
async fn responses_and_spans_are_bounded_and_escaped() {
    let recorder = super::spans::Recorder::default();
    let mut head = http::Response::builder().status(200);
    for name in ["request-id", "date", "deprecation", "sunset", "link"] {
        head = head.header(name, format!("a\tb{}", "y".repeat(50_000)));
    }
    let (client, _) = responding(head.header("etag", format!("\"{}\u{202e}\"", "y".repeat(50_000))), super::PRINTER);
    let guard = recorder.listen();
    let printer = client.get(Printer::at("p1")).await.unwrap();
    drop(guard);
    let text = recorder.text();
    assert!(text.len() < 4_000, "{}", text.len());
    assert!(!text.contains('\t'), "{text}");
    let info = printer.info();
    assert!(info.request_id().unwrap().len() < 200 && info.date().unwrap().len() < 200);
    assert!(info.etag().unwrap().as_str().len() > 50_000, "it is sent unchanged");
    let text = format!("{printer:?}");
    assert!(text.len() < 4_000, "{}", text.len());
    assert_clean(&text);
}

#[derive(Debug)]
struct Verbose(#[expect(dead_code, reason = "`Debug` shows it")] String);

impl std::fmt::Display for Verbose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("broken")
    }
}

impl std::error::Error for Verbose {}

/// The error of a library may quote a service, for example the debug data at the end of an HTTP/2 connection.
#[tokio::test]
async fn errors_of_other_libraries_are_bounded() {
    let client = super::failing(|| Box::new(Verbose("short".into())));
    let error = update_error(&client).await;
    assert!(std::error::Error::source(&error).unwrap().is::<Verbose>(), "the source is available");
    let client = super::failing(|| Box::new(Verbose("\u{202e}long".repeat(100_000))));
    let error = update_error(&client).await;
    assert!(format!("{error:?}").len() < 24_000 && format!("{error:#?}").len() < 24_000);
    let source = std::error::Error::source(&error).unwrap();
    assert!(source.to_string().len() < 8_000 && format!("{source:?}").contains("Verbose"), "{source}");
    assert_clean(&source.to_string());
}
