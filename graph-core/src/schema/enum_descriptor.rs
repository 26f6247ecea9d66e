/// What a declaration states about an enumeration, in static memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnumDescriptor {
    #[doc(hidden)]
    pub __name: &'static str,
    #[doc(hidden)]
    pub __members: &'static [&'static str],
}

impl EnumDescriptor {
    /// Returns the name of the type in Rust.
    pub fn name(&self) -> &'static str {
        self.__name
    }

    /// Returns the wire names of the declared members.
    pub fn members(&self) -> &'static [&'static str] {
        self.__members
    }
}
