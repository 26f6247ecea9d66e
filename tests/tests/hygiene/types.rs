//! Field types in each spelling.

use std::option;

use graph_core::{
    Binary, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, Flags, Guid, Nullable, Resource as _,
    TimeOfDay, UntypedObject, Update as _, graph_enum, graph_resource, graph_union, schema::EdmType,
};

type Nothing<T> = Option<T>;

trait HasText {
    type Text;
}

#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", tag = never)]
#[derive(Debug, Clone, PartialEq)]
#[allow(unused_parens, unused_qualifications)]
struct Spellings {
    #[graph(key)]
    id: ::std::string::String,
    full: std::option::Option<std::string::String>,
    core: ::core::option::Option<i32>,
    module: option::Option<Vec<String>>,
    #[graph(nullable)]
    alias: Nothing<String>,
    of_self: <Self as HasText>::Text,
    #[rustfmt::skip]
    parenthesised: (i32),
    texts: Vec<String>,
    some_texts: Option<Vec<Option<String>>>,
    nested: Vec<Vec<i32>>,
    when: Option<DateTimeOffset>,
    which: Option<uuid::Uuid>,
    any: graph_core::Untyped,
    colour: Option<Colour>,
    byte: u8,
    small: i8,
    short: i16,
    long: i64,
    single: f32,
    double: f64,
    flag: bool,
}

impl HasText for Spellings {
    type Text = String;
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum Colour {
    Red,
    #[graph(other)]
    Other(String),
}

#[test]
fn all_spellings_of_a_type_are_equal() {
    let json = r#"{"id":"1","full":"f","core":1,"module":["m"],"alias":null,"ofSelf":"s","parenthesised":2,"texts":["t"],"someTexts":["t",null],"nested":[[1],[]],"when":"2016-12-31T23:58:21.6459442-08:00","which":"6ec12a4b-0000-4000-8000-000000000000","any":{"a":[1.50]},"colour":"blue","byte":1,"small":-1,"short":3,"long":9007199254740993,"single":1.5,"double":-2.5,"flag":true}"#;
    let read: Spellings = graph_core::json::from_str(json).unwrap();
    let update = Spellings::update()
        .full("f")
        .core(1)
        .module(vec!["m".to_owned()])
        .alias(None)
        .clear_alias()
        .of_self(read.of_self.clone())
        .parenthesised(2)
        .texts(vec!["t".to_owned()])
        .some_texts(vec![Some("t".to_owned()), None])
        .nested(vec![vec![1], vec![]])
        .when(read.when)
        .which(read.which)
        .any(read.any.clone())
        .colour(Colour::from("blue"))
        .byte(1)
        .small(-1)
        .short(3)
        .long(9_007_199_254_740_993)
        .single(1.5)
        .double(-2.5)
        .flag(true);
    let mut applied = Spellings { full: None, core: None, colour: Some(Colour::Red), ..read.clone() };
    update.apply_to(&mut applied).unwrap();
    assert_eq!(applied, read);
    assert!(Spellings::diff(&applied, &read).is_empty());
    assert!(matches!(Spellings::DESCRIPTOR.property(7).unwrap().type_info().edm, EdmType::Collection(_)));
}

#[graph_resource(path = "/folders/{folderId}", odata_type = "#microsoft.graph.folder", tag = never)]
#[derive(Debug, Clone, PartialEq)]
struct Folder {
    #[graph(key)]
    id: String,
    parent: Option<Box<Self>>,
    shortcut: Nullable<Box<Folder>>,
    children: Vec<Self>,
    #[graph(optional)]
    item: Option<Item>,
    #[graph(dynamic_properties)]
    dynamic_properties: DynamicProperties,
}

#[graph_union]
#[derive(Debug, Clone, PartialEq)]
enum Item {
    Folder(Box<Folder>),
    #[graph(other)]
    Other(UntypedObject),
}

#[test]
fn types_can_contain_themselves() {
    let json = r##"{"id":"1","parent":{"id":"0","children":[]},"shortcut":null,"children":[{"id":"2","children":[]}],"item":{"@odata.type":"#microsoft.graph.folder","id":"3","children":[]},"more":1}"##;
    let folder: Folder = graph_core::json::from_str(json).unwrap();
    assert_eq!(graph_core::json::to_string(&folder), json);
    let update = Folder::update()
        .parent(folder.parent.clone())
        .clear_shortcut()
        .children(folder.children.clone())
        .item(folder.item.clone().unwrap())
        .dynamic_properties("more", 1);
    assert_eq!(update.to_json(), json.replace(r#""id":"1","#, ""));
    assert!(Folder::diff(&folder, &folder.clone()).is_empty());
    assert_eq!(folder.id, "1");
}

#[graph_resource(path = "/nothing", odata_type = "#microsoft.graph.nothing")]
#[derive(Debug, PartialEq)]
struct Empty {}

#[graph_resource(path = "/a", odata_type = "#microsoft.graph.only")]
#[derive(Debug, PartialEq)]
struct OnlyReadOnly {
    #[graph(read_only)]
    id: String,
}

#[test]
fn a_resource_without_writable_properties_compiles() {
    assert!(Empty::update().is_empty());
    assert!(Empty::diff(&Empty {}, &Empty {}).is_empty());
    assert_eq!(graph_core::json::to_string(&Empty {}), r##"{"@odata.type":"#microsoft.graph.nothing"}"##);
    assert_eq!(graph_core::json::from_str::<Empty>(r#"{"a":1}"#).unwrap(), Empty {});
    assert_eq!(Empty::at().path().unwrap(), "/nothing");
    let (before, after) = (OnlyReadOnly { id: "1".into() }, OnlyReadOnly { id: "2".into() });
    assert!(OnlyReadOnly::diff(&before, &after).is_empty());
}

/// Derives the traits of other crates for all value types.
#[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a", serde = false)]
#[derive(Debug, Clone, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
struct Derived {
    #[graph(key)]
    id: String,
    colours: Flags<Paint>,
    icon: Binary,
    day: Option<Date>,
    hour: TimeOfDay,
    moment: DateTimeOffset,
    length: Duration,
    price: Decimal,
    memo: Nullable<Guid>,
}

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum Paint {
    Red,
    Blue,
    #[graph(other)]
    Other(String),
}

#[test]
fn derives_of_other_crates_work_on_every_value_type() {
    use std::collections::HashSet;

    let json = r#"{"id":"1","colours":"blue,red","icon":"_-8","day":"2024-02-29","hour":"08:30:00.000","moment":"2024-02-29T08:30:00Z","length":"PT1H","price":1.5,"memo":null}"#;
    let one: Derived = serde_json::from_str(json).unwrap();
    let written = serde_json::to_value(&one).unwrap();
    assert_eq!(written["colours"], "blue,red");
    assert_eq!(written["icon"], "_-8");
    let mut colours = Flags::from(Paint::Red);
    colours.insert(&Paint::Blue);
    let other = Derived { colours, icon: "/+8=".parse().unwrap(), ..one.clone() };
    assert_eq!(one, other, "the same members and the same bytes");
    assert_eq!(HashSet::from([one, other]).len(), 1, "equal values have one hash");
}
