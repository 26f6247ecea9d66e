//! Documentation: plain text of the metadata as Markdown that reads the same.

use crate::model::Annotations;

/// Words whose capitals are no sign of code.
const WORDS: &[&str] = &["GitHub", "OAuth", "iOS", "iPad", "iPadOS", "iPhone", "macOS", "tvOS", "eBook", "eBooks"];

/// What the annotations say in paragraphs, else the neutral sentence, in lines of `width` characters at most.
pub(crate) fn lines(annotations: &Annotations, neutral: &str, width: usize) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for text in [&annotations.description, &annotations.long_description].into_iter().flatten() {
        let paragraph = sentence(text);
        let is_placeholder = paragraph.to_lowercase().starts_with("not yet documented");
        if !paragraph.is_empty() && !is_placeholder && !paragraphs.contains(&paragraph) {
            paragraphs.push(paragraph);
        }
    }
    if paragraphs.is_empty() {
        paragraphs.push(neutral.to_owned());
    }
    if annotations.immutable {
        paragraphs.push("It is given at creation and never changes.".to_owned());
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

/// A word at the start of a line, where `-` and `1.` would start a list and `--` would make a heading of the line before.
fn first_word(word: &str) -> String {
    let is_rule = !word.is_empty() && word.chars().all(|c| matches!(c, '-' | '+' | '='));
    let mark = word.strip_suffix(['.', ')']).filter(|number| number.chars().all(|c| c.is_ascii_digit()));
    match mark {
        _ if is_rule => format!("\\{word}"),
        Some(number) if !number.is_empty() => format!("{number}\\{}", word.get(number.len()..).unwrap_or("")),
        _ => word.to_owned(),
    }
}

/// The text on one line, as Markdown, with a full stop.
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

/// Marks of direction and of zero width: rustc refuses the former in comments.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// One word. Names and what Markdown would take as markup stand as code, addresses in angle brackets.
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
    // `@odata.type`, `_links` and `#microsoft.graph.user` belong together
    let (before, sigil) = before.split_at(before.trim_end_matches(['@', '_', '#', '$', '/']).len());
    let possessive = core.strip_suffix("'s").or_else(|| core.strip_suffix("’s"));
    let (name, ending) = possessive.map_or((core, ""), |name| core.split_at(name.len()));
    if !sigil.is_empty() && name.len() > 1 && !sigil.ends_with('/') || is_name(name) {
        return format!("{}`{sigil}{name}`{ending}{}", escape(before), escape(after));
    }
    format!("{}{}{core}{}", escape(before), escape(sigil), escape(after))
}

/// Whether a word is a name of something in code rather than of something in the world.
fn is_name(core: &str) -> bool {
    if WORDS.contains(&core) {
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

/// With a backslash before what Markdown takes as markup.
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
