use super::descriptor::EdmTypeInfo;
use super::object::{Collection, Object, Value};
use super::property_type::Element;
use crate::json_text::{ReadError, Reader, Writer};

/// A type under one of the attribute macros, or a `Box` of any element.
///
/// One implementation of [`Value`] and [`Element`] serves all of them, so that declarations do not repeat it.
pub trait Declared: Sized {
    /// How values of the type are read and written.
    type Kind: Kind<Self>;

    /// [`Element::KEEPS_UNDECLARED`]
    const KEEPS_UNDECLARED: bool = true;

    /// [`Element::blank`]
    fn blank() -> Self;
}

/// How values of one kind of types are read and written. The functions are those of [`Value`].
#[expect(missing_docs, reason = "documented in `Value`")]
pub trait Kind<T> {
    /// [`Element::TYPE`]
    const TYPE: &'static EdmTypeInfo;

    #[expect(clippy::missing_errors_doc, reason = "documented in `Value`")]
    fn read(value: &mut T, json: &mut Reader<'_>) -> Result<(), ReadError>;

    fn write(value: &T, json: &mut Writer);

    fn write_tagged(value: &T, json: &mut Writer) {
        Self::write(value, json);
    }

    fn as_object(_: &T) -> Option<&dyn Object> {
        None
    }

    fn as_collection(_: &T) -> Option<&dyn Collection> {
        None
    }

    fn is_absent(_: &T) -> bool {
        false
    }
}

#[diagnostic::do_not_recommend]
impl<T: Declared> Value for T {
    #[inline]
    fn type_info(&self) -> &'static EdmTypeInfo {
        T::Kind::TYPE
    }

    #[inline]
    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        T::Kind::read(self, json)
    }

    #[inline]
    fn write(&self, json: &mut Writer) {
        T::Kind::write(self, json);
    }

    #[inline]
    fn write_tagged(&self, json: &mut Writer) {
        T::Kind::write_tagged(self, json);
    }

    #[inline]
    fn as_object(&self) -> Option<&dyn Object> {
        T::Kind::as_object(self)
    }

    #[inline]
    fn as_collection(&self) -> Option<&dyn Collection> {
        T::Kind::as_collection(self)
    }

    #[inline]
    fn is_absent(&self) -> bool {
        T::Kind::is_absent(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T: Declared> Element for T {
    const TYPE: &'static EdmTypeInfo = T::Kind::TYPE;
    const KEEPS_UNDECLARED: bool = T::KEEPS_UNDECLARED;

    #[inline]
    fn blank() -> Self {
        <T as Declared>::blank()
    }
}

/// For types that contain themselves: `Option<Box<T>>`.
#[diagnostic::do_not_recommend]
impl<T: Element> Declared for Box<T> {
    type Kind = Boxed;
    const KEEPS_UNDECLARED: bool = T::KEEPS_UNDECLARED;

    fn blank() -> Self {
        Self::new(T::blank())
    }
}

/// The kind of `Box<T>`: that of `T`.
#[derive(Debug)]
pub enum Boxed {}

impl<T: Element> Kind<Box<T>> for Boxed {
    const TYPE: &'static EdmTypeInfo = T::TYPE;

    fn read(value: &mut Box<T>, json: &mut Reader<'_>) -> Result<(), ReadError> {
        T::read(value, json)
    }

    fn write(value: &Box<T>, json: &mut Writer) {
        T::write(value, json);
    }

    fn write_tagged(value: &Box<T>, json: &mut Writer) {
        T::write_tagged(value, json);
    }

    fn as_object(value: &Box<T>) -> Option<&dyn Object> {
        T::as_object(value)
    }

    fn as_collection(value: &Box<T>) -> Option<&dyn Collection> {
        T::as_collection(value)
    }

    fn is_absent(value: &Box<T>) -> bool {
        T::is_absent(value)
    }
}
