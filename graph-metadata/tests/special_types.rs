//! Types with special rules: `microsoft.graph.Json`, collections, abstract entity types.

use graph_metadata::Model;
use graph_metadata::declare::{
    Declaration, Declarations, NamedPath, Options, RequestedType, StructDeclaration, declare,
};

const METADATA: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
    <Schema Namespace="microsoft.graph" Alias="graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
      <EntityType Name="entity" Abstract="true">
        <Key><PropertyRef Name="id"/></Key>
        <Property Name="id" Type="Edm.String" Nullable="false"/>
      </EntityType>
      <EntityType Name="range" BaseType="graph.entity">
        <Property Name="values" Type="graph.Json"/>
        <Property Name="required" Type="graph.Json" Nullable="false"/>
        <Property Name="rows" Type="Collection(graph.Json)"/>
        <Property Name="facet" Type="graph.systemFacet"/>
        <Property Name="width" Type="Edm.Single"/>
        <Property Name="open" Type="Collection(Edm.String)"/>
        <Property Name="yes" Type="Collection(Edm.String)" Nullable="true"/>
        <Property Name="no" Type="Collection(Edm.String)" Nullable="false"/>
        <Property Name="facets" Type="Collection(graph.systemFacet)"/>
        <Property Name="none" Type="graph.noMembers"/>
      </EntityType>
      <ComplexType Name="Json"/>
      <ComplexType Name="systemFacet"/>
      <EnumType Name="noMembers"/>
      <EntityType Name="policy" BaseType="graph.entity">
        <NavigationProperty Name="rules" Type="Collection(graph.rule)" ContainsTarget="true"/>
        <NavigationProperty Name="effectiveRules" Type="Collection(graph.rule)" ContainsTarget="true"/>
      </EntityType>
      <EntityType Name="rule" BaseType="graph.entity" Abstract="true">
        <Property Name="target" Type="Edm.String"/>
      </EntityType>
      <EntityType Name="approvalRule" BaseType="graph.rule">
        <Property Name="setting" Type="Edm.String"/>
      </EntityType>
      <EntityType Name="timedRule" BaseType="graph.rule" Abstract="true"/>
      <EntityType Name="expirationRule" BaseType="graph.timedRule">
        <Property Name="maximumDuration" Type="Edm.Duration"/>
      </EntityType>
      <EntityContainer Name="s">
        <EntitySet Name="ranges" EntityType="graph.range"/>
        <EntitySet Name="policies" EntityType="graph.policy"/>
      </EntityContainer>
    </Schema>
    <Schema Namespace="other" xmlns="http://docs.oasis-open.org/odata/ns/edm"><ComplexType Name="Json"/></Schema>
    </edmx:DataServices></edmx:Edmx>"#;

fn declared(model: &Model, requested: &[RequestedType], change: impl FnOnce(&mut Options)) -> Declarations {
    let mut options = Options::default();
    change(&mut options);
    declare(model, requested, &options).expect("a declaration")
}

fn structs(declarations: &Declarations) -> Vec<&StructDeclaration> {
    let structs = declarations.items.iter().filter_map(|item| match item {
        Declaration::Struct(item) => Some(item),
        _ => None,
    });
    structs.collect()
}

/// Returns the wire name and the type of each field of the type `range`, with `optional` before optional ones.
fn range(change: impl FnOnce(&mut Options)) -> Vec<(String, String)> {
    let model = Model::read(METADATA).expect("metadata");
    let declarations = declared(&model, &[RequestedType::new("range")], change);
    let fields = structs(&declarations)[0].fields.iter().map(|field| {
        let optional = if field.is_optional { "optional " } else { "" };
        (field.wire_name.clone(), format!("{optional}{}", field.ty))
    });
    fields.collect()
}

fn expected(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(wire, ty)| ((*wire).to_owned(), (*ty).to_owned())).collect()
}

#[test]
fn field_types_follow_the_values_that_services_send() {
    assert_eq!(
        range(|_| {}),
        expected(&[
            ("id", "String"),
            ("values", "Option<Untyped>"),
            ("required", "Untyped"),
            ("rows", "optional Option<Vec<Untyped>>"),
            ("facet", "Option<SystemFacet>"),
            ("width", "Option<f64>"),
            ("open", "optional Option<Vec<Option<String>>>"),
            ("yes", "optional Option<Vec<Option<String>>>"),
            ("no", "Vec<String>"),
            ("facets", "optional Option<Vec<Option<SystemFacet>>>"),
            ("none", "Option<String>"),
        ])
    );
    assert_eq!(
        range(|options| options.partial = true),
        expected(&[
            ("id", "Option<String>"),
            ("values", "Nullable<Untyped>"),
            ("required", "optional Option<Untyped>"),
            ("rows", "optional Option<Vec<Untyped>>"),
            ("facet", "Nullable<SystemFacet>"),
            ("width", "Nullable<f64>"),
            ("open", "optional Option<Vec<Option<String>>>"),
            ("yes", "optional Option<Vec<Option<String>>>"),
            ("no", "optional Option<Vec<String>>"),
            ("facets", "optional Option<Vec<Option<SystemFacet>>>"),
            ("none", "Nullable<String>"),
        ])
    );
}

#[test]
fn no_method_clears_a_collection() {
    let model = Model::read(METADATA).expect("metadata");
    for partial in [false, true] {
        let declarations = declared(&model, &[RequestedType::new("range")], |options| options.partial = partial);
        let fields = structs(&declarations)[0].fields.iter().filter(|field| field.ty.contains("Vec<"));
        // a property that is optional, or not an `Option`, has no method that clears it
        for field in fields {
            let has_clear_method =
                !field.is_optional && (field.ty.starts_with("Option<") || field.ty.starts_with("Nullable<"));
            assert!(!has_clear_method, "{}: {}", field.name, field.ty);
        }
    }
}

#[test]
fn items_are_not_nullable_if_the_option_is_off() {
    let fields = range(|options| options.nullable_items = false);
    for (wire, ty) in [("open", "Vec<String>"), ("no", "Vec<String>"), ("facets", "Vec<SystemFacet>")] {
        let field = fields.iter().find(|field| field.0 == wire).map(|field| field.1.trim_start_matches("optional "));
        let field = field.map(|ty| ty.strip_prefix("Option<").and_then(|ty| ty.strip_suffix('>')).unwrap_or(ty));
        assert_eq!(field, Some(ty), "{wire}");
    }
    // the option only applies where the file does not state it
    let yes = fields.iter().find(|field| field.0 == "yes").map(|field| field.1.as_str());
    assert_eq!(yes, Some("optional Option<Vec<Option<String>>>"));
}

#[test]
fn arbitrary_json_needs_no_declaration() {
    let model = Model::read(METADATA).expect("metadata");
    let alone = declared(&model, &[RequestedType::new("range")], |_| {});
    assert_eq!(alone.missing, ["microsoft.graph.systemFacet"], "a type that needs no declaration is not missing");
    let with_dependencies =
        declared(&model, &[RequestedType::new("range")], |options| options.with_dependencies = true);
    let names: Vec<&str> = with_dependencies.items.iter().map(Declaration::type_name).collect();
    assert_eq!(names, ["microsoft.graph.range", "microsoft.graph.systemFacet"]);
    assert!(declared(&model, &[RequestedType::new("microsoft.graph.Json")], |_| {}).items.is_empty());
    assert_eq!(
        declared(&model, &[RequestedType::new("other.Json")], |_| {}).items.len(),
        1,
        "a type with the same name in another namespace"
    );
    assert!(model.resolve_path("/ranges/1/facet").is_ok());
    let unknown = model.resolve_path("/ranges/1/values").expect_err("arbitrary JSON has no address");
    assert_eq!(unknown.segment(), "values");
}

/// Returns the name and the paths of each resource, and whether its type is sent.
fn resources(declarations: &Declarations) -> Vec<(&str, Vec<&str>, bool)> {
    let resources = structs(declarations).into_iter().filter(|item| !item.paths.is_empty());
    let resources = resources.map(|item| {
        let paths = item.paths.iter().map(|path| path.template.as_str()).collect();
        (item.name.as_str(), paths, !item.is_abstract)
    });
    resources.collect()
}

#[test]
fn types_derived_from_an_abstract_type_are_resources_with_its_paths() {
    const FOUND: &str = "/policies/{policyId}/rules/{ruleId}";
    const GIVEN: &str = "/policies/{policyId}/effectiveRules/{id}";
    let model = Model::read(METADATA).expect("metadata");
    for with_dependencies in [false, true] {
        let found =
            declared(&model, &[RequestedType::new("rule")], |options| options.with_dependencies = with_dependencies);
        let expected =
            [("Rule", vec![FOUND], false), ("ApprovalRule", vec![FOUND], true), ("ExpirationRule", vec![FOUND], true)];
        assert_eq!(resources(&found), expected);
        let text = found.to_string();
        assert!(text.contains("odata_type = \"#microsoft.graph.approvalRule\""), "{text}");
        assert_eq!(text.contains("pub enum AnyRule {"), with_dependencies, "{text}");
    }
    let given = declared(&model, &[RequestedType::new("rule").with_path(NamedPath::new(GIVEN))], |_| {});
    assert!(resources(&given).iter().all(|(_, paths, _)| *paths == [GIVEN]), "{given}");
    // the type in between is also abstract, and its derived type has the path of the outermost type
    let between = declared(&model, &[RequestedType::new("timedRule")], |_| {});
    assert_eq!(resources(&between), [("TimedRule", vec![FOUND], false), ("ExpirationRule", vec![FOUND], true)]);
}

#[test]
fn a_requested_type_keeps_its_own_paths() {
    let model = Model::read(METADATA).expect("metadata");
    let own = RequestedType::new("approvalRule").with_path(NamedPath::new("/mine"));
    for requested in [[RequestedType::new("rule"), own.clone()], [own, RequestedType::new("rule")]] {
        let declarations = declared(&model, &requested, |options| options.with_dependencies = true);
        let resources = resources(&declarations);
        let paths = |name| resources.iter().find(|found| found.0 == name).map(|found| found.1.clone());
        assert_eq!(paths("ApprovalRule"), Some(vec!["/mine"]));
        assert_eq!(paths("ExpirationRule"), Some(vec!["/policies/{policyId}/rules/{ruleId}"]));
    }
}

#[test]
fn derived_types_are_omitted_if_the_option_is_off() {
    let model = Model::read(METADATA).expect("metadata");
    let declarations = declared(&model, &[RequestedType::new("rule")], |options| options.derived_types = false);
    assert_eq!(resources(&declarations).len(), 1);
    // an abstract type without a path does not lead to resources
    let declarations = declared(&model, &[RequestedType::new("entity")], |_| {});
    assert_eq!(declarations.items.len(), 1);
}
