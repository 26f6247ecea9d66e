//! Parses the claims that a service demands when it rejects a token.
//!
//! Source: [RFC 9110, section 11.6.1](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1), and
//! [claims challenges](https://learn.microsoft.com/entra/identity-platform/claims-challenge).

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// Returns the claims of the first `Bearer` challenge that has some, as JSON.
pub(super) fn claims(headers: &HeaderMap) -> Option<Box<str>> {
    let lines = headers.get_all(WWW_AUTHENTICATE).into_iter().filter_map(|line| line.to_str().ok());
    lines.filter_map(encoded_claims).find_map(|text| decode(&text))
}

fn encoded_claims(line: &str) -> Option<String> {
    let mut bearer = false;
    for token in tokens(line) {
        match token {
            Token::Scheme(scheme) => bearer = scheme.eq_ignore_ascii_case("bearer"),
            Token::Parameter(name, value) if bearer && name.eq_ignore_ascii_case("claims") => return Some(value),
            Token::Parameter(..) => {}
        }
    }
    None
}

enum Token<'a> {
    Scheme(&'a str),
    Parameter(&'a str, String),
}

/// Splits a list of challenges: `Bearer realm="a, b", claims="..", Basic realm=".."`.
fn tokens(mut rest: &str) -> impl Iterator<Item = Token<'_>> {
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        let end = rest.find([' ', '\t', ',', '=']).unwrap_or(rest.len());
        let (name, after) = rest.split_at_checked(end)?;
        // Any other character is skipped.
        if name.is_empty() {
            rest = rest.get(1..)?;
            return Some(Token::Scheme(""));
        }
        let Some(value) = after.trim_start().strip_prefix('=') else {
            rest = after;
            return Some(Token::Scheme(name));
        };
        let (value, after) = value_of(value.trim_start());
        rest = after;
        Some(Token::Parameter(name, value))
    })
}

/// Returns a token, or a quoted string without its quotes, and the rest.
fn value_of(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', '\t', ',']).unwrap_or(text.len());
        let (value, rest) = text.split_at_checked(end).unwrap_or((text, ""));
        return (value.to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

/// Decodes claims: a JSON object, in base64 of either alphabet, with or without padding.
fn decode(text: &str) -> Option<Box<str>> {
    let json = if text.starts_with('{') {
        text.to_owned()
    } else {
        let bytes = STANDARD.decode(text).or_else(|_| URL_SAFE.decode(text)).ok()?;
        String::from_utf8(bytes).ok()?
    };
    let is_object = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&json).is_ok();
    is_object.then(|| json.into())
}

const OPTIONAL_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, OPTIONAL_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, OPTIONAL_PADDING);

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::claims;

    const ENCODED: &str = "eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiY3AxIn19fQ==";
    const DECODED: &str = r#"{"access_token":{"acrs":{"essential":true,"value":"cp1"}}}"#;

    fn of(lines: &[&str]) -> Option<Box<str>> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("www-authenticate", HeaderValue::from_str(line).unwrap());
        }
        claims(&headers)
    }

    #[test]
    fn claims_are_found_and_decoded() {
        let unpadded = ENCODED.trim_end_matches('=');
        for line in [
            format!(
                r#"Bearer realm="", authorization_uri="https://a/b", error="insufficient_claims", claims="{ENCODED}""#
            ),
            format!(r#"Bearer realm="a, b \" claims=\"x", claims="{ENCODED}", error="x""#),
            format!("bearer claims={ENCODED}"),
            format!("Bearer CLAIMS = \"{unpadded}\""),
            format!(r#"Basic realm="x", Bearer realm="", claims="{ENCODED}""#),
            format!(r#"Negotiate, Bearer claims="{ENCODED}", Basic realm="y""#),
            r#"Bearer claims="{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"cp1\"}}}""#.to_owned(),
        ] {
            assert_eq!(of(&[&line]).as_deref(), Some(DECODED), "{line}");
            assert_eq!(of(&["Basic realm=\"x\"", &line]).as_deref(), Some(DECODED), "{line}");
        }
    }

    #[test]
    fn both_base64_alphabets_are_decoded() {
        // `{"x":"~~~?"}`
        for text in ["eyJ4Ijoifn5+PyJ9", "eyJ4Ijoifn5-PyJ9"] {
            assert_eq!(of(&[&format!("Bearer claims=\"{text}\"")]).as_deref(), Some(r#"{"x":"~~~?"}"#), "{text}");
        }
    }

    #[test]
    fn malformed_challenges_are_ignored() {
        for line in [
            "",
            "Bearer",
            "Bearer realm=\"x\"",
            "Bearer claims=\"\"",
            "Bearer claims=\"!!!\"",
            "Bearer claims=\"W10=\"",
            "Bearer claims=\"eyJ4Ijo=\"",
            "Bearer claims=\"/////w==\"",
            "Bearer claims=\"unclosed",
            "Bearer claims=",
            "=,=,\"",
            "Bearer \"\\",
            &format!("Basic claims=\"{ENCODED}\""),
            &format!("claims=\"{ENCODED}\""),
            &format!("Bearer x=\"y\", Basic claims=\"{ENCODED}\""),
        ] {
            assert_eq!(of(&[line]), None, "{line}");
        }
        assert_eq!(of(&[]), None);
    }
}
