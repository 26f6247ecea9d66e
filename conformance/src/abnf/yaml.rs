//! A reader of the part of YAML 1.2 that files of test cases use: block mappings and lists of plain and quoted texts.
//!
//! Unlike a strict parser, it accepts a tab inside a plain text. Comments are whole lines, or start with ` #`.

use std::iter::Peekable;
use std::vec::IntoIter;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Yaml {
    /// A text, or a key without a value.
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

impl Yaml {
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(entries) = self else { return None };
        entries.iter().find_map(|(name, value)| (name == key).then_some(value))
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    pub(super) fn items(&self) -> &[Self] {
        if let Self::List(items) = self { items } else { &[] }
    }

    pub(super) fn entries(&self) -> &[(String, Self)] {
        if let Self::Map(entries) = self { entries } else { &[] }
    }
}

/// Reads a document.
///
/// # Errors
/// The line that is outside the supported part of YAML, and what is wrong with it.
pub(super) fn read(text: &str) -> Result<Yaml, (usize, String)> {
    let lines = text.lines().zip(1..).map(|(text, number)| Line {
        number,
        indent: text.len() - text.trim_start_matches(' ').len(),
        text: text.trim_matches(' '),
    });
    let mut reader = Reader { lines: lines.collect::<Vec<_>>().into_iter().peekable() };
    let value = match reader.next_indent() {
        Some(indent) => reader.block(indent)?,
        None => Yaml::Text(String::new()),
    };
    match reader.lines.next() {
        Some(line) => Err((line.number, "expected an entry with the indentation of the entry before it".to_owned())),
        None => Ok(value),
    }
}

#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    number: usize,
    indent: usize,
    text: &'a str,
}

struct Reader<'a> {
    lines: Peekable<IntoIter<Line<'a>>>,
}

impl<'a> Reader<'a> {
    /// Skips empty lines and comments, and returns the indentation of the next line.
    fn next_indent(&mut self) -> Option<usize> {
        while self.lines.next_if(|line| line.text.is_empty() || line.text.starts_with('#')).is_some() {}
        self.lines.peek().map(|line| line.indent)
    }

    fn is_at_item(&mut self) -> bool {
        self.lines.peek().is_some_and(|line| line.text.starts_with("- "))
    }

    /// Reads the mapping, list or text whose lines have an indentation.
    fn block(&mut self, indent: usize) -> Result<Yaml, (usize, String)> {
        let Some(line) = self.lines.peek().copied() else { return Ok(Yaml::Text(String::new())) };
        if self.is_at_item() {
            let mut items = Vec::new();
            while self.next_indent() == Some(indent)
                && let Some(line) = self.lines.peek_mut()
                && let Some(rest) = line.text.strip_prefix("- ")
            {
                line.text = rest.trim_start();
                line.indent = indent + 2;
                items.push(self.block(indent + 2)?);
            }
            return Ok(Yaml::List(items));
        }
        if split_key(line.text).is_none() {
            self.lines.next();
            return self.text(line.text, line.number, indent).map(Yaml::Text);
        }
        let mut entries = Vec::new();
        while self.next_indent() == Some(indent)
            && let Some(line) = self.lines.peek().copied()
            && let Some((key, rest)) = split_key(line.text)
        {
            self.lines.next();
            let value = match rest {
                "[]" => Yaml::List(Vec::new()),
                // the items of a list can have the indentation of its key
                "" => match self.next_indent() {
                    Some(next) if next > indent || next == indent && self.is_at_item() => self.block(next)?,
                    _ => Yaml::Text(String::new()),
                },
                rest => Yaml::Text(self.text(rest, line.number, indent + 1)?),
            };
            entries.push((key.to_owned(), value));
        }
        Ok(Yaml::Map(entries))
    }

    /// Reads a text that starts with `first` and continues in lines with at least an indentation.
    fn text(&mut self, first: &'a str, number: usize, indent: usize) -> Result<String, (usize, String)> {
        let Some(quote) = first.chars().next().filter(|quote| matches!(quote, '"' | '\'')) else {
            let mut folded = Folded::default();
            folded.push(without_comment(first));
            while let Some(line) = self.next_of_text(indent) {
                folded.push(without_comment(line.text));
            }
            return Ok(folded.text);
        };
        let mut folded = Folded::default();
        let mut line = first.strip_prefix(quote).unwrap_or_default();
        loop {
            let (text, is_closed) = if quote == '"' { double_quoted(line) } else { single_quoted(line) };
            let text = text.map_err(|problem| (number, problem))?;
            folded.push(&text);
            if is_closed {
                return Ok(folded.closed());
            }
            line = match self.lines.next() {
                Some(line) if line.indent >= indent || line.text.is_empty() => line.text,
                _ => return Err((number, format!("expected {quote} at the end of the text"))),
            };
        }
    }

    /// Returns the next line of a plain text. Empty lines belong to it if such a line follows.
    fn next_of_text(&mut self, indent: usize) -> Option<Line<'a>> {
        let mut ahead = self.lines.clone();
        let next = ahead.find(|line| !line.text.is_empty())?;
        if next.indent < indent || next.text.starts_with('#') { None } else { self.lines.next() }
    }
}

/// The lines of a text, joined: one line break is a blank, and more are one line break less.
#[derive(Default)]
struct Folded {
    text: String,
    empty_lines: usize,
    is_started: bool,
    /// Whether the line break after the last line is escaped.
    is_joined: bool,
}

impl Folded {
    fn push(&mut self, line: &str) {
        if line.is_empty() && self.is_started {
            self.empty_lines += 1;
            return;
        }
        let (line, is_joined) = match line.strip_suffix(ESCAPED_BREAK) {
            Some(line) => (line, true),
            None => (line, false),
        };
        match self.empty_lines {
            _ if !self.is_started || self.is_joined => {}
            0 => self.text.push(' '),
            count => self.text.extend(std::iter::repeat_n('\n', count)),
        }
        self.text.push_str(line);
        (self.empty_lines, self.is_started, self.is_joined) = (0, true, is_joined);
    }

    /// Returns the text. Its last line can be empty, if a closing quote follows.
    fn closed(mut self) -> String {
        match self.empty_lines {
            0 => {}
            1 => self.text.push(' '),
            count => self.text.extend(std::iter::repeat_n('\n', count - 1)),
        }
        self.text
    }
}

/// Stands at the end of a line for an escaped line break. No text contains it, because it is a noncharacter.
const ESCAPED_BREAK: char = '\u{FFFF}';

/// Returns a line without escapes, and whether it contains the closing quote.
fn double_quoted(line: &str) -> (Result<String, String>, bool) {
    let mut text = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' => return (Ok(text), true),
            '\\' => text.push(match characters.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(escaped @ ('\\' | '"' | '/' | ' ')) => escaped,
                None => ESCAPED_BREAK,
                Some(other) => return (Err(format!("expected an escape sequence, found `\\{other}`")), false),
            }),
            other => text.push(other),
        }
    }
    (Ok(text), false)
}

fn single_quoted(line: &str) -> (Result<String, String>, bool) {
    let mut text = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\'' {
            if !characters.as_str().starts_with('\'') {
                return (Ok(text), true);
            }
            characters.next();
        }
        text.push(character);
    }
    (Ok(text), false)
}

/// Splits `Key: value`.
fn split_key(text: &str) -> Option<(&str, &str)> {
    let (key, rest) = text.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|character| character.is_ascii_alphanumeric() || character == '-');
    (is_key && (rest.is_empty() || rest.starts_with(' '))).then(|| (key, rest.trim_start()))
}

fn without_comment(text: &str) -> &str {
    text.find(" #").and_then(|start| text.get(..start)).unwrap_or(text).trim_end()
}
