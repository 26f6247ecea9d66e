//! The match of a rule with an input.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::element::Element;
use super::{Grammar, MatchError, Node};

/// The state of one match.
pub(super) struct Matching<'g> {
    grammar: &'g Grammar,
    input: Vec<char>,
    /// From a rule and a position to the end of the match.
    known: HashMap<u64, Option<usize>, BuildHasherDefault<NumberHasher>>,
    nodes: Option<Vec<Node>>,
    pub(super) furthest: usize,
    depth: usize,
}

/// How deeply rules can be nested in a match. A level takes up to 2.5 KB of the stack in a debug build, and the stack of a
/// thread has 2 MB.
const MAX_DEPTH: usize = 600;

type Outcome = Result<Option<usize>, MatchError>;

impl<'g> Matching<'g> {
    pub(super) fn new(grammar: &'g Grammar, input: &str, with_nodes: bool) -> Self {
        Self {
            grammar,
            input: input.chars().collect(),
            known: HashMap::default(),
            nodes: with_nodes.then(Vec::new),
            furthest: 0,
            depth: 0,
        }
    }

    /// Returns the number of characters of the input.
    pub(super) fn len(&self) -> usize {
        self.input.len()
    }

    pub(super) fn into_nodes(self) -> Vec<Node> {
        self.nodes.unwrap_or_default()
    }

    /// Returns the end of the match of a rule at a position.
    pub(super) fn rule(&mut self, number: usize, start: usize) -> Outcome {
        let grammar = self.grammar;
        let Some(rule) = grammar.rules.get(number) else { return Ok(None) };
        if !rule.first.allows(self.input.get(start).copied()) {
            return Ok(None);
        }
        let key = (number as u64) << 32 | start as u64;
        match self.known.get(&key) {
            // the nodes of a match are those of the second visit, too
            Some(Some(_)) if self.nodes.is_some() => {}
            Some(end) => return Ok(*end),
            // a rule that names itself at the same position does not match there
            None => _ = self.known.insert(key, None),
        }
        if self.depth == MAX_DEPTH {
            return Err(MatchError::TooDeep { position: start });
        }
        self.depth += 1;
        let node = self.nodes.as_mut().map(|nodes| {
            nodes.push(Node { rule: number, start, end: start });
            nodes.len() - 1
        });
        let end = self.element(&rule.definition, start)?;
        let end = end.filter(|end| rule.allows(self.input.get(start..*end).unwrap_or_default()));
        self.depth -= 1;
        if let (Some(nodes), Some(node)) = (&mut self.nodes, node) {
            match (end, nodes.get_mut(node)) {
                (Some(end), Some(node)) => node.end = end,
                _ => nodes.truncate(node),
            }
        }
        self.known.insert(key, end);
        Ok(end)
    }

    fn element(&mut self, element: &'g Element, start: usize) -> Outcome {
        match element {
            Element::Alternatives(elements) => {
                for element in elements {
                    if let Some(end) = self.attempt(element, start)? {
                        return Ok(Some(end));
                    }
                }
                Ok(None)
            }
            Element::Sequence(elements) => {
                let mut position = start;
                for element in elements {
                    match self.element(element, position)? {
                        Some(end) => position = end,
                        None => return Ok(None),
                    }
                }
                Ok(Some(position))
            }
            Element::Repetition { min, max, element } => self.repetition(*min, *max, element, start),
            Element::Rule(number) => self.rule(*number, start),
            Element::Text { characters, is_exact } => {
                let end = start + characters.len();
                let is_match = self.input.get(start..end).is_some_and(|found| {
                    let mut pairs = found.iter().zip(characters);
                    pairs.all(|(found, own)| found == own || !is_exact && found.eq_ignore_ascii_case(own))
                });
                Ok(self.reached(is_match.then_some(end)))
            }
            Element::Range(from, to) => {
                let is_match = self.input.get(start).is_some_and(|found| (*from..=*to).contains(&u32::from(*found)));
                Ok(self.reached(is_match.then_some(start + 1)))
            }
        }
    }

    /// Matches an element, and forgets the nodes of a match that failed.
    fn attempt(&mut self, element: &'g Element, start: usize) -> Outcome {
        let before = self.nodes.as_ref().map(Vec::len);
        let end = self.element(element, start)?;
        if let (None, Some(nodes), Some(before)) = (end, &mut self.nodes, before) {
            nodes.truncate(before);
        }
        Ok(end)
    }

    fn repetition(&mut self, min: usize, max: usize, element: &'g Element, start: usize) -> Outcome {
        let (mut position, mut count) = (start, 0);
        while count < max {
            match self.attempt(element, position)? {
                // an empty match can be repeated as often as necessary
                Some(end) if end == position => {
                    count = count.max(min);
                    break;
                }
                Some(end) => position = end,
                None => break,
            }
            count += 1;
        }
        Ok((count >= min).then_some(position))
    }

    fn reached(&mut self, end: Option<usize>) -> Option<usize> {
        self.furthest = self.furthest.max(end.unwrap_or(0));
        end
    }
}

/// Hashes the number of a rule and a position. The default hasher takes most of the time of a match.
#[derive(Default)]
struct NumberHasher(u64);

impl Hasher for NumberHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        // the multiplier of Fibonacci hashing; the upper bits are the good ones
        self.0 = (self.0 ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(26);
    }
}
