use std::fmt::{self, Debug, Write};

/// At most `limit` characters of `text` on one line: white space runs become one space, and what a terminal would act
/// on or hide is escaped.
pub(crate) fn excerpt(text: &str, limit: usize) -> String {
    let mut shown = String::new();
    let mut characters = 0;
    let mut space = false;
    for character in text.trim().chars() {
        if character.is_whitespace() {
            space = true;
            continue;
        }
        if characters >= limit {
            shown.push('…');
            break;
        }
        if std::mem::take(&mut space) {
            shown.push(' ');
            characters += 1;
        }
        if is_hidden(character) {
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        } else {
            shown.push(character);
        }
        characters += 1;
    }
    shown
}

/// Shows at most the first characters of a text, in `Debug`.
pub(super) fn excerpt_debug(text: Option<&str>) -> Option<String> {
    text.map(|text| excerpt(text, DEBUG_TEXT))
}

/// Shows at most the first elements of a list, in `Debug`.
pub(super) struct Excerpt<'a, T>(pub(super) &'a [T]);

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
const DEBUG_ELEMENTS: usize = 8;

/// Control characters, and those that reorder or hide text.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn stays_on_one_short_line() {
        assert_eq!(excerpt("  <html>\r\n\t<b>No</b> ", 200), "<html> <b>No</b>");
        assert_eq!(excerpt("a\u{1b}[31mb\0\u{202e}c", 200), "a\\u{1b}[31mb\\u{0}\\u{202e}c");
        assert_eq!(excerpt(&"é".repeat(500), 3), "ééé…");
        assert_eq!(excerpt("abc", 3), "abc");
        assert_eq!(excerpt("", 3), "");
    }
}
