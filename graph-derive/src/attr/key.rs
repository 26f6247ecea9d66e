use crate::macro_kind::MacroKind;

/// One declared key.
pub(super) struct Key {
    pub(super) name: &'static str,
    /// The macros whose attributes take the key.
    pub(super) macros: &'static [MacroKind],
}
