//! Compares texts as a service may compare them.
//!
//! Services of Microsoft Graph compare text without case, and what is equal beyond ASCII depends on their collation. So texts are *similar* if
//! they could be equal for some service, and different only if they cannot be.

/// How alike two texts are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    Equal,
    /// Some services take them as equal.
    Similar,
    Different,
}

impl Likeness {
    fn new(is_equal: bool, is_similar: impl FnOnce() -> bool) -> Self {
        if is_equal {
            Self::Equal
        } else if is_similar() {
            Self::Similar
        } else {
            Self::Different
        }
    }
}

pub(super) fn equality(found: &str, wanted: &str) -> Likeness {
    // Trailing blanks do not count in SQL (ISO/IEC 9075, section 8.2).
    Likeness::new(found == wanted, || {
        let (found, wanted) = (found.trim_end_matches(' '), wanted.trim_end_matches(' '));
        found.eq_ignore_ascii_case(wanted) || is_similar(found, wanted, Extent::Whole)
    })
}

pub(super) fn starts_with(found: &str, wanted: &str) -> Likeness {
    Likeness::new(found.starts_with(wanted), || is_similar(found, wanted, Extent::Prefix))
}

pub(super) fn ends_with(found: &str, wanted: &str) -> Likeness {
    Likeness::new(found.ends_with(wanted), || {
        let reversed = |text: &str| text.chars().rev().collect::<String>();
        is_similar(&reversed(found), &reversed(wanted), Extent::Prefix)
    })
}

pub(super) fn contains(found: &str, wanted: &str) -> Likeness {
    Likeness::new(found.contains(wanted), || {
        let starts = found.char_indices().map(|(at, _)| at);
        starts.into_iter().any(|at| found.get(at..).is_some_and(|rest| is_similar(rest, wanted, Extent::Prefix)))
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Whole,
    /// The wanted text is similar to a prefix of the other one.
    Prefix,
}

/// Returns whether two texts could be equal in some collation.
///
/// ASCII characters are equal without case. Any other character may be equal to up to [`MAX_EXPANSION`] characters, such as `ß` to `ss`, `ü`
/// to `u`, or a combining mark to nothing.
fn is_similar(found: &str, wanted: &str, extent: Extent) -> bool {
    if found.is_ascii() && wanted.is_ascii() {
        return match extent {
            Extent::Whole => found.eq_ignore_ascii_case(wanted),
            Extent::Prefix => found.get(..wanted.len()).is_some_and(|start| start.eq_ignore_ascii_case(wanted)),
        };
    }
    let found: Vec<Slot> = found.chars().flat_map(Slot::of).collect();
    // The positions in `found` that the characters of `wanted` so far can reach.
    let mut reached = vec![false; found.len() + 1];
    reached[0] = true;
    skip_wildcards(&found, &mut reached);
    for character in wanted.chars() {
        let mut next = vec![false; found.len() + 1];
        for (at, _) in reached.iter().enumerate().filter(|(_, reached)| **reached) {
            if character.is_ascii() {
                if found.get(at).is_some_and(|slot| slot.accepts(character)) {
                    next[at + 1] = true;
                }
            } else {
                next[at..=found.len().min(at + MAX_EXPANSION)].fill(true);
            }
        }
        reached = next;
        skip_wildcards(&found, &mut reached);
    }
    match extent {
        Extent::Whole => reached.last().copied().unwrap_or(false),
        Extent::Prefix => reached.contains(&true),
    }
}

/// A place for one character.
#[derive(Clone, Copy)]
enum Slot {
    Character(char),
    /// One of the characters that a character beyond ASCII may be equal to, or none.
    Wildcard,
}

impl Slot {
    fn of(character: char) -> impl Iterator<Item = Self> {
        let (slot, count) =
            if character.is_ascii() { (Self::Character(character), 1) } else { (Self::Wildcard, MAX_EXPANSION) };
        std::iter::repeat_n(slot, count)
    }

    fn accepts(self, wanted: char) -> bool {
        match self {
            Self::Character(character) => character.eq_ignore_ascii_case(&wanted),
            Self::Wildcard => true,
        }
    }
}

fn skip_wildcards(found: &[Slot], reached: &mut [bool]) {
    for (at, slot) in found.iter().enumerate() {
        if reached[at] && matches!(slot, Slot::Wildcard) {
            reached[at + 1] = true;
        }
    }
}

/// The most characters that one character is equal to in the collations of Unicode: three for `ﬃ`.
const MAX_EXPANSION: usize = 3;

#[cfg(test)]
mod tests {
    use super::{Likeness, contains, ends_with, equality, starts_with};

    #[test]
    fn text_without_case_is_similar() {
        use Likeness::{Different, Equal, Similar};
        for (found, wanted, likeness) in [
            ("Windows", "Windows", Equal),
            ("windows", "Windows", Similar),
            ("Windows ", "Windows", Similar),
            ("macOS", "Windows", Different),
            ("", "Windows", Different),
            ("Windows 10", "Windows", Different),
            ("MÜLLER", "Müller", Similar),
            ("Muller", "Müller", Similar),
            ("Mueller", "Müller", Similar),
            ("Strasse", "Straße", Similar),
            ("Straße", "STRASSE", Similar),
            ("Anna", "Müller", Different),
            ("Mülller", "Muller", Different),
            ("Käthe", "Kurt", Different),
            ("日本", "日本", Equal),
            ("日本", "Windows", Different),
            ("e\u{301}a", "éa", Similar),
        ] {
            assert_eq!(equality(found, wanted), likeness, "{found} eq {wanted}");
            assert_eq!(equality(wanted, found), likeness, "{wanted} eq {found}");
        }
    }

    #[test]
    fn parts_of_texts_are_compared_without_case() {
        use Likeness::{Different, Equal, Similar};
        for (found, wanted, likeness) in [
            ("DESKTOP-1", "DESKTOP", Equal),
            ("desktop-1", "DESKTOP", Similar),
            ("LAPTOP-1", "DESKTOP", Different),
            ("DESK", "DESKTOP", Different),
            ("Müller-1", "Muller", Similar),
            ("Möller-1", "Maier", Different),
        ] {
            assert_eq!(starts_with(found, wanted), likeness, "{found} starts with {wanted}");
            let reversed = |text: &str| text.chars().rev().collect::<String>();
            assert_eq!(ends_with(&reversed(found), &reversed(wanted)), likeness, "{found} ends with {wanted}");
            assert_eq!(contains(&format!("x{found}x"), wanted), likeness, "{found} contains {wanted}");
        }
    }
}
