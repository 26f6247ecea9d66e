/// The name that `text` probably means: its synonym, or a name that is at most one edit in three characters away.
pub(super) fn most_similar<'name>(text: &str, names: impl Iterator<Item = &'name str>) -> Option<&'name str> {
    let limit = (text.chars().count() / 3).max(1);
    let text = SYNONYMS.iter().find(|(synonym, _)| *synonym == text).map_or(text, |(_, name)| name);
    names.map(|name| (edits(text, name), name)).filter(|(edits, _)| *edits <= limit).min().map(|(_, name)| name)
}

/// Names that other libraries use for a key: Microsoft's SDKs call dynamic properties `AdditionalData`.
const SYNONYMS: [(&str, &str); 2] = [("additional", "dynamic_properties"), ("additional_data", "dynamic_properties")];

/// The number of characters to insert, delete or replace (Levenshtein distance), row by row.
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (start, from) in from.chars().enumerate() {
        let mut diagonal = start;
        let mut left = start + 1;
        let mut next = vec![left];
        for (to, &above) in to.chars().zip(row.iter().skip(1)) {
            left = (above + 1).min(left + 1).min(diagonal + usize::from(from != to));
            diagonal = above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{edits, most_similar};

    #[test]
    fn counts_edits() {
        for (from, to, expected) in [
            ("", "", 0),
            ("", "key", 3),
            ("key", "", 3),
            ("kee", "key", 1),
            ("rename", "name", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(edits(from, to), expected, "{from} {to}");
        }
    }

    #[test]
    fn finds_misspelled_names_only() {
        let keys = ["key", "read_only", "nullable", "optional", "dynamic_properties", "name"];
        for (text, expected) in [
            ("kee", Some("key")),
            ("readonly", Some("read_only")),
            ("rename", Some("name")),
            ("nulable", Some("nullable")),
            ("primary_key", None),
            ("additional", Some("dynamic_properties")),
            ("skip", None),
            ("x", None),
        ] {
            assert_eq!(most_similar(text, keys.into_iter()), expected, "{text}");
        }
    }
}
