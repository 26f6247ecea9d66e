use super::scan::plain_end;

/// Writes JSON text.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    out: String,
    /// The first undeclared property that was not written because a declared one has its name.
    conflicting_name: Option<Box<str>>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Creates a writer whose text starts with `opening`, with capacity for `more` bytes after it.
    pub(crate) fn starting(opening: &str, more: usize) -> Self {
        let mut out = String::with_capacity(opening.len() + more);
        out.push_str(opening);
        Self { out, conflicting_name: None }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.out
    }

    pub(crate) fn into_string(self) -> String {
        self.out
    }

    /// Records that an undeclared property was not written because a declared one has its name.
    #[cold]
    pub(crate) fn record_conflicting_name(&mut self, name: &str) {
        self.conflicting_name.get_or_insert_with(|| name.into());
    }

    /// Returns the first undeclared property that was not written because a declared one has its name.
    pub(crate) fn conflicting_name(&self) -> Option<&str> {
        self.conflicting_name.as_deref()
    }

    pub(crate) fn len(&self) -> usize {
        self.out.len()
    }

    pub(crate) fn truncate(&mut self, len: usize) {
        self.out.truncate(len);
    }

    pub(crate) fn remove(&mut self, range: std::ops::Range<usize>) {
        self.out.replace_range(range, "");
    }

    /// Writes a member text `,"name":`; without its comma at the start of an object.
    #[inline]
    pub(crate) fn member(&mut self, member: &'static str) {
        let member = if self.out.ends_with('{') { member.get(1..).unwrap_or(member) } else { member };
        self.out.push_str(member);
    }

    /// Writes the name of an undeclared member, with its punctuation.
    pub(crate) fn name(&mut self, name: &str) {
        if !self.out.ends_with('{') {
            self.out.push(',');
        }
        self.string(name);
        self.out.push(':');
    }

    /// Writes text that is already JSON.
    #[inline]
    pub(crate) fn raw(&mut self, json: &str) {
        self.out.push_str(json);
    }

    pub(crate) fn null(&mut self) {
        self.out.push_str("null");
    }

    #[inline]
    pub(crate) fn integer(&mut self, value: i64) {
        self.out.push_str(itoa::Buffer::new().format(value));
    }

    /// Writes a finite number as the shortest text that is read as the same number.
    pub(crate) fn finite(&mut self, number: &dyn std::fmt::Debug) {
        // `Debug` of a float is its shortest text, with an exponent if it is very large or small
        let _ = std::fmt::write(&mut self.out, format_args!("{number:?}"));
    }

    /// Writes a string.
    pub(crate) fn string(&mut self, text: &str) {
        self.out.push('"');
        let bytes = text.as_bytes();
        let mut start = 0;
        loop {
            let end = plain_end(bytes, start);
            self.out.push_str(text.get(start..end).unwrap_or(""));
            let Some(&byte) = bytes.get(end) else { break };
            self.escape(byte);
            start = end + 1;
        }
        self.out.push('"');
    }

    #[cold]
    fn escape(&mut self, byte: u8) {
        const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
        let letter = match byte {
            b'"' | b'\\' => char::from(byte),
            0x08 => 'b',
            0x09 => 't',
            0x0a => 'n',
            0x0c => 'f',
            0x0d => 'r',
            _ => {
                self.out.push_str("\\u00");
                self.out.push(HEX[usize::from(byte >> 4)]);
                self.out.push(HEX[usize::from(byte & 0xf)]);
                return;
            }
        };
        self.out.push('\\');
        self.out.push(letter);
    }
}
