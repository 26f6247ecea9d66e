//! Judges the URLs of random queries by a grammar.
//!
//! A random query, with hostile texts as values, is written by the typed calls of the library. The grammar decides whether
//! the URL is well-formed. The values and the operators that the grammar finds in it must be those of the query: no value may
//! end its literal, its option or its path segment.

mod decode;
mod query;
mod sample;
mod text;
mod typed;

use std::error::Error;

use graph_core::{Cloud, GraphClient};

use crate::abnf::{Grammar, GrammarError};
use crate::rng::Rng;
use decode::Meaning;
use query::Query;

/// What Microsoft Graph writes differently from OData 4.01, as changes of the grammar.
pub const MICROSOFT_GRAPH: &str = include_str!("urls/microsoft-graph.abnf");

/// A URL that is not well-formed, or that does not mean its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongUrl {
    /// The number of the query.
    pub number: usize,
    /// The URL, or the query if it has none.
    pub url: String,
    /// What is wrong.
    pub reason: String,
}

/// Reads a grammar of OData, with the changes of Microsoft Graph, for the data model of the queries.
///
/// # Errors
/// If the grammar cannot be used.
pub fn grammar(text: &str) -> Result<Grammar, GrammarError> {
    let mut grammar = Grammar::read_all(&[text, MICROSOFT_GRAPH])?;
    for (rule, names) in sample::NAMES {
        // a smaller grammar does not have all rules
        _ = grammar.restrict(rule, *names);
    }
    Ok(grammar)
}

/// Judges the URLs of `count` random queries. The same `seed` results in the same queries.
///
/// # Errors
/// If no client can be built.
pub fn judge(
    grammar: &Grammar,
    count: usize,
    seed: u64,
    on_url: &mut dyn FnMut(usize),
) -> Result<Vec<WrongUrl>, Box<dyn Error>> {
    let graph = GraphClient::builder(Cloud::Global).token("conformance").build()?;
    let mut rng = Rng::new(seed);
    let mut wrong = Vec::new();
    for number in 0..count {
        let query = Query::random(&mut rng);
        match typed::url(&graph, &query) {
            Ok(url) => {
                let relative = url.split_once("/v1.0/").map_or(url.as_str(), |(_, relative)| relative);
                let reason = match decode::read(grammar, relative) {
                    Ok(meaning) => meaning.difference(&Meaning::of(&query)),
                    Err(reason) => Some(reason),
                };
                wrong.extend(reason.map(|reason| WrongUrl { number, url, reason }));
            }
            Err(error) => {
                wrong.push(WrongUrl { number, url: format!("{query:?}"), reason: error.to_string() });
            }
        }
        on_url(number + 1);
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::decode::{self, Meaning};
    use super::query::{Condition, Operator, Property, Query, Scalar, Selection};

    fn query(title: &str) -> Query {
        let compared = Condition::Compare(Property::Title, Operator::Equal, Scalar::Text(title.to_owned()));
        Query {
            user: "a".to_owned(),
            filter: Some(compared),
            order: Vec::new(),
            search: Vec::new(),
            selection: Selection::All,
            parts: None,
            top: None,
            skip: None,
            has_count: false,
        }
    }

    /// Returns what is wrong with a URL for the condition that the title is a text.
    fn wrong(title: &str, url: &str) -> Option<String> {
        let grammar = super::grammar(include_str!("../tests/urls/options.abnf")).expect("a grammar");
        match decode::read(&grammar, url) {
            Ok(meaning) => meaning.difference(&Meaning::of(&query(title))),
            Err(reason) => Some(reason),
        }
    }

    #[test]
    fn values_that_leave_their_place_are_noticed() {
        let url = |filter: &str| format!("users/a/samples?$expand=owner,parts&$filter={filter}");
        assert_eq!(wrong("b", &url("title%20eq%20%27b%27")), None);
        assert_eq!(wrong("b' & c/%", &url("title%20eq%20%27b%27%27%20%26%20c%2F%25%27")), None);
        for (title, filter, reason) in [
            ("b'c", "title%20eq%20%27b%27c%27", "the grammar refuses it at character 64"),
            ("b/c", "title%20eq%20%27b/c%27", "the grammar refuses it at character 61"),
            ("b c", "title%20eq%20%27b c%27", "the grammar refuses it at character 61"),
            ("b%20c", "title%20eq%20%27b%20c%27", "a value is Text(\"b c\") instead of Text(\"b%20c\")"),
            (
                "b&$top=1",
                "title%20eq%20%27b%27&$top=1",
                "the options are [\"$expand\", \"$filter\", \"$top\"] instead of [\"$expand\", \"$filter\"]",
            ),
            (
                "b' or title eq 'c",
                "title%20eq%20%27b%27%20or%20title%20eq%20%27c%27",
                "the operators are {\"eqExpr\": 2, \"orExpr\": 1} instead of {\"eqExpr\": 1}",
            ),
        ] {
            assert_eq!(wrong(title, &url(filter)).as_deref(), Some(reason), "{title}");
        }
        let other_user = "users/b/samples?$expand=owner,parts&$filter=title%20eq%20%27b%27";
        assert_eq!(wrong("b", other_user).as_deref(), Some("the id is \"b\" instead of \"a\""));
    }
}
