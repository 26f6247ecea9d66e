//! Finds every part of a token in one pass over a text.
//!
//! A table contains the hashes of all parts, and a rolling hash of the text is compared with it.

/// The number of consecutive characters in a part of a token.
///
/// The first part of a usual token encodes 12 bytes of its header, so it also matches other tokens of the same kind.
pub(super) const PART: usize = 16;

/// The hashes of all parts of a token, in lower case: in the name of a host, case is lost.
///
/// A text with the hash of a part is redacted although it is not a part: once in 2^50 characters.
pub(super) struct Parts {
    /// [`PART`], or the length of the token if that is less.
    size: usize,
    /// The factor of the oldest character of a window in its hash.
    oldest: u64,
    /// A hash table with open addressing, at most half full; 0 is an empty slot.
    slots: Vec<u64>,
    #[cfg(test)]
    pub(super) steps: std::cell::Cell<usize>,
}

impl Parts {
    pub(super) fn of(token: &[u8]) -> Self {
        let size = token.len().clamp(1, PART);
        let count = (token.len() + 1).saturating_sub(size);
        let oldest = (1..size).fold(1_u64, |power, _| power.wrapping_mul(BASE));
        let slots = vec![0; (2 * count).next_power_of_two()];
        let mut parts = Self {
            size,
            oldest,
            slots,
            #[cfg(test)]
            steps: std::cell::Cell::default(),
        };
        let mut hashes = Vec::with_capacity(count);
        let mut window = parts.window();
        for character in token {
            hashes.extend(window.roll(*character));
        }
        for hash in hashes {
            let (slot, _) = parts.find(hash);
            if let Some(slot) = parts.slots.get_mut(slot) {
                *slot = hash;
            }
        }
        parts
    }

    /// Returns an empty window on a text.
    pub(super) fn window(&self) -> Window<'_> {
        Window { parts: self, characters: [0; PART], next: 0, count: 0, hash: 0 }
    }

    /// Returns the slot of this hash, or the slot in which to insert it, and whether the table contains it.
    fn find(&self, hash: u64) -> (usize, bool) {
        let mask = self.slots.len() - 1;
        // the upper half depends on all characters, the lower bits on the last ones
        let mut slot = usize::try_from(hash.wrapping_mul(SPREAD) >> 32).unwrap_or_default() & mask;
        loop {
            #[cfg(test)]
            self.steps.set(self.steps.get() + 1);
            match self.slots.get(slot) {
                Some(found) if *found == hash => return (slot, true),
                Some(0) | None => return (slot, false),
                Some(_) => slot = (slot + 1) & mask,
            }
        }
    }
}

/// The last characters of a text.
pub(super) struct Window<'a> {
    parts: &'a Parts,
    characters: [u8; PART],
    next: usize,
    count: usize,
    hash: u64,
}

impl Window<'_> {
    /// Adds the next character, and returns whether the last ones are a part of the token.
    pub(super) fn push(&mut self, character: u8) -> bool {
        self.roll(character).is_some_and(|hash| self.parts.find(hash).1)
    }

    /// Removes all characters.
    pub(super) fn clear(&mut self) {
        (self.next, self.count, self.hash) = (0, 0, 0);
    }

    /// Adds the next character, and returns the hash of the last ones if there are enough of them. The hash is never 0.
    fn roll(&mut self, character: u8) -> Option<u64> {
        let new = character.to_ascii_lowercase();
        let slot = self.characters.get_mut(self.next)?;
        let old = std::mem::replace(slot, new);
        self.next = (self.next + 1) % self.parts.size;
        if self.count == self.parts.size {
            self.hash = self.hash.wrapping_sub(value(old).wrapping_mul(self.parts.oldest));
        } else {
            self.count += 1;
        }
        self.hash = self.hash.wrapping_mul(BASE).wrapping_add(value(new));
        (self.count == self.parts.size).then_some(self.hash.max(1))
    }
}

/// Returns a number that differs in many bits from one character to the next.
fn value(character: u8) -> u64 {
    (u64::from(character) + 1).wrapping_mul(SPREAD)
}

/// Odd numbers without a pattern: the first from the digits of pi, the second 2^64 divided by the golden ratio.
const BASE: u64 = 0x2437_54a8_85a3_08d3;
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
