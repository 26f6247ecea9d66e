//! Values of a base type: which of the derived ones they are, `@odata.type` says.

use crate::json_text::{ReadError, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Value};

/// The facts of an enum under `#[graph_union]`.
pub const fn union(types: &'static [&'static EdmTypeInfo]) -> EdmTypeInfo {
    EdmTypeInfo::required(EdmType::Union(types))
}

/// The alternative that `@odata.type` of the object that comes next names, with or without `#`. `base` is the one for
/// an object that names none, and none is the answer for a type that is not declared.
///
/// # Errors
/// When what comes next is not an object.
pub fn choose(
    json: &Reader<'_>,
    types: &'static [&'static EdmTypeInfo],
    base: Option<usize>,
) -> Result<Option<usize>, ReadError> {
    let Some(tag) = json.look_for_type()? else { return Ok(base) };
    Ok(types.iter().position(|descriptor| match descriptor.edm {
        EdmType::Structured(descriptor) => descriptor().is_named(&tag),
        _ => false,
    }))
}

/// The type of a property of a union, which has none of its own.
pub fn no_type(_: usize) -> &'static EdmTypeInfo {
    const NONE: &EdmTypeInfo = &EdmTypeInfo::required(EdmType::Untyped);
    NONE
}

/// Writes the value of an alternative with its type.
pub fn write(value: &dyn Value, json: &mut Writer) {
    value.write_tagged(json);
}

/// The type of the alternative at `index`, unless an earlier one has its OData type, which a program cannot tell apart.
///
/// # Panics
/// At compile time, with both names, if there is an earlier one.
#[track_caller]
pub const fn distinct(
    descriptor: &'static EdmTypeInfo,
    alternatives: &[(&str, &str)],
    index: usize,
) -> &'static EdmTypeInfo {
    let (name, odata_type) = alternatives[index];
    let mut earlier = 0;
    while earlier < index {
        let (other, other_type) = alternatives[earlier];
        if is_same(odata_type, other_type) {
            let message = message::Message::new()
                .with("the alternatives `")
                .with(other)
                .with("` and `")
                .with(name)
                .with("` are both `")
                .with(odata_type)
                .with("`: a value is read as the first of them, so remove one");
            panic!("{}", message.as_str());
        }
        earlier += 1;
    }
    descriptor
}

const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    // the beginnings are alike
    let mut rest = one.len();
    while rest > 0 {
        rest -= 1;
        if one[rest] != other[rest] {
            return false;
        }
    }
    true
}

/// Text that is put together at compile time.
mod message {
    pub(super) struct Message {
        text: [u8; 512],
        length: usize,
    }

    impl Message {
        pub(super) const fn new() -> Self {
            Self { text: [0; 512], length: 0 }
        }

        /// With `text` at the end, if it fits.
        pub(super) const fn with(mut self, text: &str) -> Self {
            let text = text.as_bytes();
            if self.length + text.len() > self.text.len() {
                return self;
            }
            let mut at = 0;
            while at < text.len() {
                self.text[self.length + at] = text[at];
                at += 1;
            }
            self.length += text.len();
            self
        }

        pub(super) const fn as_str(&self) -> &str {
            // whole texts were put together
            match core::str::from_utf8(self.text.split_at(self.length).0) {
                Ok(text) => text,
                Err(_) => "two alternatives have the same OData type",
            }
        }
    }
}
