//! The `Debug` output of every public type that can hold a token, with a token in it.

use std::future::IntoFuture as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use graph_core::address::{Address, Collection};
use graph_core::credential::{AccessToken, StaticToken, TokenProvider as _, TokenRequest};
use graph_core::credential::{DeviceCodeCredential, EnvironmentCredential, SignInError, TokenCache};
use graph_core::operation::{InvalidItems, ResumeToken};
use graph_core::pacing::Limit;
use graph_core::pacing::Pacing;
use graph_core::plan::{Mode, Plan, Planned, PlannedChange, Run};
use graph_core::query::{Filter, Partial, Search};
use graph_core::request::{Prefer, Request};
use graph_core::response::Updated;
use graph_core::retry::RetryPolicy;
use graph_core::transport::{NewConnection, ResponseBody};
use graph_core::{
    Cloud, ETag, GraphClient, QueryExt as _, Resource as _, Update as _, graph_action, graph_function, graph_resource,
};

use crate::harness::{TOKEN, assert_token_in_header_only, builder, client, leaked_part, run};
use crate::peer::Peer;
use crate::{PRINTER, Printer, response};

/// The `Debug` output of types, by the name of the type.
#[derive(Default)]
struct DebugOutputs(Vec<(&'static str, String)>);

impl DebugOutputs {
    fn add(&mut self, name: &'static str, value: &dyn std::fmt::Debug) {
        let text = format!("{value:?}\n{value:#?}");
        assert_eq!(leaked_part(&text), None, "{name}: {text}");
        self.0.push((name, text));
    }
}

/// Modules whose types hold parts of declarations and of responses, but no token.
const WITHOUT_TOKEN: [&str; 5] = ["dynamic", "json", "json_text", "schema", "value"];

/// Types that are covered differently: `AzureCredential` has tests of its own, [`SignInError`] contains `AuthorityError`,
/// `EnvironmentCredential` needs a process of its own, and `DeviceCodePrompt` holds a code, but no token. The kinds of operations
/// hold no data of a request, `CreatedUnlessExists` contains an `Entity`, `Ensured` an `Entity` and a `Planned`, `ReferenceTargets` and `Related` are not exported, nor is `TargetPath`, `UpdateError` holds the name of a property that the program chose, `SuccessfulResponse` has no `Debug`, and
/// `Literal` and `SealedToken` are not exported.
const TESTED_ELSEWHERE: [&str; 24] = [
    "CallCallable",
    "CreatedUnlessExists",
    "Ensured",
    "TargetPath",
    "ChangeLink",
    "CreateEntity",
    "ForCreate",
    "ForUpdate",
    "Related",
    "ReferenceTargets",
    "ReplaceEntity",
    "AzureCredential",
    "DeviceCodePrompt",
    "EnvironmentCredential",
    "AuthorityError",
    "DeleteEntity",
    "DownloadMedia",
    "UploadMedia",
    "GetEntity",
    "UpdateEntity",
    "UpdateError",
    "SuccessfulResponse",
    "Literal",
    "SealedToken",
];

#[graph_action(name = "rename", on = Printer, returns = Printer)]
#[derive(Debug)]
struct Rename {
    name: String,
}

#[graph_function(name = "similar", on = Printer, returns = [String])]
#[derive(Debug)]
struct Similar {
    name: String,
}

/// A resource without a collection.
#[graph_resource(path = "/print", odata_type = "#microsoft.graph.print", links(shared = [Print], parent = Print))]
#[derive(Debug)]
struct Print {
    #[graph(key)]
    id: String,
    #[graph(expand)]
    printers: Vec<Printer>,
}

#[test]
fn debug_output_does_not_contain_the_token() {
    run(async {
        let mut shown = DebugOutputs::default();
        let token = AccessToken::new(TOKEN).expect("a token");
        shown.add("AccessToken", &token);
        let provider = StaticToken::new(TOKEN).expect("a token");
        let request = TokenRequest::new(["scope"]);
        shown.add("TokenRequest", &request.refreshed(Some("{}")).with_rejected_token(&token));
        let cache = TokenCache::new(provider.clone());
        cache.token(&request).await.expect("a token");
        shown.add("TokenCache", &cache);
        shown.add("StaticToken", &provider);
        let user = DeviceCodeCredential::builder("the-app").prompt(|_| {});
        shown.add("DeviceCodeCredentialBuilder", &user);
        shown.add("DeviceCodeCredential", &user.build().expect("a credential"));

        let cloud = Cloud::custom("http://127.0.0.1:1").expect("a cloud");
        shown.add("Cloud", &cloud);
        shown.add("CloudBuilder", &Cloud::builder("http://127.0.0.1:1"));
        if let Cloud::Custom(custom) = &cloud {
            shown.add("CustomCloud", custom);
        }
        shown.add("Pacing", &Pacing::published());
        shown.add("Limit", &Limit::new("x", 1, Duration::from_secs(1)));
        shown.add("RetryPolicy", &RetryPolicy::default());
        shown.add("NewConnection", &NewConnection);
        shown.add("ResponseBody", &ResponseBody::from(TOKEN));
        shown.add("ETag", &ETag::any());
        shown.add("ParseETagError", &ETag::new(TOKEN).expect_err("no quotes"));
        shown.add("Prefer", &Prefer::Representation);
        let address: Address<Printer> = Printer::at("p1");
        shown.add("Address", &address);
        shown.add("AddressError", &Printer::at("..").path().expect_err("refused"));
        shown.add("PathTemplate", address.template());
        shown.add("TemplatePart", &address.template().parts());
        shown.add("Request", &Request::get_url(&format!("https://graph.microsoft.com/?x={TOKEN}")).expect("a URL"));
        shown.add("TypeDescriptor", Printer::DESCRIPTOR);
        shown.add("WriteBody", Printer::update().job_count(4).body());
        shown.add("Reference", &Print::at().reference::<Print>());
        shown.add("Links", &Print::shared());
        shown.add("Link", &Print::parent());

        let headers = "etag: \"1\"\r\nrequest-id: 1\r\nsunset: soon\r\nretry-after: 0\r\n";
        let peer = Peer::start(move |mut connection, _| async move {
            connection.request().await?;
            connection.send(&response("503 Away", headers, "{}")).await?;
            while connection.request().await?.is_some() {}
            Ok(())
        });
        let error = client(&peer).get(Printer::at("p1")).await.expect_err("an error response");
        shown.add("FailedAttempt", &error.failed_attempts()[0]);
        shown.add("ErrorKind", &error.kind());

        let peer = Peer::responding_with(response("200 OK", headers, PRINTER));
        shown.add("GraphClientBuilder", &builder(&peer).root_certificate(TOKEN));
        let transport_output = Arc::new(Mutex::new(String::new()));
        let output = Arc::clone(&transport_output);
        let layer = tower::layer::layer_fn(move |transport: graph_core::transport::Transport| {
            *output.lock().expect("one thread") = format!("{transport:?}");
            transport
        });
        let graph = builder(&peer).layer(layer).build().expect("a client");
        shown.add("Transport", &transport_output.lock().expect("one thread"));
        shown.add("GraphClient", &graph);
        let get = || graph.get(Printer::at("p1"));
        let update = || graph.update(Printer::at("p1"), Printer::update().job_count(4));
        shown.add("Operation", &(get(), update()));
        let modify = || graph.modify(Printer::at("p1"), |printer| printer.job_count += 1);
        shown.add("ModifyOperation", &modify());
        shown.add("ModifyFuture", &modify().send());
        shown.add("OperationFuture", &(get().into_future(), update().into_future()));
        let dry_run = update().dry_run().expect("a request");
        assert_eq!(leaked_part(&format!("{dry_run} {:?} {}", dry_run.headers(), dry_run.url())), None);
        shown.add("DryRun", &dry_run);
        let updated = update().await.expect("an update");
        shown.add("Updated", &updated);
        let created = graph.replace(Printer::at("p1"), Printer::create().job_count(4)).await.expect("a replacement");
        shown.add("Created", &created);
        // its parameters are in the body, which may contain the token
        let peer_of_call = Peer::responding_with(response("200 OK", headers, PRINTER));
        let rename = || client(&peer_of_call).call(Printer::at("p1"), Rename { name: TOKEN.to_owned() });
        shown.add("Operation", &rename());
        shown.add("Called", &rename().await.expect("a printer"));
        shown.add("CallListOperation", &graph.call(Printer::at("p1"), Similar { name: TOKEN.to_owned() }));
        let Updated::Entity(entity) = updated else { panic!("an entity") };
        shown.add("ResponseInfo", entity.info());
        shown.add("Deprecation", &entity.info().deprecation());
        shown.add("Entity", &entity);
        let media = || Printer::at("p1").media_property("content");
        shown.add("Media", &media());
        let download = graph.download(media()).await.expect("a download");
        shown.add("Download", &download);
        shown.add("MediaStream", &download.stream());
        shown.add("Uploaded", &graph.upload(media(), "bytes").await.expect("an upload"));
        shown.add("Deleted", &graph.delete(Printer::at("p1")).await.expect("a deletion"));
        assert_token_in_header_only(&peer);

        show_lists(&mut shown).await;
        show_operations_of_several_calls(&mut shown, &graph).await;
        show_errors(&mut shown).await;
        assert_all_types_are_covered(&shown);
    });
}

/// Shows queries whose values contain the token, and pages whose links do.
async fn show_lists(shown: &mut DebugOutputs) {
    let collection: Collection<Printer> = Printer::collection();
    shown.add("Collection", &collection);
    shown.add("Singleton", &Print::collection());
    shown.add("InvalidItems", &InvalidItems::Skip);
    shown.add("Search", &Search::new(TOKEN));
    shown.add("Filter", &Filter::raw(TOKEN));
    let token: ResumeToken = format!("1.0.0.https://graph.microsoft.com/?x={TOKEN}").parse().expect("a resume token");
    shown.add("ResumeToken", &token);
    shown.add("ParseResumeTokenError", &TOKEN.parse::<ResumeToken>().expect_err("not a resume token"));
    let partial = Partial::<Printer>::from_json(&format!(r#"{{"id":"{TOKEN}"}}"#)).expect("a partial entity");
    shown.add("Partial", &partial);

    let page = format!(r#"{{"value":[{PRINTER}],"@odata.nextLink":"/?x={TOKEN}"}}"#);
    let peer = Peer::responding_with(response("200 OK", "", page));
    let graph = client(&peer);
    let mut parts = DebugOutputs::default();
    let list = graph
        .list(Printer::collection())
        .filter(|printer| {
            parts.add("CollectionCount", &Vec::<String>::new().count());
            printer.id.is_one_of([TOKEN]) | printer.id.has_prefix(TOKEN)
        })
        .search(TOKEN);
    shown.add("ListOperation", &list);
    shown.0.append(&mut parts.0);
    let mut pages = graph.list(Printer::collection()).pages();
    shown.add("Page", &pages.try_next().await.expect("a page").expect("a page"));
    shown.add("PageStream", &pages);
    let mut entities = graph.list(Printer::collection()).stream();
    entities.try_next().await.expect("an entity");
    shown.add("EntityStream", &entities);
    let order = graph.list(Printer::collection()).order_by(|printer| {
        let order = printer.id.descending();
        parts.add("Order", &order);
        order
    });
    drop(order);
    let error = graph.list(Printer::collection()).filter(|printer| printer.id.is("")).dry_run().expect_err("refused");
    shown.add("QueryError", error.query_error().expect("an error in the query"));
    let select = graph.list(Printer::collection()).select(|printer| {
        let id = printer.id.property();
        parts.add("Property", &id);
        [id]
    });
    drop(select);
    let print = graph.get(Print::at()).expand(|print| {
        let expand = print.printers.expand().filter(|printer| printer.id.is(TOKEN));
        parts.add("Expand", &expand);
        expand
    });
    drop(print);
    shown.0.append(&mut parts.0);
}

/// Shows operations that read an entity again after a write.
async fn show_operations_of_several_calls(shown: &mut DebugOutputs, graph: &GraphClient) {
    let until = || graph.until(Printer::at(TOKEN), |_| true);
    shown.add("UntilOperation", &until());
    shown.add("UntilFuture", &until().send());
    let update = || graph.update(Printer::at(TOKEN), Printer::update().job_count(4)).settled().times(1);
    shown.add("SettleOperation", &update());
    shown.add("SettleFuture", &update().send());
    shown.add("Settled", &update().await.expect("an update that is visible"));

    let page = format!(r#"{{"value":[{{"id":"{TOKEN}","jobCount":4}}]}}"#);
    let peer = Peer::responding_with(response("200 OK", "", page));
    let graph = client(&peer);
    let printer = || Printer::create().job_count(4);
    let ensure = || graph.ensure(Printer::collection(), printer(), |printer| printer.job_count.property());
    let unless_exists =
        || graph.create(Printer::collection(), printer()).unless_exists(|printer| printer.job_count.property());
    shown.add("CreateUnlessExistsOperation", &unless_exists());
    shown.add("CreateUnlessExistsFuture", &unless_exists().send());
    shown.add("EnsureOperation", &ensure());
    shown.add("EnsureFuture", &ensure().send());
    let planned = Planned::update("printer", TOKEN, [PlannedChange::new("x", TOKEN.into(), TOKEN.into())]);
    shown.add("PlannedChange", &planned.changes());
    shown.add("PlannedDetails", &planned.details());
    shown.add("Planned", &planned);
    shown.add("Plan", &[planned].into_iter().collect::<Plan>());
    let mut run = Run::new(Mode::Plan);
    shown.add("Mode", &run.mode());
    let ensured = run.ensure(ensure()).await.expect("a plan").expect("a printer");
    shown.add("Action", &ensured.planned().action());
    shown.add("Run", &run);
}

async fn show_errors(shown: &mut DebugOutputs) {
    let body = format!(
        r#"{{"error":{{"code":"{TOKEN}","details":[{{"message":"{TOKEN}"}}],"innerError":{{"x":"{TOKEN}"}}}}}}"#
    );
    let peer = Peer::responding_with(response("403 Forbidden", "", body));
    let error = client(&peer).get(Printer::at("p1")).await.expect_err("an error response");
    let service = error.service().expect("an error of the service");
    shown.add("ServiceError", service);
    shown.add("ErrorDetail", &service.details());
    shown.add("InnerError", &service.inner());
    shown.add("Permissions", error.permissions().expect("the token can be read"));
    shown.add("Support", &error.support());
    shown.add("Error", &error);

    // An authority that returns a secret, and one that returns a malformed token.
    for body in
        [format!(r#"{{"error":"x","error_description":"{TOKEN}"}}"#), format!(r#"{{"access_token":"{TOKEN}\n"}}"#)]
    {
        let peer = Peer::responding_with(response("400 Bad Request", "", body));
        let cloud = Cloud::builder("https://graph.example").authority(peer.url()).build().expect("a cloud");
        let user = DeviceCodeCredential::builder("the-app").cloud(cloud).prompt(|_| {}).build().expect("a credential");
        let error = user.token(&TokenRequest::new(["scope"])).await.expect_err("an error response");
        let reason = SignInError::of(&error).expect("a reason");
        // The token was not sent to the authority, so the error may show what the first authority returned.
        if leaked_part(&format!("{reason:?}")).is_none() {
            shown.add("SignInError", reason);
        }
    }
}

/// Checks that each public type in the sources is covered.
fn assert_all_types_are_covered(shown: &DebugOutputs) {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../graph-core/src");
    let mut missing = Vec::new();
    let mut folders = vec![sources.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
            let without_token = folder == sources && WITHOUT_TOKEN.contains(&&*name);
            if without_token || name == "tests" {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            for line in text.lines() {
                let Some(rest) = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum ")) else {
                    continue;
                };
                let name =
                    rest.split(|character: char| !character.is_alphanumeric()).next().expect("a name").to_owned();
                if !shown.0.iter().any(|(shown, _)| *shown == name) && !TESTED_ELSEWHERE.contains(&&*name) {
                    missing.push(name);
                }
            }
        }
    }
    assert!(missing.is_empty(), "add the `Debug` output of these types: {missing:?}");
}

/// Runs in a process of its own, because environment variables belong to a process.
#[test]
fn debug_output_does_not_contain_a_token_of_the_environment() {
    let status = std::process::Command::new(std::env::current_exe().expect("this program"))
        .args(["debug_output::check_environment_credential", "--exact", "--ignored"])
        .env("GRAPH_ACCESS_TOKEN", TOKEN)
        .env_remove("AZURE_TOKEN_CREDENTIALS")
        .status();
    assert!(status.expect("a process").success());
}

#[test]
#[ignore = "started by the test above"]
fn check_environment_credential() {
    let credential = EnvironmentCredential::new(&Cloud::Global).expect("a credential");
    assert_eq!(leaked_part(&format!("{credential:?} {credential:#?} {}", credential.name())), None);
    assert_eq!(leaked_part(&format!("{:?}", GraphClient::from_env().expect("a client"))), None);
}
