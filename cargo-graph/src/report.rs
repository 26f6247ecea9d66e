//! Faults of a file with the lines that they are in.

use std::io::IsTerminal as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use graph_metadata::{Fault, MetadataError, Place};

/// So many faults are shown.
const SHOWN: usize = 10;

/// So many bytes are shown of a line, around what is wrong: some files are one line.
const WIDTH: usize = 160;

/// All faults as the compiler shows them.
pub(crate) fn faults(error: &MetadataError, text: &str, file: &str) -> String {
    let renderer = if std::io::stderr().is_terminal() { Renderer::styled() } else { Renderer::plain() };
    let mut shown: Vec<String> =
        error.faults().take(SHOWN).map(|fault| renderer.render(&[group(fault, text, file)]).clone()).collect();
    let more = error.faults().count().saturating_sub(SHOWN);
    if more > 0 {
        shown.push(format!("error: and {more} more"));
    }
    shown.join("\n\n")
}

fn group<'a>(fault: &'a Fault, text: &'a str, file: &'a str) -> Group<'a> {
    let mut group = Level::ERROR.primary_title(&fault.message).element(snippet(fault.place, None, text, file));
    if let Some((message, place)) = &fault.related {
        group = group.element(snippet(*place, Some(message), text, file));
    }
    group
}

fn snippet<'a>(
    place: Place,
    label: Option<&'a str>,
    text: &'a str,
    file: &'a str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let line = excerpt(place, text);
    let clip = |at: usize| at.clamp(line.start, line.end) - line.start;
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let mark = kind.span(clip(place.start)..clip(place.end));
    Snippet::source(text.get(line.clone()).unwrap_or(""))
        .line_start(place.line)
        .path(file)
        .annotation(mark.label(label))
}

/// The line that the place begins in, or what is around the place if the line is long.
fn excerpt(place: Place, text: &str) -> Range<usize> {
    let at = boundary(text, place.start);
    let (before, after) = text.split_at(at);
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    let end = after.find(['\n', '\r']).map_or(text.len(), |found| at + found);
    let start = start.max(boundary(text, at.saturating_sub(WIDTH / 2)));
    start..end.min(boundary(text, at + WIDTH)).max(at)
}

/// The start of the character that `at` is in.
fn boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

/// Up to `count` names, and how many more there are.
pub(crate) fn list<'a>(names: impl ExactSizeIterator<Item = &'a str>, count: usize) -> String {
    let more = names.len().saturating_sub(count);
    let shown: Vec<String> = names.take(count).map(|name| format!("`{name}`")).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    shown.join(", ") + &more
}
