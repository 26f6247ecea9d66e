mod escape;

use std::borrow::Cow;

use super::error::{MAX_DEPTH, ReadError, ReadErrorKind};
use super::scan::plain_end;

/// Reads JSON text from a position on.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
    /// Whether objects are parts of an update: they may lack members, and contain only what an update may send.
    in_update: bool,
    /// What the response that contains the text may lack.
    scope: ResponseScope,
    /// Whether the request expanded the navigation properties of its entities.
    is_expanded: bool,
    /// The depth of the members of the entity.
    entity_depth: u8,
    /// The position of the value of `@odata.etag` in the entity, if that name was read.
    etag_at: Option<usize>,
    /// The collections in the entity that continue at a link, which is not followed.
    truncated: Vec<Box<str>>,
}

/// The kind of response that contains an entity: what the entity may lack depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseScope {
    /// A read of one entity, which contains everything that was declared.
    Entity,
    /// A read of a collection: properties under `#[graph(on_request)]` are null or absent.
    Collection,
    /// An update: navigation properties are not expanded.
    Update,
}

/// The name of the next member of an object.
pub(crate) enum MemberName<'a> {
    /// The expected name.
    Expected,
    /// Another name.
    Other(Cow<'a, str>),
    /// There is no further member.
    End,
}

impl<'a> Reader<'a> {
    /// Creates a reader at the start of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            in_update: false,
            scope: ResponseScope::Entity,
            is_expanded: false,
            entity_depth: 1,
            etag_at: None,
            truncated: Vec::new(),
        }
    }

    /// Creates a reader at the start of a value in an update.
    pub(crate) fn in_update(text: &'a str) -> Self {
        Self { in_update: true, ..Self::new(text) }
    }

    /// Returns whether the text is a part of an update, whose objects may lack members.
    pub(crate) fn is_in_update(&self) -> bool {
        self.in_update
    }

    /// Creates a reader at the start of the body of a response.
    ///
    /// `is_expanded` states whether the request expanded the navigation properties of its entities.
    pub(crate) fn of_response(text: &'a str, scope: ResponseScope, is_expanded: bool) -> Self {
        Self { scope, is_expanded: is_expanded && scope != ResponseScope::Update, ..Self::new(text) }
    }

    /// Returns whether the object that was read last must have its navigation properties: it is an entity of the response, and not
    /// one inside another.
    pub(crate) fn expects_expanded(&self) -> bool {
        self.is_expanded && self.depth + 1 == self.entity_depth
    }

    pub(crate) fn scope(&self) -> ResponseScope {
        self.scope
    }

    /// Starts an entity inside the text, whose `@odata.etag` is the one to record.
    pub(crate) fn start_entity(&mut self) {
        self.entity_depth = self.depth + 1;
        self.etag_at = None;
        self.truncated.clear();
    }

    /// Records a collection of the entity that continues at a link.
    #[cold]
    pub(crate) fn record_truncated(&mut self, property: &str) {
        if self.depth == self.entity_depth {
            self.truncated.push(property.into());
        }
    }

    /// Returns the collections of the entity that continue at a link.
    pub(crate) fn take_truncated(&mut self) -> Vec<Box<str>> {
        std::mem::take(&mut self.truncated)
    }

    /// Returns the `@odata.etag` of the entity, if it was read and is a string.
    ///
    /// The reader records it, because the type of an entity decides who reads its members.
    pub(crate) fn etag(&self) -> Option<Cow<'a, str>> {
        Reader::new(self.text.get(self.etag_at?..)?).string("an ETag").ok()
    }

    /// Reads the end of the text.
    ///
    /// # Errors
    /// If more text follows.
    pub(crate) fn end(&mut self) -> Result<(), ReadError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error(ReadErrorKind::Trailing)),
        }
    }

    /// Returns whether a string comes next.
    pub(crate) fn is_string(&mut self) -> bool {
        self.peek() == Some(b'"')
    }

    /// Returns whether an object comes next.
    pub(crate) fn is_object(&mut self) -> bool {
        self.peek() == Some(b'{')
    }

    /// Returns whether an array comes next.
    pub(crate) fn is_array(&mut self) -> bool {
        self.peek() == Some(b'[')
    }

    /// Returns whether a number comes next.
    pub(crate) fn is_number(&mut self) -> bool {
        matches!(self.peek(), Some(b'-' | b'0'..=b'9'))
    }

    /// Returns the `@odata.type` of the object that comes next, without reading the object.
    pub(crate) fn peek_odata_type(&self) -> Result<Option<Cow<'a, str>>, ReadError> {
        let mut ahead = self.clone();
        ahead.open(b'{', "an object")?;
        let mut first = true;
        loop {
            match ahead.name(&mut first, ",\"@odata.type\":")? {
                MemberName::End => return Ok(None),
                MemberName::Expected => return ahead.string("a type").map(Some),
                MemberName::Other(name) if name == "@odata.type" => return ahead.string("a type").map(Some),
                MemberName::Other(_) => ahead.skip()?,
            }
        }
    }

    /// Reads `null` if it comes next, and returns whether it did.
    pub(crate) fn null(&mut self) -> Result<bool, ReadError> {
        if self.peek() == Some(b'n') { self.literal("null").map(|()| true) } else { Ok(false) }
    }

    pub(crate) fn boolean(&mut self) -> Result<bool, ReadError> {
        match self.peek() {
            Some(b't') => self.literal("true").map(|()| true),
            Some(b'f') => self.literal("false").map(|()| false),
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
        self.check_digits(first)?;
        if matches!(self.byte(), Some(b'.' | b'e' | b'E')) {
            self.at = start;
            self.number(edm)?;
            return Err(ReadError::new(ReadErrorKind::UnexpectedType { expected: edm, found: "a fraction" }, start));
        }
        let signed = if negative { 0_i64.checked_sub_unsigned(value) } else { 0_i64.checked_add_unsigned(value) };
        match signed {
            Some(value) if !overflow && min <= value && value <= max => Ok(value),
            _ => Err(ReadError::new(ReadErrorKind::Range(edm), start)),
        }
    }

    /// Reads a number, and returns its text.
    pub(crate) fn number(&mut self, expected: &'static str) -> Result<&'a str, ReadError> {
        if !self.is_number() {
            return Err(self.unexpected(expected));
        }
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        let first = self.at;
        self.skip_digits();
        self.check_digits(first)?;
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.at_least_one_digit()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.at_least_one_digit()?;
        }
        Ok(self.since(start))
    }

    /// Reads a string; `expected` names the value that it represents, for an error.
    pub(crate) fn string(&mut self, expected: &'static str) -> Result<Cow<'a, str>, ReadError> {
        if self.peek() != Some(b'"') {
            return Err(self.unexpected(expected));
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

    /// Reads any value, and returns its text.
    pub(crate) fn raw(&mut self) -> Result<&'a str, ReadError> {
        self.peek();
        let start = self.at;
        self.skip()?;
        Ok(self.since(start))
    }

    /// Reads any value without using it. Its strings may contain unpaired surrogates.
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
            Some(b'n') => self.literal("null"),
            _ => self.number("a value").map(drop),
        }
    }

    /// Enters an object or array. [`Self::name`] or [`Self::element`] leaves it at its end.
    pub(crate) fn open(&mut self, bracket: u8, expected: &'static str) -> Result<(), ReadError> {
        if self.peek() != Some(bracket) {
            return Err(self.unexpected(expected));
        }
        if self.depth == MAX_DEPTH {
            return Err(self.error(ReadErrorKind::Depth));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Reads the name of the next member and its colon; `expected` is a member text such as `,"name":`.
    #[expect(clippy::inline_always, reason = "saves a tenth of the instructions of decoding")]
    #[inline(always)]
    pub(crate) fn name(&mut self, first: &mut bool, expected: &str) -> Result<MemberName<'a>, ReadError> {
        if !self.before_name(first)? {
            return Ok(MemberName::End);
        }
        if let (Some(rest), Some(text)) = (self.text.as_bytes().get(self.at..), expected.as_bytes().get(1..))
            && rest.starts_with(text)
        {
            self.at += text.len();
            if text.get(1) == Some(&b'@') && text == b"\"@odata.etag\":" {
                self.record_etag();
            }
            return Ok(MemberName::Expected);
        }
        let name = self.string("a name")?;
        self.colon()?;
        if name == "@odata.etag" {
            self.record_etag();
        }
        Ok(MemberName::Other(name))
    }

    /// Advances to the quote of the next name of an object, and returns false at the end of the object.
    #[expect(clippy::inline_always, reason = "as above")]
    #[inline(always)]
    fn before_name(&mut self, first: &mut bool) -> Result<bool, ReadError> {
        let is_first = std::mem::replace(first, false);
        match self.peek() {
            Some(b'}') => {
                self.at += 1;
                self.depth -= 1;
                return Ok(false);
            }
            Some(b',') if !is_first => {
                self.at += 1;
            }
            None => return Err(self.error(ReadErrorKind::End)),
            _ if is_first => {}
            _ => return Err(self.error(ReadErrorKind::Syntax("expected `,` or `}`"))),
        }
        match self.peek() {
            Some(b'"') => Ok(true),
            _ => Err(self.syntax("expected a name in quotes")),
        }
    }

    #[cold]
    fn record_etag(&mut self) {
        if self.depth == self.entity_depth {
            self.etag_at = Some(self.at);
        }
    }

    fn colon(&mut self) -> Result<(), ReadError> {
        if self.peek() != Some(b':') {
            return Err(self.syntax("expected `:`"));
        }
        self.at += 1;
        Ok(())
    }

    /// Advances to the next element of an array, and returns false at the end of the array.
    pub(crate) fn element(&mut self, first: &mut bool) -> Result<bool, ReadError> {
        let is_first = std::mem::replace(first, false);
        match self.peek() {
            Some(b']') => {
                self.at += 1;
                self.depth -= 1;
                Ok(false)
            }
            Some(b',') if !is_first => {
                self.at += 1;
                if self.peek() == Some(b']') {
                    return Err(self.error(ReadErrorKind::Syntax("expected a value after `,`")));
                }
                Ok(true)
            }
            None => Err(self.error(ReadErrorKind::End)),
            _ if is_first => Ok(true),
            _ => Err(self.error(ReadErrorKind::Syntax("expected `,` or `]`"))),
        }
    }

    #[cold]
    pub(crate) fn error(&self, kind: ReadErrorKind) -> ReadError {
        ReadError::new(kind, self.at)
    }

    /// Returns the error for a value of another type than the `expected` one.
    #[cold]
    pub(crate) fn unexpected(&mut self, expected: &'static str) -> ReadError {
        let found = match self.peek() {
            Some(b'n') => return self.error(ReadErrorKind::Null { expected }),
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b't' | b'f') => "a boolean",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(_) => return self.error(ReadErrorKind::Syntax("expected a value")),
            None => return self.error(ReadErrorKind::End),
        };
        self.error(ReadErrorKind::UnexpectedType { expected, found })
    }

    /// Returns the current position, in bytes from the start of the text.
    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    /// Advances to the value that comes next, and returns its position for an error.
    pub(crate) fn position(&mut self) -> usize {
        self.peek();
        self.at
    }

    #[cold]
    fn syntax(&self, what: &'static str) -> ReadError {
        self.error(if self.at >= self.text.len() { ReadErrorKind::End } else { ReadErrorKind::Syntax(what) })
    }

    /// Advances to the next byte that is not white space, and returns it.
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

    /// Returns the text from `start` to the current position, both at character boundaries.
    #[inline]
    pub(crate) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or("")
    }

    fn literal(&mut self, literal: &'static str) -> Result<(), ReadError> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        if rest.starts_with(literal.as_bytes()) {
            self.at += literal.len();
            Ok(())
        } else if literal.as_bytes().starts_with(rest) {
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

    fn at_least_one_digit(&mut self) -> Result<(), ReadError> {
        let start = self.at;
        self.skip_digits();
        if self.at == start { Err(self.syntax("expected a digit")) } else { Ok(()) }
    }

    /// Checks the digits of a whole number from `first` to the current position: at least one, and no leading zero.
    fn check_digits(&self, first: usize) -> Result<(), ReadError> {
        match self.text.as_bytes().get(first..self.at) {
            None | Some([]) => Err(self.syntax("expected a digit")),
            Some([b'0', _, ..]) => {
                Err(ReadError::new(ReadErrorKind::Syntax("a number must not have a leading zero"), first))
            }
            Some(_) => Ok(()),
        }
    }
}
