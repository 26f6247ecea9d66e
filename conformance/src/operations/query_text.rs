//! Query options in a form that can be compared: without blanks and parentheses that have no meaning.

use percent_encoding::percent_decode_str;

/// Returns the options of a query string, decoded. A `+` is not a blank.
pub fn options(query: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let options = query.split('&').filter(|option| !option.is_empty());
    options
        .map(|option| option.split_once('=').unwrap_or((option, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

/// Returns the value of an option in a form that is equal for equal meanings.
pub fn normalized(name: &str, value: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "$filter" => condition(value),
        "$orderby" => split(value, ',').iter().map(|key| order_key(key)).collect::<Vec<_>>().join(","),
        "$select" => sorted(split(value, ',').iter().map(|path| path.trim().to_owned())).join(","),
        "$expand" => sorted(split(value, ',').iter().map(|item| expanded(item))).join(","),
        _ => value.trim().to_owned(),
    }
}

fn sorted(items: impl Iterator<Item = String>) -> Vec<String> {
    let mut items: Vec<String> = items.collect();
    items.sort();
    items
}

fn order_key(key: &str) -> String {
    let mut words = key.split_whitespace();
    match (words.next(), words.next()) {
        (Some(path), Some("desc")) => format!("{path} desc"),
        (Some(path), _) => path.to_owned(),
        (None, _) => String::new(),
    }
}

fn expanded(item: &str) -> String {
    let item = item.trim();
    let Some((path, options)) = item.strip_suffix(')').and_then(|item| item.split_once('(')) else {
        return item.to_owned();
    };
    let options = split(options, ';').into_iter().map(|option| match option.split_once('=') {
        Some((name, value)) => format!("{}={}", name.trim(), normalized(name.trim(), value)),
        None => option.trim().to_owned(),
    });
    format!("{}({})", path.trim(), sorted(options).join(";"))
}

/// Splits at a separator that is neither in parentheses nor in a text.
fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut is_quoted) = (Vec::new(), 0, 0_usize, false);
    for (index, character) in text.char_indices() {
        match character {
            '\'' => is_quoted = !is_quoted,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth = depth.saturating_sub(1),
            other if other == separator && !is_quoted && depth == 0 => {
                parts.extend(text.get(start..index));
                start = index + other.len_utf8();
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// Returns a condition in which each operator has its parentheses.
fn condition(text: &str) -> String {
    let tokens = tokens(text);
    let mut parser = Parser { tokens: &tokens, variables: Vec::new() };
    let parsed = parser.disjunction();
    // what is not understood is compared as it is
    match parsed {
        Some(parsed) if parser.tokens.is_empty() => parsed,
        _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Open,
    Close,
    Comma,
    Word(&'a str),
}

/// Splits a condition into words, parentheses and commas. A text in quotes is part of a word.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut rest) = (Vec::new(), text.trim_start());
    while let Some(first) = rest.chars().next() {
        let single = match first {
            '(' => Some(Token::Open),
            ')' => Some(Token::Close),
            ',' => Some(Token::Comma),
            _ => None,
        };
        let end = if single.is_some() { 1 } else { word_end(rest) };
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        tokens.push(single.unwrap_or(Token::Word(word)));
        rest = after.trim_start();
    }
    tokens
}

fn word_end(text: &str) -> usize {
    let mut is_quoted = false;
    for (index, character) in text.char_indices() {
        match character {
            '\'' => is_quoted = !is_quoted,
            '(' | ')' | ',' if !is_quoted => return index,
            blank if blank.is_whitespace() && !is_quoted => return index,
            _ => {}
        }
    }
    text.len()
}

struct Parser<'a> {
    tokens: &'a [Token<'a>],
    /// The variables of the conditions on elements, from the outside to the inside.
    variables: Vec<&'a str>,
}

impl Parser<'_> {
    fn take(&mut self, token: Token<'_>) -> bool {
        match self.tokens.split_first() {
            Some((first, rest)) if *first == token => {
                self.tokens = rest;
                true
            }
            _ => false,
        }
    }

    fn disjunction(&mut self) -> Option<String> {
        self.joined("or", Self::conjunction)
    }

    fn conjunction(&mut self) -> Option<String> {
        self.joined("and", Self::negation)
    }

    fn joined(&mut self, operator: &str, operand: fn(&mut Self) -> Option<String>) -> Option<String> {
        let mut text = operand(self)?;
        let mut count = 1;
        while self.take(Token::Word(operator)) {
            // the operator is associative
            let next = operand(self)?;
            let bare = |text: &str| {
                let inner = text.strip_prefix(&format!("{operator}(")).and_then(|text| text.strip_suffix(')'));
                inner.map(str::to_owned)
            };
            text = if count == 1 { bare(&text).unwrap_or(text) } else { text };
            text = format!("{text},{}", bare(&next).unwrap_or(next));
            count += 1;
        }
        Some(if count == 1 { text } else { format!("{operator}({text})") })
    }

    fn negation(&mut self) -> Option<String> {
        if self.take(Token::Word("not")) {
            return Some(format!("not({})", self.negation()?));
        }
        let one = self.operand()?;
        match self.tokens.split_first() {
            Some((Token::Word(operator), rest)) if !matches!(*operator, "and" | "or") => {
                self.tokens = rest;
                let other = self.operand()?;
                Some(format!("{operator}({one},{other})"))
            }
            _ => Some(one),
        }
    }

    /// Reads a word, a function with arguments, or what is in parentheses.
    fn operand(&mut self) -> Option<String> {
        let (first, rest) = self.tokens.split_first()?;
        match first {
            Token::Open => {
                self.tokens = rest;
                let inner = self.list()?;
                self.take(Token::Close).then_some(inner)
            }
            Token::Word(word) => {
                self.tokens = rest;
                let text = self.renamed(word);
                if !self.take(Token::Open) {
                    return Some(text);
                }
                let depth = self.variables.len();
                let is_lambda = word.ends_with("/any") || word.ends_with("/all");
                let inner = if is_lambda { self.lambda()? } else { self.list()? };
                self.variables.truncate(depth);
                self.take(Token::Close).then(|| format!("{}({inner})", text.to_ascii_lowercase()))
            }
            Token::Close | Token::Comma => None,
        }
    }

    fn list(&mut self) -> Option<String> {
        if self.tokens.first() == Some(&Token::Close) {
            return Some(String::new());
        }
        let mut text = self.disjunction()?;
        while self.take(Token::Comma) {
            text = format!("{text},{}", self.disjunction()?);
        }
        Some(text)
    }

    /// Reads `x:condition`. The name of the variable has no meaning.
    fn lambda(&mut self) -> Option<String> {
        let Some((Token::Word(word), rest)) = self.tokens.split_first() else { return self.list() };
        let (variable, after) = word.split_once(':')?;
        self.variables.push(variable);
        if after.is_empty() {
            self.tokens = rest;
            return self.disjunction();
        }
        let mut tokens = vec![Token::Word(after)];
        tokens.extend(rest);
        let mut inner = Parser { tokens: &tokens, variables: self.variables.clone() };
        let text = inner.disjunction()?;
        let left = inner.tokens.len();
        self.tokens = self.tokens.get(self.tokens.len() - left..)?;
        Some(text)
    }

    /// Replaces a variable at the start of a path by its number.
    fn renamed(&self, word: &str) -> String {
        let (first, rest) = word.split_at_checked(word.find('/').unwrap_or(word.len())).unwrap_or((word, ""));
        match self.variables.iter().rposition(|variable| *variable == first) {
            Some(number) => format!("${number}{rest}"),
            None => normalized_number(word).unwrap_or_else(|| word.to_owned()),
        }
    }
}

/// Returns a number without zeros at the end of its fraction.
fn normalized_number(word: &str) -> Option<String> {
    let (whole, fraction) = word.split_once('.')?;
    let is_number = |digits: &str| !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit());
    if !is_number(whole.trim_start_matches('-')) || !is_number(fraction) {
        return None;
    }
    Some(format!("{whole}.{fraction}").trim_end_matches('0').trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::{normalized, options};

    #[test]
    fn conditions_are_equal_up_to_blanks_and_parentheses() {
        for (one, other) in [
            ("a eq 1 and b eq 2", "( (a  eq 1) and ( b eq 2 ) )"),
            ("a eq 1 and b eq 2 and c eq 3", "a eq 1 and (b eq 2 and c eq 3)"),
            ("a eq 1 or b eq 2 and c eq 3", "(a eq 1) or ((b eq 2) and (c eq 3))"),
            ("a in ('x','y')", "a in ( 'x', 'y' )"),
            ("not(startswith(a,'b'))", "not startsWith( a, 'b' )"),
            ("r/any(r:r eq 'o')", "r/any(x: x eq 'o')"),
            ("r/any(r:r/s eq 'o' and r/t/any(u:u eq r/v))", "r/any(x:x/s eq 'o' and (x/t/any(y:y eq x/v)))"),
            ("isof('a.b')", "(isof('a.b'))"),
            ("a ge 2 and b lt -1.50", "a ge 2.0 and b lt -1.5"),
        ] {
            assert_eq!(normalized("$filter", one), normalized("$filter", other));
        }
    }

    #[test]
    fn different_conditions_differ() {
        for (one, other) in [
            ("a eq 1 or b eq 2 and c eq 3", "(a eq 1 or b eq 2) and c eq 3"),
            ("a eq 'x  y'", "a eq 'x y'"),
            ("a eq '(b)'", "a eq 'b'"),
            ("a eq 'b and c'", "a eq 'b' and c"),
            ("not(a eq 1) and b eq 2", "not(a eq 1 and b eq 2)"),
            ("r/any(r:r/s eq 'o')", "r/any(x:r/s eq 'o')"),
            ("a eq 'O''Neil'", "a eq 'ONeil'"),
            ("a eq 20", "a eq 2.0"),
            ("a eq '2.0'", "a eq '2'"),
        ] {
            assert_ne!(normalized("$filter", one), normalized("$filter", other));
        }
    }

    #[test]
    fn other_options_are_equal_up_to_blanks_and_order() {
        for (name, one, other) in [
            ("$select", "a,b", "b, a"),
            ("$orderby", "a desc,b", "a  desc, b asc"),
            ("$expand", "a($select=b,c;$top=1),d", "d, a( $top=1; $select=c,b )"),
            ("$expand", "a($expand=b($filter=(c eq ',')))", "a($expand=b($filter=c eq ','))"),
            ("$top", "5", " 5"),
        ] {
            assert_eq!(normalized(name, one), normalized(name, other));
        }
        assert_ne!(normalized("$orderby", "a,b"), normalized("$orderby", "b,a"));
        assert_ne!(normalized("$expand", "a($top=1),b"), normalized("$expand", "a,b($top=1)"));
    }

    #[test]
    fn a_query_string_is_decoded() {
        let expected =
            [("$filter", "a eq 'b&c+d'"), ("x", "")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(options("$filter=a%20eq%20%27b%26c+d%27&x"), expected);
        assert_eq!(options(""), []);
    }
}
