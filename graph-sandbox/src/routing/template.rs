//! Path templates, and the paths that match them.

use graph_core::schema::TemplatePart;

/// A segment of a template: text and placeholders, as in `{path}:` and `range(address='{address}')`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TemplateSegment(pub(super) Vec<SegmentPart>);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SegmentPart {
    Text(String),
    /// A placeholder for one segment, or for a part of one.
    Value,
    /// A placeholder for one or more segments.
    Path,
    /// A placeholder inside a string literal, in which quotes are doubled.
    QuotedValue,
}

/// Returns each segment of the template with the segments of the path that it matches.
pub(super) fn pairs<'k, 't>(
    template: &'t [TemplateSegment],
    path: &'k [String],
) -> Vec<(&'t TemplateSegment, &'k [String])> {
    let mut rest = path;
    let lengths = match_path(template, rest).unwrap_or_default();
    let matches = lengths.into_iter().map_while(|length| {
        let (matched, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(matched)
    });
    template.iter().zip(matches).collect()
}

/// Returns a rank that is greater for a template with more text in earlier segments.
pub(super) fn specificity(template: &[TemplateSegment]) -> Vec<(bool, usize)> {
    let rank = |segment: &TemplateSegment| (segment.is_text(), segment.text().map(str::len).sum());
    template.iter().map(rank).collect()
}

/// Matches a path, and returns the number of its segments per segment of the template.
///
/// # Errors
/// Returns the number of segments that match.
pub(super) fn match_path(template: &[TemplateSegment], path: &[String]) -> Result<Vec<usize>, usize> {
    let mut matched = 0;
    match_lengths(template, path, 0, &mut matched).ok_or(matched)
}

/// Matches the segments of a path from `start` on, and records how many segments match.
fn match_lengths(
    template: &[TemplateSegment],
    path: &[String],
    start: usize,
    matched: &mut usize,
) -> Option<Vec<usize>> {
    *matched = (*matched).max(start);
    let Some((segment, template)) = template.split_first() else {
        return (start == path.len()).then(Vec::new);
    };
    let remaining = path.len().saturating_sub(start);
    let lengths = 1..=if segment.0.contains(&SegmentPart::Path) { remaining } else { remaining.min(1) };
    lengths.into_iter().find_map(|length| {
        let candidate = path.get(start..start + length).filter(|candidate| segment.values(candidate).is_some())?;
        let mut lengths = match_lengths(template, path, start + candidate.len(), matched)?;
        lengths.insert(0, length);
        Some(lengths)
    })
}

impl TemplateSegment {
    /// Splits a template into its segments.
    pub(super) fn split(parts: &[TemplatePart]) -> Vec<Self> {
        let mut segments = Vec::new();
        let mut current = Self::default();
        for part in parts {
            match part {
                TemplatePart::Literal(text) => {
                    for (index, text) in text.split('/').enumerate() {
                        if index > 0 {
                            segments.push(std::mem::take(&mut current));
                        }
                        if !text.is_empty() {
                            current.0.push(SegmentPart::Text(text.to_owned()));
                        }
                    }
                }
                TemplatePart::Path(_) => current.0.push(SegmentPart::Path),
                TemplatePart::Quoted(_) => current.0.push(SegmentPart::QuotedValue),
                // This includes kinds of placeholders that a later graph-core adds.
                _ => current.0.push(SegmentPart::Value),
            }
        }
        segments.push(current);
        segments.remove(0); // the empty segment before the first slash
        segments
    }

    pub(super) fn text(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| if let SegmentPart::Text(text) = part { Some(text.as_str()) } else { None })
    }

    pub(super) fn is_text(&self) -> bool {
        self.text().count() == self.0.len()
    }

    /// Returns the values of the placeholders in order, if the segment matches this part of a path.
    pub(super) fn values(&self, path: &[String]) -> Option<Vec<String>> {
        if let [_, between @ .., _] = path
            && between.iter().any(String::is_empty)
        {
            return None;
        }
        values(&self.0, &path.join("/"))
    }
}

/// Returns the values of the placeholders in `parts`, if the parts match the text.
fn values(parts: &[SegmentPart], text: &str) -> Option<Vec<String>> {
    let Some((part, parts)) = parts.split_first() else {
        return text.is_empty().then(Vec::new);
    };
    if let SegmentPart::Text(expected) = part {
        return values(parts, text.strip_prefix(expected.as_str())?);
    }
    let ends = text.char_indices().map(|(end, _)| end).chain([text.len()]);
    ends.filter_map(|end| text.split_at_checked(end)).find_map(|(value, rest)| {
        let value = part.value(value)?;
        let mut values = values(parts, rest)?;
        values.insert(0, value);
        Some(values)
    })
}

impl SegmentPart {
    /// Returns the value of a placeholder from its text in a path. Only a quoted value may be empty.
    fn value(&self, text: &str) -> Option<String> {
        match self {
            Self::QuotedValue => {
                let value = text.replace("''", "'");
                // Each quote must be doubled.
                (value.replace('\'', "''") == text).then_some(value)
            }
            Self::Path if text.starts_with('/') || text.ends_with('/') => None,
            _ => (!text.is_empty()).then(|| text.to_owned()),
        }
    }
}
