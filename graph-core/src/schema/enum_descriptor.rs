/// What `#[graph_enum]` says about an enumeration.
#[derive(Debug)]
pub struct EnumDescriptor {
    #[doc(hidden)]
    pub __name: &'static str,
    #[doc(hidden)]
    pub __members: &'static [&'static str],
}

impl EnumDescriptor {
    /// The name of the type in Rust.
    pub fn name(&self) -> &'static str {
        self.__name
    }

    /// The declared members as they are on the wire.
    pub fn members(&self) -> &'static [&'static str] {
        self.__members
    }
}
