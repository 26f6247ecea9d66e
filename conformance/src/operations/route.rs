//! The path template of a documented read, from the roles of its segments.

use std::fmt::Write as _;

use graph_metadata::Model;
use percent_encoding::percent_decode_str;

use crate::compare::is_same_path;
use crate::route::{UpdateRoute, is_path_character};

/// The address or the collection of a read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadRoute {
    /// The template. That of a collection ends with a placeholder for one of its entities.
    pub template: String,
    /// The values of the placeholders, without percent-encoding. There is none for the entity of a collection.
    pub values: Vec<String>,
}

impl ReadRoute {
    /// Returns the address of an entity or of a complex value.
    pub fn entity(segments: &[(String, String)], path: &str, model: &Model) -> Self {
        let route = Self::from_segments(segments);
        if is_same_path(&route.path(), path) {
            return route;
        }
        let UpdateRoute { template, values } = UpdateRoute::from_path(path, model);
        Self { template, values }
    }

    /// Returns a collection.
    pub fn collection(segments: &[(String, String)], path: &str, model: &Model) -> Self {
        let mut route = Self::entity(segments, path, model);
        _ = write!(route.template, "/{{key{}}}", route.values.len() + 1);
        route
    }

    fn from_segments(segments: &[(String, String)]) -> Self {
        let mut route = Self { template: String::new(), values: Vec::new() };
        let mut ends_with_path = false;
        for (text, role) in segments {
            if role == "colon path" {
                // `root:/{path}:`
                route.template.push_str(":/");
                route.push_value(text.trim_start_matches('/'));
            } else {
                if ends_with_path {
                    route.template.push(':');
                }
                route.template.push('/');
                if role == "key" || !text.chars().all(is_path_character) {
                    route.push_value(text);
                } else {
                    route.template.push_str(text);
                }
            }
            ends_with_path = role == "colon path";
        }
        if ends_with_path {
            route.template.push(':');
        }
        route
    }

    fn push_value(&mut self, encoded: &str) {
        _ = write!(self.template, "{{key{}}}", self.values.len() + 1);
        self.values.push(percent_decode_str(encoded).decode_utf8_lossy().into_owned());
    }

    /// Returns the path with its values. It is encoded only as far as necessary to split it into the same segments.
    fn path(&self) -> String {
        let mut path = self.template.clone();
        for (value, number) in self.values.iter().zip(1..) {
            let is_path = path.contains(&format!(":/{{key{number}}}"));
            let encoded = value.replace('%', "%25");
            let encoded = if is_path { encoded } else { encoded.replace('/', "%2F") };
            path = path.replacen(&format!("{{key{number}}}"), &encoded, 1);
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::ReadRoute;
    use graph_metadata::Model;

    fn routes(segments: &[(&str, &str)], path: &str) -> [(String, Vec<String>); 2] {
        let metadata = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
            <Schema Namespace="example" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="a"/></Schema>
            </edmx:DataServices></edmx:Edmx>"#;
        let model = Model::read(metadata).expect("metadata");
        let segments: Vec<(String, String)> =
            segments.iter().map(|(text, role)| ((*text).to_owned(), (*role).to_owned())).collect();
        [ReadRoute::entity(&segments, path, &model), ReadRoute::collection(&segments, path, &model)]
            .map(|route| (route.template, route.values))
    }

    fn expected(template: &str, values: &[&str]) -> (String, Vec<String>) {
        (template.to_owned(), values.iter().map(|value| (*value).to_owned()).collect())
    }

    #[test]
    fn keys_are_placeholders() {
        let segments = [("me", "singleton"), ("items", "navigation"), ("19%3A{a}", "key"), ("children", "navigation")];
        let [entity, collection] = routes(&segments, "/me/items/19%3A{a}/children");
        assert_eq!(entity, expected("/me/items/{key1}/children", &["19:{a}"]));
        assert_eq!(collection, expected("/me/items/{key1}/children/{key2}", &["19:{a}"]));
    }

    #[test]
    fn a_path_between_colons_is_a_placeholder() {
        let segments = [
            ("drives", "set"),
            ("d", "key"),
            ("root", "navigation"),
            ("/a/b.txt", "colon path"),
            ("children", "navigation"),
        ];
        let [_, collection] = routes(&segments, "/drives/d/root:/a/b.txt:/children");
        assert_eq!(collection, expected("/drives/{key1}/root:/{key2}:/children/{key3}", &["d", "a/b.txt"]));
        let [entity, _] = routes(&segments[..4], "/drives/d/root:/a/b.txt:");
        assert_eq!(entity, expected("/drives/{key1}/root:/{key2}:", &["d", "a/b.txt"]));
    }

    #[test]
    fn a_path_with_other_segments_is_split() {
        let segments = [("messages", "set"), ("1", "key"), ("größe", "navigation")];
        let [entity, _] = routes(&segments, "/messages('1')/größe");
        assert_eq!(entity, expected("/messages('{key1}')/{key2}", &["1", "größe"]));
    }
}
