//! Values in string literals and arguments, against a parser of OData paths that knows nothing of how they are written.

use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use crate::address::error::AddressErrorKind;
use crate::address::{PathSegment, expand};
use crate::schema::{PathTemplate, TemplatePart};

/// A segment of a template.
#[derive(Debug, Clone)]
enum Segment {
    Plain(Value),
    Call(Vec<Argument>),
}

/// `argument='..'` or `argument=..`
#[derive(Debug, Clone)]
enum Argument {
    Quoted(Vec<Piece>),
    Bare(Value),
}

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    Value(Value),
}

/// What fills a placeholder.
type Value = String;

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[a-z0-9]{1,4}",
        r"['(),=/.%\{\}:@$é a]{0,6}",
        prop::sample::select(vec![
            "b',admin='1",
            "'",
            "''",
            "'''",
            "%27",
            "%2527",
            "')/x('",
            ".",
            "..",
            "/..",
            "",
            "1,admin=true",
            "a')",
            "\\'",
        ])
        .prop_map(str::to_owned),
    ]
}

fn segment() -> impl Strategy<Value = Segment> {
    let text = prop_oneof!["[a-z:.(),=-]{1,3}", Just("''".to_owned())];
    let piece = prop_oneof![text.prop_map(Piece::Text), value().prop_map(Piece::Value)];
    let quoted = prop::collection::vec(piece, 0..4).prop_map(Argument::Quoted);
    let argument = prop_oneof![3 => quoted, 1 => value().prop_map(Argument::Bare)];
    prop_oneof![value().prop_map(Segment::Plain), prop::collection::vec(argument, 1..4).prop_map(Segment::Call),]
}

/// The parts of a template as the macro makes them, and its values in order.
#[derive(Default)]
struct Template {
    parts: Vec<TemplatePart>,
    literal: String,
    values: Vec<Value>,
}

impl Template {
    fn of(segments: &[Segment]) -> Self {
        let mut template = Self::default();
        for segment in segments {
            match segment {
                Segment::Plain(value) => template.text("/").placeholder(TemplatePart::Segment("x"), value),
                Segment::Call(arguments) => {
                    for (index, argument) in arguments.iter().enumerate() {
                        template.text(if index == 0 { "/call(" } else { "," }).text(&format!("p{index}="));
                        match argument {
                            Argument::Bare(value) => template.placeholder(TemplatePart::Argument("x"), value),
                            Argument::Quoted(pieces) => {
                                template.text("'");
                                for piece in pieces {
                                    match piece {
                                        Piece::Text(text) => drop(template.text(text)),
                                        Piece::Value(value) => {
                                            template.placeholder(TemplatePart::Quoted("x"), value);
                                        }
                                    }
                                }
                                template.text("'");
                            }
                        }
                    }
                    template.text(")");
                }
            }
        }
        template.flush();
        template
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.literal.push_str(text);
        self
    }

    fn placeholder(&mut self, part: TemplatePart, value: &str) {
        self.flush();
        self.parts.push(part);
        self.values.push(value.to_owned());
    }

    fn flush(&mut self) {
        if !self.literal.is_empty() {
            self.parts.push(TemplatePart::Literal(std::mem::take(&mut self.literal).leak()));
        }
    }

    fn expand(self) -> Result<String, AddressErrorKind> {
        let template = PathTemplate { __name: "", __text: "", __parts: self.parts.leak() };
        let values: Vec<&dyn PathSegment> = self.values.iter().map(|value| value as &dyn PathSegment).collect();
        expand::expand(&template, &values).map_err(|(_, error)| error)
    }
}

/// The arguments of `call(name=value,..)` with literals unquoted; none if it is anything else.
///
/// Source: OData ABNF 4.01, `functionParameters` and `string`.
fn arguments(segment: &str) -> Option<Vec<(String, String)>> {
    let mut rest = segment.strip_prefix("call(")?;
    let mut arguments = Vec::new();
    loop {
        let (name, value) = rest.split_once('=')?;
        if name.is_empty() || !name.chars().all(char::is_alphanumeric) {
            return None;
        }
        let mut text = String::new();
        rest = if let Some(mut quoted) = value.strip_prefix('\'') {
            loop {
                let (before, after) = quoted.split_once('\'')?;
                text.push_str(before);
                let Some(more) = after.strip_prefix('\'') else { break after };
                text.push('\'');
                quoted = more;
            }
        } else {
            let end = value.find([',', ')'])?;
            text.push_str(&value[..end]);
            &value[end..]
        };
        arguments.push((name.to_owned(), text));
        match rest {
            ")" => return Some(arguments),
            _ => rest = rest.strip_prefix(',')?,
        }
    }
}

/// What a service finds in an argument.
fn expected(argument: &Argument) -> String {
    match argument {
        Argument::Bare(value) => value.clone(),
        Argument::Quoted(pieces) => {
            // a doubled quote of the template is one of the text
            let text = |piece: &Piece| match piece {
                Piece::Text(text) => text.replace("''", "'"),
                Piece::Value(value) => value.clone(),
            };
            pieces.iter().map(text).collect()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn a_service_reads_the_values_that_were_given(segments in prop::collection::vec(segment(), 1..4)) {
        let may_fail = segments.iter().any(|segment| match segment {
            Segment::Plain(value) => matches!(value.as_str(), "" | "." | ".."),
            Segment::Call(arguments) => arguments.iter().any(|argument| {
                matches!(argument, Argument::Bare(value) if value.is_empty() || value.contains(['\'', '(', ')', ',', '=']))
            }),
        });
        let path = match Template::of(&segments).expand() {
            Ok(path) => path,
            Err(error) => {
                prop_assert!(may_fail, "{error:?}");
                return Ok(());
            }
        };
        prop_assert!(!may_fail, "{path}");
        let read: Vec<String> =
            path.split('/').skip(1).map(|raw| percent_decode_str(raw).decode_utf8().unwrap().into_owned()).collect();
        prop_assert_eq!(read.len(), segments.len(), "{}", path);
        for (read, segment) in read.iter().zip(&segments) {
            match segment {
                Segment::Plain(value) => prop_assert_eq!(read, value),
                Segment::Call(given) => {
                    let given: Vec<_> =
                        given.iter().enumerate().map(|(index, given)| (format!("p{index}"), expected(given))).collect();
                    prop_assert_eq!(arguments(read), Some(given), "{}", path);
                }
            }
        }
    }
}
