//! The syntax of ABNF (RFC 5234 and RFC 7405).

use std::collections::{HashMap, HashSet};

use super::GrammarError;
use super::element::Element;

/// The rules of a grammar, in the order in which they are first named.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// The name and the definition of each rule. The definition is `None` until the rule is defined.
    pub(super) definitions: Vec<(String, Option<Element>)>,
    /// From the name in lower case to the number of the rule.
    pub(super) numbers: HashMap<String, usize>,
    /// The rules that the current text defines.
    own: HashSet<usize>,
}

impl Rules {
    fn number(&mut self, name: &str) -> usize {
        *self.numbers.entry(name.to_ascii_lowercase()).or_insert_with(|| {
            self.definitions.push((name.to_owned(), None));
            self.definitions.len() - 1
        })
    }

    /// Adds the definitions of a text. A rule that an earlier text defines is replaced.
    pub(super) fn read(&mut self, text: &str) -> Result<(), GrammarError> {
        self.own.clear();
        let mut definition = String::new();
        let mut start = 1;
        for (line, text) in (1..).zip(text.lines().chain([""])) {
            let text = without_comment(text);
            // a line that starts with a blank continues the definition
            if text.starts_with([' ', '\t']) || text.is_empty() {
                if !text.trim().is_empty() || !definition.is_empty() {
                    definition.push('\n');
                    definition.push_str(text);
                }
            } else {
                self.define(&definition, start)?;
                text.clone_into(&mut definition);
                start = line;
            }
        }
        self.define(&definition, start)
    }

    fn define(&mut self, text: &str, line: usize) -> Result<(), GrammarError> {
        if text.trim().is_empty() {
            return Ok(());
        }
        let mut reader = Reader { rest: text.trim_end(), line, rules: self };
        let name = reader.name().ok_or_else(|| reader.expected("the name of a rule"))?;
        reader.skip_blanks();
        let is_addition = reader.take("=/");
        if !is_addition && !reader.take("=") {
            return Err(reader.expected("`=` or `=/`"));
        }
        let added = reader.alternatives()?;
        if !reader.rest.is_empty() {
            return Err(reader.expected("an element or the end of the rule"));
        }
        let line = reader.line;
        let number = self.number(name);
        let is_first = self.own.insert(number);
        let definition = self.definitions.get_mut(number).map(|(_, definition)| definition);
        match definition {
            Some(known) if !is_addition && is_first => *known = Some(added),
            Some(Some(known)) if is_addition => {
                let first = std::mem::replace(known, Element::Alternatives(Vec::new()));
                *known = match first {
                    Element::Alternatives(mut known) => {
                        known.push(added);
                        Element::Alternatives(known)
                    }
                    first => Element::Alternatives(vec![first, added]),
                };
            }
            _ if is_addition => return Err(GrammarError::Undefined { rule: name.to_owned() }),
            _ => return Err(GrammarError::Syntax { line, message: format!("rule `{name}` is defined twice") }),
        }
        Ok(())
    }
}

/// Returns the text before a comment. A semicolon inside a text is not the start of one.
fn without_comment(line: &str) -> &str {
    let mut is_quoted = false;
    for (index, character) in line.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => return line.get(..index).unwrap_or(line).trim_end(),
            _ => {}
        }
    }
    line.trim_end()
}

struct Reader<'a, 'r> {
    rest: &'a str,
    line: usize,
    rules: &'r mut Rules,
}

impl<'a> Reader<'a, '_> {
    fn expected(&self, what: &str) -> GrammarError {
        let found: String = self.rest.chars().take(20).collect();
        let message = format!("expected {what}, found `{}`", found.escape_debug());
        GrammarError::Syntax { line: self.line, message }
    }

    fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take_while(&mut self, is_wanted: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|character| !is_wanted(character)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    fn skip_blanks(&mut self) {
        let skipped = self.take_while(|character| matches!(character, ' ' | '\t' | '\n'));
        self.line += skipped.matches('\n').count();
    }

    fn name(&mut self) -> Option<&'a str> {
        let is_name = self.rest.starts_with(|character: char| character.is_ascii_alphabetic());
        is_name.then(|| self.take_while(|character| character.is_ascii_alphanumeric() || character == '-'))
    }

    fn alternatives(&mut self) -> Result<Element, GrammarError> {
        let mut alternatives = vec![self.sequence()?];
        while self.take("/") {
            alternatives.push(self.sequence()?);
        }
        Ok(one_or(alternatives, Element::Alternatives))
    }

    /// Reads elements up to a `/` or the end of the group, and the blanks around them.
    fn sequence(&mut self) -> Result<Element, GrammarError> {
        let mut elements = Vec::new();
        self.skip_blanks();
        while !self.rest.is_empty() && !self.rest.starts_with(['/', ')', ']']) {
            elements.push(self.repetition()?);
            self.skip_blanks();
        }
        if elements.is_empty() { Err(self.expected("an element")) } else { Ok(one_or(elements, Element::Sequence)) }
    }

    fn repetition(&mut self) -> Result<Element, GrammarError> {
        let digits = self.take_while(|character| character.is_ascii_digit());
        let (min, max) = if self.take("*") {
            let max = self.take_while(|character| character.is_ascii_digit());
            (if digits.is_empty() { "0" } else { digits }, max)
        } else if digits.is_empty() {
            return self.element();
        } else {
            (digits, digits)
        };
        let min = min.parse().map_err(|_| self.expected("a smaller number of repetitions"))?;
        let max = match max {
            "" => usize::MAX,
            max => max.parse().map_err(|_| self.expected("a smaller number of repetitions"))?,
        };
        let element = Box::new(self.element()?);
        Ok(Element::Repetition { min, max, element })
    }

    fn element(&mut self) -> Result<Element, GrammarError> {
        if self.take("(") {
            let group = self.alternatives()?;
            return if self.take(")") { Ok(group) } else { Err(self.expected("`)`")) };
        }
        if self.take("[") {
            let element = Box::new(self.alternatives()?);
            let option = Element::Repetition { min: 0, max: 1, element };
            return if self.take("]") { Ok(option) } else { Err(self.expected("`]`")) };
        }
        if let Some(name) = self.name() {
            return Ok(Element::Rule(self.rules.number(name)));
        }
        if self.rest.starts_with('"') {
            return self.text(false);
        }
        if self.take("%s") || self.take("%S") {
            return self.text(true);
        }
        if self.take("%i") || self.take("%I") {
            return self.text(false);
        }
        for (prefix, radix) in [("%x", 16), ("%X", 16), ("%d", 10), ("%D", 10), ("%b", 2), ("%B", 2)] {
            if self.take(prefix) {
                return self.numbers(radix);
            }
        }
        Err(self.expected("a rule, a group, a text or a number"))
    }

    fn text(&mut self, is_exact: bool) -> Result<Element, GrammarError> {
        if !self.take("\"") {
            return Err(self.expected("a text in double quotes"));
        }
        let characters = self.take_while(|character| character != '"' && character != '\n').chars().collect();
        if self.take("\"") { Ok(Element::Text { characters, is_exact }) } else { Err(self.expected("`\"`")) }
    }

    /// Reads a number, a range of numbers, or numbers that follow each other.
    fn numbers(&mut self, radix: u32) -> Result<Element, GrammarError> {
        let first = self.number(radix)?;
        if self.take("-") {
            return Ok(Element::Range(first, self.number(radix)?));
        }
        let mut characters = vec![self.character(first)?];
        while self.take(".") {
            let number = self.number(radix)?;
            characters.push(self.character(number)?);
        }
        Ok(Element::Text { characters, is_exact: true })
    }

    fn number(&mut self, radix: u32) -> Result<u32, GrammarError> {
        let digits = self.take_while(|character| character.is_digit(radix));
        u32::from_str_radix(digits, radix).map_err(|_| self.expected("a number"))
    }

    fn character(&self, code: u32) -> Result<char, GrammarError> {
        char::from_u32(code).ok_or_else(|| self.expected("the number of a character"))
    }
}

fn one_or(mut elements: Vec<Element>, several: impl FnOnce(Vec<Element>) -> Element) -> Element {
    match elements.pop() {
        Some(only) if elements.is_empty() => only,
        last => {
            elements.extend(last);
            several(elements)
        }
    }
}
