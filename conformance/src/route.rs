//! The address of an update: a template and the values of its placeholders.

use std::fmt::Write as _;

use graph_metadata::Model;
use percent_encoding::percent_decode_str;

use crate::compare::is_same_path;
use crate::page::Page;

/// The address of an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateRoute {
    /// The template.
    pub template: String,
    /// The values of its placeholders, without percent-encoding.
    pub values: Vec<String>,
}

/// A piece of a template: literal text or a placeholder.
#[derive(Debug, PartialEq, Eq)]
enum TemplatePiece<'a> {
    Literal(&'a str),
    Placeholder(&'a str),
}

impl UpdateRoute {
    /// Returns the address of the update of a page.
    ///
    /// It is the template of the page with its values, if that results in the documented path. Otherwise, it is the
    /// documented path itself, in which the metadata determines the segments that are keys.
    pub fn of_page(page: &Page, model: &Model) -> Self {
        let request = &page.request;
        let template = request.template.and_then(|nth| page.paths.get(nth)).and_then(|path| path.template.as_deref());
        let values = request.bindings.iter().filter_map(|(_, value)| value.as_deref()).map(decoded);
        let values: Vec<String> = values.collect();
        template
            .and_then(|template| Self::from_template(template, values))
            .filter(|route| is_same_path(&route.path(), &request.path))
            .unwrap_or_else(|| Self::from_path(&request.path, model))
    }

    /// Returns a documented template with values, or `None` if the template cannot be declared.
    fn from_template(template: &str, mut values: Vec<String>) -> Option<Self> {
        let mut text = String::new();
        let mut placeholders = 0;
        let mut names: Vec<String> = Vec::new();
        for piece in pieces(template.trim_end_matches('/'))? {
            match piece {
                TemplatePiece::Literal(literal) if literal.chars().all(is_path_character) => text.push_str(literal),
                TemplatePiece::Literal(_) => return None,
                TemplatePiece::Placeholder(name) => {
                    // in an OData string literal, a quote is doubled
                    if let Some(value) = values.get_mut(placeholders).filter(|_| text.ends_with('\'')) {
                        *value = value.replace("''", "'");
                    }
                    placeholders += 1;
                    let mut name = placeholder_name(name);
                    if names.contains(&name) {
                        name = format!("key{placeholders}-{name}");
                    }
                    _ = write!(text, "{{{name}}}");
                    names.push(name);
                }
            }
        }
        (placeholders == values.len() && text.starts_with('/') && text.len() > 1)
            .then_some(Self { template: text, values })
    }

    /// Returns a documented path, with keys and segments that a template cannot contain as values.
    pub(crate) fn from_path(path: &str, model: &Model) -> Self {
        let segments: Vec<(&str, Option<&str>)> =
            path.split('/').filter(|segment| !segment.is_empty()).map(split_key).collect();
        let canonical: Vec<&str> = segments.iter().flat_map(|(name, key)| [Some(*name), *key]).flatten().collect();
        let resolved = model.resolve_path(&format!("/{}", canonical.join("/")));
        let resolved = resolved.map(|resolved| resolved.template).unwrap_or_default();
        let mut known = resolved.split('/').skip(1);
        let mut route = Self { template: String::new(), values: Vec::new() };
        for (name, key) in segments {
            route.template.push('/');
            let is_key = known.next().is_some_and(|segment| segment.starts_with('{'));
            if is_key || !name.chars().all(is_path_character) {
                route.push_value(name);
            } else {
                route.template.push_str(name);
            }
            if let Some(key) = key {
                known.next();
                let quote = if key.starts_with('\'') { "'" } else { "" };
                _ = write!(route.template, "({quote}");
                route.push_value(key.trim_matches('\''));
                _ = write!(route.template, "{quote})");
            }
        }
        route
    }

    fn push_value(&mut self, encoded: &str) {
        _ = write!(self.template, "{{key{}}}", self.values.len() + 1);
        self.values.push(decoded(encoded));
    }

    /// Returns the path. It is encoded only as far as necessary to split it into the same segments.
    fn path(&self) -> String {
        let mut values = self.values.iter();
        let mut path = String::new();
        for piece in pieces(&self.template).unwrap_or_default() {
            match piece {
                TemplatePiece::Literal(text) => path.push_str(text),
                TemplatePiece::Placeholder(_) => {
                    let mut value = values.next().map_or_else(String::new, |value| value.replace('%', "%25"));
                    if path.ends_with('\'') {
                        value = value.replace('\'', "''");
                    }
                    // the placeholder of `root:/{path}:` stands for several segments
                    if !path.ends_with(":/") {
                        value = value.replace('/', "%2F");
                    }
                    path.push_str(&value);
                }
            }
        }
        path
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Splits `messages('1')` into the name and the key. A function with named arguments is not split.
fn split_key(segment: &str) -> (&str, Option<&str>) {
    let split = segment.strip_suffix(')').and_then(|rest| rest.split_once('('));
    match split {
        Some((name, key)) if !name.is_empty() && is_key(key) => (name, Some(key)),
        _ => (segment, None),
    }
}

fn is_key(key: &str) -> bool {
    let quoted = key.len() > 2 && key.starts_with('\'') && key.ends_with('\'');
    quoted || !key.is_empty() && !key.contains(['=', '\'', '{', '<'])
}

/// Splits a template into pieces. Placeholders are in braces or in angle brackets; returns `None` if they are unbalanced.
fn pieces(template: &str) -> Option<Vec<TemplatePiece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some(start) = rest.find(['{', '<']) {
        let (literal, opened) = rest.split_at_checked(start)?;
        if !literal.is_empty() {
            pieces.push(TemplatePiece::Literal(literal));
        }
        let close = if opened.starts_with('{') { '}' } else { '>' };
        let (name, after) = opened.get(1..)?.split_once(close)?;
        pieces.push(TemplatePiece::Placeholder(name));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(TemplatePiece::Literal(rest));
    }
    Some(pieces)
}

/// Returns the name of a placeholder with the characters that a declaration accepts.
fn placeholder_name(name: &str) -> String {
    let words =
        name.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-");
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { format!("key{name}") }
}

/// Returns whether a path can contain the character. That is a `pchar` of RFC 3986, section 3.3, without
/// percent-encoding, or a slash.
pub(crate) fn is_path_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/".contains(character)
}

#[cfg(test)]
mod tests {
    use super::UpdateRoute;
    use crate::page::{self, Page};
    use graph_metadata::Model;

    const METADATA: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="example" xmlns="http://docs.oasis-open.org/odata/ns/edm">
          <EntityType Name="shelf">
            <Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>
            <NavigationProperty Name="bookList" Type="Collection(example.shelf)" ContainsTarget="true"/>
          </EntityType>
          <EntityContainer Name="service"><EntitySet Name="shelves" EntityType="example.shelf"/></EntityContainer>
        </Schema></edmx:DataServices></edmx:Edmx>"#;

    fn page(templates: &[&str], nth: Option<usize>, bindings: &[[&str; 2]], path: &str) -> Page {
        let paths: Vec<_> = templates.iter().map(|template| serde_json::json!({"template": template})).collect();
        let page = serde_json::json!({
            "page": "p", "version": "v1.0", "paths": paths,
            "request": {"method": "PATCH", "path": path, "template": nth, "bindings": bindings, "body": {}},
        });
        page::read(&page.to_string()).expect("a page").remove(0)
    }

    fn route(page: &Page) -> (String, Vec<String>) {
        let model = Model::read(METADATA).expect("metadata");
        let UpdateRoute { template, values } = UpdateRoute::of_page(page, &model);
        (template, values)
    }

    fn expected(template: &str, values: &[&str]) -> (String, Vec<String>) {
        (template.to_owned(), values.iter().map(|value| (*value).to_owned()).collect())
    }

    #[test]
    fn the_template_of_the_page_is_preferred() {
        let twice = page(&["/x", "/a/{id}/b/{id}/"], Some(1), &[["id", "1"], ["id", "{id}"]], "/a/1/b/{id}");
        assert_eq!(route(&twice), expected("/a/{id}/b/{key2-id}", &["1", "{id}"]));
        let odd = page(
            &["/a/{id | name}/r(x='<x y>')"],
            Some(0),
            &[["", "19%3Aa%2Fb"], ["", "o''n"]],
            "/a/19%3Aa%2Fb/r(x='o''n')",
        );
        assert_eq!(route(&odd), expected("/a/{id-name}/r(x='{x-y}')", &["19:a/b", "o'n"]));
        let path = page(&["/a/root:/{path}:"], Some(0), &[["path", "b/c.txt"]], "/a/root:/b/c.txt:");
        assert_eq!(route(&path), expected("/a/root:/{path}:", &["b/c.txt"]));
    }

    #[test]
    fn without_a_usable_template_the_path_is_split() {
        let keys = expected("/Shelves/{key1}/booklist/{key2}", &["19:a", "{id}"]);
        for (templates, nth, bindings) in [
            (&[][..], None, &[][..]),
            // the template of the page does not result in its path
            (&["/shelves/(shelf-id)/bookList/{id}"][..], Some(0), &[["id", "{id}"]][..]),
            (&["/shelves/{id}"][..], Some(0), &[["id", "19%3Aa"], ["id", "{id}"]][..]),
            (&["/shelves/{id}"][..], Some(7), &[][..]),
            (&["/shelves/{a/booklist/{b}"][..], Some(0), &[["a", "19:a"]][..]),
        ] {
            assert_eq!(route(&page(templates, nth, bindings, "/Shelves/19%3Aa/booklist/{id}")), keys);
        }
        let quoted = page(&[], None, &[], "/shelves('AQ=%3D')/bookList(7)");
        assert_eq!(route(&quoted), expected("/shelves('{key1}')/bookList({key2})", &["AQ==", "7"]));
        let unknown = page(&[], None, &[], "/never/h%C3%B6rd/of(a='b')");
        assert_eq!(route(&unknown), expected("/never/{key1}/of(a='b')", &["hörd"]));
    }
}
