//! The errors of the values in a body, in bounded number and length.

/// The number of errors that a response lists.
const MAX_LISTED: usize = 100;

/// The maximum number of characters of a message or a target. Both quote the request.
const MAX_CHARACTERS: usize = 400;

/// The errors of the values in a body: the first ones, and the number of the others.
#[derive(Debug, Default)]
pub(crate) struct ValidationErrors {
    listed: Vec<ValidationError>,
    unlisted: usize,
}

/// An error of one value.
#[derive(Debug)]
pub(crate) struct ValidationError {
    /// The path of the value in the body, for example `address/city`; empty for the body itself.
    pub(crate) target: String,
    pub(crate) message: String,
}

impl ValidationErrors {
    pub(crate) fn push(&mut self, target: &str, message: &str) {
        if self.listed.len() < MAX_LISTED {
            self.listed.push(ValidationError { target: excerpt(target), message: excerpt(message) });
        } else {
            self.unlisted += 1;
        }
    }

    pub(crate) fn listed(&self) -> &[ValidationError] {
        &self.listed
    }

    /// Returns a sentence on the errors that are not listed, if there are any.
    pub(crate) fn unlisted_message(&self) -> Option<String> {
        match self.unlisted {
            0 => None,
            1 => Some("1 more error is not listed.".to_owned()),
            count => Some(format!("{count} more errors are not listed.")),
        }
    }

    /// Converts the errors into a result.
    ///
    /// # Errors
    /// Returns all messages in one line, if there are any.
    pub(crate) fn into_result(self) -> Result<(), String> {
        if self.listed.is_empty() {
            return Ok(());
        }
        let unlisted = self.unlisted_message();
        let messages = self.listed.into_iter().map(|error| error.message).chain(unlisted);
        Err(messages.collect::<Vec<_>>().join(" "))
    }
}

/// Truncates a text that quotes the request.
pub(crate) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => format!("{}\u{2026}", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}
