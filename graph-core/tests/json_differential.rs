//! Compares the JSON reader and writer with `serde_json`, whose grammar is the reference.

use graph_core::{DateTimeOffset, graph_resource, json};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng};

/// One property of every kind that `serde` reads by the same rules.
#[graph_resource(path = "/samples/{sampleId}", odata_type = "#test.sample", tag = never, serde = false)]
#[derive(Debug, Clone, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct Sample {
    #[graph(key)]
    id: String,
    count: i32,
    big_count: u8,
    ratio: f64,
    is_on: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    display_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<i16>,
    tags: Vec<String>,
    limits: Vec<Option<i32>>,
}

const DOCUMENTS: &[&str] = &[
    r#"{"id":"a","count":1,"bigCount":2,"ratio":0.5,"isOn":true,"displayName":"x","level":3,"tags":["p","q"],"limits":[1,null]}"#,
    r#" { "tags" : [ ] , "id" : "\u00e9\ud83d\ude00\n\"\\\/", "count":-2147483648,"bigCount":255,"ratio":1e-7,"isOn":false,"limits":[] } "#,
    r##"{"@odata.type":"#test.sample","@odata.etag":"W/\"x\"","id":"","unknown":{"a":[1,2.5e+3,{"b":null}],"c":"\u12aB"},"count":0,"bigCount":0,"ratio":-0.0,"isOn":true,"level":null,"tags":[],"limits":[],"more":[[],{},true,false,-1.5E2]}"##,
    r#"{"count":2147483647,"id":"long text that is more than eight bytes, so that words are compared \t end","bigCount":1,"ratio":179769313486231570000000000000000000000,"isOn":true,"displayName":null,"tags":[],"limits":[]}"#,
];

/// Bytes that are significant for a parser.
const SPICE: &[&str] = &[
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "0",
    "1",
    "9",
    "-",
    "+",
    ".",
    "e",
    "E",
    "n",
    "null",
    "true",
    "t",
    " ",
    "\n",
    "\u{1}",
    "\\u",
    "\\ud800",
    "\\udc00",
    "é",
    "\u{2028}",
    "2147483648",
    "256",
    "1e400",
    "0x",
    "01",
    "\"count\":1,",
];

fn assert_same_result(text: &str) {
    let ours = json::from_str::<Sample>(text);
    let theirs = serde_json::from_str::<Sample>(text);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{text}"),
        (Err(_), Err(_)) => {}
        // `-0` is a whole number in OData (ABNF 4.01, `int32Value`)
        (Ok(_), Err(theirs)) if theirs.to_string().contains("floating point `-0.0`") => {}
        // serde_json does not check the type
        (Err(ours), Ok(_)) if ours.is_other_type() || ours.pointer() == "/@odata.type" => {}
        _ => panic!("{text}\nours:   {ours:?}\ntheirs: {theirs:?}"),
    }
    if let Ok(sample) = ours {
        let written = json::to_string(&sample);
        let reference: serde_json::Value = serde_json::from_str(&serde_json::to_string(&sample).unwrap()).unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(&written).unwrap(), reference, "{written}");
        assert_eq!(json::from_str::<Sample>(&written).unwrap(), sample, "{written}");
    }
}

#[test]
fn accepts_exactly_what_serde_json_accepts() {
    for document in DOCUMENTS {
        assert!(json::from_str::<Sample>(document).is_ok(), "{document}");
        assert_same_result(document);
    }
    let cases = std::env::var("GRAPH_DIFFERENTIAL_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60_000);
    let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut below = move |limit: usize| (rng.next_u32() as usize) % limit.max(1);
    let mut accepted = 0;
    for _ in 0..cases {
        let mut text: Vec<char> = DOCUMENTS[below(DOCUMENTS.len())].chars().collect();
        for _ in 0..=below(3) {
            let at = below(text.len());
            match below(4) {
                0 => drop(text.remove(at)),
                1 => text.truncate(at),
                2 => drop(text.splice(at..at, SPICE[below(SPICE.len())].chars())),
                _ => drop(text.splice(at..=at, SPICE[below(SPICE.len())].chars())),
            }
            if text.is_empty() {
                break;
            }
        }
        let text: String = text.into_iter().collect();
        accepted += usize::from(json::from_str::<Sample>(&text).is_ok());
        assert_same_result(&text);
    }
    assert!(
        accepted > cases / 20,
        "only {accepted} of {cases} mutated documents were read: the test looks at too little"
    );
}

proptest! {
    #![proptest_config(Config { cases: 256, failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_text_is_read_as_it_was_written(text in any::<String>()) {
        let sample = Sample { id: text.clone(), count: 0, big_count: 0, ratio: 0.0, is_on: false,
            display_name: Some(text), level: None, tags: vec![], limits: vec![] };
        assert_same_result(&json::to_string(&sample));
        assert_same_result(&serde_json::to_string(&sample).unwrap());
    }

    #[test]
    fn any_number_is_read_as_it_was_written(count in any::<i32>(), big_count in any::<u8>(), ratio in any::<f64>(), level in any::<Option<i16>>(), limits in any::<Vec<Option<i32>>>()) {
        prop_assume!(ratio.is_finite());
        let sample = Sample { id: String::new(), count, big_count, ratio, is_on: true, display_name: None, level, tags: vec![], limits };
        let text = json::to_string(&sample);
        assert_same_result(&text);
        prop_assert_eq!(json::from_str::<Sample>(&text).unwrap().ratio.to_bits(), ratio.to_bits());
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in any::<Vec<u8>>()) {
        let _ = json::from_slice::<Sample>(&bytes);
    }

    #[test]
    fn arbitrary_date_text_never_panics_and_is_preserved(text in "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,13})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})") {
        if let Ok(moment) = text.parse::<DateTimeOffset>() {
            prop_assert_eq!(moment.to_string(), text);
        }
    }
}

#[test]
fn deep_nesting_is_an_error_instead_of_a_stack_overflow() {
    for levels in [128, 10_000, 1_000_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let text = format!("{{\"x\":{}1{}}}", open.repeat(levels), close.repeat(levels));
            let error = json::from_str::<Sample>(&text).unwrap_err();
            assert!(error.to_string().contains("nested deeper than 127 levels"), "{error}");
        }
    }
    let text = format!("{{\"x\":{}1{}}}", "[".repeat(100), "]".repeat(100));
    assert!(json::from_str::<Sample>(&text).unwrap_err().is_missing_property());
}
