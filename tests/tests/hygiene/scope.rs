//! Each visibility, and each position of a declaration.

use graph_core::{UntypedObject, Update as _, graph_complex, graph_enum, graph_resource, graph_union};

mod outer {
    pub(super) mod inner {
        use graph_core::{graph_enum, graph_resource};

        #[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
        pub(super) struct ForParent {
            #[graph(key)]
            pub id: String,
            pub size: i32,
        }

        #[graph_resource(path = "/b/{id}", odata_type = "#microsoft.graph.b")]
        pub(in crate::scope) struct InScope {
            #[graph(key)]
            pub(in crate::scope) id: String,
            pub(in crate::scope) size: i32,
            pub(super) name: Option<String>,
            colour: Colour,
        }

        #[graph_enum]
        pub(in crate::scope) enum Colour {
            Red,
            #[graph(other)]
            Other(String),
        }

        pub(super) fn red() -> InScopeUpdate {
            InScope::update().colour(Colour::Red)
        }
    }

    pub(super) fn parent() -> String {
        use graph_core::Update as _;
        let a = inner::ForParent { id: "1".into(), size: 1 };
        format!("{} {}", inner::ForParent::update().size(a.size).to_json(), a.id)
    }

    pub(super) fn name_it() -> inner::InScopeUpdate {
        inner::red().name("x").clear_name()
    }
}

#[test]
fn visibility_is_inherited() {
    assert_eq!(outer::parent(), r##"{"@odata.type":"#microsoft.graph.a","size":1} 1"##);
    assert_eq!(
        outer::name_it().size(5).to_json(),
        r##"{"@odata.type":"#microsoft.graph.b","colour":"red","name":null,"size":5}"##
    );
    assert_eq!(outer::inner::Colour::from("blue").as_str(), "blue");
    let b: outer::inner::InScope = graph_core::json::from_str(r#"{"id":"1","size":2,"colour":"red"}"#).unwrap();
    assert_eq!((&*b.id, b.size), ("1", 2));
}

#[test]
fn a_struct_can_be_declared_in_a_function() {
    #[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
    #[derive(Debug, PartialEq)]
    struct Local {
        #[graph(key)]
        id: String,
        colour: Colour,
    }

    #[graph_enum]
    #[derive(Debug, PartialEq)]
    enum Colour {
        Red,
        #[graph(other)]
        Other(String),
    }

    #[graph_complex(odata_type = "#microsoft.graph.c")]
    #[derive(Debug, PartialEq)]
    struct Complex {
        size: Option<i32>,
    }

    #[graph_union]
    #[derive(Debug, PartialEq)]
    enum Union {
        #[graph(base)]
        Complex(Complex),
        #[graph(other)]
        Other(UntypedObject),
    }

    let union: Union = serde_json::from_str("{}").unwrap();
    assert_eq!(union, Union::from(Complex { size: None }));

    let closure = || {
        #[graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.b")]
        struct Local {
            #[graph(key)]
            id: String,
            size: i32,
        }
        let local = Local { id: "1".into(), size: 2 };
        Local::update().size(local.size).to_json() + &local.id
    };

    let red = Local { id: "1".into(), colour: Colour::Red };
    assert_eq!(Local::diff(&red, &red), Local::update());
    assert_eq!(
        Local::update().colour(Colour::Red).to_json(),
        r##"{"@odata.type":"#microsoft.graph.a","colour":"red"}"##
    );
    assert_eq!(closure(), r##"{"@odata.type":"#microsoft.graph.b","size":2}1"##);
}

#[test]
fn a_struct_can_be_declared_in_a_generic_method() {
    struct Holder<'de, T>(&'de T);

    impl<'de, T: ToString> Holder<'de, T> {
        fn path<'value, S: AsRef<str> + 'value>(&self, value: &'value S) -> String {
            #[graph_resource(path = "/a/{id}/{value}", odata_type = "#microsoft.graph.a")]
            struct S_ {
                #[graph(key)]
                id: String,
                name: Option<String>,
            }
            let s = S_ { id: self.0.to_string(), name: None };
            let path = S_::at(s.id, value.as_ref()).path().unwrap().to_owned();
            path + &S_::update().name(s.name.as_deref()).to_json()
        }
    }

    assert_eq!(Holder(&1).path(&"x"), r##"/a/1/x{"@odata.type":"#microsoft.graph.a","name":null}"##);
}

#[test]
fn a_private_struct_can_be_only_read_or_only_written() {
    mod read {
        #[graph_core::graph_resource(path = "/a/{id}", odata_type = "#microsoft.graph.a")]
        struct Read {
            #[graph(key)]
            id: String,
            size: i32,
        }

        pub(super) fn read(json: &str) -> String {
            let read: Read = graph_core::json::from_str(json).unwrap();
            format!("{} {}", read.id, read.size)
        }
    }
    assert_eq!(read::read(r#"{"id":"1","size":2}"#), "1 2");
}
