//! Finds the end of a run of characters that a JSON string contains without escapes.

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Returns the first index from `from` on of `"`, `\` or a control character; the length if there is none.
#[inline]
pub(super) fn plain_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let found = specials(word);
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x20 || byte == b'"' || byte == b'\\' {
            return at;
        }
        at += 1;
    }
    at
}

/// Returns a word in which the high bit is set of each byte that is special.
///
/// The bits above the lowest one that is set may be wrong.
#[inline]
fn specials(word: u64) -> u64 {
    let control = word.wrapping_sub(LOW * 0x20);
    let quote = (word ^ (LOW * u64::from(b'"'))).wrapping_sub(LOW);
    let slash = (word ^ (LOW * u64::from(b'\\'))).wrapping_sub(LOW);
    (control | quote | slash) & !word & HIGH
}

#[cfg(test)]
mod tests {
    use super::plain_end;

    #[test]
    fn agrees_with_a_plain_loop_at_every_position_and_for_every_byte() {
        for special in 0..=255_u8 {
            for position in 0..20 {
                for filler in [b'a', b' ', b'!', b'#', 0x7f, 0x80, 0xc3, 0xff] {
                    let mut bytes = [filler; 20];
                    bytes[position] = special;
                    let expected = bytes.iter().position(|b| *b < 0x20 || *b == b'"' || *b == b'\\').unwrap_or(20);
                    assert_eq!(plain_end(&bytes, 0), expected, "{special:#x} at {position} among {filler:#x}");
                }
            }
        }
    }
}
