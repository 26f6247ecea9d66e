//! Compares an entity with the properties that it should have.

use super::apply::{apply, members};
use super::body::WriteBody;
use super::diff::diff;
use super::links::BIND_SUFFIX;
use crate::json::DecodeError;
use crate::json_text::{ReadError, Reader, Writer, contains};
use crate::schema::{Object, PropertyDescriptor, member_name};

/// Compares the properties of `wanted` with those of `before`. `after` is blank, and becomes the entity as it is after the update.
///
/// Returns the update, and the names of the properties that differ and that an update cannot change. Only properties that `wanted` sets are
/// compared, without those in `excepted`. A complex value keeps the members that it does not set. Links are not compared.
pub(crate) fn reconcile(
    before: &dyn Object,
    after: &mut dyn Object,
    wanted: &WriteBody,
    excepted: &[&str],
) -> Result<(WriteBody, Vec<&'static str>), DecodeError> {
    let odata_type = before.descriptor().odata_type();
    try_reconcile(before, after, wanted, excepted).map_err(|error| DecodeError::new(odata_type, error))
}

fn try_reconcile(
    before: &dyn Object,
    after: &mut dyn Object,
    wanted: &WriteBody,
    excepted: &[&str],
) -> Result<(WriteBody, Vec<&'static str>), ReadError> {
    copy(before, after)?;
    let descriptor = before.descriptor();
    let wanted = wanted.to_json();
    let mut changeable = Writer::starting("{", wanted.len());
    let mut fixed = Vec::new();
    let mut json = Writer::new();
    for (name, value) in members(&wanted)? {
        if name == "@odata.type" || name.ends_with(BIND_SUFFIX) || excepted.contains(&&*name) {
            continue;
        }
        let index = descriptor.members().iter().position(|member| member_name(member) == name);
        if let Some(index) = index {
            json.truncate(0);
            write_property(before, index, &mut json);
            // members that the service has added, also to the elements of a collection, are not a difference
            if contains(json.as_str(), value)? {
                continue;
            }
            if !descriptor.is_writable(index) {
                fixed.extend(descriptor.property(index).map(PropertyDescriptor::name));
                continue;
            }
        }
        changeable.name(&name);
        changeable.raw(value);
    }
    changeable.raw("}");
    apply(changeable.as_str(), after)?;
    Ok((diff(before, after), fixed))
}

/// Copies an object to a blank one of the same type.
fn copy(from: &dyn Object, to: &mut dyn Object) -> Result<(), ReadError> {
    let mut json = Writer::new();
    for index in 0..from.descriptor().members().len() {
        if !from.property(index).is_absent() {
            json.truncate(0);
            from.property(index).write(&mut json);
            to.property_mut(index).read(&mut Reader::new(json.as_str()))?;
        }
    }
    if let (Some(from), Some(to)) = (from.dynamic_properties(), to.dynamic_properties_mut()) {
        *to = from.clone();
    }
    Ok(())
}

/// Writes a property, and null if it is absent.
pub(crate) fn write_property(object: &dyn Object, index: usize, json: &mut Writer) {
    let value = object.property(index);
    if value.is_absent() {
        json.null();
    } else {
        value.write(json);
    }
}

#[cfg(test)]
#[expect(
    clippy::eq_op,
    reason = "two properties of `Desk` have the same type, which its declaration compares with `||`"
)]
mod tests {
    use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};

    use super::reconcile;
    use crate::schema::PropertyType as _;
    use crate::{Create as _, Update as _, graph_complex, graph_resource};

    #[graph_complex(crate = crate, odata_type = "#test.place", tag = never)]
    #[derive(Debug, Clone, PartialEq)]
    struct Place {
        city: Option<String>,
        floor: Option<i32>,
    }

    #[graph_resource(crate = crate, path = "/desks/{deskId}", odata_type = "#test.desk", tag = never)]
    #[derive(Debug, Clone, PartialEq)]
    struct Desk {
        #[graph(key)]
        id: String,
        name: Option<String>,
        place: Option<Place>,
        #[graph(merge)]
        spare: Option<Place>,
        tags: Vec<String>,
        #[graph(create_only)]
        kind: Option<i32>,
        #[graph(read_only)]
        created: Option<String>,
    }

    fn place() -> impl Strategy<Value = Option<Place>> {
        prop::option::of((prop::option::of("[ab]"), prop::option::of(0..2)))
            .prop_map(|place| place.map(|(city, floor)| Place { city, floor }))
    }

    fn desk() -> impl Strategy<Value = Desk> {
        let tags = prop::collection::vec("[ab]", 0..3);
        (prop::option::of("[ab]"), place(), place(), tags, prop::option::of(0..2)).prop_map(
            |(name, place, spare, tags, kind)| Desk { id: "1".into(), name, place, spare, tags, kind, created: None },
        )
    }

    /// Returns the creation that sets some properties of `desk`, and their names.
    fn wanted(desk: &Desk, set: [bool; 5]) -> (DeskCreate, Vec<&'static str>) {
        let [name, place, spare, tags, kind] = set;
        let mut create = Desk::create();
        let mut names = Vec::new();
        let mut set = |is_set: bool, name, change: &dyn Fn(DeskCreate) -> DeskCreate| {
            if is_set {
                names.push(name);
                create = change(create.clone());
            }
        };
        set(name, "name", &|create| create.name(desk.name.as_deref()));
        set(place, "place", &|create| create.place(desk.place.clone()));
        set(spare, "spare", &|create| create.spare(desk.spare.clone()));
        set(tags, "tags", &|create| create.tags(&desk.tags));
        set(kind, "kind", &|create| create.kind(desk.kind));
        (create, names)
    }

    /// Merges the members that are not null, which is all that a builder writes of a complex value.
    fn merged(before: Option<Place>, wanted: Option<Place>) -> Option<Place> {
        match (before, wanted) {
            (Some(before), Some(wanted)) => {
                Some(Place { city: wanted.city.or(before.city), floor: wanted.floor.or(before.floor) })
            }
            (_, wanted) => wanted,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]

        #[test]
        fn the_update_makes_the_entity_as_wanted_and_changes_nothing_else(
            before in desk(), goal in desk(), set in any::<[bool; 5]>(),
        ) {
            let (create, names) = wanted(&goal, set);
            let mut after = Desk::BLANK;
            let (body, fixed) = reconcile(&before, &mut after, create.body(), &[]).unwrap();
            let update = <DeskUpdate as crate::update::PropertyBuilder>::__from_body(body);

            let mut model = before.clone();
            let [name, place, spare, tags, kind] = set;
            if name { model.name.clone_from(&goal.name); }
            if place { model.place = merged(model.place, goal.place.clone()); }
            if spare { model.spare = merged(model.spare, goal.spare.clone()); }
            if tags { model.tags.clone_from(&goal.tags); }
            assert_eq!(after, model);
            assert_eq!(fixed.is_empty(), !kind || goal.kind == before.kind, "{fixed:?}");

            // what is sent has that effect, names only what is wanted, and is nothing if nothing differs
            let mut served = before.clone();
            update.apply_to(&mut served).unwrap();
            assert_eq!(served, model);
            assert!(update.properties().all(|name| names.contains(&name)));
            assert_eq!(update.is_empty(), model == before);

            // the second run sends nothing
            let (again, _) = reconcile(&served, &mut Desk::BLANK.clone(), create.body(), &[]).unwrap();
            assert!(again.is_empty(), "{}", again.to_json());

            let (none, fixed) = reconcile(&before, &mut Desk::BLANK.clone(), create.body(), &names).unwrap();
            assert!(none.is_empty() && fixed.is_empty());
        }
    }
}
