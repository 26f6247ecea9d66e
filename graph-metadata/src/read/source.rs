//! Lines and columns.

use std::ops::Range;

use roxmltree::TextPos;

use crate::error::Place;

/// The text of a file with the starts of its lines: roxmltree would count the lines anew for each position.
pub(crate) struct Source<'t> {
    text: &'t str,
    lines: Vec<usize>,
}

impl<'t> Source<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, lines: std::iter::once(0).chain(breaks).collect() }
    }

    /// The place of a range of bytes.
    pub(crate) fn place(&self, range: Range<usize>) -> Place {
        let line = self.lines.partition_point(|start| *start <= range.start);
        let start = line.checked_sub(1).and_then(|before| self.lines.get(before)).copied().unwrap_or(0);
        let column = self.text.get(start..range.start).map_or(0, |before| before.chars().count());
        Place { line, column: column + 1, start: range.start, end: range.end.max(range.start) }
    }

    /// The place of a position that roxmltree tells.
    pub(crate) fn place_at(&self, position: TextPos) -> Place {
        let row = usize::try_from(position.row).unwrap_or(1).max(1);
        let column = usize::try_from(position.col).unwrap_or(1).max(1);
        let line = self.lines.get(row - 1).copied().unwrap_or(self.text.len());
        let rest = self.text.get(line..).unwrap_or("");
        let start = line + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
        let width = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        Place { line: row, column, start, end: start + width }
    }
}

#[cfg(test)]
mod tests {
    use super::Source;
    use roxmltree::TextPos;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("ab\nä<x\n");
        let place = source.place(5..6);
        assert_eq!((place.line, place.column), (2, 2));
        assert_eq!(source.place_at(TextPos::new(2, 2)), place);
        let end = source.place(8..8);
        assert_eq!((end.line, end.column), (3, 1));
        assert_eq!(source.place_at(TextPos::new(9, 9)).start, 8);
    }
}
