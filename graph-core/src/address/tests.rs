use super::template::{PathTemplate, TemplatePart};
use super::{PathSegment, Refusal};

const TEMPLATE: PathTemplate = PathTemplate {
    __name: "",
    __text: "/users/{id}/x",
    __parts: &[TemplatePart::Literal("/users/"), TemplatePart::Segment("id"), TemplatePart::Literal("/x")],
};

fn expand(value: &dyn PathSegment) -> Result<String, Refusal> {
    TEMPLATE.expand(&[value]).map_err(|(name, refusal)| {
        assert_eq!(name, "id");
        refusal
    })
}

#[test]
fn encodes_everything_but_unreserved_characters_once() {
    assert_eq!(expand(&"AZaz09-._~").unwrap(), "/users/AZaz09-._~/x");
    assert_eq!(
        expand(&"a/b?c#d%2F e:@'()+,;=&$!*").unwrap(),
        "/users/a%2Fb%3Fc%23d%252F%20e%3A%40%27%28%29%2B%2C%3B%3D%26%24%21%2A/x"
    );
    assert_eq!(expand(&"Zoë\\").unwrap(), "/users/Zo%C3%AB%5C/x");
    assert_eq!(expand(&"...").unwrap(), "/users/.../x");
    assert_eq!(expand(&"%2e%2e").unwrap(), "/users/%252e%252e/x", "the percent sign is encoded: no dot segment");
    assert_eq!(expand(&42_i64).unwrap(), "/users/42/x");
    assert_eq!(expand(&uuid::Uuid::nil()).unwrap(), "/users/00000000-0000-0000-0000-000000000000/x");
}

#[test]
fn a_quote_in_a_string_literal_is_written_twice() {
    const QUOTED: PathTemplate = PathTemplate {
        __name: "",
        __text: "/users('{id}')",
        __parts: &[TemplatePart::Literal("/users('"), TemplatePart::Segment("id"), TemplatePart::Literal("')")],
    };
    assert_eq!(QUOTED.expand(&[&"O'Neil"]).unwrap(), "/users('O%27%27Neil')");
    assert_eq!(expand(&"O'Neil").unwrap(), "/users/O%27Neil/x", "elsewhere it is a character like any other");
}

#[test]
fn refuses_what_would_address_another_resource() {
    assert_eq!(expand(&""), Err(Refusal::Empty));
    assert_eq!(expand(&"."), Err(Refusal::Dot));
    assert_eq!(expand(&".."), Err(Refusal::DotDot));
    for control in ['\0', '\t', '\n', '\r', '\u{7f}', '\u{85}'] {
        assert_eq!(expand(&format!("a{control}b")), Err(Refusal::Control(control)));
    }
}

#[test]
fn a_path_value_keeps_its_slashes_and_nothing_else() {
    const COLON: PathTemplate = PathTemplate {
        __name: "",
        __text: "/drive/root:/{path}:",
        __parts: &[TemplatePart::Literal("/drive/root:/"), TemplatePart::Path("path"), TemplatePart::Literal(":")],
    };
    assert_eq!(COLON.expand(&[&"Docs/a b.txt"]).unwrap(), "/drive/root:/Docs/a%20b.txt:");
    assert_eq!(COLON.expand(&[&"Docs/../x"]), Err(("path", Refusal::DotDot)));
    assert_eq!(COLON.expand(&[&"Docs//x"]), Err(("path", Refusal::Empty)));
}
