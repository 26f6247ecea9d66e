use super::planned::{Action, Planned};
use super::planned_change::PlannedChange;
use crate::json::DecodeError;
use crate::json_text::Writer;
use crate::schema::member_name;
use crate::update::{Resource, WriteBody, reconcile, write_property};

/// What must change so that an entity has the wanted properties.
pub(super) struct Difference<T> {
    pub(super) update: WriteBody,
    /// The entity with the changes.
    pub(super) after: T,
    pub(super) planned: Planned,
}

impl<T: Resource> Difference<T> {
    /// Compares an entity with the wanted properties. Also returns the properties that differ, and that an update cannot change.
    pub(super) fn new(
        before: &T,
        wanted: &WriteBody,
        excepted: &[&str],
        name: String,
    ) -> Result<(Self, Vec<&'static str>), DecodeError> {
        let mut after = T::BLANK;
        let (update, fixed) = reconcile(before, &mut after, wanted, excepted)?;
        let mut json = Writer::new();
        let changes = update.properties_json().into_iter().map(|(name, value)| {
            json.truncate(0);
            let index = T::DESCRIPTOR.members().iter().position(|member| member_name(member) == &*name);
            let dynamic = || before.dynamic_properties()?.get(&name).map(|value| value.as_str().to_owned());
            let found = match index {
                Some(index) => {
                    write_property(before, index, &mut json);
                    Some(json.as_str().to_owned())
                }
                None => dynamic(),
            };
            PlannedChange::of_json(&name, found.as_deref(), &value)
        });
        let changes: Vec<_> = changes.collect();
        let action = if update.is_empty() { Action::Unchanged } else { Action::Update };
        let planned = Planned::new(action, T::DESCRIPTOR.name().to_owned(), name, changes);
        Ok((Self { update, after, planned }, fixed))
    }

    /// Returns the step that creates the entity.
    pub(super) fn creation(wanted: &WriteBody, name: String) -> Planned {
        let properties = wanted.properties_json();
        let changes = properties.iter().map(|(name, value)| PlannedChange::of_json(name, None, value)).collect();
        Planned::new(Action::Create, T::DESCRIPTOR.name().to_owned(), name, changes)
    }
}
