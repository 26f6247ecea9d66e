//! The text of a file, with lines and columns.

use std::ops::Range;

use roxmltree::TextPos;

use crate::error::SourceSpan;

/// The number of bytes between two stored character counts. Some files are a single line, and counting the characters
/// from its start for each element would take minutes.
const BLOCK: usize = 1024;

/// The text of a file with the offsets of its lines.
///
/// roxmltree counts the lines from the start of the text for each position.
pub(crate) struct SourceText<'t> {
    text: &'t str,
    lines: Vec<usize>,
    /// The number of characters that start before each block.
    blocks: Vec<usize>,
}

impl<'t> SourceText<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let mut blocks = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            blocks.push(blocks.last().copied().unwrap_or(0) + characters(block));
        }
        Self { text, lines: std::iter::once(0).chain(breaks).collect(), blocks }
    }

    /// Returns the span of a range of bytes.
    pub(crate) fn span(&self, range: Range<usize>) -> SourceSpan {
        let line = self.lines.partition_point(|start| *start <= range.start);
        let start = line.checked_sub(1).and_then(|before| self.lines.get(before)).copied().unwrap_or(0);
        let column = self.characters_before(range.start).saturating_sub(self.characters_before(start));
        SourceSpan { line, column: column + 1, start: range.start, end: range.end.max(range.start) }
    }

    fn characters_before(&self, at: usize) -> usize {
        let block = at / BLOCK;
        let rest = self.text.as_bytes().get(block * BLOCK..at).map_or(0, characters);
        self.blocks.get(block).map_or(0, |before| before + rest)
    }

    /// Returns the span of the character at a position of roxmltree.
    pub(crate) fn span_at(&self, position: TextPos) -> SourceSpan {
        let row = usize::try_from(position.row).unwrap_or(1).max(1);
        let column = usize::try_from(position.col).unwrap_or(1).max(1);
        let line = self.lines.get(row - 1).copied().unwrap_or(self.text.len());
        let rest = self.text.get(line..).unwrap_or("");
        let start = line + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
        let width = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        SourceSpan { line: row, column, start, end: start + width }
    }
}

/// Returns the number of characters that start in these bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::SourceText;
    use roxmltree::TextPos;

    #[test]
    fn columns_count_characters() {
        let source = SourceText::new("ab\nä<x\n");
        let span = source.span(5..6);
        assert_eq!((span.line, span.column), (2, 2));
        assert_eq!(source.span_at(TextPos::new(2, 2)), span);
        let end = source.span(8..8);
        assert_eq!((end.line, end.column), (3, 1));
        assert_eq!(source.span_at(TextPos::new(9, 9)).start, 8);
        let long = "ä".repeat(3000) + "\n" + &"ä".repeat(3000);
        let span = SourceText::new(&long).span(6001 + 2 * 2999..12001);
        assert_eq!((span.line, span.column), (2, 3000));
    }
}
