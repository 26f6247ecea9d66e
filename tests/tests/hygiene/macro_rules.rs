//! Declarations inside `macro_rules!`, whose fragments arrive in invisible groups.

use graph_core::Update as _;
use graph_core::schema::Version;

macro_rules! declare {
    (
        $(#[$meta:meta])*
        $vis:vis $name:ident at $path:literal is $odata:literal by $update:ident ($($argument:tt)*)
        { $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty as $wire:literal,)* }
    ) => {
        #[$crate::graph::graph_resource(
            path = $path, odata_type = $odata, update = $update, crate = $crate::graph, $($argument)*
        )]
        $(#[$meta])*
        $vis struct $name {
            $(#[graph(name = $wire)] $(#[$field_meta])* $field_vis $field: $type,)*
        }
    };
}

type Name = String;

declare! {
    /// Declared by a macro.
    #[derive(Debug, PartialEq)]
    pub(crate) Device at "/devices/{deviceId}" is "#microsoft.graph.device" by DevicePatch (version = "beta", tag = always)
    {
        #[graph(key)]
        pub(crate) id: String as "id",
        pub(crate) text: String as "text",
        #[allow(unused_qualifications)]
        pub(crate) spelled: std::string::String as "spelled",
        pub(crate) nullable: Option<String> as "nullable",
        pub(crate) number: Option<i32> as "number",
        alias: Name as "alias",
    }
}

#[test]
fn fragments_are_ungrouped() {
    let patch: DevicePatch = Device::update()
        .text("a")
        .spelled("b")
        .nullable("c")
        .clear_nullable()
        .clear_nullable()
        .number(1)
        .clear_number()
        .alias("d".to_owned());
    assert_eq!(
        patch.to_json(),
        r##"{"@odata.type":"#microsoft.graph.device","text":"a","spelled":"b","nullable":null,"number":null,"alias":"d"}"##
    );
    assert_eq!(<Device as graph_core::Resource>::DESCRIPTOR.version(), Version::Beta);
    assert_eq!(Device::at("1").path().unwrap(), "/devices/1");
    let (before, after): (Device, Device) = (read(1), read(2));
    assert_eq!(Device::diff(&before, &after), Device::update().number(2));
    assert_eq!((after.id, after.text, after.spelled, after.nullable, after.alias), Default::default());
}

fn read(number: i32) -> Device {
    graph_core::json::from_str(&format!(r#"{{"id":"","text":"","spelled":"","number":{number},"alias":""}}"#)).unwrap()
}

macro_rules! wrapped {
    ($name:ident, $inner:ty, $meta:meta) => {
        #[graph_core::graph_resource($meta, odata_type = "#microsoft.graph.wrapped")]
        struct $name {
            #[graph(key)]
            id: $inner,
            some: Option<$inner>,
            many: Vec<$inner>,
            parenthesised: (Option<($inner)>),
        }
    };
}

mod text {
    #![allow(unused_parens)]
    wrapped!(Text, String, path = "/texts/{id}");

    #[test]
    fn a_type_fragment_inside_an_option_is_recognized_as_text() {
        use graph_core::Update as _;

        let text: Text = graph_core::json::from_str(r#"{"id":"1","many":["x"]}"#).unwrap();
        let update = Text::update()
            .some(text.some.as_deref())
            .some("x")
            .parenthesised(text.parenthesised.as_deref())
            .clear_parenthesised()
            .many(text.many);
        assert_eq!(
            update.to_json(),
            r##"{"@odata.type":"#microsoft.graph.wrapped","some":"x","parenthesised":null,"many":["x"]}"##
        );
        assert_eq!(Text::at(text.id).path().unwrap(), "/texts/1");
    }
}

macro_rules! enumeration {
    ($(#[$meta:meta])* $vis:vis $name:ident { $($variant:ident = $wire:literal,)* } $other:ident($type:ty)) => {
        #[graph_core::graph_enum]
        $(#[$meta])*
        $vis enum $name {
            $(#[graph(name = $wire)] $variant,)*
            #[graph(other)]
            $other($type),
        }
    };
}

enumeration! {
    #[derive(Debug, PartialEq)]
    pub(crate) Colour { Red = "rot", Green = "grün", } Unknown(String)
}

#[test]
fn enumerations_accept_fragments() {
    assert_eq!(Colour::from("rot"), Colour::Red);
    assert_eq!(Colour::Green.to_string(), "grün");
    assert_eq!(Colour::from("blau"), Colour::Unknown("blau".into()));
}

macro_rules! union {
    ($name:ident: $($variant:ident($type:ty) = $odata:literal { $($field:ident: $field_type:ty,)* })*; $other:ty) => {
        $(
            #[$crate::graph::graph_complex(odata_type = $odata, undeclared = drop, crate = $crate::graph)]
            #[derive(Debug, PartialEq)]
            pub(crate) struct $variant { $($field: $field_type,)* }
        )*

        #[$crate::graph::graph_union(crate = $crate::graph)]
        #[derive(Debug, PartialEq)]
        pub(crate) enum $name {
            $($variant($type),)*
            #[graph(other)]
            Other($other),
        }
    };
}

union! {
    Shape:
        Circle(Circle) = "#test.circle" { radius: i32, name: Option<String>, }
        Group(Box<Group>) = "#test.group" { shapes: Vec<Shape>, };
    crate::graph::UntypedObject
}

#[test]
fn unions_accept_fragments() {
    let json = r##"{"@odata.type":"#test.group","shapes":[{"@odata.type":"#test.circle","radius":1,"name":"c"}]}"##;
    let circle = Shape::from(Circle { radius: 1, name: Some("c".into()) });
    let group = Shape::from(Box::new(Group { shapes: vec![circle] }));
    assert_eq!(serde_json::to_string(&group).unwrap(), json);
    assert_eq!(serde_json::from_str::<Shape>(json).unwrap(), group);
}

macro_rules! item {
    ($item:item) => {
        #[graph_core::graph_resource(path = "/items/{id}", odata_type = "#microsoft.graph.item")]
        $item
    };
}

item! {
    #[derive(Debug, Clone)]
    pub(crate) struct Item {
        #[graph(key)]
        pub(crate) id: String,
        pub(crate) size: i32,
    }
}

#[test]
fn a_whole_item_may_be_one_fragment() {
    let item = Item { id: "1".into(), size: 2 }.clone();
    assert_eq!(Item::at(&item.id).path().unwrap(), "/items/1");
    assert_eq!(Item::update().size(item.size).to_json(), r##"{"@odata.type":"#microsoft.graph.item","size":2}"##);
}
