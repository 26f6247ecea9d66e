/// A set of properties of a type, by index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PropertySet {
    low: u64,
    /// The properties from index 64 on: empty, and so without an allocation, for nearly every type.
    high: Vec<u64>,
}

impl PropertySet {
    pub(crate) const fn new() -> Self {
        Self { low: 0, high: Vec::new() }
    }

    /// Adds `index`, and returns whether it was not in the set before.
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

    /// Returns the indexes in ascending order.
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
    fn a_set_contains_exactly_the_inserted_indexes() {
        let mut set = PropertySet::new();
        assert!(set.is_empty());
        for index in [0, 63, 64, 127, 128, 300] {
            assert!(!set.contains(index));
            assert!(set.insert(index), "{index} was not inserted before");
            assert!(!set.insert(index), "{index} was inserted before");
            assert!(set.contains(index));
        }
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 127, 128, 300]);
        assert!(!set.is_empty());
    }
}
