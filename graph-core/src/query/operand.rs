//! From the address of a field in a blank value to the path of its property.

use super::error::QueryErrorKind;
use crate::schema::{Object, TypeDescriptor, Value};

/// The property that a condition is about.
#[derive(Debug, Clone)]
pub(crate) struct Path {
    /// The address of a field of the closure's argument, until it is known which property that is.
    pub(super) field: Option<Field>,
    /// From the closure's argument, or from the field.
    pub(crate) steps: Vec<Step>,
}

/// A reference to a field: it is compared, and never followed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    address: usize,
    /// Present for a structured value, which can have the address of its first property.
    descriptor: Option<&'static TypeDescriptor>,
}

/// One step of a path.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// A property of the type so far.
    Property { index: usize, name: &'static str },
    /// A cast to a derived type.
    Cast(&'static TypeDescriptor),
    /// The type that all values of a union have, which needs no text.
    Base(&'static TypeDescriptor),
}

impl Step {
    pub(super) fn property_name(&self) -> Option<&'static str> {
        match self {
            Self::Property { name, .. } => Some(name),
            Self::Cast(_) | Self::Base(_) => None,
        }
    }

    /// Returns the segment of the path, if the step has one.
    pub(super) fn text(&self) -> Option<&'static str> {
        match self {
            Self::Property { name, .. } => Some(name),
            Self::Cast(descriptor) => Some(descriptor.odata_type().trim_start_matches('#')),
            Self::Base(_) => None,
        }
    }
}

impl Path {
    /// The path of a field that is a value.
    pub(super) fn of<T: ?Sized>(field: &T) -> Self {
        Self { field: Some(Field { address: address(field), descriptor: None }), steps: Vec::new() }
    }

    /// The path of a field that is a structured value, or of the closure's argument itself.
    pub(super) fn of_structure<T: ?Sized>(field: &T, descriptor: &'static TypeDescriptor) -> Self {
        Self { field: Some(Field { address: address(field), descriptor: Some(descriptor) }), steps: Vec::new() }
    }

    /// The path of a property of the type itself.
    pub(super) fn property(index: usize, name: &'static str) -> Self {
        Self { field: None, steps: vec![Step::Property { index, name }] }
    }

    /// Finds the property whose field the path refers to among those of `blank`.
    pub(super) fn resolve(&mut self, blank: &dyn Value) -> Result<(), QueryErrorKind> {
        if let Some(field) = self.field.take() {
            let mut steps = locate(blank, field).ok_or(QueryErrorKind::ForeignOperand)?;
            steps.append(&mut self.steps);
            self.steps = steps;
        }
        Ok(())
    }

    /// Continues the path: what starts at the value at `self` starts at the argument of the closure around it.
    pub(super) fn then(&self, step: Option<Step>, rest: Self) -> Self {
        let mut path = self.clone();
        path.steps.extend(step);
        path.steps.extend(rest.steps);
        path
    }

    /// Returns the text of the path, for errors.
    pub(crate) fn display(&self) -> String {
        self.steps.iter().filter_map(Step::text).collect::<Vec<_>>().join("/")
    }
}

fn address<T: ?Sized>(value: &T) -> usize {
    std::ptr::from_ref(value).cast::<()>().addr()
}

/// Returns the index of the property of `object` that contains `address`.
fn index_at(object: &dyn Object, address: usize) -> Option<usize> {
    (0..object.descriptor().members().len()).find(|index| {
        let value = object.property(*index);
        let start = self::address(value);
        start <= address && address < start + size_of_val(value)
    })
}

/// Returns the index of the property of `object` that is `field`.
pub(super) fn property_index<T: ?Sized>(object: &dyn Object, field: &T) -> Option<usize> {
    index_at(object, address(field))
}

fn locate(blank: &dyn Value, field: Field) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut value = blank;
    loop {
        let is_here = address(value) == field.address;
        let Some(object) = value.as_object() else { return is_here.then_some(steps) };
        if is_here && field.descriptor.is_some_and(|descriptor| descriptor.is_same_type(object.descriptor())) {
            return Some(steps);
        }
        let index = index_at(object, field.address)?;
        steps.push(Step::Property { index, name: object.descriptor().property(index)?.name() });
        value = object.property(index);
    }
}
