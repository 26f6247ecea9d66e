use std::borrow::Cow;
use std::fmt::{self, Debug, Write};

/// Returns `text` on one line of at most `limit` characters, with `…` at the end if it is truncated.
///
/// White space becomes single spaces. Characters that a terminal would act on, reorder or hide are escaped as `\u{..}`. Every text
/// that a service or an authority chose passes this function when it is read, so that nothing else is stored, shown or logged.
pub(crate) fn excerpt(text: &str, limit: usize) -> Cow<'_, str> {
    if text.len() <= limit && is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::new();
    let mut characters = 0;
    let mut space = false;
    for character in text.trim().chars() {
        if character.is_whitespace() {
            space = true;
            continue;
        }
        let escape = is_hidden(character).then(|| character.escape_unicode());
        let length = escape.as_ref().map_or(1, ExactSizeIterator::len);
        if characters + usize::from(space) + length > limit {
            shown.push('…');
            break;
        }
        if std::mem::take(&mut space) {
            shown.push(' ');
            characters += 1;
        }
        match escape {
            Some(escape) => shown.extend(escape),
            None => shown.push(character),
        }
        characters += length;
    }
    Cow::Owned(shown)
}

/// Returns whether the excerpt is the text itself, as for nearly every text.
fn is_plain(text: &str) -> bool {
    let mut previous = b' ';
    for byte in text.bytes() {
        if !matches!(byte, b' '..=b'~') || byte == b' ' && previous == b' ' {
            return false;
        }
        previous = byte;
    }
    previous != b' ' || text.is_empty()
}

/// Returns the excerpt of a text that `Debug` shows.
pub(crate) fn excerpt_debug(text: Option<&str>) -> Option<Cow<'_, str>> {
    text.map(|text| excerpt(text, DEBUG_TEXT))
}

/// Returns the `Debug` text of `value`, on one line and truncated to a fixed length.
pub(crate) fn excerpt_of_debug(value: &dyn Debug) -> String {
    let mut shown = Bounded { text: String::new(), remaining: DEBUG_VALUE, is_truncated: false };
    // fails when the limit is reached
    let _ = write!(shown, "{value:?}");
    let mut text = excerpt(&shown.text, DEBUG_VALUE).into_owned();
    if shown.is_truncated && !text.ends_with('…') {
        text.push('…');
    }
    text
}

/// Returns whether the `Debug` text of `value` is longer than an error may contain.
pub(crate) fn is_long(value: &dyn Debug) -> bool {
    let mut shown = Bounded { text: String::new(), remaining: DEBUG_VALUE, is_truncated: false };
    let _ = write!(shown, "{value:?}");
    shown.is_truncated
}

/// Text of a limited length.
struct Bounded {
    text: String,
    /// How many more bytes are accepted.
    remaining: usize,
    is_truncated: bool,
}

impl Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut end = text.len().min(self.remaining);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.push_str(text.get(..end).unwrap_or_default());
        self.remaining -= end;
        if end < text.len() {
            (self.remaining, self.is_truncated) = (0, true);
            return Err(fmt::Error);
        }
        Ok(())
    }
}

/// A list whose `Debug` text has at most its first elements.
pub(crate) struct Excerpt<'a, T>(pub(crate) &'a [T]);

impl<T: Debug> Debug for Excerpt<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let more = self.0.len().saturating_sub(DEBUG_ELEMENTS);
        let mut list = f.debug_list();
        list.entries(self.0.iter().take(DEBUG_ELEMENTS));
        if more > 0 {
            list.entry(&format_args!("and {more} more"));
        }
        list.finish()
    }
}

const DEBUG_TEXT: usize = 200;
const DEBUG_ELEMENTS: usize = 5;
/// For errors of other libraries, which may quote what a service sent.
const DEBUG_VALUE: usize = 4_000;

/// Returns whether a character is invisible or changes how others are displayed.
///
/// These are control characters, the ones that Unicode allows to ignore in display (soft hyphen, zero width, direction, variation
/// selectors, tags), and interlinear annotations.
///
/// Source: `Default_Ignorable_Code_Point` of
/// [DerivedCoreProperties](https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt).
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{excerpt, excerpt_of_debug};

    #[test]
    fn an_excerpt_is_one_line_of_limited_length() {
        assert_eq!(excerpt("  <html>\r\n\t<b>No</b> ", 200), "<html> <b>No</b>");
        assert_eq!(excerpt("a\u{1b}[31mb\0\u{202e}c", 200), "a\\u{1b}[31mb\\u{0}\\u{202e}c");
        assert_eq!(excerpt("a\u{e0041}b\u{fe0f}\u{2028}c\u{fff9}", 200), "a\\u{e0041}b\\u{fe0f} c\\u{fff9}");
        assert_eq!(excerpt(&"é".repeat(500), 3), "ééé…");
        assert_eq!(excerpt("abc", 3), "abc");
        assert_eq!(excerpt("abcd", 3), "abc…");
        assert_eq!(excerpt("", 3), "");
    }

    #[test]
    fn an_escape_counts_with_its_full_length() {
        let shown = excerpt(&"\u{e0041}".repeat(1_000), 50).into_owned();
        assert!(shown.len() <= 53 && shown.ends_with("}…"), "{shown}");
    }

    #[test]
    fn an_excerpt_of_an_excerpt_is_the_same() {
        for text in ["a b", " a  b ", "a\tb", "\u{1b}", "é é", "a ", &"x ".repeat(100), &"\u{ad}".repeat(100)] {
            let once = excerpt(text, 90).into_owned();
            assert_eq!(excerpt(&once, 91), once, "{text:?}");
        }
    }

    #[test]
    fn the_debug_text_of_a_value_is_truncated() {
        assert_eq!(excerpt_of_debug(&"a\n"), "\"a\\n\"");
        let shown = excerpt_of_debug(&vec!["é".repeat(3_000); 3]);
        assert!(shown.chars().count() <= 4_001 && shown.ends_with('…'), "{shown}");
    }
}
