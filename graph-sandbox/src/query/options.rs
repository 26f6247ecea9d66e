//! The system query options of a request and of `$expand`.

use percent_encoding::percent_decode_str;

use super::error::QueryError;
use super::parser::{parse_expression, parse_order};
use super::scanner::Scanner;
use super::search::{SearchExpression, parse_search};
use super::syntax::{Expression, OrderItem};

/// The options of a collection or an entity.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct QueryOptions {
    pub(crate) filter: Option<Expression>,
    pub(crate) order: Vec<OrderItem>,
    /// The paths of `$select`; `None` if the option is absent or has a `*`.
    pub(crate) select: Option<Vec<Vec<String>>>,
    pub(crate) expand: Vec<ExpandItem>,
    pub(crate) search: Option<SearchExpression>,
    pub(crate) count: Option<bool>,
    pub(crate) top: Option<usize>,
    pub(crate) skip: Option<usize>,
    pub(crate) skip_token: Option<String>,
    /// The names of the options that are present.
    pub(crate) names: Vec<&'static str>,
    /// What OData permits, and the sandbox or Microsoft Graph does not.
    problems: Vec<QueryError>,
}

/// An item of `$expand`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ExpandItem {
    pub(crate) path: Vec<String>,
    pub(crate) options: QueryOptions,
}

/// The options of OData.
const NAMES: [&str; 15] = [
    "$filter",
    "$orderby",
    "$select",
    "$expand",
    "$search",
    "$count",
    "$top",
    "$skip",
    "$skiptoken",
    "$format",
    "$levels",
    "$compute",
    "$index",
    "$schemaversion",
    "$deltatoken",
];

/// The options of `$expand=property/$ref`. The first two are those of `$expand=property/$count`.
const REFERENCE_OPTIONS: [&str; 6] = ["$filter", "$search", "$orderby", "$skip", "$top", "$count"];

/// How deeply `$expand` is nested at most.
const MAX_EXPAND_DEPTH: usize = 10;

impl QueryOptions {
    /// Parses the query of a URL, which is percent-encoded.
    ///
    /// `+` is a space, as in .NET: an offset needs `%2B`. Options without `$` that are not system query options are ignored, as
    /// the protocol requires.
    ///
    /// # Errors
    /// Returns an error if the query does not decode, or has an option that is malformed or unknown.
    pub(crate) fn parse(query: &str) -> Result<Self, QueryError> {
        let mut options = Self::default();
        if query.contains('#') {
            return Err(QueryError::malformed("Invalid query: '#' must be written '%23'."));
        }
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            options.add(&decode(name)?, &decode(value)?, 0)?;
        }
        Ok(options)
    }

    /// Parses the query of a URL, and checks that the sandbox supports it.
    ///
    /// # Errors
    /// Returns an error as [`parse`](Self::parse) does, and if an option is repeated, is written without `$`, or is not
    /// supported.
    pub(crate) fn parse_supported(query: &str) -> Result<Self, QueryError> {
        let options = Self::parse(query)?;
        match options.first_problem() {
            Some(problem) => Err(problem.clone()),
            None => Ok(options),
        }
    }

    fn first_problem(&self) -> Option<&QueryError> {
        self.problems.first().or_else(|| self.expand.iter().find_map(|item| item.options.first_problem()))
    }

    fn add(&mut self, name: &str, text: &str, depth: usize) -> Result<(), QueryError> {
        if let Some(alias) = name.strip_prefix('@') {
            parse_expression(text)?;
            return self.unsupported(&format!("the alias '@{alias}'"));
        }
        let with_prefix = format!("${}", name.trim_start_matches('$'));
        let Some(known) = NAMES.into_iter().find(|known| known.eq_ignore_ascii_case(&with_prefix)) else {
            if name.starts_with('$') || depth > 0 {
                return Err(QueryError::malformed(format!("The query parameter '{name}' is not supported.")));
            }
            return Ok(());
        };
        if !name.starts_with('$') {
            // OData 4.01 permits it, and not all of Microsoft Graph does.
            let message = format!("The query option '{name}' must be written '{known}'.");
            self.problems.push(QueryError::malformed(message));
        }
        if self.names.contains(&known) {
            self.problems.push(QueryError::malformed(format!(
                "Query option '{known}' was specified more than once, but it must be specified at most once."
            )));
        }
        self.names.push(known);
        self.set(known, text, depth)
    }

    fn set(&mut self, name: &'static str, text: &str, depth: usize) -> Result<(), QueryError> {
        let number = || {
            text.parse().map_err(|_| {
                QueryError::malformed(format!(
                    "Invalid value '{text}' for {name} query option found. \
                     The {name} query option requires a non-negative integer value."
                ))
            })
        };
        match name {
            "$filter" => {
                self.filter = Some(parse_expression(text).map_err(|error| error.within("Invalid filter clause: "))?);
            }
            "$orderby" => {
                self.order = parse_order(text).map_err(|error| error.within("Invalid orderby clause: "))?;
            }
            "$select" => self.select = self.parse_select(text, depth)?,
            "$expand" => self.expand = self.parse_expand(text, depth)?,
            "$search" => self.search = Some(parse_search(text)?),
            "$count" => {
                self.count = Some(text.to_ascii_lowercase().parse().map_err(|_| {
                    QueryError::malformed(format!(
                        "Invalid value '{text}' for $count query option found. Valid values are 'true' and 'false'."
                    ))
                })?);
            }
            "$top" => self.top = Some(number()?),
            "$skip" => self.skip = Some(number()?),
            "$skiptoken" => self.skip_token = Some(text.to_owned()),
            "$format" if text == "json" || text.starts_with("application/json") => {}
            "$levels" if text != "max" && (text.starts_with('0') || text.parse::<u32>().is_err()) => {
                return Err(QueryError::malformed(format!("Invalid value '{text}' for $levels query option found.")));
            }
            "$index" if text.parse::<i64>().is_err() => {
                return Err(QueryError::malformed(format!("Invalid value '{text}' for $index query option found.")));
            }
            "$compute" => {
                for item in split(text, ',') {
                    let Some((expression, name)) = item.rsplit_once(" as ") else {
                        return Err(term_error(item, "$compute"));
                    };
                    parse_expression(expression.trim())?;
                    parse_path(name.trim(), "$compute")?;
                }
                return self.unsupported("the query option '$compute'");
            }
            _ => return self.unsupported(&format!("the query option '{name}={text}'")),
        }
        Ok(())
    }

    /// Records something that OData permits and the sandbox does not support.
    #[expect(clippy::unnecessary_wraps, reason = "callers return the result")]
    fn unsupported(&mut self, what: &str) -> Result<(), QueryError> {
        self.problems.push(QueryError::not_implemented(format!("The sandbox does not support {what}.")));
        Ok(())
    }

    /// Parses the paths of `$select`; `None` selects everything.
    fn parse_select(&mut self, text: &str, depth: usize) -> Result<Option<Vec<Vec<String>>>, QueryError> {
        let mut paths = Vec::new();
        for item in split(text, ',') {
            let item = item.trim();
            let (path, nested) = split_options(item, "$select")?;
            let is_operation = nested.is_some_and(|nested| !nested.contains('='));
            match nested {
                Some(names) if is_operation => {
                    for name in names.split(',') {
                        parse_path(name.trim(), "$select")?;
                    }
                }
                Some(nested) => {
                    Self::nested(nested, item, "$select", depth)?;
                }
                None => {}
            }
            let path = parse_path(path, "$select")?;
            if nested.is_some() || path.iter().any(|name| name.starts_with('@') || name.ends_with(".*")) {
                self.unsupported(&format!("'$select={item}'"))?;
            }
            paths.push(path);
        }
        let is_all = paths.iter().any(|path| path.last().is_some_and(|last| last == "*"));
        Ok(if is_all { None } else { Some(paths) })
    }

    fn parse_expand(&mut self, text: &str, depth: usize) -> Result<Vec<ExpandItem>, QueryError> {
        if depth == MAX_EXPAND_DEPTH {
            let message = format!("$expand is nested more than {MAX_EXPAND_DEPTH} levels deep.");
            return Err(QueryError::malformed(message));
        }
        let mut items = Vec::new();
        for item in split(text, ',') {
            let item = item.trim();
            let (path, nested) = split_options(item, "$expand")?;
            let (bare, suffix) = match path.rsplit_once('/') {
                Some((bare, suffix @ ("$ref" | "$count"))) => (bare, Some(suffix)),
                _ => (path, None),
            };
            let options = Self::nested(nested.unwrap_or(""), item, "$expand", depth)?;
            let is_value = path == "$value";
            let path = if is_value { vec![path.to_owned()] } else { parse_path(bare, "$expand")? };
            let is_star = path.last().is_some_and(|last| last == "*");
            let permitted: Option<&[&str]> = match suffix {
                Some("$ref") => Some(&REFERENCE_OPTIONS),
                Some(_) => REFERENCE_OPTIONS.get(..2),
                None if is_star => Some(&["$levels"]),
                None if is_value => Some(&[]),
                None => None,
            };
            if options.names.iter().any(|name| permitted.is_some_and(|permitted| !permitted.contains(name))) {
                return Err(term_error(item, "$expand"));
            }
            if suffix.is_some() || is_star || is_value || path.iter().any(|name| name.starts_with('@')) {
                self.unsupported(&format!("'$expand={item}'"))?;
            }
            items.push(ExpandItem { path, options });
        }
        Ok(items)
    }

    /// Parses the options in the parentheses of an item.
    fn nested(text: &str, item: &str, option: &str, depth: usize) -> Result<Self, QueryError> {
        let mut options = Self::default();
        for pair in split(text, ';').into_iter().filter(|_| !text.is_empty()) {
            let Some((name, value)) = pair.split_once('=') else { return Err(term_error(item, option)) };
            options.add(name.trim(), value, depth + 1)?;
        }
        Ok(options)
    }
}

/// Decodes a name or a value of a query.
fn decode(text: &str) -> Result<String, QueryError> {
    let error = || QueryError::malformed(format!("Invalid query: '{text}' does not decode to text."));
    let escapes = text.split('%').skip(1);
    let is_hex = |rest: &str| rest.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
    if !escapes.into_iter().all(is_hex) {
        return Err(error());
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().map_err(|_| error())?;
    Ok(decoded.into_owned())
}

/// Splits an item from the text in its parentheses.
fn split_options<'t>(item: &'t str, option: &str) -> Result<(&'t str, Option<&'t str>), QueryError> {
    let Some((path, nested)) = item.split_once('(') else { return Ok((item, None)) };
    match nested.strip_suffix(')') {
        Some(nested) => Ok((path, Some(nested))),
        None => Err(term_error(item, option)),
    }
}

/// Parses names with slashes between them. A name can be `*`, an annotation, or a namespace with `*`.
fn parse_path(text: &str, option: &str) -> Result<Vec<String>, QueryError> {
    let is_name = |name: &str| {
        let name = name.strip_suffix(".*").unwrap_or(name);
        let mut scanner = Scanner::new(name.strip_prefix('@').unwrap_or(name));
        name == "*" || (scanner.qualified_name().is_some() && scanner.is_at_end())
    };
    if text.split('/').all(is_name) {
        return Ok(text.split('/').map(str::to_owned).collect());
    }
    Err(term_error(text, option))
}

fn term_error(term: &str, option: &str) -> QueryError {
    QueryError::malformed(format!("Term '{term}' is not valid in a {option} expression."))
}

/// Splits a text at a separator outside of quotes and parentheses.
fn split(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut depth, mut quote) = (0, 0_i32, None);
    for (index, character) in text.char_indices() {
        match (quote, character) {
            (Some(open), close) if open == close => quote = None,
            (None, '\'' | '"') => quote = Some(character),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, next) if next == separator && depth == 0 => {
                parts.push(text.get(start..index).unwrap_or(""));
                start = index + separator.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or(""));
    parts
}

#[cfg(test)]
mod tests {
    use super::QueryOptions;

    fn error(query: &str) -> String {
        QueryOptions::parse_supported(query).expect_err(query).to_string()
    }

    #[test]
    fn options_are_decoded() {
        let options = QueryOptions::parse(
            "$select=id,location%2Fcity&x=1&%24top=5&$filter=a%20eq+%27x%26y%27&$count=true&$orderby=a%20desc,b",
        )
        .expect("options");
        assert_eq!(options.names, ["$select", "$top", "$filter", "$count", "$orderby"]);
        let select: Vec<_> = options.select.expect("paths").iter().map(|path| path.join("/")).collect();
        assert_eq!(select, ["id", "location/city"]);
        assert_eq!((options.top, options.count), (Some(5), Some(true)));
        assert_eq!(options.order.iter().map(|item| item.is_descending).collect::<Vec<_>>(), [true, false]);
        assert_eq!(QueryOptions::parse("$select=*").expect("everything").select, None);
    }

    #[test]
    fn expand_has_nested_options() {
        let text = "$expand=manager($select=id;$expand=manager($select=id)),assignments($filter=a eq 'x;y)';$top=5)";
        let options = QueryOptions::parse(text).expect("options");
        let [manager, assignments] = options.expand.as_slice() else { panic!("{options:?}") };
        assert_eq!((manager.path.join("/"), manager.options.expand.len()), ("manager".to_owned(), 1));
        assert_eq!(assignments.options.top, Some(5));
        assert!(assignments.options.filter.is_some());
    }

    #[test]
    fn what_odata_permits_is_refused_by_name() {
        for (query, message) in [
            ("filter=true", "The query option 'filter' must be written '$filter'."),
            ("$expand=manager($levels=2)", "The sandbox does not support the query option '$levels=2'."),
            ("$expand=manager/$ref", "The sandbox does not support '$expand=manager/$ref'."),
            ("$expand=*", "The sandbox does not support '$expand=*'."),
            ("$select=place($select=city)", "The sandbox does not support '$select=place($select=city)'."),
            ("$select=microsoft.graph.*", "The sandbox does not support '$select=microsoft.graph.*'."),
            ("$compute=a mul 2 as b", "The sandbox does not support the query option '$compute'."),
            ("$filter=a eq @b&@b=5", "The sandbox does not support the alias '@b'."),
        ] {
            assert!(QueryOptions::parse(query).is_ok(), "{query}");
            assert_eq!(error(query), message);
        }
        for query in ["$expand=a/$ref($select=b)", "$expand=a/$count($count=true)", "$expand=a($levels=04)", "$index=x"]
        {
            assert!(QueryOptions::parse(query).is_err(), "{query}");
        }
    }

    #[test]
    fn a_plus_is_a_space() {
        assert!(QueryOptions::parse("$filter=a eq 2020-01-01T00:00:00+01:00").is_err());
        assert!(QueryOptions::parse("$filter=a eq 2020-01-01T00:00:00%2B01:00").is_ok());
    }

    #[test]
    fn wrong_options_are_errors() {
        for (query, message) in [
            ("$top=5&%24Top=6", "Query option '$top' was specified more than once"),
            ("$top=-1", "Invalid value '-1' for $top query option found."),
            ("$count=yes", "Invalid value 'yes' for $count"),
            ("$filters=a", "The query parameter '$filters' is not supported."),
            ("filter=a", "The query option 'filter' must be written '$filter'."),
            ("$select=a,", "Term '' is not valid in a $select expression."),
            ("$select=a%20b", "Term 'a b' is not valid"),
            ("$expand=a($top)", "Term 'a($top)' is not valid in a $expand expression."),
            ("$expand=a($top=5", "Term 'a($top=5' is not valid"),
            ("$expand=a(top=5)", "The query option 'top' must be written '$top'."),
            ("$expand=a($apply=5)", "The query parameter '$apply' is not supported."),
            ("$filter=%zz", "Invalid query: '%zz' does not decode to text."),
            ("$filter=%FF", "does not decode"),
            ("$filter=", "Invalid filter clause: Expression expected at position 0 in ''."),
            ("$levels=2", "The sandbox does not support the query option '$levels=2'."),
        ] {
            assert!(error(query).contains(message), "{query}: {}", error(query));
        }
        let deep = format!("$expand={}a{}", "a($expand=".repeat(11), ")".repeat(11));
        assert!(error(&deep).contains("nested more than"), "{}", error(&deep));
    }
}
