//! Base64.

/// Returns whether `text` is an `Edm.Binary`: base64 in one of its two alphabets, with all of its padding or none.
///
/// `binaryValue` of the ABNF has the one alphabet, and Graph sends the other. The bits after the last byte are not checked.
///
/// Source: [RFC 4648, sections 4 and 5](https://www.rfc-editor.org/rfc/rfc4648#section-4).
pub(crate) fn is_binary(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    let is_padded = match digits.len() % 4 {
        0 => padding == 0,
        2 => matches!(padding, 0 | 2),
        3 => matches!(padding, 0 | 1),
        _ => false,
    };
    let is_alphabet = |last: [u8; 2]| digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || last.contains(&byte));
    is_padded && (is_alphabet(*b"+/") || is_alphabet(*b"-_"))
}

#[cfg(test)]
mod tests {
    use super::is_binary;

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
