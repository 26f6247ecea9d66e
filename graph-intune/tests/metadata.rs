//! The tables of assignable types are those of the service's metadata.
//!
//! The metadata is not part of the repository: `ASSIGNABLE_TYPES` has the paths of the files, separated by colons. Without it, the tests check
//! a few types against an excerpt.

use std::collections::{BTreeMap, BTreeSet};

use graph_intune::AssignableType;
use graph_metadata::{ElementType, Model, Operation, TypeRef};

/// Actions named `assign` that do not take assignments: ids of devices, and those of Microsoft Teams.
const OTHERS: [&str; 2] = ["windowsAutopilotDeploymentProfile", "teamsPolicyUserAssignment"];

#[test]
fn the_types_with_the_action_assign_are_assignable() {
    let mut known = BTreeSet::new();
    for model in models() {
        for (name, action) in actions(&model) {
            if OTHERS.contains(&&*name) {
                assert_eq!(AssignableType::named(&name), None, "{name}");
                continue;
            }
            let assignable = AssignableType::named(&name).unwrap_or_else(|| panic!("`{name}` is missing"));
            known.insert(assignable.name());
            let parameter = action.parameters.iter().find(|parameter| parameter.name == assignable.parameter());
            let parameter =
                parameter.unwrap_or_else(|| panic!("`{name}` has no parameter `{}`", assignable.parameter()));
            assert_eq!(element(&parameter.type_ref), assignable.assignment(), "{name}");
            let assignment = ["microsoft.graph.", assignable.assignment()].concat();
            let assignment = model.structured_type(&assignment).unwrap();
            let properties: BTreeMap<_, _> =
                model.properties(assignment).into_iter().map(|own| (own.property.name.clone(), own.property)).collect();
            assert!(properties.contains_key("target"), "{name}");
            for (intent, property) in properties.iter().filter(|(name, _)| name.ends_with("ntent")) {
                assert_eq!(assignable.intent(), Some(&**intent), "{name}");
                assert!(!property.is_nullable(), "{name}");
            }
        }
    }
    if is_complete() {
        let all: BTreeSet<_> = AssignableType::all().map(AssignableType::name).collect();
        assert_eq!(known, all, "a type in the table has no action");
    }
}

#[test]
fn derived_types_are_those_of_their_base_types() {
    for model in models() {
        let bases: BTreeSet<_> = actions(&model).map(|(name, _)| name).collect();
        for derived in model.structured_types() {
            let odata_type = derived.name.as_str();
            let base = model.with_base_types(derived).map(|base| base.name.short()).find(|base| bases.contains(*base));
            let base = base.filter(|base| !OTHERS.contains(base) && derived.name.namespace() == "microsoft.graph");
            assert_eq!(AssignableType::of(odata_type).map(AssignableType::name), base, "{odata_type}");
        }
    }
}

fn actions(model: &Model) -> impl Iterator<Item = (String, &Operation)> {
    let is_assign = |action: &&Operation| action.name.short() == "assign" && action.is_bound;
    model.operations().iter().filter(is_assign).map(|action| (element(&action.parameters[0].type_ref), action))
}

/// Returns the name of a type, or of the items of a collection.
fn element(type_ref: &TypeRef) -> String {
    match &type_ref.element {
        ElementType::Named(name) => name.short().to_owned(),
        other @ ElementType::Primitive(_) => format!("{other:?}"),
    }
}

fn is_complete() -> bool {
    std::env::var_os("ASSIGNABLE_TYPES").is_some()
}

fn models() -> Vec<Model> {
    let Some(paths) = std::env::var_os("ASSIGNABLE_TYPES") else {
        return vec![Model::read(EXCERPT).unwrap()];
    };
    std::env::split_paths(&paths).map(|path| Model::read_bytes(&std::fs::read(path).unwrap()).unwrap()).collect()
}

const EXCERPT: &str = r#"<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="microsoft.graph" xmlns="http://docs.oasis-open.org/odata/ns/edm">
  <ComplexType Name="deviceAndAppManagementAssignmentTarget" Abstract="true"/>
  <EnumType Name="installIntent"><Member Name="available" Value="0"/></EnumType>
  <EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/></EntityType>
  <EntityType Name="mobileApp" BaseType="microsoft.graph.entity" Abstract="true"/>
  <EntityType Name="mobileLobApp" BaseType="microsoft.graph.mobileApp" Abstract="true"/>
  <EntityType Name="win32LobApp" BaseType="microsoft.graph.mobileLobApp"/>
  <EntityType Name="windowsAutopilotDeploymentProfile" BaseType="microsoft.graph.entity"/>
  <EntityType Name="mobileAppAssignment" BaseType="microsoft.graph.entity">
    <Property Name="intent" Type="microsoft.graph.installIntent" Nullable="false"/>
    <Property Name="target" Type="microsoft.graph.deviceAndAppManagementAssignmentTarget"/>
  </EntityType>
  <EntityType Name="user" BaseType="microsoft.graph.entity"/>
  <Action Name="assign" IsBound="true">
    <Parameter Name="bindingParameter" Type="microsoft.graph.mobileApp"/>
    <Parameter Name="mobileAppAssignments" Type="Collection(microsoft.graph.mobileAppAssignment)"/>
  </Action>
  <Action Name="assign" IsBound="true">
    <Parameter Name="bindingParameter" Type="microsoft.graph.windowsAutopilotDeploymentProfile"/>
    <Parameter Name="deviceIds" Type="Collection(Edm.String)"/>
  </Action>
</Schema></edmx:DataServices></edmx:Edmx>"#;
