use super::cases::{CaseFile, CaseFileError};
use super::{Grammar, GrammarError, Match, MatchError};

/// A grammar with every kind of element.
const GRAMMAR: &str = r#"
; lists of comparisons
list       = comparison *( COMMA comparison ) [ ";" ] ; a comment with "quotes"
comparison = NAME %s"is" value
           / NAME "in"
             ( value / "[" value "]" )
value      = digits / text
digits     = 1*3DIGIT
text       = DQUOTE *( escaped / safe ) DQUOTE
escaped    = "\" ( DQUOTE / "\" )
safe       = %x20-21 / %x23-5B / %x5D-10FFFF
NAME       = 1*ALPHA %d45.45 2DIGIT
value      =/ %b1111000 HEX ; x and two digits
value      =/ %i"none"
ALPHA = %x41-5A / %x61-7A
DIGIT = %x30-39
HEX   = 2( DIGIT / "a" / "b" / "c" / "d" / "e" / "f" )
DQUOTE = %x22
COMMA = "," / "%2C"
left  = left "a" / "a"
maybe = *( [ "a" ] ) 3[ "b" ] "."
nest  = "(" nest ")" / "x"
"#;

fn grammar() -> Grammar {
    Grammar::read(GRAMMAR).expect("a grammar")
}

fn is_match(rule: &str, input: &str) -> bool {
    grammar().matches(rule, input).expect("a match").is_whole
}

#[test]
fn every_kind_of_element_is_matched() {
    for (rule, input, expected) in [
        ("list", "a--12is1", true),
        ("LIST", "a--12is1,bc--34in[7]%2cd--56in8;", true),
        ("list", "a--12IS1", false),
        ("list", "a--12IN1", true),
        ("list", "a--12is1;;", false),
        ("list", "a-12is1", false),
        ("list", "a--1is1", false),
        ("list", "", false),
        ("digits", "123", true),
        ("digits", "1234", false),
        ("text", r#""""#, true),
        ("text", r#""größer 😀 \" \\""#, true),
        ("text", r#""a\b""#, false),
        ("value", "x0f", true),
        ("value", "x0F", true),
        ("value", "X0f", false),
        ("value", "NONE", true),
        ("maybe", "aaabb.", true),
        ("maybe", ".", true),
        ("maybe", "bbbb.", false),
        ("nest", "((x))", true),
        ("nest", "((x)", false),
    ] {
        assert_eq!(is_match(rule, input), expected, "{rule}: {input}");
    }
}

#[test]
fn the_first_alternative_and_the_longest_repetition_are_final() {
    let grammar = Grammar::read("a = ( \"x\" / \"xy\" ) \"z\"\nb = *\"x\" \"x\"\n").expect("a grammar");
    assert!(grammar.matches("a", "xz").expect("a match").is_whole);
    assert!(!grammar.matches("a", "xyz").expect("a match").is_whole);
    assert!(!grammar.matches("b", "xxx").expect("a match").is_whole);
}

#[test]
fn a_failed_match_has_a_position() {
    let found = grammar().matches("list", "a--12is1,bc--34in[x").expect("a match");
    assert_eq!(found, Match { end: Some(8), is_whole: false, furthest: 19 });
    let found = grammar().matches("list", "ä").expect("a match");
    assert_eq!(found, Match { end: None, is_whole: false, furthest: 0 });
}

#[test]
fn a_rule_that_names_itself_first_ends() {
    assert_eq!(grammar().matches("left", "aa").expect("a match").end, Some(1));
}

#[test]
fn restricted_rules_match_their_texts_only() {
    let mut grammar = grammar();
    grammar.restrict("name", ["a--12", "b--34"]).expect("a rule");
    assert!(grammar.matches("list", "a--12is1,b--34is2").expect("a match").is_whole);
    assert!(!grammar.matches("list", "a--12is1,b--35is2").expect("a match").is_whole);
    grammar.restrict("NAME", [""; 0]).expect("a rule");
    assert!(!grammar.matches("list", "a--12is1").expect("a match").is_whole);
    assert_eq!(grammar.restrict("names", ["a"]), Err(MatchError::UnknownRule { rule: "names".to_owned() }));
}

#[test]
fn the_rules_of_a_match_are_listed_without_those_of_failed_attempts() {
    let grammar = grammar();
    let input = "ab--12in[7]";
    let (found, nodes) = grammar.nodes("list", input).expect("a match");
    assert!(found.is_whole);
    let listed: Vec<(&str, &str)> =
        nodes.iter().map(|node| (grammar.rule_name(node), &input[node.start..node.end])).collect();
    // the first alternative of `comparison` matched `NAME`, too, before it failed
    assert_eq!(listed.iter().filter(|(rule, _)| *rule == "NAME").count(), 1);
    let without_characters: Vec<_> =
        listed.into_iter().filter(|(rule, _)| !["ALPHA", "DIGIT"].contains(rule)).collect();
    assert_eq!(
        without_characters,
        [("list", input), ("comparison", input), ("NAME", "ab--12"), ("value", "7"), ("digits", "7")]
    );
    assert_eq!(grammar.nodes("list", "-").expect("a match").1, []);
}

#[test]
fn deep_nesting_is_an_error() {
    let nested = |depth: usize| format!("{}x{}", "(".repeat(depth), ")".repeat(depth));
    assert!(is_match("nest", &nested(500)));
    assert_eq!(grammar().matches("nest", &nested(100_000)), Err(MatchError::TooDeep { position: 600 }));
}

#[test]
fn ambiguous_nesting_is_matched_in_linear_time() {
    // without memory, each level doubles the number of attempts
    let grammar = Grammar::read("a = \"(\" a \")\" \"!\" / \"(\" a \")\" / \"x\"\n").expect("a grammar");
    let input = format!("{}x{}", "(".repeat(400), ")".repeat(400));
    assert!(grammar.matches("a", &input).expect("a match").is_whole);
}

#[test]
fn a_grammar_that_is_not_abnf_is_refused_with_its_line() {
    for (text, message) in [
        ("\n= \"a\"", "line 2: expected the name of a rule, found `= \\\"a\\\"`"),
        ("a \"b\"", "line 1: expected `=` or `=/`, found `\\\"b\\\"`"),
        ("a = (\n  \"b\"\n", "line 2: expected `)`, found ``"),
        ("a = [ \"b\" )", "line 1: expected `]`, found `)`"),
        ("a = \"b\nc = \"d\"", "line 1: expected `\"`, found ``"),
        ("a = \"b\" )", "line 1: expected an element or the end of the rule, found `)`"),
        ("a = \"b\" /", "line 1: expected an element, found ``"),
        ("a = %xG", "line 1: expected a number, found `G`"),
        ("a = %xD800", "line 1: expected the number of a character, found ``"),
        ("a = %s x", "line 1: expected a text in double quotes, found ` x`"),
        ("a = <prose>", "line 1: expected a rule, a group, a text or a number, found `<prose>`"),
        ("a = 99999999999999999999\"b\"", "line 1: expected a smaller number of repetitions, found `\\\"b\\\"`"),
        ("a = \"b\"\nA = \"c\"", "line 2: rule `A` is defined twice"),
        ("a = b", "rule `b` is not defined"),
        ("a =/ \"b\"", "rule `a` is not defined"),
    ] {
        assert_eq!(Grammar::read(text).map_err(|error| error.to_string()).err().as_deref(), Some(message), "{text}");
    }
    assert_eq!(Grammar::read("a = b").err(), Some(GrammarError::Undefined { rule: "b".to_owned() }));
}

#[test]
fn a_part_changes_the_rules_of_the_parts_before_it() {
    let is_match = |parts: &[&str], input| {
        let grammar = Grammar::read_all(parts).expect("a grammar");
        grammar.matches("a", input).expect("a match").is_whole
    };
    let added = ["a = \"x\"", "a =/ \"y\""];
    assert!(is_match(&added, "x") && is_match(&added, "y"));
    let replaced = ["a = b\nb = \"x\"", "b = \"y\"\nb =/ \"z\""];
    assert!(!is_match(&replaced, "x") && is_match(&replaced, "y") && is_match(&replaced, "z"));
    let twice = Grammar::read_all(&["a = \"x\"", "a = \"y\"\na = \"z\""]).map_err(|error| error.to_string());
    assert_eq!(twice.err().as_deref(), Some("line 2: rule `a` is defined twice"));
}

const CASES: &str = r#"# a comment
Constraints:
  NAME:
    - a--12
    - "b--34" # the second
  elsewhere: []
  none: []

TestCases:
  - Name: in order
    Rule: list
    Input: a--12is1,b--34is2

  - Name: "unknown # name"
    Rule: list
    FailAt: 14
    Input: a--12is1,c--34is2 # a comment
  - Name: with a tab and "quotes"
    Rule: text
    Input: '"it''s	' # not whole
    FailAt: 7
  # the forms of texts
  - Name: folded
      over lines
    Rule: text
    Input:
      "\"a\\\\b \
       c
      d\te

      f: g\""
    Expect:
      - escaped:\\
      - safe:g
  - Name: plain
    Rule: text
    Input:
      "

      a
"#;

#[test]
fn cases_are_read_in_all_forms() {
    let closed = format!("{CASES}      \"\n");
    let read = CaseFile::read(&closed).expect("cases");
    assert_eq!(read.constraints[0], ("NAME".to_owned(), vec!["a--12".to_owned(), "b--34".to_owned()]));
    assert_eq!(read.constraints.len(), 3);
    assert_eq!(read.cases[1].name, "unknown # name");
    assert_eq!(read.cases[1].fail_at, Some(14));
    assert_eq!(read.cases[2].name, "with a tab and \"quotes\"");
    assert_eq!(read.cases[2].input, "\"it's\t");
    assert_eq!(read.cases[3].name, "folded over lines");
    assert_eq!(read.cases[3].input, "\"a\\\\b c d\te\nf: g\"");
    assert_eq!(read.cases[3].expected[1], ("safe".to_owned(), "g".to_owned()));
    assert_eq!(read.cases[4].input, "\na ");

    let open = CaseFile::read(CASES).map_err(|error| error.to_string());
    assert_eq!(open.err().as_deref(), Some("line 38: expected \" at the end of the text"));
}

#[test]
fn cases_that_are_not_decided_as_expected_are_listed() {
    let text = "Constraints:\n  NAME:\n  - a--12\nTestCases:\n\
                - Name: right\n  Rule: list\n  Input: a--12is1\n\
                - Name: restricted\n  Rule: list\n  Input: b--34is1\n\
                - Name: no failure\n  Rule: list\n  Input: a--12is1\n  FailAt: 3\n\
                - Name: other position\n  Rule: list\n  Input: a--12is+\n  FailAt: 6\n\
                - Name: other rules\n  Rule: list\n  Input: a--12is1\n  Expect:\n  - value:2\n\
                - Name: unknown\n  Rule: lists\n  Input: ''\n";
    let cases = CaseFile::read(text).expect("cases");
    let mut grammar = grammar();
    cases.restrict(&mut grammar);
    let undecided: Vec<String> = cases.undecided(&grammar).iter().map(ToString::to_string).collect();
    assert_eq!(
        undecided,
        [
            "restricted: `list` fails at character 5: b--34is1",
            "no failure: `list` matches: a--12is1",
            "other position: `list` fails at character 7 instead of 6: a--12is+",
            "other rules: `list` matches without `value` of `2`: a--12is1",
            "unknown: `lists` the grammar does not define rule `lists`: ",
        ]
    );
}

#[test]
fn a_file_without_complete_cases_is_refused() {
    let read = |text| CaseFile::read(text).map_err(|error| error.to_string()).err();
    let incomplete = CaseFileError::Incomplete { number: 1, name: "a".to_owned(), member: "Input" };
    assert_eq!(CaseFile::read("TestCases:\n  - Name: a\n    Rule: b\n").err(), Some(incomplete));
    assert_eq!(
        read("TestCases:\n  - Name: a\n    Rule: b\n    Input: c\n    FailAt: x\n").as_deref(),
        Some("test case 1 (`a`) has no `FailAt`")
    );
    assert_eq!(
        read("a: b\n c: d\nb: c\n   d: e\n- e\n").as_deref(),
        Some("line 5: expected an entry with the indentation of the entry before it")
    );
    assert_eq!(read("a: \"\\q\"").as_deref(), Some("line 1: expected an escape sequence, found `\\q`"));
}
