//! Paths of a small service.

use crate::model::Model;
use crate::read::tests::graph;

fn model() -> Model {
    Model::read(&graph(
        r#"<EntityType Name="entity" Abstract="true"><Key><PropertyRef Name="id"/></Key>
<Property Name="id" Type="Edm.String"/></EntityType>
<EntityType Name="user" BaseType="graph.entity"><Property Name="mailboxSettings" Type="graph.mailboxSettings"/>
<NavigationProperty Name="manager" Type="graph.user"/>
<NavigationProperty Name="drive" Type="graph.drive" ContainsTarget="true"/></EntityType>
<ComplexType Name="mailboxSettings"/>
<EntityType Name="drive" BaseType="graph.entity">
<NavigationProperty Name="items" Type="Collection(graph.driveItem)" ContainsTarget="true"/>
<NavigationProperty Name="root" Type="graph.driveItem" ContainsTarget="true"/></EntityType>
<EntityType Name="driveItem" BaseType="graph.entity">
<NavigationProperty Name="children" Type="Collection(graph.driveItem)" ContainsTarget="true"/></EntityType>
<EntityType Name="deviceManagement" BaseType="graph.entity">
<NavigationProperty Name="configurations" Type="Collection(graph.configuration)" ContainsTarget="true"/></EntityType>
<EntityType Name="configuration" BaseType="graph.entity" Abstract="true"/>
<EntityType Name="iosConfiguration" BaseType="graph.configuration"/>
<EntityType Name="updateConfiguration" BaseType="graph.configuration">
<NavigationProperty Name="states" Type="Collection(graph.state)" ContainsTarget="true"/></EntityType>
<EntityType Name="state" BaseType="graph.entity"/>
<EntityType Name="nowhere" BaseType="graph.entity"/>
<Function Name="search" IsBound="true"><Parameter Name="of" Type="graph.drive"/><Parameter Name="q" Type="Edm.String"/>
<ReturnType Type="Collection(graph.driveItem)"/></Function>
<EntityContainer Name="s"><Singleton Name="me" Type="graph.user"/><EntitySet Name="users" EntityType="graph.user"/>
<Singleton Name="deviceManagement" Type="graph.deviceManagement"/></EntityContainer>"#,
    ))
    .expect("a valid file")
}

#[test]
fn paths_follow_containment_the_best_first() {
    let model = model();
    for (of, paths) in [
        ("user", &["/users/{userId}", "/me"][..]),
        ("drive", &["/users/{userId}/drive", "/me/drive"]),
        (
            "driveItem",
            &[
                "/users/{userId}/drive/items/{driveItemId}",
                "/me/drive/items/{driveItemId}",
                "/users/{userId}/drive/root",
                "/me/drive/root",
            ],
        ),
        ("configuration", &["/deviceManagement/configurations/{configurationId}"]),
        ("iosConfiguration", &["/deviceManagement/configurations/{configurationId}"]),
        (
            "state",
            &[
                "/deviceManagement/configurations/{configurationId}/microsoft.graph.updateConfiguration/states/{stateId}",
            ],
        ),
        ("nowhere", &[]),
        ("mailboxSettings", &[]),
    ] {
        assert_eq!(model.paths_to(&format!("microsoft.graph.{of}"), 9), paths, "{of}");
        assert_eq!(model.paths_to(&format!("microsoft.graph.{of}"), 1), &paths[..paths.len().min(1)], "{of}");
    }
}

#[test]
fn a_path_with_few_ids_and_updates_is_the_best() {
    let device = |annotations: &str| {
        let model = Model::read(&graph(&format!(
            r#"<EntityType Name="device"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/></EntityType>
<EntityType Name="user"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>
<NavigationProperty Name="devices" Type="Collection(graph.device)" ContainsTarget="true"/></EntityType>
<EntityType Name="management"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String"/>
<NavigationProperty Name="devices" Type="Collection(graph.device)" ContainsTarget="true">{annotations}</NavigationProperty></EntityType>
<EntityContainer Name="s"><EntitySet Name="users" EntityType="graph.user"/><Singleton Name="me" Type="graph.user"/>
<Singleton Name="management" Type="graph.management"/></EntityContainer>"#
        )))
        .expect("a valid file");
        model.paths_to("microsoft.graph.device", 3)
    };
    let (direct, user, me) =
        ("/management/devices/{deviceId}", "/users/{userId}/devices/{deviceId}", "/me/devices/{deviceId}");
    assert_eq!(device(""), [direct, user, me]);
    let read_only = r#"<Annotation Term="Org.OData.Capabilities.V1.UpdateRestrictions"><Record>
<PropertyValue Property="Updatable" Bool="false"/></Record></Annotation>"#;
    assert_eq!(device(read_only), [user, me, direct]);
}

#[test]
fn a_path_resolves_to_its_type() {
    let model = model();
    for (path, of, template) in [
        ("/users/{id}", "user", "/users/{id}"),
        ("/v1.0/users", "user", "/users/{userId}"),
        ("/users/48d31887/manager", "user", "/users/{userId}/manager"),
        ("/Me/MailboxSettings", "mailboxSettings", "/me/mailboxSettings"),
        ("/me/drive/root:/{item-path}:", "driveItem", "/me/drive/root:/{item-path}:"),
        ("/me/drive/search(q='a')/{id}", "driveItem", "/me/drive/search(q='a')/{id}"),
        (
            "/deviceManagement/configurations/{id}/graph.updateConfiguration/states/{id}",
            "state",
            "/deviceManagement/configurations/{id}/microsoft.graph.updateConfiguration/states/{stateId}",
        ),
        (
            "/deviceManagement/configurations/{id}/states/{id}",
            "state",
            "/deviceManagement/configurations/{id}/states/{stateId}",
        ),
        (
            "/me/drive/items/{item id}/children/1/children",
            "driveItem",
            "/me/drive/items/{driveItemId}/children/{driveItemId2}/children/{driveItemId3}",
        ),
    ] {
        let found = model.resolve_path(path).expect(path);
        assert_eq!(found.type_name, format!("microsoft.graph.{of}"), "{path}");
        assert_eq!(found.template, template);
    }
}

#[test]
fn an_unknown_path_reports_the_segment() {
    let model = model();
    for (path, message) in [
        ("/", "the path `/` has no segments; write it as in `/users/{userId}`"),
        (
            "/usrs/1",
            "the path `/usrs/1` does not exist: the service root has no entity set or singleton `usrs`; similar names: `users`",
        ),
        (
            "/me/driv",
            "the path `/me/driv` does not exist: `microsoft.graph.user` has no property or function `driv`; similar names: `drive`",
        ),
    ] {
        assert_eq!(model.resolve_path(path).expect_err(path).to_string(), message);
    }
}
