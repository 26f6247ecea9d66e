/// A message that is built at compile time.
pub(super) struct ConstMessage {
    text: [u8; 512],
    length: usize,
}

impl ConstMessage {
    pub(super) const fn new() -> Self {
        Self { text: [0; 512], length: 0 }
    }

    /// Appends `text`, if it fits.
    pub(super) const fn with(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        if self.length + text.len() > self.text.len() {
            return self;
        }
        let mut index = 0;
        while index < text.len() {
            self.text[self.length + index] = text[index];
            index += 1;
        }
        self.length += text.len();
        self
    }

    /// The message, or `fallback` if it is not UTF-8, which whole texts always are.
    pub(super) const fn as_str<'message>(&'message self, fallback: &'message str) -> &'message str {
        match core::str::from_utf8(self.text.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => fallback,
        }
    }
}
