//! The elements of rules, and the characters with which their matches start.

/// An element of a rule (RFC 5234, section 3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    /// The first alternative that matches.
    Alternatives(Vec<Self>),
    /// All elements, one after the other.
    Sequence(Vec<Self>),
    /// The element, as often as it matches.
    Repetition { min: usize, max: usize, element: Box<Self> },
    /// The rule with that number.
    Rule(usize),
    /// A text. Without `is_exact`, ASCII letters match in both cases.
    Text { characters: Vec<char>, is_exact: bool },
    /// One character of a range.
    Range(u32, u32),
}

/// What the matches of an element start with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct FirstCharacters {
    /// One bit per ASCII character.
    ascii: u128,
    /// Whether a match can start with any other character.
    is_beyond_ascii: bool,
    /// Whether a match can be empty.
    is_empty: bool,
}

impl FirstCharacters {
    /// Returns whether a match can start with the next character of the input.
    pub(super) fn allows(self, next: Option<char>) -> bool {
        self.is_empty
            || next.is_some_and(|next| {
                let code = u32::from(next);
                if code < 128 { self.ascii >> code & 1 == 1 } else { self.is_beyond_ascii }
            })
    }

    fn or(self, other: Self) -> Self {
        Self {
            ascii: self.ascii | other.ascii,
            is_beyond_ascii: self.is_beyond_ascii | other.is_beyond_ascii,
            is_empty: self.is_empty | other.is_empty,
        }
    }

    fn add(&mut self, code: u32) {
        if code < 128 {
            self.ascii |= 1 << code;
        } else {
            self.is_beyond_ascii = true;
        }
    }

    /// Returns what the matches of an element start with, if those of rule *n* start with `rules[n]`.
    pub(super) fn of(element: &Element, rules: &[Self]) -> Self {
        let empty = Self { is_empty: true, ..Self::default() };
        match element {
            Element::Alternatives(elements) => {
                elements.iter().fold(Self::default(), |first, element| first.or(Self::of(element, rules)))
            }
            Element::Sequence(elements) => {
                let mut first = empty;
                for element in elements {
                    first = Self { is_empty: false, ..first }.or(Self::of(element, rules));
                    if !first.is_empty {
                        break;
                    }
                }
                first
            }
            Element::Repetition { min, element, .. } => {
                let first = Self::of(element, rules);
                if *min == 0 { first.or(empty) } else { first }
            }
            Element::Rule(rule) => rules.get(*rule).copied().unwrap_or_default(),
            Element::Text { characters, is_exact } => {
                let Some(character) = characters.first() else { return empty };
                let mut first = Self::default();
                first.add(u32::from(*character));
                if !is_exact {
                    first.add(u32::from(character.to_ascii_uppercase()));
                    first.add(u32::from(character.to_ascii_lowercase()));
                }
                first
            }
            Element::Range(from, to) => {
                let mut first = Self { is_beyond_ascii: *to >= 128, ..Self::default() };
                (*from..=(*to).min(127)).for_each(|code| first.add(code));
                first
            }
        }
    }
}
