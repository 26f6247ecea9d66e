use std::collections::VecDeque;

use crate::error::Error;
use crate::failure::ErrorKind;

/// Detects lists without end, in constant memory.
///
/// Autopilot identities, drive searches, mail, people and groups returned the same link again and again.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Hashes of the last links.
    recent: VecDeque<u64>,
    /// A link to compare each later one with, for cycles that are longer than `recent`. It moves at doubling distances (Brent's algorithm).
    anchor: u64,
    since_anchor: u64,
    distance: u64,
    empty_pages: u32,
}

/// How many links are compared with the next one.
const MAX_RECENT: usize = 1_024;

/// How many pages without items may follow each other.
const MAX_EMPTY_PAGES: u32 = 1_000;

impl Progress {
    /// The progress of a list that starts with the page at `link`.
    pub(super) fn starting_at(link: Option<&str>) -> Self {
        let mut progress = Self::default();
        progress.recent.extend(link.map(|link| fnv1a(link.as_bytes())));
        progress
    }

    /// Records a page and the link to the next one.
    ///
    /// # Errors
    /// If the link was there before, or too many pages without items followed each other.
    pub(super) fn record(&mut self, items: usize, link: &str) -> Result<(), Error> {
        let hash = fnv1a(link.as_bytes());
        if self.recent.contains(&hash) || (self.distance > 0 && self.anchor == hash) {
            let message = "the service returned a link to a page that was read before, so the list would not end; what \
                           was returned so far may be all of it";
            return Err(Error::new(ErrorKind::EndlessPages, message));
        }
        if self.recent.len() == MAX_RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(hash);
        if self.since_anchor == self.distance {
            self.anchor = hash;
            self.since_anchor = 0;
            self.distance = (self.distance * 2).max(1);
        }
        self.since_anchor += 1;
        self.empty_pages = if items == 0 { self.empty_pages + 1 } else { 0 };
        if self.empty_pages == MAX_EMPTY_PAGES {
            let message = format!("the service returned {MAX_EMPTY_PAGES} pages without entities in a row");
            return Err(Error::new(ErrorKind::EndlessPages, message));
        }
        Ok(())
    }
}

/// FNV-1a with 64 bits: a hash that is the same in every build, because resume tokens contain it.
///
/// Source: <http://www.isthe.com/chongo/tech/comp/fnv/>.
pub(super) fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::{MAX_EMPTY_PAGES, Progress, fnv1a};

    #[test]
    fn cycles_of_every_length_end() {
        for length in [1, 2, 3, 100, 1_024, 1_025, 5_000] {
            let mut progress = Progress::default();
            let pages = (0..40_000_u32).position(|page| {
                let link = if page < 7 { format!("start{page}") } else { (page % length).to_string() };
                progress.record(1, &link).is_err()
            });
            assert!(pages.is_some(), "a cycle of {length} links");
            if length <= 1_024 {
                let first_known = usize::try_from(7 + length).ok();
                assert_eq!(pages, first_known, "a cycle of {length} links");
            }
        }
    }

    #[test]
    fn different_links_do_not_end_a_list() {
        let mut progress = Progress::default();
        assert!((0..100_000).all(|page| progress.record(1, &format!("page{page}")).is_ok()));
    }

    #[test]
    fn empty_pages_pass_up_to_a_limit() {
        let mut progress = Progress::default();
        let mut record = |items, page: u32| progress.record(items, &page.to_string()).is_ok();
        assert!((1..MAX_EMPTY_PAGES).all(|page| record(0, page)));
        assert!(record(1, MAX_EMPTY_PAGES));
        assert!((1..MAX_EMPTY_PAGES).all(|page| record(0, MAX_EMPTY_PAGES + page)));
        assert!(!record(0, 10 * MAX_EMPTY_PAGES));
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }
}
