//! Names similar to one that does not exist.

use std::fmt;

/// Returns the edit distance from `a` to `b`. An edit is an insertion, a deletion, a replacement or a swap of
/// neighbours.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(last.len());
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut best = (at(&last, j) + usize::from(x != y)).min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before, j - 1) + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}

/// Returns up to `count` of `candidates`, the most similar to `wanted` first.
///
/// `key` returns the name of a candidate. Letter case is ignored.
pub(crate) fn most_similar<'a, T>(
    wanted: &str,
    candidates: impl Iterator<Item = &'a T>,
    key: impl Fn(&'a T) -> &'a str,
    count: usize,
) -> Vec<&'a T>
where
    T: 'a,
{
    // the cost grows with the length, and a mistyped name is never this long
    let wanted: Vec<char> = wanted.to_lowercase().chars().take(100).collect();
    let text: String = wanted.iter().collect();
    let mut found: Vec<(usize, &str, &T)> = candidates
        .filter_map(|candidate| {
            let name = key(candidate);
            let lower = name.to_lowercase();
            let letters: Vec<char> = lower.chars().collect();
            let edits = distance(&wanted, &letters);
            // a part of a name, or a name with a part missing, is as similar as one with two wrong letters
            let is_part = text.len() > 3 && (lower.contains(&text) || text.contains(&lower) && letters.len() > 3);
            let score = if is_part { edits.min(2 + letters.len().abs_diff(wanted.len()) / 8) } else { edits };
            (score <= (wanted.len() / 3).clamp(wanted.len().min(2), 6)).then_some((score, name, candidate))
        })
        .collect();
    found.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    found.into_iter().take(count).map(|(_, _, candidate)| candidate).collect()
}

/// Returns up to five of `candidates`, the most similar to `wanted` first.
pub(crate) fn similar_names(wanted: &str, candidates: &[String]) -> Vec<String> {
    most_similar(wanted, candidates.iter(), |name| name, 5).into_iter().cloned().collect()
}

/// Writes the names at the end of an error message, if there are any.
pub(crate) fn write_similar_names(f: &mut fmt::Formatter<'_>, names: &[String]) -> fmt::Result {
    for (nth, name) in names.iter().enumerate() {
        let separator = if nth == 0 { "; similar names: " } else { ", " };
        write!(f, "{separator}`{name}`")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::most_similar;

    #[test]
    fn mistyped_names_and_parts_of_names_are_similar() {
        let names = ["user", "userSettings", "group", "deviceConfiguration", "deviceCompliancePolicy"];
        let similar =
            |wanted| most_similar(wanted, names.iter(), |name| name, 3).into_iter().copied().collect::<Vec<_>>();
        assert_eq!(similar("usre"), ["user"]);
        assert_eq!(similar("User"), ["user"]);
        assert_eq!(similar("Settings"), ["userSettings"]);
        assert_eq!(similar("deviceConfigurations"), ["deviceConfiguration"]);
        assert_eq!(similar("complianceP"), ["deviceCompliancePolicy"]);
        assert_eq!(similar("zzzzzz"), [""; 0]);
        assert_eq!(similar(""), [""; 0]);
    }
}
