//! Options that change what the metadata file states.

use graph_metadata::Model;
use graph_metadata::declare::{Declaration, NamedPath, Options, RequestedType, declare};

const METADATA: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
    <Schema Namespace="example" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="base" Abstract="true">
        <Key><PropertyRef Name="id"/></Key>
        <Property Name="id" Type="Edm.String" Nullable="false"/>
        <Property Name="count" Type="Edm.Int32" Nullable="false"/>
      </EntityType>
      <EntityType Name="shelf" BaseType="example.base">
        <Property Name="labels" Type="Collection(Edm.String)" Nullable="false"/>
        <Property Name="film" Type="Edm.Stream"/>
        <NavigationProperty Name="owner" Type="example.shelf"/>
        <NavigationProperty Name="next" Type="Collection(example.shelf)"/>
      </EntityType>
    </Schema></edmx:DataServices></edmx:Edmx>"#;

/// Returns the wire name and the type of each field of the type `shelf`.
fn fields(options: &Options) -> Vec<(String, String)> {
    let model = Model::read(METADATA).expect("metadata");
    let declared = declare(&model, &[RequestedType::new("shelf")], options).expect("a declaration");
    let Some(Declaration::Struct(shelf)) = declared.items.first() else { panic!("no struct") };
    shelf.fields.iter().map(|field| (field.wire_name.clone(), field.ty.clone())).collect()
}

fn set(entries: &[(&str, &str)]) -> std::collections::BTreeSet<(String, String)> {
    entries.iter().map(|(of, name)| (format!("example.{of}"), (*name).to_owned())).collect()
}

fn expected(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(wire, ty)| ((*wire).to_owned(), (*ty).to_owned())).collect()
}

#[test]
fn extra_members_are_declared() {
    let mut options = Options::default();
    options.bind_properties = false;
    let plain = [("id", "String"), ("count", "i32"), ("labels", "Vec<String>")];
    assert_eq!(fields(&options), expected(&plain));
    options.extra_members =
        set(&[("shelf", "film"), ("shelf", "owner@odata.bind"), ("shelf", "@odata.etag"), ("base", "x@y")]);
    let more =
        [("owner@odata.bind", "Option<String>"), ("@odata.etag", "Option<Untyped>"), ("film", "Option<Untyped>")];
    assert_eq!(fields(&options), expected(&[&plain[..], &more[..]].concat()));
    options.partial = true;
    let declared = fields(&options);
    assert!(declared.contains(&("film".to_owned(), "Nullable<Untyped>".to_owned())), "{declared:?}");
}

#[test]
fn properties_can_be_made_nullable() {
    let mut options = Options::default();
    options.partial = true;
    options.bind_properties = false;
    options.all_writable = true;
    options.inline_navigation_properties = set(&[("shelf", "next")]);
    let plain = [
        ("id", "Option<String>"),
        ("count", "Option<i32>"),
        ("labels", "Option<Vec<String>>"),
        ("next", "Option<Vec<Shelf>>"),
    ];
    assert_eq!(fields(&options), expected(&plain));
    options.nullable_properties = set(&[("base", "id"), ("base", "count"), ("shelf", "labels"), ("shelf", "next")]);
    let nulls = [
        ("id", "Nullable<String>"),
        ("count", "Nullable<i32>"),
        ("labels", "Nullable<Vec<Option<String>>>"),
        ("next", "Nullable<Vec<Option<Shelf>>>"),
    ];
    assert_eq!(fields(&options), expected(&nulls));
}

#[test]
fn expanded_navigation_properties_are_declared() {
    let mut options = Options::default();
    options.partial = true;
    options.expanded_navigation_properties = set(&[("shelf", "next"), ("shelf", "owner")]);
    options.select_all_types.insert("example.shelf".to_owned());
    let model = Model::read(METADATA).expect("metadata");
    let request = RequestedType::new("shelf").with_path(NamedPath::new("/shelves/{shelfId}"));
    let text = declare(&model, &[request], &options).expect("a declaration").to_string();
    assert!(text.contains("    #[graph(expand)]\n    pub next: Vec<Shelf>,\n"), "{text}");
    assert!(text.contains("    #[graph(expand)]\n    pub owner: Option<Box<Shelf>>,\n"), "{text}");
    assert!(text.contains("odata_type = \"#example.shelf\",\n    select = all\n"), "{text}");
}

#[test]
fn properties_that_lists_do_not_contain_are_on_request() {
    const DEVICES: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
        <Schema Namespace="example" xmlns="http://docs.oasis-open.org/odata/ns/edm">
          <EntityType Name="device" OpenType="true">
            <Key><PropertyRef Name="id"/></Key>
            <Property Name="id" Type="Edm.String" Nullable="false"/>
            <Property Name="notes" Type="Edm.String">
              <Annotation Term="Org.OData.Core.V1.Description"
                String="To retrieve actual values, a GET call is needed, with the id included in select parameter."/>
            </Property>
            <Property Name="model" Type="Edm.String"/>
          </EntityType>
          <EntityContainer Name="c"><EntitySet Name="devices" EntityType="example.device"/></EntityContainer>
        </Schema></edmx:DataServices></edmx:Edmx>"#;
    let model = Model::read(DEVICES).expect("metadata");
    let declared = declare(&model, &[RequestedType::new("device")], &Options::default()).expect("a declaration");
    let text = declared.to_string();
    assert!(text.contains("    #[graph(on_request)]\n    pub notes: OnRequest<Option<String>>,"), "{text}");
    assert!(text.contains("    pub model: Option<String>,") && text.contains("OnRequest,"), "{text}");
    // the properties are selected although the type is open
    assert!(text.contains("select = declared") && text.contains("DynamicProperties"), "{text}");
}
