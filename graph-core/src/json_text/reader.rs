mod escape;

use std::borrow::Cow;

use super::error::{MAX_DEPTH, ReadError, ReadErrorKind};
use super::scan::plain_end;

/// A place in JSON text, and what can be read from there.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
    /// Whether objects are changes: they may lack members, and hold only what may be sent.
    changes: bool,
}

/// The name of the next member of an object.
pub(crate) enum Name<'a> {
    /// The name that was expected.
    Expected,
    Other(Cow<'a, str>),
    /// There is no further member.
    End,
}

impl<'a> Reader<'a> {
    /// Starts at the beginning of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0, changes: false }
    }

    /// Starts at the beginning of a value in an update.
    pub(crate) fn of_changes(text: &'a str) -> Self {
        Self { changes: true, ..Self::new(text) }
    }

    /// Whether objects are changes of an update.
    pub(crate) fn reads_changes(&self) -> bool {
        self.changes
    }

    /// Reads the end of the text.
    pub(crate) fn end(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error(ReadErrorKind::Trailing)),
        }
    }

    /// Whether a string comes next.
    pub(crate) fn is_string(&mut self) -> bool {
        self.peek() == Some(b'"')
    }

    /// Whether an object comes next.
    pub(crate) fn is_object(&mut self) -> bool {
        self.peek() == Some(b'{')
    }

    /// Whether an array comes next.
    pub(crate) fn is_array(&mut self) -> bool {
        self.peek() == Some(b'[')
    }

    /// Whether a number comes next.
    pub(crate) fn is_number(&mut self) -> bool {
        matches!(self.peek(), Some(b'-' | b'0'..=b'9'))
    }

    /// The `@odata.type` of the object that comes next, which stays where it is.
    pub(crate) fn look_for_type(&self) -> Result<Option<Cow<'a, str>>, ReadError> {
        let mut ahead = self.clone();
        ahead.open(b'{', "an object")?;
        let mut first = true;
        loop {
            match ahead.name(&mut first, ",\"@odata.type\":")? {
                Name::End => return Ok(None),
                Name::Expected => return ahead.string("a type").map(Some),
                Name::Other(name) if name == "@odata.type" => return ahead.string("a type").map(Some),
                Name::Other(_) => ahead.skip()?,
            }
        }
    }

    /// Reads `null` if it comes next.
    pub(crate) fn null(&mut self) -> Result<bool, ReadError> {
        if self.peek() == Some(b'n') { self.word("null").map(|()| true) } else { Ok(false) }
    }

    pub(crate) fn boolean(&mut self) -> Result<bool, ReadError> {
        match self.peek() {
            Some(b't') => self.word("true").map(|()| true),
            Some(b'f') => self.word("false").map(|()| false),
            _ => Err(self.unexpected("a boolean")),
        }
    }

    /// Reads a whole number between `min` and `max`.
    pub(crate) fn integer(&mut self, edm: &'static str, min: i64, max: i64) -> Result<i64, ReadError> {
        let start = self.at;
        let negative = match self.peek() {
            Some(b'-') => {
                self.at += 1;
                true
            }
            Some(b'0'..=b'9') => false,
            _ => return Err(self.unexpected(edm)),
        };
        let first = self.at;
        let mut value = 0_u64;
        let mut overflow = false;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            overflow |= value > u64::MAX / 10 - 1;
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            self.at += 1;
        }
        self.digits_since(first)?;
        if matches!(self.byte(), Some(b'.' | b'e' | b'E')) {
            self.at = start;
            self.number(edm)?;
            return Err(ReadError::new(ReadErrorKind::Kind { wanted: edm, found: "a fraction" }, start));
        }
        let signed = if negative { 0_i64.checked_sub_unsigned(value) } else { 0_i64.checked_add_unsigned(value) };
        match signed {
            Some(value) if !overflow && min <= value && value <= max => Ok(value),
            _ => Err(ReadError::new(ReadErrorKind::Range(edm), start)),
        }
    }

    /// Reads a number as its text.
    pub(crate) fn number(&mut self, wanted: &'static str) -> Result<&'a str, ReadError> {
        if !self.is_number() {
            return Err(self.unexpected(wanted));
        }
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        let first = self.at;
        self.skip_digits();
        self.digits_since(first)?;
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.some_digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.some_digits()?;
        }
        Ok(self.since(start))
    }

    /// Reads a string; `wanted` names what it stands for.
    pub(crate) fn string(&mut self, wanted: &'static str) -> Result<Cow<'a, str>, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(wanted));
        }
        self.at += 1;
        let start = self.at;
        self.at = plain_end(self.text.as_bytes(), self.at);
        if self.byte() == Some(b'"') {
            let plain = self.since(start);
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        self.escaped(start).map(Cow::Owned)
    }

    /// Reads any value as its text.
    pub(crate) fn raw(&mut self) -> Result<&'a str, ReadError> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(self.since(start))
    }

    /// Reads any value and forgets it. Text that nobody wants may hold half a surrogate pair.
    pub(crate) fn skip(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(b'{') => {
                self.open(b'{', "an object")?;
                let mut first = true;
                while self.before_name(&mut first)? {
                    self.skip_string()?;
                    self.colon()?;
                    self.skip()?;
                }
                Ok(())
            }
            Some(b'[') => {
                self.open(b'[', "an array")?;
                let mut first = true;
                while self.element(&mut first)? {
                    self.skip()?;
                }
                Ok(())
            }
            Some(b't' | b'f') => self.boolean().map(drop),
            Some(b'n') => self.word("null"),
            _ => self.number("a value").map(drop),
        }
    }

    /// Goes into an object or array. [`Self::name`] or [`Self::element`] leaves it.
    pub(crate) fn open(&mut self, bracket: u8, wanted: &'static str) -> Result<(), ReadError> {
        if self.peek() != Some(bracket) {
            return Err(self.unexpected(wanted));
        }
        if self.depth == MAX_DEPTH {
            return Err(self.error(ReadErrorKind::Depth));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Reads the name of the next member and its colon. `expected` is a member text as in `,"name":`.
    #[expect(
        clippy::inline_always,
        reason = "a tenth of the instructions of decoding, which the compiler does not see"
    )]
    #[inline(always)]
    pub(crate) fn name(&mut self, first: &mut bool, expected: &str) -> Result<Name<'a>, ReadError> {
        if !self.before_name(first)? {
            return Ok(Name::End);
        }
        if let (Some(rest), Some(text)) = (self.text.as_bytes().get(self.at..), expected.as_bytes().get(1..))
            && rest.starts_with(text)
        {
            self.at += text.len();
            return Ok(Name::Expected);
        }
        let name = self.string("a name")?;
        self.colon()?;
        Ok(Name::Other(name))
    }

    /// Goes to the quote of the next name of an object; false at the object's end.
    #[expect(clippy::inline_always, reason = "as above")]
    #[inline(always)]
    fn before_name(&mut self, first: &mut bool) -> Result<bool, ReadError> {
        let began = std::mem::replace(first, false);
        match self.peek() {
            Some(b'}') => {
                self.at += 1;
                self.depth -= 1;
                return Ok(false);
            }
            Some(b',') if !began => {
                self.at += 1;
            }
            None => return Err(self.error(ReadErrorKind::End)),
            _ if began => {}
            _ => return Err(self.error(ReadErrorKind::Syntax("expected `,` or `}`"))),
        }
        match self.peek() {
            Some(b'"') => Ok(true),
            _ => Err(self.syntax("expected a name in quotes")),
        }
    }

    fn colon(&mut self) -> Result<(), ReadError> {
        if self.peek() != Some(b':') {
            return Err(self.syntax("expected `:`"));
        }
        self.at += 1;
        Ok(())
    }

    /// Goes to the next element of an array; false at its end.
    pub(crate) fn element(&mut self, first: &mut bool) -> Result<bool, ReadError> {
        let began = std::mem::replace(first, false);
        match self.peek() {
            Some(b']') => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            Some(b',') if !began => {
                self.at += 1;
                if self.peek() == Some(b']') {
                    return Err(self.error(ReadErrorKind::Syntax("expected a value after `,`")));
                }
                Ok(true)
            }
            None => Err(self.error(ReadErrorKind::End)),
            _ if began => Ok(true),
            _ => Err(self.error(ReadErrorKind::Syntax("expected `,` or `]`"))),
        }
    }

    #[cold]
    pub(crate) fn error(&self, fault: ReadErrorKind) -> ReadError {
        ReadError::new(fault, self.at)
    }

    /// What comes next is not what was `wanted`.
    #[cold]
    pub(crate) fn unexpected(&mut self, wanted: &'static str) -> ReadError {
        let found = match self.peek() {
            Some(b'n') => return self.error(ReadErrorKind::Null { wanted }),
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b't' | b'f') => "a boolean",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(_) => return self.error(ReadErrorKind::Syntax("expected a value")),
            None => return self.error(ReadErrorKind::End),
        };
        self.error(ReadErrorKind::Kind { wanted, found })
    }

    /// The place, in bytes from the start.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// The place, for an error about the value that comes next.
    pub(crate) fn position(&mut self) -> usize {
        self.peek();
        self.at
    }

    #[cold]
    fn syntax(&self, what: &'static str) -> ReadError {
        self.error(if self.at >= self.text.len() { ReadErrorKind::End } else { ReadErrorKind::Syntax(what) })
    }

    /// The next byte that is not white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other,
            }
        }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The text from `start` to here, both at a character boundary.
    #[inline]
    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or("")
    }

    fn word(&mut self, word: &'static str) -> Result<(), ReadError> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        if rest.starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else if word.as_bytes().starts_with(rest) {
            Err(self.error(ReadErrorKind::End))
        } else {
            Err(self.error(ReadErrorKind::Syntax("expected a value")))
        }
    }

    fn skip_digits(&mut self) {
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
    }

    fn some_digits(&mut self) -> Result<(), ReadError> {
        let start = self.at;
        self.skip_digits();
        if self.at == start { Err(self.syntax("expected a digit")) } else { Ok(()) }
    }

    /// Whole digits from `first` to here: at least one, and no zero in front of others.
    fn digits_since(&self, first: usize) -> Result<(), ReadError> {
        match self.text.as_bytes().get(first..self.at) {
            None | Some([]) => Err(self.syntax("expected a digit")),
            Some([b'0', _, ..]) => Err(ReadError::new(ReadErrorKind::Syntax("a number starts with zero"), first)),
            Some(_) => Ok(()),
        }
    }
}
