//! The parameters of a function, as text of its URL.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::encoding;
use super::literal::Literal;
use crate::json_text::Writer;
use crate::schema::{Object, Value};

/// The arguments of a function call.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FunctionArguments {
    /// `(name='value',count=2)`, percent-encoded; empty without arguments.
    pub(crate) path: String,
    /// `@name=[..]` for each collection and object, percent-encoded.
    pub(crate) query: String,
}

impl FunctionArguments {
    /// Writes the parameters that are not absent, in the order of their declaration.
    ///
    /// A primitive value or a member of an enumeration is a literal in the path. A collection or an object is JSON in the query, to which the path
    /// refers by an alias.
    ///
    /// # Errors
    /// The name of the parameter that contains a control character, which services reject in a path, and this character.
    ///
    /// Source: [OData URL conventions 4.01, section 4.5](https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_AddressingOperations).
    pub(crate) fn of(parameters: &dyn Object) -> Result<Self, (&'static str, char)> {
        let mut arguments = Self::default();
        for property in parameters.descriptor().properties() {
            let value = parameters.property(property.index());
            if !value.is_absent() {
                arguments.push(property.name(), value)?;
            }
        }
        if !arguments.path.is_empty() {
            arguments.path.push(')');
        }
        Ok(arguments)
    }

    fn push(&mut self, name: &'static str, value: &dyn Value) -> Result<(), (&'static str, char)> {
        self.path.push(if self.path.is_empty() { '(' } else { ',' });
        push_encoded(&mut self.path, name);
        self.path.push('=');
        let mut json = Writer::new();
        value.write(&mut json);
        if json.as_str().starts_with(['{', '[']) {
            self.path.push('@');
            push_encoded(&mut self.path, name);
            self.query.push_str(if self.query.is_empty() { "@" } else { "&@" });
            push_encoded(&mut self.query, name);
            self.query.push('=');
            encoding::push_encoded(&mut self.query, json.as_str());
            return Ok(());
        }
        let literal = Literal::new(value).to_string();
        if let Some(control) = literal.chars().find(|character| character.is_control()) {
            return Err((name, control));
        }
        push_literal(&mut self.path, &literal);
        Ok(())
    }
}

/// Writes a literal. Its quotes remain, and those inside are doubled and encoded, so that no value ends its literal.
fn push_literal(out: &mut String, literal: &str) {
    match (literal.find('\''), literal.strip_suffix('\'')) {
        (Some(start), Some(opened)) if start < opened.len() => {
            push_encoded(out, literal.get(..start).unwrap_or_default());
            out.push('\'');
            push_encoded(out, opened.get(start + 1..).unwrap_or_default());
            out.push('\'');
        }
        _ => push_encoded(out, literal),
    }
}

/// Everything except the unreserved characters of [RFC 3986, section 2.3](https://www.rfc-editor.org/rfc/rfc3986#section-2.3).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn push_encoded(out: &mut String, text: &str) {
    out.extend(utf8_percent_encode(text, ENCODED));
}

#[cfg(test)]
mod tests;
