mod literals;

use super::error::Refusal;
use super::{PathSegment, expand};
use crate::schema::{PathTemplate, TemplatePart};

const TEMPLATE: PathTemplate = PathTemplate {
    __name: "",
    __text: "/users/{id}/x",
    __parts: &[TemplatePart::Literal("/users/"), TemplatePart::Segment("id"), TemplatePart::Literal("/x")],
};

fn expanded(value: &dyn PathSegment) -> Result<String, Refusal> {
    expand::expand(&TEMPLATE, &[value]).map_err(|(name, refusal)| {
        assert_eq!(name, "id");
        refusal
    })
}

#[test]
fn encodes_everything_but_unreserved_characters_once() {
    assert_eq!(expanded(&"AZaz09-._~").unwrap(), "/users/AZaz09-._~/x");
    assert_eq!(
        expanded(&"a/b?c#d%2F e:@'()+,;=&$!*").unwrap(),
        "/users/a%2Fb%3Fc%23d%252F%20e%3A%40%27%28%29%2B%2C%3B%3D%26%24%21%2A/x"
    );
    assert_eq!(expanded(&"Zoë\\").unwrap(), "/users/Zo%C3%AB%5C/x");
    assert_eq!(expanded(&"...").unwrap(), "/users/.../x");
    assert_eq!(expanded(&"%2e%2e").unwrap(), "/users/%252e%252e/x", "the percent sign is encoded: no dot segment");
    assert_eq!(expanded(&42_i64).unwrap(), "/users/42/x");
    assert_eq!(expanded(&uuid::Uuid::nil()).unwrap(), "/users/00000000-0000-0000-0000-000000000000/x");
}

/// `/users(name='pre-{name}',index={index})`
const CALL: PathTemplate = PathTemplate {
    __name: "",
    __text: "/users(name='pre-{name}',index={index})",
    __parts: &[
        TemplatePart::Literal("/users(name='pre-"),
        TemplatePart::Quoted("name"),
        TemplatePart::Literal("',index="),
        TemplatePart::Argument("index"),
        TemplatePart::Literal(")"),
    ],
};

#[test]
fn a_quote_in_a_string_literal_is_written_twice() {
    assert_eq!(expand::expand(&CALL, &[&"O'Neil", &1]).unwrap(), "/users(name='pre-O%27%27Neil',index=1)");
    assert_eq!(
        expand::expand(&CALL, &[&"b',admin='1", &1]).unwrap(),
        "/users(name='pre-b%27%27%2Cadmin%3D%27%271',index=1)",
        "it passes no second argument"
    );
    for text in ["", ".", ".."] {
        assert_eq!(expand::expand(&CALL, &[&text, &1]).unwrap(), format!("/users(name='pre-{text}',index=1)"));
    }
    assert_eq!(expand::expand(&CALL, &[&"a\u{7f}'b", &1]), Err(("name", Refusal::Control('\u{7f}'))));
    assert_eq!(expanded(&"O'Neil").unwrap(), "/users/O%27Neil/x", "elsewhere it is a character like any other");
}

#[test]
fn an_argument_without_quotes_stays_one_argument() {
    assert_eq!(expand::expand(&CALL, &[&"a", &"2024-02-29"]).unwrap(), "/users(name='pre-a',index=2024-02-29)");
    for (value, refusal) in [
        ("", Refusal::Empty),
        ("1,admin=true", Refusal::Delimiter(',')),
        ("admin=true", Refusal::Delimiter('=')),
        ("1)", Refusal::Delimiter(')')),
        ("f(", Refusal::Delimiter('(')),
        ("'1'", Refusal::Delimiter('\'')),
        ("1\n", Refusal::Control('\n')),
    ] {
        assert_eq!(expand::expand(&CALL, &[&"a", &value]), Err(("index", refusal)), "{value}");
    }
}

#[test]
fn refuses_what_would_address_another_resource() {
    assert_eq!(expanded(&""), Err(Refusal::Empty));
    assert_eq!(expanded(&"."), Err(Refusal::Dot));
    assert_eq!(expanded(&".."), Err(Refusal::DotDot));
    for control in ['\0', '\t', '\n', '\r', '\u{7f}', '\u{85}'] {
        assert_eq!(expanded(&format!("a{control}b")), Err(Refusal::Control(control)));
    }
}

#[test]
fn a_path_value_keeps_its_slashes_and_nothing_else() {
    const COLON: PathTemplate = PathTemplate {
        __name: "",
        __text: "/drive/root:/{path}:",
        __parts: &[TemplatePart::Literal("/drive/root:/"), TemplatePart::Path("path"), TemplatePart::Literal(":")],
    };
    assert_eq!(expand::expand(&COLON, &[&"Docs/a b.txt"]).unwrap(), "/drive/root:/Docs/a%20b.txt:");
    assert_eq!(expand::expand(&COLON, &[&"Docs/../x"]), Err(("path", Refusal::DotDot)));
    for (value, refusal) in [
        ("", Refusal::Empty),
        ("/", Refusal::LeadingSlash),
        ("/a/b", Refusal::LeadingSlash),
        ("a/b/", Refusal::TrailingSlash),
        ("Docs//x", Refusal::EmptySegment),
    ] {
        assert_eq!(expand::expand(&COLON, &[&value]), Err(("path", refusal)), "{value}");
    }
}

#[test]
fn a_refusal_says_what_to_write() {
    let message = |refusal| {
        super::AddressError { odata_type: "#microsoft.graph.driveItem", placeholder: "path", refusal }.to_string()
    };
    assert_eq!(
        message(Refusal::LeadingSlash),
        "`#microsoft.graph.driveItem`: the path for `{path}` starts with a slash: leave out the slash, as in `a/b`"
    );
    assert_eq!(
        message(Refusal::EmptySegment),
        "`#microsoft.graph.driveItem`: the path for `{path}` holds an empty segment: write one slash between segments"
    );
    assert_eq!(
        message(Refusal::Delimiter(',')),
        "`#microsoft.graph.driveItem`: the value for `{path}` holds `,`, which would end the argument: for text, write \
         quotes around the placeholder in the path, as in `'{path}'`"
    );
}
