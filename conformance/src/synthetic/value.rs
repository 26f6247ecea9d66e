//! Rng values of a type.

use graph_metadata::{ElementType, Model, PrimitiveType, SchemaType, StructuredType, TypeRef};
use serde_json::{Map, Value, json};

use crate::rng::Rng;

/// The largest depth of nested values.
const MAX_DEPTH: usize = 7;

/// Generates values.
pub(super) struct ValueGenerator<'a> {
    pub(super) model: &'a Model,
    pub(super) rng: &'a mut Rng,
}

impl<'a> ValueGenerator<'a> {
    /// Returns the type or a derived type, if one of them is not abstract.
    pub(super) fn concrete(&mut self, of: &'a StructuredType) -> Option<&'a StructuredType> {
        if !of.is_abstract && !self.rng.one_in(3) {
            return Some(of);
        }
        let derived = self.model.derived_types(of.name.as_str());
        let derived: Vec<_> = derived.into_iter().filter(|derived| !derived.is_abstract).collect();
        let nth = self.rng.below(derived.len());
        derived.get(nth).copied().or((!of.is_abstract).then_some(of))
    }

    /// Generates an object with some of the possible members of the type.
    pub(super) fn object(&mut self, of: &'a StructuredType, depth: usize) -> Map<String, Value> {
        let mut members = Map::new();
        let properties = self.model.properties(of);
        // large objects are rarer than small ones
        let rarity = if self.rng.one_in(3) { 1 } else { 1 + properties.len() / 4 + depth };
        for own in properties {
            if self.rng.one_in(rarity)
                && let Some(value) = self.property(&own.property.type_ref, own.property.nullable != Some(false), depth)
            {
                members.insert(own.property.name.clone(), value);
            }
        }
        for own in self.model.navigation_properties(of) {
            let property = own.property;
            if self.rng.one_in(20) && !property.contains_target {
                let address = json!("https://example.com/things/1");
                let value = if property.type_ref.is_collection { json!([address]) } else { address };
                members.insert(format!("{}@odata.bind", property.name), value);
            } else if self.rng.one_in(60)
                && depth < 2
                && let Some(value) = self.property(&property.type_ref, false, MAX_DEPTH - 1)
            {
                members.insert(property.name.clone(), value);
            } else if self.rng.one_in(60) && property.type_ref.is_collection {
                members.insert(format!("{}@delta", property.name), json!([{"id": "1", "@removed": {"reason": "x"}}]));
            }
        }
        if self.model.is_open(of) && !self.rng.one_in(3) {
            members.insert("extension_1a_things".to_owned(), self.any_json());
            members.insert("Another Name".to_owned(), self.any_json());
        }
        if self.rng.one_in(25) {
            members.insert("@odata.etag".to_owned(), json!("W/\"1\""));
        }
        members
    }

    fn property(&mut self, of: &TypeRef, is_nullable: bool, depth: usize) -> Option<Value> {
        // sometimes even if the metadata states that the property is not nullable
        if self.rng.one_in(if is_nullable { 10 } else { 60 }) {
            return Some(Value::Null);
        }
        if !of.is_collection {
            return self.item(&of.element, depth);
        }
        let count = self.rng.below(4);
        let mut items: Vec<Value> = (0..count).filter_map(|_| self.item(&of.element, depth)).collect();
        if self.rng.one_in(80) {
            items.push(Value::Null);
        }
        Some(Value::Array(items))
    }

    fn item(&mut self, of: &ElementType, depth: usize) -> Option<Value> {
        let name = match of {
            ElementType::Primitive(primitive) => return Some(self.primitive(*primitive)),
            ElementType::Named(name) => name,
        };
        match self.model.get(name.as_str()) {
            None => Some(self.any_json()),
            Some(SchemaType::Structured(of)) if of.is_any_json() => Some(self.any_json()),
            Some(SchemaType::Enum(of)) => {
                let mut member = || {
                    let nth = self.rng.below(of.members.len() + 1);
                    of.members.get(nth).map_or("memberOfTheFuture", |member| member.name.as_str())
                };
                let first = member();
                let second = member();
                let several = of.is_flags && first != second;
                Some(Value::from(if several { format!("{first},{second}") } else { first.to_owned() }))
            }
            Some(SchemaType::Structured(_)) if depth >= MAX_DEPTH => None,
            Some(SchemaType::Structured(declared)) => {
                let of = self.concrete(declared)?;
                let mut members = self.object(of, depth + 1);
                if of.name != declared.name || self.rng.one_in(2) {
                    add_type_annotation(&mut members, of, self.rng);
                }
                Some(Value::Object(members))
            }
        }
    }

    fn primitive(&mut self, of: PrimitiveType) -> Value {
        const DATE_TIMES: [&str; 6] = [
            "2016-12-31T23:58:21.6459442-08:00",
            "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59.9999999Z",
            "2014-01-01T00:00:00.0000000Z",
            "2020-02-29T12:30Z",
            "2021-06-01T00:00:00.120+05:30",
        ];
        const TEXTS: [&str; 6] = ["", "text", "a \"quoted\" \\ one\n\u{7f}", "größer 😀 \u{2028}", "null", "#x"];
        const BYTES: [&str; 5] = ["", "AQID", "+/8=", "-_8", "dmFsdWU="];
        const DURATIONS: [&str; 6] = ["P10675199DT2H48M5.4775807S", "PT60M", "-PT1.50S", "P1D", "PT0S", "P3DT12H30M5S"];
        let rng = &mut *self.rng;
        match of {
            // a stream has its own address, but some responses contain it as null
            PrimitiveType::Stream => Value::Null,
            PrimitiveType::Binary => json!(rng.pick(&BYTES)),
            PrimitiveType::Boolean => json!(rng.one_in(2)),
            PrimitiveType::Byte => json!(rng.pick(&[0, 255])),
            PrimitiveType::SByte => json!(rng.pick(&[-128, 127])),
            PrimitiveType::Int16 => json!(rng.pick(&[i16::MIN, 0, i16::MAX])),
            PrimitiveType::Int32 => json!(rng.pick(&[i32::MIN, -1, 7, i32::MAX])),
            PrimitiveType::Int64 => json!(rng.pick(&[i64::MIN, 0, 9_007_199_254_740_993, i64::MAX])),
            PrimitiveType::Single => json!(rng.pick(&[0.0, 0.5, -1.5])),
            PrimitiveType::Double => match rng.below(4) {
                0 => json!(rng.pick(&["INF", "-INF", "NaN"])),
                1 => json!(rng.pick(&[0, 4, -2_147_483_648_i64])),
                _ => json!(rng.pick(&[1.1, -0.000_1, 1e300, 51.507_35, 4.0])),
            },
            PrimitiveType::Decimal => json!(rng.pick(&[0.1, 12.25, -3.0])),
            PrimitiveType::Date => json!(rng.pick(&["2020-02-29", "0001-01-01", "9999-12-31"])),
            PrimitiveType::DateTimeOffset => json!(rng.pick(&DATE_TIMES)),
            PrimitiveType::TimeOfDay => json!(rng.pick(&["12:03:58.6050000", "00:00:00", "23:59:59.9999999"])),
            PrimitiveType::Duration => json!(rng.pick(&DURATIONS)),
            PrimitiveType::Guid => json!("b7c8a1d2-0000-4f00-8a00-00000000000f"),
            PrimitiveType::String => json!(rng.pick(&TEXTS)),
            _ => self.any_json(),
        }
    }

    /// Generates an arbitrary JSON value.
    fn any_json(&mut self) -> Value {
        let nth = self.rng.below(6);
        let mut all = [
            Value::Null,
            json!(true),
            json!(-1.5),
            json!("text"),
            json!([1, "2", null, {"a": []}]),
            json!({"b": {"c": [{}]}, "@odata.type": "#example.unknown"}),
        ];
        all.get_mut(nth).map(Value::take).unwrap_or_default()
    }
}

/// Adds the annotation `@odata.type`, with or without `#`.
pub(super) fn add_type_annotation(members: &mut Map<String, Value>, of: &StructuredType, rng: &mut Rng) {
    let sign = if rng.one_in(3) { "" } else { "#" };
    members.insert("@odata.type".to_owned(), Value::from(format!("{sign}{}", of.name)));
}
