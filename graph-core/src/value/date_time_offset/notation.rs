/// How a moment is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Notation {
    /// The number of fraction digits.
    pub(super) digits: u8,
    /// Whether the text has seconds.
    pub(super) seconds: bool,
    pub(super) offset: OffsetNotation,
    /// Whether the date and the time are separated by `t` instead of `T`.
    pub(super) lower_t: bool,
}

impl Notation {
    /// UTC with whole seconds.
    pub(super) const UTC: Self = Self { digits: 0, seconds: true, offset: OffsetNotation::UpperZ, lower_t: false };
}

/// How the offset is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OffsetNotation {
    /// `Z`
    UpperZ,
    /// `z`
    LowerZ,
    /// `+hh:mm` or `-hh:mm`
    Numeric,
    /// `-00:00`
    NegativeZero,
}
