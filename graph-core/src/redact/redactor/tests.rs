use http::HeaderValue;
use proptest::prelude::*;

use super::{Redactor, Search};

fn redacted(text: &str) -> String {
    let header = HeaderValue::from_static("Bearer eyJ0eXAi.S3CR3T-t0ken-that-is-long");
    Redactor::new(&header).redacted(text).into_owned()
}

#[test]
fn the_token_is_removed() {
    assert_eq!(redacted("a eyJ0eXAi.S3CR3T-t0ken-that-is-long, b"), "a [redacted], b");
    assert_eq!(redacted("eyJ0eXAi.S3CR3T-t0ken-that-is-lo"), "[redacted]", "truncated");
    assert_eq!(
        redacted("\"authorization\": \"Bearer eyJ0eXAi.S3CR3T-t0ken-that-is-long\""),
        "\"authorization\": \"Bearer [redacted]\""
    );
    assert_eq!(
        redacted("éeyJ0eXAi.S3CR3T-t0ken-that-is-longé eyJ0eXAi.S3CR3T-t0ken-that-is-long"),
        "é[redacted]é [redacted]"
    );
}

#[test]
fn parts_are_removed_in_any_case() {
    assert_eq!(redacted("https://eyj0exai.s3cr3t-t0ken-that-is-long.evil.example/, b"), "https:[redacted], b");
    assert_eq!(redacted("EYJ0EXAI.S3CR3T-T0KEN"), "[redacted]");
    let long = format!("Bearer {}{}", "0123456789abcdef".repeat(3), "the-end-of-a-token-is-a-part-of-it");
    let header = HeaderValue::from_str(&long).unwrap();
    assert_eq!(Redactor::new(&header).redacted("é the-end-of-a-token-is-a é"), "é [redacted] é");
    assert_eq!(Redactor::of_prefix(&header).redacted("é the-end-of-a-token-is-a é"), "é the-end-of-a-token-is-a é");
    assert_eq!(Redactor::of_prefix(&header).redacted("x0123456789ABCDEF"), "[redacted]");
    assert_eq!(Redactor::new(&header).redacted("0123456789abcde"), "0123456789abcde", "too little of it");
}

#[test]
fn other_bearer_tokens_are_removed() {
    for text in [
        "bearer  abcdefghijklmnop",
        "BEARER\tabcdefghijklmnop.x",
        "Bearer%20abcdefghijklmnop",
        "Bearer: abcdefghijklmnop",
    ] {
        let clean = redacted(text);
        assert!(clean.ends_with("[redacted]") && !clean.contains("abcdef"), "{clean}");
    }
}

#[test]
fn ordinary_words_remain() {
    for text in
        ["", "Bearer", "Bearer ", "the bearer token has expired", "Bearer realm=\"\"", "é Bearer é", "eyJ0eXAi alone"]
    {
        assert_eq!(redacted(text), text);
    }
    let header = HeaderValue::from_static("Bearer test");
    assert_eq!(Redactor::new(&header).redacted("a test").into_owned(), "a test", "too short to be a secret");
}

/// A random token of the characters that tokens may contain.
fn token() -> impl Strategy<Value = String> {
    "[A-Za-z0-9._~+/=-]{16,400}"
}

/// How one character of the token is escaped.
#[derive(Debug, Clone, Copy)]
enum Escape {
    Plain,
    OtherCase,
    Percent,
    PercentLower,
    PercentTwice,
    Json,
    JsonInJson,
    JsonSlash,
    Html,
    HtmlHex,
}

const ESCAPES: [Escape; 10] = [
    Escape::Plain,
    Escape::OtherCase,
    Escape::Percent,
    Escape::PercentLower,
    Escape::PercentTwice,
    Escape::Json,
    Escape::JsonInJson,
    Escape::JsonSlash,
    Escape::Html,
    Escape::HtmlHex,
];

fn escaped(character: char, escape: Escape) -> String {
    let code = u32::from(character);
    match escape {
        Escape::OtherCase if character.is_ascii_lowercase() => character.to_ascii_uppercase().to_string(),
        Escape::OtherCase => character.to_ascii_lowercase().to_string(),
        Escape::Percent => format!("%{code:02X}"),
        Escape::PercentLower => format!("%{code:02x}"),
        Escape::PercentTwice => format!("%25{code:02X}"),
        Escape::Json => format!("\\u{code:04x}"),
        Escape::JsonInJson => format!("\\\\u{code:04X}"),
        Escape::JsonSlash if character == '/' => "\\/".to_owned(),
        Escape::Plain | Escape::JsonSlash => character.to_string(),
        Escape::Html => format!("&#{code};"),
        Escape::HtmlHex => format!("&#x{code:x};"),
    }
}

/// Undoes [`escaped`], by replacing one escape after the other until there are none.
fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    loop {
        let mut next = text.clone();
        for code in 0x20..0x7f_u8 {
            let character = char::from(code).to_string();
            for escape in [
                format!("%{code:02X}"),
                format!("%{code:02x}"),
                format!("\\u{code:04x}"),
                format!("\\u{code:04X}"),
                format!("&#{code};"),
                format!("&#x{code:x};"),
            ] {
                next = next.replace(&escape, &character);
            }
        }
        next = next.replace("\\\\", "\\").replace("\\/", "/");
        if next == text {
            return text;
        }
        text = next;
    }
}

/// Returns sixteen consecutive characters of the token that occur in the text, with any escapes.
fn remaining_part(token: &str, text: &str) -> Option<String> {
    let token = token.to_ascii_lowercase();
    let text = [text.to_ascii_lowercase(), decoded(text).to_ascii_lowercase()];
    let mut parts = (0..=token.len() - 16).map(|start| &token[start..start + 16]);
    parts.find(|part| text.iter().any(|text| text.contains(part))).map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn no_part_of_sixteen_characters_remains(
        token in token(),
        cut in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        escapes in prop::collection::vec(prop::sample::select(&ESCAPES[..]), 1..20),
        one_escape in prop::option::of(prop::sample::select(&ESCAPES[..])),
        before in "([ -~]{0,30}|.{0,10})[ ,;:\"<>]",
        after in "[ ,;:\"<>&]([ -~]{0,30}|.{0,10})",
    ) {
        let header = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
        let start = cut.0.index(token.len() - 15);
        let end = start + 16 + cut.1.index(token.len() - start - 15);
        let part = &token[start..end];
        let part: String = part
            .chars()
            .zip(escapes.iter().cycle())
            .map(|(character, escape)| escaped(character, one_escape.unwrap_or(*escape)))
            .collect();
        let text = format!("{before}{part}{after}");
        let clean = Redactor::new(&header).redacted(&text).into_owned();
        prop_assert_eq!(remaining_part(&token, &clean), None, "{} -> {}", text, clean);
        prop_assert!(clean.contains("[redacted]"), "{}", clean);
        let (start, end) = (before.trim_end_matches(|character: char| !" ,;:\"<>".contains(character)), after);
        prop_assert!(clean.starts_with(start) || start.to_lowercase().contains("bearer"), "{:?} in {:?}", start, clean);
        prop_assert!(clean.ends_with(end.as_str()) || end.to_lowercase().contains("bearer"), "{:?} in {:?}", end, clean);
    }

    #[test]
    fn text_without_a_part_is_unchanged(token in token(), text in "[ -~]{0,200}") {
        let header = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
        if remaining_part(&token, &text).is_none() && !text.to_lowercase().contains("bearer") {
            prop_assert_eq!(Redactor::new(&header).redacted(&text).into_owned(), text);
        }
    }
}

#[test]
fn parts_at_every_offset_are_removed() {
    let token = "eyJ0eXAi.abcdefghijklmnopqrstuvwxyz0123456789-ABCDEF";
    let header = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
    for start in 0..=token.len() - 16 {
        let part = &token[start..start + 16];
        let text = format!("a {part} {} b", part.replace('.', "%2E"));
        assert_eq!(Redactor::new(&header).redacted(&text), "a [redacted] [redacted] b", "{start}");
    }
}

/// Returns how many slots of the table are examined for a text, without those examined while building it.
fn steps(token: &str, text: &str) -> usize {
    let header = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
    let redactor = Redactor::new(&header);
    let Search::Parts(parts) = &redactor.0 else { panic!("a token") };
    let built = parts.steps.replace(0);
    assert!(built <= 4 * token.len(), "{built} for {}", token.len());
    redactor.redacted(text);
    parts.steps.get()
}

#[test]
fn the_work_for_a_text_does_not_grow_with_the_token() {
    let random = |length: usize, seed: u64| -> String {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(
                b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[usize::from((state >> 58) as u8)],
            )
        };
        (0..length).map(|_| next()).collect()
    };
    // text without the token, text that looks like the token, and escapes
    for text in [
        random(60_000, 1),
        "a".repeat(60_000),
        random(15, 2).repeat(4_000),
        "%2E".repeat(20_000),
        "%25".repeat(20_000),
        "\\".repeat(60_000),
        "&#0000000".repeat(6_000),
        "bearer ".repeat(8_000),
    ] {
        for token in [random(20, 2), random(200, 2), random(2_000, 2), random(20_000, 2), "a".repeat(20_000)] {
            let steps = steps(&token, &text);
            assert!(steps <= 5 * text.len(), "{steps} for {} and {}", token.len(), text.len());
        }
    }
}
