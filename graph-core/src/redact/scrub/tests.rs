use http::HeaderValue;
use proptest::prelude::*;

use super::{Scrub, Search};

fn cleaned(text: &str) -> String {
    let header = HeaderValue::from_static("Bearer eyJ0eXAi.S3CR3T-t0ken-that-is-long");
    Scrub::new(&header).cleaned(text).into_owned()
}

#[test]
fn the_own_token_goes() {
    assert_eq!(cleaned("a eyJ0eXAi.S3CR3T-t0ken-that-is-long, b"), "a [redacted], b");
    assert_eq!(cleaned("eyJ0eXAi.S3CR3T-t0ken-that-is-lo"), "[redacted]", "cut off");
    assert_eq!(
        cleaned("\"authorization\": \"Bearer eyJ0eXAi.S3CR3T-t0ken-that-is-long\""),
        "\"authorization\": \"Bearer [redacted]\""
    );
    assert_eq!(
        cleaned("éeyJ0eXAi.S3CR3T-t0ken-that-is-longé eyJ0eXAi.S3CR3T-t0ken-that-is-long"),
        "é[redacted]é [redacted]"
    );
}

#[test]
fn parts_and_other_cases_go() {
    assert_eq!(cleaned("https://eyj0exai.s3cr3t-t0ken-that-is-long.evil.example/, b"), "https:[redacted], b");
    assert_eq!(cleaned("EYJ0EXAI.S3CR3T-T0KEN"), "[redacted]");
    let long = format!("Bearer {}{}", "0123456789abcdef".repeat(3), "the-end-of-a-token-is-a-part-of-it");
    let header = HeaderValue::from_str(&long).unwrap();
    assert_eq!(Scrub::new(&header).cleaned("é the-end-of-a-token-is-a é"), "é [redacted] é");
    assert_eq!(Scrub::quick(&header).cleaned("é the-end-of-a-token-is-a é"), "é the-end-of-a-token-is-a é");
    assert_eq!(Scrub::quick(&header).cleaned("x0123456789ABCDEF"), "[redacted]");
    assert_eq!(Scrub::new(&header).cleaned("0123456789abcde"), "0123456789abcde", "too little of it");
}

#[test]
fn tokens_of_others_go() {
    for text in [
        "bearer  abcdefghijklmnop",
        "BEARER\tabcdefghijklmnop.x",
        "Bearer%20abcdefghijklmnop",
        "Bearer: abcdefghijklmnop",
    ] {
        let clean = cleaned(text);
        assert!(clean.ends_with("[redacted]") && !clean.contains("abcdef"), "{clean}");
    }
}

#[test]
fn words_stay() {
    for text in
        ["", "Bearer", "Bearer ", "the bearer token has expired", "Bearer realm=\"\"", "é Bearer é", "eyJ0eXAi alone"]
    {
        assert_eq!(cleaned(text), text);
    }
    let header = HeaderValue::from_static("Bearer test");
    assert_eq!(Scrub::new(&header).cleaned("a test").into_owned(), "a test", "too short to be a secret");
}

/// A token of characters that tokens have, without structure.
fn token() -> impl Strategy<Value = String> {
    "[A-Za-z0-9._~+/=-]{16,400}"
}

/// How one character of the token is written.
#[derive(Debug, Clone, Copy)]
enum Form {
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

const FORMS: [Form; 10] = [
    Form::Plain,
    Form::OtherCase,
    Form::Percent,
    Form::PercentLower,
    Form::PercentTwice,
    Form::Json,
    Form::JsonInJson,
    Form::JsonSlash,
    Form::Html,
    Form::HtmlHex,
];

fn written(character: char, form: Form) -> String {
    let code = u32::from(character);
    match form {
        Form::OtherCase if character.is_ascii_lowercase() => character.to_ascii_uppercase().to_string(),
        Form::OtherCase => character.to_ascii_lowercase().to_string(),
        Form::Percent => format!("%{code:02X}"),
        Form::PercentLower => format!("%{code:02x}"),
        Form::PercentTwice => format!("%25{code:02X}"),
        Form::Json => format!("\\u{code:04x}"),
        Form::JsonInJson => format!("\\\\u{code:04X}"),
        Form::JsonSlash if character == '/' => "\\/".to_owned(),
        Form::Plain | Form::JsonSlash => character.to_string(),
        Form::Html => format!("&#{code};"),
        Form::HtmlHex => format!("&#x{code:x};"),
    }
}

/// Undoes what [`written`] does, by replacing one escape after the other, until there is none.
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

/// Sixteen characters of the token that stand together in the text, however they are written.
fn survivor(token: &str, text: &str) -> Option<String> {
    let token = token.to_ascii_lowercase();
    let text = [text.to_ascii_lowercase(), decoded(text).to_ascii_lowercase()];
    let mut parts = (0..=token.len() - 16).map(|start| &token[start..start + 16]);
    parts.find(|part| text.iter().any(|text| text.contains(part))).map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn no_part_of_sixteen_characters_survives(
        token in token(),
        cut in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        forms in prop::collection::vec(prop::sample::select(&FORMS[..]), 1..20),
        one_form in prop::option::of(prop::sample::select(&FORMS[..])),
        before in "([ -~]{0,30}|.{0,10})[ ,;:\"<>]",
        after in "[ ,;:\"<>&]([ -~]{0,30}|.{0,10})",
    ) {
        let header = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
        let start = cut.0.index(token.len() - 15);
        let end = start + 16 + cut.1.index(token.len() - start - 15);
        let part = &token[start..end];
        let part: String = part
            .chars()
            .zip(forms.iter().cycle())
            .map(|(character, form)| written(character, one_form.unwrap_or(*form)))
            .collect();
        let text = format!("{before}{part}{after}");
        let clean = Scrub::new(&header).cleaned(&text).into_owned();
        prop_assert_eq!(survivor(&token, &clean), None, "{} -> {}", text, clean);
        prop_assert!(clean.contains("[redacted]"), "{}", clean);
        let (start, end) = (before.trim_end_matches(|character: char| !" ,;:\"<>".contains(character)), after);
        prop_assert!(clean.starts_with(start) || start.to_lowercase().contains("bearer"), "{:?} in {:?}", start, clean);
        prop_assert!(clean.ends_with(end.as_str()) || end.to_lowercase().contains("bearer"), "{:?} in {:?}", end, clean);
    }

    #[test]
    fn what_holds_no_part_stays(token in token(), text in "[ -~]{0,200}") {
        let header = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
        if survivor(&token, &text).is_none() && !text.to_lowercase().contains("bearer") {
            prop_assert_eq!(Scrub::new(&header).cleaned(&text).into_owned(), text);
        }
    }
}

#[test]
fn parts_at_every_offset_go() {
    let token = "eyJ0eXAi.abcdefghijklmnopqrstuvwxyz0123456789-ABCDEF";
    let header = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
    for start in 0..=token.len() - 16 {
        let part = &token[start..start + 16];
        let text = format!("a {part} {} b", part.replace('.', "%2E"));
        assert_eq!(Scrub::new(&header).cleaned(&text), "a [redacted] [redacted] b", "{start}");
    }
}

/// How many slots of the table are looked at for a text: those of building it are not among them.
fn steps(token: &str, text: &str) -> usize {
    let header = HeaderValue::from_str(&format!("Bearer {token}")).unwrap();
    let scrub = Scrub::new(&header);
    let Search::Parts(parts) = &scrub.0 else { panic!("a token") };
    let built = parts.steps.replace(0);
    assert!(built <= 4 * token.len(), "{built} for {}", token.len());
    scrub.cleaned(text);
    parts.steps.get()
}

#[test]
fn the_work_does_not_grow_with_the_token() {
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
    // what is looked for in vain, what looks like the token, and escapes
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
