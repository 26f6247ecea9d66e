/// Which properties of a type are meant, by index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PropertySet {
    low: u64,
    /// Properties 64 and up: empty, and so without an allocation, for nearly every type.
    high: Vec<u64>,
}

impl PropertySet {
    pub(crate) const fn new() -> Self {
        Self { low: 0, high: Vec::new() }
    }

    /// Adds `index`; false if it was there.
    #[inline]
    pub(crate) fn insert(&mut self, index: usize) -> bool {
        let word = if index < 64 { &mut self.low } else { self.high_word(index) };
        let bit = 1 << (index % 64);
        let new = *word & bit == 0;
        *word |= bit;
        new
    }

    pub(crate) fn contains(&self, index: usize) -> bool {
        let word = if index < 64 { self.low } else { self.high.get(index / 64 - 1).copied().unwrap_or(0) };
        word & (1 << (index % 64)) != 0
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.low == 0 && self.high.iter().all(|word| *word == 0)
    }

    /// The members, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.low)
            .chain(self.high.iter().copied())
            .enumerate()
            .flat_map(|(nth, word)| (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| nth * 64 + bit))
    }

    #[cold]
    fn high_word(&mut self, index: usize) -> &mut u64 {
        let nth = index / 64 - 1;
        if self.high.len() <= nth {
            self.high.resize(nth + 1, 0);
        }
        &mut self.high[nth]
    }
}

#[cfg(test)]
mod tests {
    use super::PropertySet;

    #[test]
    fn holds_what_was_inserted_beyond_one_word() {
        let mut set = PropertySet::new();
        assert!(set.is_empty());
        for index in [0, 63, 64, 127, 128, 300] {
            assert!(!set.contains(index));
            assert!(set.insert(index), "{index} is new");
            assert!(!set.insert(index), "{index} is there");
            assert!(set.contains(index));
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 127, 128, 300]);
        assert!(!set.is_empty());
    }
}
