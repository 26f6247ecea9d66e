use super::property_type;
use crate::json_text::{ReadError, ReadErrorKind, Reader, Writer};
use crate::schema::{EdmType, EdmTypeInfo, Element, Value};

macro_rules! integer {
    ($($type:ty, $edm:ident, $name:literal;)*) => {$(
        impl Value for $type {
            fn type_info(&self) -> &'static EdmTypeInfo {
                <Self as Element>::TYPE
            }

            fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
                let value = json.integer($name, <$type>::MIN.into(), <$type>::MAX.into())?;
                // `integer` has checked the bounds
                *self = <$type>::try_from(value).unwrap_or_default();
                Ok(())
            }

            fn write(&self, json: &mut Writer) {
                json.integer((*self).into());
            }
        }

        property_type!($type, EdmTypeInfo::required(EdmType::$edm), 0);
    )*};
}

integer! {
    i8, SByte, "`Edm.SByte`";
    u8, Byte, "`Edm.Byte`";
    i16, Int16, "`Edm.Int16`";
    i32, Int32, "`Edm.Int32`";
}

/// Reads a JSON string, too: services send one if the content type has `IEEE754Compatible=true`.
///
/// Source: OData JSON format 4.01, section 3.2.
impl Value for i64 {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        const EDM: &str = "`Edm.Int64`";
        let at = json.position();
        *self = if json.is_string() {
            let text = json.string(EDM)?;
            let mut inner = Reader::new(&text);
            let value = inner.integer(EDM, i64::MIN, i64::MAX).ok();
            // white space is a part of JSON text, not of the number
            let is_number =
                !text.starts_with(|first: char| first.is_ascii_whitespace()) && inner.offset() == text.len();
            value
                .filter(|_| is_number)
                .ok_or_else(|| ReadError::new(ReadErrorKind::Format("an `Edm.Int64` such as `-12`"), at))?
        } else {
            json.integer(EDM, i64::MIN, i64::MAX)?
        };
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.integer(*self);
    }
}

property_type!(i64, EdmTypeInfo::required(EdmType::Int64), 0);

/// `INF`, `-INF` and `NaN` are strings on the wire, because JSON numbers cannot represent them.
///
/// Source: OData JSON format 4.01, section 7.1.
macro_rules! float {
    ($($type:ty, $edm:ident, $name:literal;)*) => {$(
        impl Value for $type {
            fn type_info(&self) -> &'static EdmTypeInfo {
                <Self as Element>::TYPE
            }

            fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
                let at = json.position();
                *self = if json.is_string() {
                    match &*json.string($name)? {
                        "INF" => <$type>::INFINITY,
                        "-INF" => <$type>::NEG_INFINITY,
                        "NaN" => <$type>::NAN,
                        _ => return Err(ReadError::new(ReadErrorKind::Format(concat!("a number, or `INF`, `-INF` or `NaN` of the type ", $name)), at)),
                    }
                } else {
                    let text = json.number($name)?;
                    let value: $type = text.parse().unwrap_or(<$type>::INFINITY);
                    if value.is_infinite() {
                        return Err(ReadError::new(ReadErrorKind::Range($name), at));
                    }
                    value
                };
                Ok(())
            }

            fn write(&self, json: &mut Writer) {
                if self.is_finite() {
                    json.finite(self);
                } else if self.is_nan() {
                    json.raw("\"NaN\"");
                } else if *self > 0.0 {
                    json.raw("\"INF\"");
                } else {
                    json.raw("\"-INF\"");
                }
            }
        }

        property_type!($type, EdmTypeInfo::required(EdmType::$edm), 0.0);
    )*};
}

float! {
    f32, Single, "`Edm.Single`";
    f64, Double, "`Edm.Double`";
}

impl Value for bool {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = json.boolean()?;
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.raw(if *self { "true" } else { "false" });
    }
}

property_type!(bool, EdmTypeInfo::required(EdmType::Boolean), false);

impl Value for String {
    fn type_info(&self) -> &'static EdmTypeInfo {
        <Self as Element>::TYPE
    }

    fn read(&mut self, json: &mut Reader<'_>) -> Result<(), ReadError> {
        *self = json.string("`Edm.String`")?.into_owned();
        Ok(())
    }

    fn write(&self, json: &mut Writer) {
        json.string(self);
    }
}

property_type!(String, EdmTypeInfo::required(EdmType::String), String::new());
