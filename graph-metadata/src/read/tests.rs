//! Valid and invalid files.

use crate::model::{Model, Permission, PrimitiveType, StructuredKind};

/// Returns a file with the schemas.
pub(crate) fn edmx(schemas: &str) -> String {
    format!(
        "<edmx:Edmx Version=\"4.0\" xmlns:edmx=\"http://docs.oasis-open.org/odata/ns/edmx\"><edmx:DataServices>\n\
         {schemas}</edmx:DataServices></edmx:Edmx>"
    )
}

/// Returns a file with one schema, whose namespace is `microsoft.graph` and alias `graph`. Its content starts on line 3.
pub(crate) fn graph(content: &str) -> String {
    edmx(&format!(
        "<Schema Namespace=\"microsoft.graph\" Alias=\"graph\" xmlns=\"http://docs.oasis-open.org/odata/ns/edm\">\n\
         {content}</Schema>"
    ))
}

fn model(content: &str) -> Model {
    Model::read(&graph(content)).expect("a valid file")
}

/// Returns the line, column and message of each diagnostic.
fn diagnostics(text: &str) -> Vec<(usize, usize, String)> {
    let error = Model::read(text).expect_err("an invalid file");
    error
        .diagnostics()
        .map(|diagnostic| (diagnostic.span.line, diagnostic.span.column, diagnostic.message.clone()))
        .collect()
}

#[test]
fn types_are_read_with_all_attributes() {
    let model = model(
        r#"<EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key>
<Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
<EntityType Name="user" BaseType="graph.entity" OpenType="true" HasStream="true">
<Property Name="tags" Type="Collection(Edm.String)" Nullable="false"/>
<Property Name="size" Type="microsoft.graph.size" DefaultValue="small"/>
<Property Name="code" Type="graph.code"/>
<NavigationProperty Name="manager" Type="graph.user" Nullable="false" Partner="reports"/>
<NavigationProperty Name="photos" Type="Collection(graph.user)" ContainsTarget="true"/></EntityType>
<EnumType Name="size" IsFlags="true" UnderlyingType="Edm.Int64">
<Member Name="small"/><Member Name="large" Value="-3"/><Member Name="huge"/></EnumType>
<TypeDefinition Name="code" UnderlyingType="Edm.Int32"/>"#,
    );
    let user = model.structured_type("microsoft.graph.user").expect("the type");
    assert_eq!(user.kind, StructuredKind::Entity);
    assert!(user.is_open && user.has_stream && !user.is_abstract);
    assert_eq!((user.span.line, user.span.column), (5, 19));
    assert_eq!(model.key(user), ["id"]);
    let all: Vec<String> = model
        .properties(user)
        .iter()
        .map(|own| format!("{}/{}: {}", own.declaring_type.name.short(), own.property.name, own.property.type_ref))
        .collect();
    assert_eq!(
        all,
        [
            "entity/id: Edm.String",
            "user/tags: Collection(Edm.String)",
            "user/size: microsoft.graph.size",
            "user/code: Edm.Int32"
        ]
    );
    assert!(!user.properties[0].is_nullable() && user.properties[1].is_nullable());
    assert_eq!(user.properties[1].default_value.as_deref(), Some("small"));
    let [manager, photos] = &user.navigation_properties[..] else { panic!("two navigation properties") };
    assert_eq!((manager.nullable, manager.partner.as_deref()), (Some(false), Some("reports")));
    assert!(photos.contains_target && photos.type_ref.is_collection && !manager.contains_target);
    let size = model.enum_type("microsoft.graph.size").expect("the enumeration type");
    assert!(size.is_flags);
    assert_eq!(size.underlying_type, PrimitiveType::Int64);
    assert_eq!(size.members.iter().map(|member| member.value).collect::<Vec<_>>(), [0, -3, -2]);
}

#[test]
fn types_are_found_by_short_name_namespace_and_alias() {
    let text = edmx(
        r#"<Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="a"/><ComplexType Name="twin"/></Schema>
<Schema Namespace="microsoft.graph.callRecords" Alias="self" xmlns="http://docs.oasis-open.org/odata/ns/edm">
<ComplexType Name="b" BaseType="graph.a"/><ComplexType Name="twin"/>
<ComplexType Name="c" BaseType="self.b"/></Schema>"#,
    );
    let model = Model::read(&text).expect("a valid file");
    let name = |wanted: &str| model.find(wanted).map(|found| found.name().to_string());
    for (wanted, found) in [
        ("a", "microsoft.graph.a"),
        ("graph.a", "microsoft.graph.a"),
        ("#microsoft.graph.a", "microsoft.graph.a"),
        ("c", "microsoft.graph.callRecords.c"),
        ("self.twin", "microsoft.graph.callRecords.twin"),
        ("twin", "microsoft.graph.twin"),
    ] {
        assert_eq!(name(wanted).as_deref(), Ok(found));
    }
    let derived: Vec<&str> = model.derived_types("microsoft.graph.a").iter().map(|of| of.name.short()).collect();
    assert_eq!(derived, ["b", "c"]);
    let unknown = model.find("twinn").expect_err("no such type");
    assert_eq!(
        unknown.to_string(),
        "the type `twinn` does not exist; similar names: `microsoft.graph.twin`, `microsoft.graph.callRecords.twin`"
    );
    assert!(model.find("microsoft.graph.c").is_err());
}

#[test]
fn annotations_are_read_inside_elements_and_by_target() {
    let model = model(
        r#"<ComplexType Name="a"><Property Name="x" Type="Edm.String">
<Annotation Term="Org.OData.Core.V1.Computed"/></Property>
<Property Name="y" Type="Edm.String"/><Property Name="z" Type="Edm.String"/></ComplexType>
<EnumType Name="e"><Member Name="m" Value="0"/></EnumType>
<EntityType Name="user"/>
<EntityContainer Name="GraphService"><EntitySet Name="users" EntityType="graph.user"/></EntityContainer>
<Annotations Target="graph.a"><Annotation Term="Org.OData.Core.V1.Description" String="An a."/></Annotations>
<Annotations Target="microsoft.graph.a/x"><Annotation Term="Org.OData.Core.V1.LongDescription"><String>Long.</String>
</Annotation></Annotations>
<Annotations Target="graph.a/y"><Annotation Term="Org.OData.Core.V1.Permissions">
<EnumMember>Org.OData.Core.V1.Permission/Read</EnumMember></Annotation></Annotations>
<Annotations Target="graph.a/z"><Annotation Term="Org.OData.Core.V1.Computed" Bool="false"/>
<Annotation Term="Org.OData.Core.V1.Immutable" Bool="true"/></Annotations>
<Annotations Target="graph.e/m"><Annotation Term="Org.OData.Core.V1.Description" String="An m."/></Annotations>
<Annotations Target="graph.GraphService/users"><Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record>
<PropertyValue Property="Updatable" Bool="false"/><PropertyValue Property="NonUpdatableProperties">
<Collection><PropertyPath>id</PropertyPath></Collection></PropertyValue></Record></Annotation>
<Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions"><Record><PropertyValue Property="Insertable" Bool="false"/>
</Record></Annotation><Annotation Term="Capabilities.DeleteRestrictions"><Record>
<PropertyValue Property="Deletable" Bool="true"/></Record></Annotation></Annotations>
<Annotations Target="graph.nothing/of/this"><Annotation Term="Org.OData.Core.V1.Computed"/></Annotations>"#,
    );
    let a = model.structured_type("microsoft.graph.a").expect("the type");
    assert_eq!(a.annotations.description.as_deref(), Some("An a."));
    let [x, y, z] = [0, 1, 2].map(|at| &a.properties[at].annotations);
    assert!(x.computed && !y.computed && !z.computed && z.immutable);
    assert_eq!(x.long_description.as_deref(), Some("Long."));
    assert_eq!(y.permission, Some(Permission::Read));
    let member = &model.enum_type("microsoft.graph.e").expect("the enumeration type").members[0];
    assert_eq!(member.annotations.description.as_deref(), Some("An m."));
    let users = &model.entity_sets()[0].annotations;
    assert_eq!((users.insertable, users.deletable), (Some(false), Some(true)));
    assert_eq!((users.updatable, users.non_updatable_properties.as_slice()), (Some(false), &["id".to_owned()][..]));
}

#[test]
fn operations_and_bindings_are_read() {
    let model = model(
        r#"<EntityType Name="user"/>
<Function Name="delta" IsBound="true" IsComposable="true"><Parameter Name="of" Type="Collection(graph.user)"/>
<ReturnType Type="Collection(graph.user)"/></Function>
<Action Name="wipe"><Parameter Name="keep" Type="Edm.Boolean" Nullable="false"/></Action>
<EntityContainer Name="GraphService"><Singleton Name="me" Type="graph.user">
<NavigationPropertyBinding Path="manager" Target="users"/></Singleton></EntityContainer>"#,
    );
    let [delta, wipe] = model.operations() else { panic!("two operations") };
    assert!(delta.is_bound && delta.is_composable && delta.return_type.is_some() && !wipe.is_bound);
    assert!(delta.parameters[0].is_nullable && !wipe.parameters[0].is_nullable);
    assert_eq!(model.singletons()[0].bindings[0].target, "users");
}

#[test]
fn diagnostics_have_positions() {
    for (content, line, column, message) in [
        (r#"<ComplexType Name="a"/><EnumType Name="a"/>"#, 3, 40, "the type `microsoft.graph.a` is defined twice"),
        (r#"<ComplexType Name="a" BaseType="graph.b"/>"#, 3, 33, "the base type `microsoft.graph.b` of"),
        (
            r#"<ComplexType Name="a" BaseType="b"/>"#,
            3,
            33,
            "expected the qualified name of a type, such as `namespace.type`, found `b`",
        ),
        (
            r#"<ComplexType Name="a"/><EntityType Name="b" BaseType="graph.a"/>"#,
            3,
            55,
            "the base type `microsoft.graph.a`",
        ),
        (
            r#"<EntityType Name="a" BaseType="graph.a"/>"#,
            3,
            19,
            "a type derives from itself: `microsoft.graph.a` derives from `microsoft.graph.a`",
        ),
        (
            "<ComplexType Name=\"a\" BaseType=\"graph.b\"/>\n<ComplexType Name=\"b\" BaseType=\"graph.a\"/>",
            3,
            20,
            "a type derives from itself: `microsoft.graph.a` derives from `microsoft.graph.b` derives from `microsoft.graph.a`",
        ),
        ("<ComplexType/>", 3, 1, "`ComplexType` has no attribute `Name`"),
        (r#"<ComplexType Name="a&quot;b"/>"#, 3, 20, "`a\\\"b` is not an identifier; expected at most 128 letters"),
        (
            r#"<ComplexType Name="a" Abstract="maybe"/>"#,
            3,
            33,
            "expected `true` or `false` for `Abstract`, found `maybe`",
        ),
        (r#"<ComplexType Name="a"><Property Name="p"/></ComplexType>"#, 3, 23, "`Property` has no attribute `Type`"),
        (
            r#"<ComplexType Name="a"><Property Name="p" Type="Edm.Strin"/></ComplexType>"#,
            3,
            48,
            "`Edm.Strin` is not a type of the namespace `Edm`",
        ),
        (
            r#"<ComplexType Name="a"><Property Name="p" Type="Collection(x"/></ComplexType>"#,
            3,
            48,
            "expected the qualified name of a type, such as `namespace.type`, found `Collection(x`",
        ),
        (
            r#"<ComplexType Name="a"><Property Name="p" Type="Edm.Int16"/><Property Name="p" Type="Edm.Int16"/></ComplexType>"#,
            3,
            76,
            "`microsoft.graph.a` defines the property `p` twice",
        ),
        (
            r#"<EnumType Name="e"><Member Name="m" Value="x"/></EnumType>"#,
            3,
            44,
            "expected a 64-bit integer for `Value`, found `x`",
        ),
        (
            r#"<EnumType Name="e"><Member Name="m"/><Member Name="m"/></EnumType>"#,
            3,
            52,
            "`microsoft.graph.e` defines the member `m` twice",
        ),
        (
            r#"<EnumType Name="e" UnderlyingType="Edm.String"/>"#,
            3,
            36,
            "expected `Edm.Byte`, `Edm.SByte`, `Edm.Int16`, `Edm.Int32` or `Edm.Int64`, found `Edm.String`",
        ),
        (
            r#"<EntityContainer Name="c"><EntitySet Name="s"/></EntityContainer>"#,
            3,
            27,
            "`EntitySet` has no attribute `EntityType`",
        ),
        ("<Annotations/>", 3, 1, "`Annotations` has no attribute `Target`"),
    ] {
        let found = diagnostics(&graph(content));
        assert_eq!((found[0].0, found[0].1), (line, column), "{content}: {found:?}");
        assert!(found[0].2.starts_with(message), "{content}: {}", found[0].2);
        assert_eq!(found.len(), 1, "{content}: {found:?}");
    }
}

#[test]
fn all_diagnostics_are_reported() {
    let found = diagnostics(&graph("<ComplexType/>\n<EnumType/>\n<ComplexType Name=\"a\" OpenType=\"x\"/>"));
    assert_eq!(found.iter().map(|diagnostic| diagnostic.0).collect::<Vec<_>>(), [3, 4, 5]);
    let error = Model::read(&graph("<ComplexType/><EnumType/>")).expect_err("an invalid file");
    assert_eq!(error.to_string(), "line 3, column 1: `ComplexType` has no attribute `Name` (and 1 more)");
}

#[test]
fn other_documents_are_rejected() {
    for (text, line, column, message) in [
        ("", 1, 1, "unexpected end of file: the root element is missing or not closed"),
        ("<a>\n<b>", 2, 4, "unexpected end of file: the root element is missing or not closed"),
        ("<a>\n</b>", 2, 1, "expected 'a' tag, not 'b'"),
        ("{}", 1, 1, "unknown token"),
        ("<a/>", 1, 1, "expected the root element `Edmx`, found `a`"),
        ("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>", 1, 1, "a document type declaration is not allowed; remove it"),
        (
            "<Edmx Version=\"1.0\" xmlns=\"urn:other\"/>",
            1,
            1,
            "expected `Edmx` in the namespace `http://docs.oasis-open.org/odata/ns/edmx` of CSDL 4, found `urn:other`",
        ),
        (
            "<Edmx Version=\"1.0\" xmlns=\"http://docs.oasis-open.org/odata/ns/edmx\"/>",
            1,
            16,
            "expected CSDL version `4.0` or `4.01`, found `1.0`",
        ),
        (
            "<Edmx xmlns=\"http://docs.oasis-open.org/odata/ns/edmx\"/>",
            1,
            1,
            "`Edmx` does not contain an element `DataServices`",
        ),
        (&edmx(""), 1, 80, "`DataServices` does not contain an element `Schema`"),
        (
            &edmx("<Schema Namespace=\"a\"/>"),
            2,
            1,
            "expected `Schema` in the namespace `http://docs.oasis-open.org/odata/ns/edm` of CSDL 4, found no namespace",
        ),
        (
            &edmx("<Schema xmlns=\"http://docs.oasis-open.org/odata/ns/edm\"/>"),
            2,
            1,
            "`Schema` has no attribute `Namespace`",
        ),
        (&graph("&lol;"), 3, 1, "unknown entity reference"),
    ] {
        let found = diagnostics(text);
        assert_eq!((found[0].0, found[0].1), (line, column), "{text}: {found:?}");
        assert!(found[0].2.starts_with(message), "{text}: {}", found[0].2);
    }
    let error = Model::read_bytes(b"<a>\xff</a>").expect_err("not UTF-8");
    assert_eq!(error.to_string(), "line 1, column 4: the file is not UTF-8; convert it to UTF-8");
}

#[test]
fn a_byte_order_mark_is_skipped() {
    let text = format!("\u{feff}{}", graph(r#"<ComplexType Name="a"/>"#));
    assert!(Model::read_bytes(text.as_bytes()).is_ok());
}

#[test]
fn deeply_nested_files_do_not_overflow_the_stack() {
    let deep = "<a>".repeat(20_000) + &"</a>".repeat(20_000);
    assert!(Model::read(&graph(&deep)).is_ok());
    assert!(Model::read(&deep).is_err());
    assert!(Model::read(&"<a>".repeat(20_000)).is_err());
    let chain = |last: &str| {
        let types = (1..20_000).map(|at| format!("<ComplexType Name=\"t{at}\" BaseType=\"graph.t{}\"/>", at - 1));
        graph(&(types.collect::<String>() + last))
    };
    let found = diagnostics(&chain("<ComplexType Name=\"t0\"/>"));
    assert_eq!(found[0].2, "`microsoft.graph.t100` has more than 100 base types");
    assert!(
        diagnostics(&chain("<ComplexType Name=\"t0\" BaseType=\"graph.t19999\"/>"))[0]
            .2
            .starts_with("a type derives from itself")
    );
}

#[test]
fn unknown_types_of_properties_are_warnings() {
    let model = model(r#"<ComplexType Name="a"><Property Name="p" Type="graph.b"/></ComplexType>"#);
    let warnings: Vec<String> = model.warnings().iter().map(ToString::to_string).collect();
    assert_eq!(warnings, ["line 3, column 39: the type `microsoft.graph.b` of `microsoft.graph.a/p` does not exist"]);
}
