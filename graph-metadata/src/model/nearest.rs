//! The names nearest to one that does not exist.

/// The number of insertions, deletions, replacements and swaps of neighbours from `a` to `b`, in lower case.
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

/// Up to `count` of `candidates`, nearest to `wanted` first; `key` is what is compared.
pub(crate) fn nearest<'a, T>(
    wanted: &str,
    candidates: impl Iterator<Item = &'a T>,
    key: impl Fn(&'a T) -> &'a str,
    count: usize,
) -> Vec<&'a T>
where
    T: 'a,
{
    // what nobody would type is not worth the time that long names take
    let wanted: Vec<char> = wanted.to_lowercase().chars().take(100).collect();
    let text: String = wanted.iter().collect();
    let mut found: Vec<(usize, &str, &T)> = candidates
        .filter_map(|candidate| {
            let name = key(candidate);
            let lower = name.to_lowercase();
            let letters: Vec<char> = lower.chars().collect();
            let typed = distance(&wanted, &letters);
            // half a name, or a name with a part left out, is as near as two wrong letters
            let part = text.len() > 3 && (lower.contains(&text) || text.contains(&lower) && letters.len() > 3);
            let score = if part { typed.min(2 + letters.len().abs_diff(wanted.len()) / 8) } else { typed };
            (score <= (wanted.len() / 3).clamp(wanted.len().min(2), 6)).then_some((score, name, candidate))
        })
        .collect();
    found.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    found.into_iter().take(count).map(|(_, _, candidate)| candidate).collect()
}

/// Up to five of `candidates`, nearest to `wanted` first.
pub(crate) fn nearest_names(wanted: &str, candidates: &[String]) -> Vec<String> {
    nearest(wanted, candidates.iter(), |name| name, 5).into_iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_and_parts_of_names_are_near() {
        let names = ["user", "userSettings", "group", "deviceConfiguration", "deviceCompliancePolicy"];
        let near = |wanted| nearest(wanted, names.iter(), |name| name, 3).into_iter().copied().collect::<Vec<_>>();
        assert_eq!(near("usre"), ["user"]);
        assert_eq!(near("User"), ["user"]);
        assert_eq!(near("Settings"), ["userSettings"]);
        assert_eq!(near("deviceConfigurations"), ["deviceConfiguration"]);
        assert_eq!(near("complianceP"), ["deviceCompliancePolicy"]);
        assert_eq!(near("zzzzzz"), [""; 0]);
        assert_eq!(near(""), [""; 0]);
    }
}
