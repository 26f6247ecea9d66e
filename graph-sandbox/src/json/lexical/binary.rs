//! Base64.

/// Returns the bytes of an `Edm.Binary`: base64 in one of its two alphabets, with all of its padding or none.
///
/// `binaryValue` of the ABNF has the one alphabet, and Graph sends the other. The bits after the last byte are ignored.
///
/// Source: [RFC 4648, sections 4 and 5](https://www.rfc-editor.org/rfc/rfc4648#section-4).
pub(crate) fn binary(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let is_padded = match digits.len() % 4 {
        0 => padding == 0,
        2 => matches!(padding, 0 | 2),
        3 => matches!(padding, 0 | 1),
        _ => false,
    };
    let is_alphabet = |last: [u8; 2]| digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || last.contains(&byte));
    if !(is_padded && (is_alphabet(*b"+/") || is_alphabet(*b"-_"))) {
        return None;
    }
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for digit in digits.bytes() {
        bits = (bits << 6 | u32::from(value(digit))) & 0xFFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xFF) as u8);
        }
    }
    Some(bytes)
}

/// Returns the six bits of a character of the alphabets.
fn value(digit: u8) -> u8 {
    match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    }
}

#[cfg(test)]
mod tests {
    use super::binary;

    fn is_binary(text: &str) -> bool {
        binary(text).is_some()
    }

    #[test]
    fn bytes() {
        assert_eq!(binary("aWNvbg==").as_deref(), Some(&b"icon"[..]));
        assert_eq!(binary("aWNvbg"), binary("aWNvbg=="));
        assert_eq!((binary("_-8"), binary("/+8=")), (Some(vec![0xFF, 0xEF]), Some(vec![0xFF, 0xEF])));
        assert_eq!(binary(""), Some(Vec::new()));
    }

    #[test]
    fn binaries() {
        for text in ["", "aWNvbg==", "aWNvbg", "aWNv", "++//", "--__", "_-8", "_-8=", "/+8="] {
            assert!(is_binary(text), "{text}");
        }
        for text in
            ["a", "aWNvb", "aWNvbg=", "aWNvbg===", "aWNv=", "aWNv====", "=", "_+8=", "aW Nv", "aW\nNv", "aW=v", "é"]
        {
            assert!(!is_binary(text), "{text}");
        }
    }
}
