mod linked_objects;
mod literals;

use super::error::AddressErrorKind;
use super::{PathSegment, expand};
use crate::schema::{PathTemplate, TemplatePart};

const TEMPLATE: PathTemplate = PathTemplate {
    __name: "",
    __text: "/users/{id}/x",
    __parts: &[TemplatePart::Literal("/users/"), TemplatePart::Segment("id"), TemplatePart::Literal("/x")],
};

fn expanded(value: &dyn PathSegment) -> Result<String, AddressErrorKind> {
    expand::expand(&TEMPLATE, &[value]).map_err(|(name, kind)| {
        assert_eq!(name, "id");
        kind
    })
}

#[test]
fn everything_except_unreserved_characters_is_encoded_once() {
    assert_eq!(expanded(&"AZaz09-._~").unwrap(), "/users/AZaz09-._~/x");
    assert_eq!(
        expanded(&"a/b?c#d%2F e:@'()+,;=&$!*").unwrap(),
        "/users/a%2Fb%3Fc%23d%252F%20e%3A%40%27%28%29%2B%2C%3B%3D%26%24%21%2A/x"
    );
    assert_eq!(expanded(&"Zoë\\").unwrap(), "/users/Zo%C3%AB%5C/x");
    assert_eq!(expanded(&"...").unwrap(), "/users/.../x");
    assert_eq!(
        expanded(&"%2e%2e").unwrap(),
        "/users/%252e%252e/x",
        "the percent sign is encoded, so this is not a dot segment"
    );
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
fn a_quote_in_a_string_literal_is_doubled() {
    assert_eq!(expand::expand(&CALL, &[&"O'Neil", &1]).unwrap(), "/users(name='pre-O%27%27Neil',index=1)");
    assert_eq!(
        expand::expand(&CALL, &[&"b',admin='1", &1]).unwrap(),
        "/users(name='pre-b%27%27%2Cadmin%3D%27%271',index=1)",
        "there is no second argument"
    );
    for text in ["", ".", ".."] {
        assert_eq!(expand::expand(&CALL, &[&text, &1]).unwrap(), format!("/users(name='pre-{text}',index=1)"));
    }
    assert_eq!(expand::expand(&CALL, &[&"a\u{7f}'b", &1]), Err(("name", AddressErrorKind::Control('\u{7f}'))));
    assert_eq!(expanded(&"O'Neil").unwrap(), "/users/O%27Neil/x", "a quote needs encoding only in a segment");
}

#[test]
fn an_argument_without_quotes_remains_one_argument() {
    assert_eq!(expand::expand(&CALL, &[&"a", &"2024-02-29"]).unwrap(), "/users(name='pre-a',index=2024-02-29)");
    for (value, kind) in [
        ("", AddressErrorKind::Empty),
        ("1,admin=true", AddressErrorKind::Delimiter(',')),
        ("admin=true", AddressErrorKind::Delimiter('=')),
        ("1)", AddressErrorKind::Delimiter(')')),
        ("f(", AddressErrorKind::Delimiter('(')),
        ("'1'", AddressErrorKind::Delimiter('\'')),
        ("1\n", AddressErrorKind::Control('\n')),
    ] {
        assert_eq!(expand::expand(&CALL, &[&"a", &value]), Err(("index", kind)), "{value}");
    }
}

#[test]
fn a_value_that_would_address_another_resource_is_an_error() {
    assert_eq!(expanded(&""), Err(AddressErrorKind::Empty));
    assert_eq!(expanded(&"."), Err(AddressErrorKind::Dot));
    assert_eq!(expanded(&".."), Err(AddressErrorKind::DotDot));
    for control in ['\0', '\t', '\n', '\r', '\u{7f}', '\u{85}'] {
        assert_eq!(expanded(&format!("a{control}b")), Err(AddressErrorKind::Control(control)));
    }
}

#[test]
fn only_slashes_of_a_path_value_are_not_encoded() {
    const COLON: PathTemplate = PathTemplate {
        __name: "",
        __text: "/drive/root:/{path}:",
        __parts: &[TemplatePart::Literal("/drive/root:/"), TemplatePart::Path("path"), TemplatePart::Literal(":")],
    };
    assert_eq!(expand::expand(&COLON, &[&"Docs/a b.txt"]).unwrap(), "/drive/root:/Docs/a%20b.txt:");
    assert_eq!(expand::expand(&COLON, &[&"Docs/../x"]), Err(("path", AddressErrorKind::DotDot)));
    for (value, kind) in [
        ("", AddressErrorKind::Empty),
        ("/", AddressErrorKind::LeadingSlash),
        ("/a/b", AddressErrorKind::LeadingSlash),
        ("a/b/", AddressErrorKind::TrailingSlash),
        ("Docs//x", AddressErrorKind::EmptySegment),
    ] {
        assert_eq!(expand::expand(&COLON, &[&value]), Err(("path", kind)), "{value}");
    }
}

#[test]
fn an_error_states_what_to_write() {
    let message =
        |kind| super::AddressError { odata_type: "#microsoft.graph.driveItem", placeholder: "path", kind }.to_string();
    assert_eq!(
        message(AddressErrorKind::LeadingSlash),
        "`#microsoft.graph.driveItem`: the path for `{path}` starts with a slash: remove the slash, as in `a/b`"
    );
    assert_eq!(
        message(AddressErrorKind::EmptySegment),
        "`#microsoft.graph.driveItem`: the path for `{path}` contains an empty segment: write one slash between segments"
    );
    assert_eq!(
        message(AddressErrorKind::Delimiter(',')),
        "`#microsoft.graph.driveItem`: the value for `{path}` contains `,`, which would end the argument: for text, write \
         quotes around the placeholder in the path, as in `'{path}'`"
    );
}
