//! Without a prelude, and with local items under all names that generated code could resolve by accident.

#[allow(dead_code, non_camel_case_types, unused_imports, unused_macros)]
mod shadows {
    pub(super) mod alloc {}
    pub(super) mod core {}
    pub(super) mod graph_core {}
    pub(super) mod serde {}
    pub(super) mod std {}

    macro_rules! shadow {
        (struct: $($name:ident)*; trait: $($trait:ident)*; macro: $($macro:ident)*) => {
            $(pub(super) struct $name;)*
            $(pub(super) trait $trait {})*
            $(macro_rules! $macro { () => {} } pub(super) use $macro;)*
        };
    }

    shadow! {
        struct: Option Some None Result Ok Err String Vec Box Self_ usize str bool i32
            Address WriteBody TypeDescriptor PropertyDescriptor PathTemplate TemplatePart Access Version EdmTypeInfo EnumDescriptor Cow Formatter
            DynamicProperties Untyped Reader ReadError Structure Enumeration Union NamedAlternative
            CallableDescriptor CallableKind Danger OnEntity OnCollection Unbound One Many;
        trait: Clone Copy Debug Default Deref Display Drop From Into PartialEq Send Sized Sync ToString
            Deserialize Serialize Resource Object Structured Update Value Field PropertyType Nullable PathSegment GraphEnum
            Alternative Declared Kind Readable UnionType Callable Harmless;
        macro: assert compile_error concat format panic stringify unimplemented unreachable vec write
    }
}

#[no_implicit_prelude]
mod bare {
    #[allow(unused_imports)]
    use super::shadows::*;

    #[::graph_core::graph_resource(
        path = "/printers/{id}/jobs/{index}",
        odata_type = "#microsoft.graph.printJob",
        paths(by_value = "/jobs/{value}"),
        undeclared = drop
    )]
    pub(crate) struct Job {
        #[graph(key)]
        pub(crate) id: ::std::string::String,
        pub(crate) name: ::std::string::String,
        pub(crate) page_count: ::core::primitive::i32,
        pub(crate) comment: ::core::option::Option<::std::string::String>,
        pub(crate) colour: ::std::option::Option<Colour>,
        pub(crate) colours: ::std::vec::Vec<Colour>,
        #[graph(nullable)]
        pub(crate) copies: Copies,
    }

    type Copies = ::core::option::Option<::core::primitive::i32>;

    #[::graph_core::graph_complex(odata_type = "#microsoft.graph.fileRule", tag = never)]
    pub(crate) struct FileRule {
        pub(crate) path: ::core::option::Option<::std::string::String>,
        pub(crate) size: ::graph_core::Nullable<::core::primitive::i32>,
        pub(crate) inner: ::core::option::Option<::std::boxed::Box<Rule>>,
        #[graph(dynamic_properties)]
        pub(crate) more: ::graph_core::DynamicProperties,
    }

    #[::graph_core::graph_union]
    pub(crate) enum Rule {
        File(::std::boxed::Box<FileRule>),
        #[graph(base)]
        Job(Job),
        #[graph(other)]
        Other(::graph_core::UntypedObject),
    }

    #[::graph_core::graph_action(name = "cancel", on = Job, version = "beta", danger = destructive)]
    pub(crate) struct Cancel {
        pub(crate) reason: ::core::option::Option<::std::string::String>,
        pub(crate) colours: ::std::vec::Vec<Colour>,
    }

    #[::graph_core::graph_function(path = "/jobs/list", returns = [Job])]
    pub(crate) struct ListJobs;

    #[::graph_core::graph_enum]
    pub(crate) enum Colour {
        Black,
        #[graph(other)]
        Other(::std::string::String),
    }

    pub(crate) fn address() -> ::graph_core::address::Address<Job> {
        Job::at("1", 2)
    }

    pub(crate) fn update() -> JobUpdate {
        Job::update()
            .name("x")
            .page_count(3)
            .clear_comment()
            .colour(Colour::Black)
            .colours(::std::vec::Vec::new())
            .clear_colour()
            .copies(::core::option::Option::Some(1))
            .clear_copies()
    }
}

#[test]
fn generated_code_resolves_its_names_without_a_prelude() {
    use graph_core::Update as _;

    assert_eq!(bare::address().path().unwrap(), "/printers/1/jobs/2");
    assert_eq!(bare::Job::at_by_value("3").path().unwrap(), "/jobs/3");
    assert_eq!(
        bare::update().to_json(),
        r##"{"@odata.type":"#microsoft.graph.printJob","name":"x","pageCount":3,"comment":null,"colours":[],"colour":null,"copies":null}"##
    );
    let graph = graph_core::GraphClient::builder(graph_core::Cloud::Global).token("eyJ0eXAi").build().unwrap();
    let cancel = bare::Cancel { reason: Some("late".to_owned()), colours: vec![bare::Colour::Black] };
    let dry_run = graph.call(bare::address(), cancel).dry_run().unwrap();
    assert!(dry_run.url().ends_with("/beta/printers/1/jobs/2/cancel"), "{}", dry_run.url());
    assert_eq!(dry_run.body(), r#"{"reason":"late","colours":["black"]}"#);
    let dry_run = graph.call_unbound(bare::ListJobs).dry_run().unwrap();
    assert!(dry_run.url().ends_with("/v1.0/jobs/list"), "{}", dry_run.url());
    let job: bare::Job = graph_core::json::from_str(
        r#"{"id":"1","name":"x","pageCount":3,"comment":null,"colour":"sepia","colours":["black"],"copies":1}"#,
    )
    .unwrap();
    assert_eq!((&*job.id, &*job.name, job.page_count, job.copies), ("1", "x", 3, Some(1)));
    assert!(matches!(&job.colour, Some(bare::Colour::Other(text)) if text == "sepia"));
    assert!(matches!(&*job.colours, [bare::Colour::Black]));
    assert_eq!(job.comment, None);
    let json = r##"{"@odata.type":"#microsoft.graph.fileRule","path":"p","size":null,"inner":{"@odata.type":"#x.y","a":1},"b":2}"##;
    let rule: bare::Rule = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&rule).unwrap(), json);
    let bare::Rule::File(file) = rule else { panic!("a file rule") };
    assert_eq!((file.path.as_deref(), file.size, file.more.len()), (Some("p"), graph_core::Nullable::Null, 1));
    assert!(matches!(file.inner.as_deref(), Some(bare::Rule::Other(_))));
    assert!(matches!(bare::Rule::from(job), bare::Rule::Job(_)));
}
