//! Documentation: the plain text of the metadata as equivalent Markdown.

use crate::model::Annotations;

/// The width of a line of the documentation of an item.
pub(crate) const ITEM_DOC_WIDTH: usize = 96;

/// The width of a line of the documentation of a member.
pub(crate) const MEMBER_DOC_WIDTH: usize = 92;

/// Words with inner capitals that are not names in code.
const PROPER_NAMES: &[&str] =
    &["GitHub", "OAuth", "iOS", "iPad", "iPadOS", "iPhone", "macOS", "tvOS", "eBook", "eBooks"];

/// Returns the descriptions, or `default` if there are none, in lines. A line has at most `width` characters.
pub(crate) fn lines(annotations: &Annotations, default: &str, width: usize) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for text in [&annotations.description, &annotations.long_description].into_iter().flatten() {
        let paragraph = sentence(text);
        let is_placeholder = paragraph.to_lowercase().starts_with("not yet documented");
        if !paragraph.is_empty() && !is_placeholder && !paragraphs.contains(&paragraph) {
            paragraphs.push(paragraph);
        }
    }
    if paragraphs.is_empty() {
        paragraphs.push(default.to_owned());
    }
    if annotations.immutable {
        paragraphs.push("It is set at creation and never changes.".to_owned());
    }
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        wrap(&paragraph, width, &mut lines);
    }
    lines
}

fn wrap(paragraph: &str, width: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    for word in paragraph.split(' ') {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if line.is_empty() {
            line = first_word(word);
        } else {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines.push(line);
}

/// Returns the first word of a line, escaped. `-` and `1.` would start a list, and `--` would make the previous line a
/// heading.
fn first_word(word: &str) -> String {
    let is_rule = !word.is_empty() && word.chars().all(|c| matches!(c, '-' | '+' | '='));
    let mark = word.strip_suffix(['.', ')']).filter(|number| number.chars().all(|c| c.is_ascii_digit()));
    match mark {
        _ if is_rule => format!("\\{word}"),
        Some(number) if !number.is_empty() => format!("{number}\\{}", word.get(number.len()..).unwrap_or("")),
        _ => word.to_owned(),
    }
}

/// Returns the text as one line of Markdown that ends with a full stop.
fn sentence(text: &str) -> String {
    let visible = |c: char| !c.is_control() && !is_invisible(c);
    let plain: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| visible(*c)).collect();
    let words = plain.split_whitespace().map(markdown).filter(|word| !word.is_empty());
    let mut text = words.collect::<Vec<_>>().join(" ");
    if text.chars().any(char::is_alphanumeric) {
        if text.ends_with([',', ';', ':']) {
            text.pop();
        }
        if !text.ends_with(['.', '!', '?']) && !text.ends_with(".)") {
            text.push('.');
        }
        text
    } else {
        String::new()
    }
}

/// Returns whether the character marks a text direction or has no width. rustc rejects direction marks in comments.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Returns one word as Markdown. Names and text that looks like markup become code, and URLs get angle brackets.
fn markdown(word: &str) -> String {
    let word = word.replace('`', "");
    if let Some(start) = word.find("http://").or_else(|| word.find("https://")) {
        let (before, address) = word.split_at(start);
        let end = address.find(['<', '>', '"', '\'', ')', ']', '\\']).unwrap_or(address.len());
        let end = address.get(..end).map_or(end, |address| address.trim_end_matches(['.', ',', ';', ':']).len());
        let (address, after) = address.split_at(end);
        return format!("{}<{address}>{}", escape(before), escape(after));
    }
    let start = word.find(char::is_alphanumeric).unwrap_or(word.len());
    let (before, rest) = word.split_at(start);
    let end = rest.char_indices().rfind(|(_, c)| c.is_alphanumeric()).map_or(0, |(at, c)| at + c.len_utf8());
    let (core, after) = rest.split_at(end);
    if core.is_empty() {
        return escape(&word);
    }
    // the first character is a part of names such as `@odata.type`, `_links` and `#microsoft.graph.user`
    let (before, sigil) = before.split_at(before.trim_end_matches(['@', '_', '#', '$', '/']).len());
    let possessive = core.strip_suffix("'s").or_else(|| core.strip_suffix("’s"));
    let (name, ending) = possessive.map_or((core, ""), |name| core.split_at(name.len()));
    if !sigil.is_empty() && name.len() > 1 && !sigil.ends_with('/') || is_name(name) {
        return format!("{}`{sigil}{name}`{ending}{}", escape(before), escape(after));
    }
    format!("{}{}{core}{}", escape(before), escape(sigil), escape(after))
}

/// Returns whether a word is a name in code.
fn is_name(core: &str) -> bool {
    if PROPER_NAMES.contains(&core) {
        return false;
    }
    if core.contains(['_', '*', '[', ']', '<', '>', '\\', '|', '~', '{', '}', '#', '"', '&']) || core.contains("::") {
        return true;
    }
    // `displayName`, `OneDrive`, `microsoft.graph.user`; not `IDs`, `Wi-Fi` or `e.g`
    let singular = core.strip_suffix('s').unwrap_or(core);
    let is_mixed = |part: &str| part.chars().skip(1).any(char::is_uppercase) && part.chars().any(char::is_lowercase);
    singular.split(['-', '/', '\'', '’', ',', '(']).any(is_mixed)
        || core.matches('.').count() > 1 && core.split('.').all(|part| part.len() > 2)
}

/// Returns the text with a backslash before each character of Markdown markup.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' | '|' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
