//! Finds every part of a token in one pass over a text: by the hashes of all its parts, and a hash that rolls over the text.

/// How many consecutive characters of a token are a part of it. The first part of the usual token is 12 bytes of its header, so
/// another token of the same kind is found by it, too.
pub(super) const PART: usize = 16;

/// The hashes of all parts of a token, in lower case: in the name of a host, case is lost.
///
/// A text that has the hash of a part without being one is redacted for nothing, which happens once in 2^50 characters.
pub(super) struct Parts {
    /// [`PART`], or less if the whole token has less.
    size: usize,
    /// What the character that leaves a window has become in its hash.
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

    /// An empty window on a text.
    pub(super) fn window(&self) -> Window<'_> {
        Window { parts: self, characters: [0; PART], next: 0, count: 0, hash: 0 }
    }

    /// The slot of this hash or the one where it would be put, and whether it is there.
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
    /// Takes the next character; true if the last ones are a part of the token.
    pub(super) fn push(&mut self, character: u8) -> bool {
        self.roll(character).is_some_and(|hash| self.parts.find(hash).1)
    }

    /// Forgets all characters.
    pub(super) fn clear(&mut self) {
        (self.next, self.count, self.hash) = (0, 0, 0);
    }

    /// The hash of the last characters, once there are enough of them; never 0.
    fn roll(&mut self, character: u8) -> Option<u64> {
        let new = character.to_ascii_lowercase();
        let place = self.characters.get_mut(self.next)?;
        let old = std::mem::replace(place, new);
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

/// Differs in many bits from one character to the next.
fn value(character: u8) -> u64 {
    (u64::from(character) + 1).wrapping_mul(SPREAD)
}

/// Odd numbers without a pattern: the first from the decimals of pi, the second 2^64 divided by the golden ratio.
const BASE: u64 = 0x2437_54a8_85a3_08d3;
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;
