//! The diagnostics of a metadata file with the source lines that they refer to.

use std::io::IsTerminal as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use graph_metadata::{MetadataDiagnostic, MetadataError, SourceSpan};

/// The largest number of diagnostics that are shown.
const MAX_SHOWN: usize = 10;

/// The largest number of bytes that are shown of a line. Some files are a single line.
const MAX_LINE: usize = 160;

/// Renders the diagnostics in the format of the compiler.
pub(crate) fn render(error: &MetadataError, text: &str, file: &str) -> String {
    let renderer = if std::io::stderr().is_terminal() { Renderer::styled() } else { Renderer::plain() };
    let shown = error.diagnostics().take(MAX_SHOWN);
    let mut shown: Vec<String> =
        shown.map(|diagnostic| renderer.render(&[group(diagnostic, text, file)]).clone()).collect();
    let more = error.diagnostics().count().saturating_sub(MAX_SHOWN);
    if more > 0 {
        let noun = if more == 1 { "error" } else { "errors" };
        shown.push(format!("error: the file has {more} more {noun}"));
    }
    shown.join("\n\n")
}

fn group<'a>(diagnostic: &'a MetadataDiagnostic, text: &'a str, file: &'a str) -> Group<'a> {
    let snippet_of_span = snippet(diagnostic.span, None, text, file);
    let mut group = Level::ERROR.primary_title(&diagnostic.message).element(snippet_of_span);
    if let Some((label, span)) = &diagnostic.related {
        group = group.element(snippet(*span, Some(label), text, file));
    }
    group
}

fn snippet<'a>(
    span: SourceSpan,
    label: Option<&'a str>,
    text: &'a str,
    file: &'a str,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let line = excerpt(span, text);
    let clip = |at: usize| at.clamp(line.start, line.end) - line.start;
    let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
    let annotation = kind.span(clip(span.start)..clip(span.end));
    Snippet::source(text.get(line.clone()).unwrap_or(""))
        .line_start(span.line)
        .path(file)
        .annotation(annotation.label(label))
}

/// Returns the line in which the span starts. If the line is long, it is the text around the span.
fn excerpt(span: SourceSpan, text: &str) -> Range<usize> {
    let at = char_start(text, span.start);
    let (before, after) = text.split_at(at);
    let start = before.rfind('\n').map_or(0, |found| found + 1);
    let end = after.find(['\n', '\r']).map_or(text.len(), |found| at + found);
    let start = start.max(char_start(text, at.saturating_sub(MAX_LINE / 2)));
    start..end.min(char_start(text, at + MAX_LINE)).max(at)
}

/// Returns the start of the character that contains the byte `at`.
fn char_start(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}
