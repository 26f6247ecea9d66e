//! Queries: what is sent for each operator, and what is refused before anything is sent.

use graph_core::query::{Filter, Search};
use graph_core::{
    Binary, Cloud, Date, DateTimeOffset, Decimal, Duration, ErrorKind, Flags, GraphClient, Guid, Nullable, OnRequest,
    QueryExt as _, TimeOfDay, UntypedObject, filter, graph_complex, graph_enum, graph_resource, graph_union,
};

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum AgeGroup {
    Minor,
    NotAdult,
    #[graph(other)]
    Other(String),
}

#[graph_complex(odata_type = "#microsoft.graph.physicalAddress", undeclared = drop)]
#[derive(Debug, Clone)]
struct Address {
    city: Option<String>,
    country: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.assignedLicense", undeclared = drop)]
#[derive(Debug, Clone)]
struct License {
    sku_id: Guid,
    disabled_plans: Vec<Guid>,
}

#[graph_resource(path = "/managers/{managerId}", odata_type = "#microsoft.graph.manager")]
#[derive(Debug, Clone)]
struct Manager {
    #[graph(key)]
    id: String,
    level: i32,
}

#[graph_resource(path = "/people/{personId}", odata_type = "#microsoft.graph.person")]
#[derive(Debug, Clone)]
struct Person {
    #[graph(key)]
    id: String,
    department: Option<String>,
    nick_name: Nullable<String>,
    is_enabled: Option<bool>,
    age_group: Option<AgeGroup>,
    days: Flags<AgeGroup>,
    created: DateTimeOffset,
    hire_day: Option<Date>,
    start: TimeOfDay,
    session: Duration,
    sku: Guid,
    raw_sku: Option<uuid::Uuid>,
    logins: i32,
    bytes: i64,
    small: Option<i16>,
    ratio: f64,
    price: Decimal,
    photo: Binary,
    address: Option<Address>,
    home: Address,
    mails: Vec<String>,
    licenses: Vec<License>,
    #[graph(on_request)]
    notes: OnRequest<Option<String>>,
    #[graph(expand)]
    manager: Option<Box<Manager>>,
    #[graph(expand)]
    reports: Vec<Manager>,
}

#[graph_complex(odata_type = "#microsoft.graph.employee")]
#[derive(Debug, Clone)]
struct Employee {
    grade: i32,
}

fn graph() -> GraphClient {
    GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build().unwrap()
}

/// Returns the value of a query option of a list, percent-decoded.
fn option(url: &str, name: &str) -> Option<String> {
    let (_, query) = url.split_once('?')?;
    let value = query.split('&').find_map(|option| option.strip_prefix(&format!("${name}=")))?;
    Some(percent_encoding::percent_decode_str(value).decode_utf8().unwrap().into_owned())
}

fn sent(condition: impl for<'a> FnOnce(&'a Person) -> Filter<'a>) -> String {
    option(&graph().list(Person::collection()).filter(condition).dry_run().unwrap().url(), "filter").unwrap()
}

fn refused(condition: impl for<'a> FnOnce(&'a Person) -> Filter<'a>) -> String {
    let error = graph().list(Person::collection()).filter(condition).dry_run().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Request);
    assert!(error.query_error().is_some(), "{error}");
    error.to_string()
}

#[test]
fn the_form_of_a_literal_follows_the_type_of_the_property() {
    assert_eq!(sent(|p| p.department.is("O'Neil & Söhne #1+1")), "department eq 'O''Neil & Söhne #1+1'");
    assert_eq!(sent(|p| p.department.is(String::from("x"))), "department eq 'x'");
    let owned = String::from("x");
    assert_eq!(sent(|p| p.department.is(&owned)), "department eq 'x'");
    assert_eq!(sent(|p| p.department.is(Some("x"))), "department eq 'x'");
    assert_eq!(sent(|p| p.department.is(None::<&str>)), "department eq null");
    assert_eq!(sent(|p| p.nick_name.is("x")), "nickName eq 'x'");
    assert_eq!(
        sent(|p| p.id.is("00000000-0000-0000-0000-000000000000")),
        "id eq '00000000-0000-0000-0000-000000000000'"
    );
    assert_eq!(sent(|p| p.is_enabled.is(true)), "isEnabled eq true");
    assert_eq!(sent(|p| p.age_group.is(AgeGroup::NotAdult)), "ageGroup eq 'notAdult'");
    assert_eq!(sent(|p| p.days.has(AgeGroup::Minor)), "days has 'minor'");
    assert_eq!(
        sent(|p| p.days.is(Flags::from_iter([AgeGroup::Minor, AgeGroup::NotAdult]))),
        "days eq 'minor,notAdult'"
    );
    let moment: DateTimeOffset = "2026-01-31T00:00:00.1234567+01:00".parse().unwrap();
    assert_eq!(sent(|p| p.created.at_least(moment)), "created ge 2026-01-31T00:00:00.1234567+01:00");
    assert_eq!(sent(|p| p.hire_day.before("2026-01-31".parse::<Date>().unwrap())), "hireDay lt 2026-01-31");
    assert_eq!(sent(|p| p.start.not_before("08:30:00".parse::<TimeOfDay>().unwrap())), "start ge 08:30:00");
    assert_eq!(sent(|p| p.session.greater_than("PT1H".parse::<Duration>().unwrap())), "session gt duration'PT1H'");
    let guid = uuid::Uuid::nil();
    assert_eq!(sent(|p| p.sku.is(guid)), "sku eq 00000000-0000-0000-0000-000000000000");
    assert_eq!(sent(|p| p.raw_sku.is(guid)), "rawSku eq 00000000-0000-0000-0000-000000000000");
    assert_eq!(sent(|p| p.logins.greater_than(-5)), "logins gt -5");
    assert_eq!(sent(|p| p.bytes.is(5)), "bytes eq 5");
    assert_eq!(sent(|p| p.small.at_most(5)), "small le 5");
    assert_eq!(sent(|p| p.ratio.less_than(0.5)), "ratio lt 0.5");
    assert_eq!(sent(|p| p.ratio.is(f64::NEG_INFINITY)), "ratio eq -INF");
    assert_eq!(sent(|p| p.price.is("12.50".parse::<Decimal>().unwrap())), "price eq 12.50");
    assert_eq!(sent(|p| p.photo.is(Binary::from(&b"\xff\xfe"[..]))), "photo eq binary'__4='");
}

#[test]
fn a_plus_sign_and_quotes_are_percent_encoded() {
    let moment: DateTimeOffset = "2026-01-31T00:00:00+01:00".parse().unwrap();
    let list = graph().list(Person::collection()).filter(|p| p.created.after(moment) & p.department.is("a'b&c%d"));
    let url = list.dry_run().unwrap().url();
    assert!(
        url.contains(
            "&$filter=created%20gt%202026-01-31T00:00:00%2B01:00%20and%20department%20eq%20%27a%27%27b%26c%25d%27"
        ),
        "{url}"
    );
}

/// The rule `pchar-no-SQUOTE` of the grammar of OData does not have a slash, which separates the segments of a path.
#[test]
fn a_slash_is_encoded_in_a_literal_only() {
    let list = graph().list(Person::collection()).select_all();
    let list = list.filter(|p| p.home.city.is("a/b'/c") & p.home.country.is("d")).search("e'/f");
    let url = list.dry_run().unwrap().url();
    assert!(
        url.contains("$filter=home/city%20eq%20%27a%2Fb%27%27%2Fc%27%20and%20home/country%20eq%20%27d%27&"),
        "{url}"
    );
}

/// The name of a derived type is not a property, and a navigation property is expanded.
#[test]
fn a_selection_contains_those_properties_of_the_filter_that_can_be_selected() {
    let list = graph().list(Person::collection()).select(|p| [p.department.property()]);
    let list = list.filter(|p| {
        p.cast::<Employee>(|e| e.grade.is(1))
            & p.manager.of(|m| m.level.is(2))
            & p.home.city.is("Cork")
            & p.logins.is(3)
    });
    let url = list.dry_run().unwrap().url();
    assert_eq!(option(&url, "select").as_deref(), Some("department,home,logins"), "{url}");
}

#[test]
fn operators_are_combined_with_the_precedence_of_odata() {
    assert_eq!(
        sent(|p| (p.logins.is(1) | p.logins.is(2)) & !p.is_enabled.is(true)),
        "(logins eq 1 or logins eq 2) and not(isEnabled eq true)"
    );
    assert_eq!(
        sent(|p| p.logins.is(1) | p.logins.is(2) & p.logins.is(3)),
        "logins eq 1 or logins eq 2 and logins eq 3"
    );
    assert_eq!(
        sent(|p| p.address.of(|a| a.city.is("Paris") | a.country.is_null()) & p.home.city.is("Cork")),
        "(address/city eq 'Paris' or address/country eq null) and home/city eq 'Cork'"
    );
    assert_eq!(sent(|p| Filter::raw("a eq 1 or b eq 2") & p.logins.is(1)), "(a eq 1 or b eq 2) and logins eq 1");
    assert_eq!(
        sent(filter!(|p| p.logins.is(1) && (p.logins.is(2) || !p.logins.is(3)))),
        "logins eq 1 and (logins eq 2 or not(logins eq 3))"
    );
}

#[test]
fn several_filters_must_all_hold() {
    let list = graph().list(Person::collection()).filter(|p| p.logins.is(1) | p.logins.is(2)).filter(|p| p.bytes.is(3));
    let url = list.dry_run().unwrap().url();
    assert_eq!(option(&url, "filter").unwrap(), "(logins eq 1 or logins eq 2) and bytes eq 3");
}

#[test]
fn collections_have_conditions_on_their_elements() {
    let sku = Guid::nil();
    assert_eq!(sent(|p| p.mails.any(|m| m.has_prefix("smtp:"))), "mails/any(m:startswith(m,'smtp:'))");
    assert_eq!(
        sent(|p| p.licenses.any(|l| l.sku_id.is(sku) & l.disabled_plans.any(|d| d.is(sku)))),
        "licenses/any(l:l/skuId eq 00000000-0000-0000-0000-000000000000 and \
         l/disabledPlans/any(d:d eq 00000000-0000-0000-0000-000000000000))"
    );
    assert_eq!(
        sent(|p| p.licenses.any(|l| l.disabled_plans.any(|d| d.is(sku)) & l.sku_id.is(sku))),
        "licenses/any(l:l/disabledPlans/any(d:d eq 00000000-0000-0000-0000-000000000000) and \
         l/skuId eq 00000000-0000-0000-0000-000000000000)"
    );
    assert_eq!(sent(|p| p.licenses.count().greater_than(0)), "licenses/$count gt 0");
    assert_eq!(sent(|p| !p.mails.any(|m| m.is("a"))), "not(mails/any(m:m eq 'a'))");
    assert_eq!(sent(|p| p.manager.of(|m| m.id.is("1"))), "manager/id eq '1'");
    assert_eq!(sent(|p| p.reports.any(|r| r.level.is(1))), "reports/any(r:r/level eq 1)");
}

#[test]
fn lists_of_values_and_functions_of_text() {
    assert_eq!(sent(|p| p.department.is_one_of(["a", "b'c"])), "department in ('a','b''c')");
    assert_eq!(
        sent(|p| p.age_group.is_one_of([AgeGroup::Minor, AgeGroup::NotAdult])),
        "ageGroup in ('minor','notAdult')"
    );
    let names = vec![String::from("a")];
    assert_eq!(sent(|p| p.department.is_one_of(&names)), "department in ('a')");
    assert_eq!(
        sent(|p| p.department.has_suffix("x") | p.id.has_substring("y")),
        "endswith(department,'x') or contains(id,'y')"
    );
    assert_eq!(sent(|p| p.department.is_empty_string()), "department eq ''");
    assert_eq!(
        sent(|p| p.department.is_null() | p.department.is_not_null()),
        "department eq null or department ne null"
    );
}

#[test]
fn what_a_service_misunderstands_is_refused() {
    static FOREIGN: Option<String> = None;
    assert!(refused(|p| p.department.is("")).contains("`department eq ''`"));
    assert!(refused(|p| p.department.is_not("")).contains("`department ne ''`"));
    assert!(refused(|p| p.logins.is(1) & p.address.of(|a| a.city.is(""))).contains("`address/city eq ''`"));
    assert!(refused(|p| p.department.is_one_of(Vec::<String>::new())).contains("`department in ()`"));
    assert!(refused(|p| p.mails.any(|m| m.has_prefix(""))).contains("empty string"));
    assert!(refused(|_| FOREIGN.is("x")).contains("is not a property of `#microsoft.graph.person`"));
    assert!(refused(|_| Filter::raw(" ")).contains("raw filter is empty"));
    let many = graph().list(User::collection()).filter(|user| !user.mail.is_one_of(["a"; 16])).dry_run().unwrap_err();
    assert!(many.to_string().contains("has 16 values"), "{many}");
    let most = graph().list(User::collection()).filter(|user| user.mail.is_one_of(["a"; 15])).dry_run();
    assert!(most.is_ok() && sent(|p| p.department.is_one_of(["a"; 16])).len() > 60);
}

#[test]
fn a_selection_expands_only_what_it_names() {
    let url =
        |list: graph_core::operation::ListOperation<graph_core::query::Partial<Person>>| list.dry_run().unwrap().url();
    let list = || graph().list(Person::collection());
    let selected = url(list().select(|p| [p.id.property(), p.manager.property()]));
    assert_eq!(option(&selected, "select").as_deref(), Some("id"));
    assert_eq!(option(&selected, "expand").as_deref(), Some("manager($select=id,level)"));
    assert_eq!(option(&url(list().select(|p| [p.id.property()])), "expand"), None);
    let with_options = url(list().select(|p| [p.id.property()]).expand(|p| p.reports.expand().top(1)));
    assert_eq!(option(&with_options, "expand").as_deref(), Some("reports($select=id,level;$top=1)"));
}

#[test]
fn the_struct_is_the_projection() {
    let url = graph().list(Person::collection()).dry_run().unwrap().url();
    let select = option(&url, "select").unwrap();
    assert!(select.starts_with("id,department,nickName,") && select.ends_with(",mails,licenses"), "{select}");
    assert_eq!(option(&url, "expand").unwrap(), "manager($select=id,level),reports($select=id,level)");
    let url = graph().get(Person::at("1")).dry_run().unwrap().url();
    assert!(option(&url, "select").unwrap().ends_with(",mails,licenses,notes"));
    let url = graph().get(Person::at("1")).select_all().dry_run().unwrap().url();
    assert_eq!(option(&url, "select"), None);
    let url =
        graph().get(Person::at("1")).select(|p| [p.notes.property(), p.address.property()]).dry_run().unwrap().url();
    assert_eq!(option(&url, "select").unwrap(), "notes,address");
    let list = graph().list(Person::collection()).select(|p| [p.id.property()]).filter(|p| p.logins.is(1));
    assert_eq!(option(&list.dry_run().unwrap().url(), "select").unwrap(), "id,logins");
}

#[test]
fn options_of_expanded_properties() {
    let list = graph()
        .list(Person::collection())
        .expand(|p| p.reports.expand().filter(|r| r.level.greater_than(3)).order_by(|r| r.level.descending()).top(5))
        .expand(|p| p.manager.expand().top(1));
    assert_eq!(
        option(&list.dry_run().unwrap().url(), "expand").unwrap(),
        "manager($select=id,level;$top=1),reports($select=id,level;$filter=level gt 3;$orderby=level desc;$top=5)"
    );
}

#[test]
fn other_options() {
    let list = graph()
        .list(Person::collection())
        .order_by(|p| p.created.descending())
        .order_by(|p| p.home.city.ascending())
        .search(Search::new("displayName:a \"b\"") & Search::new("mail:c"))
        .page_size(5)
        .max_page_size(50)
        .skip(7)
        .with_count()
        .eventual();
    let request = list.dry_run().unwrap();
    let url = request.url();
    assert_eq!(option(&url, "orderby").unwrap(), "created desc,home/city");
    assert_eq!(option(&url, "search").unwrap(), r#""displayName:a \"b\"" AND "mail:c""#);
    assert_eq!((option(&url, "top"), option(&url, "skip")), (Some("5".into()), Some("7".into())));
    assert_eq!(option(&url, "count").unwrap(), "true");
    assert_eq!(request.headers()["prefer"], "odata.maxpagesize=50");
    assert_eq!(request.headers()["consistencylevel"], "eventual");
}

#[graph_resource(path = "/apps/{appId}", odata_type = "#microsoft.graph.mobileApp")]
#[derive(Debug)]
struct MobileApp {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
}

#[graph_resource(path = "/apps/{appId}/microsoft.graph.managedApp", odata_type = "#microsoft.graph.managedApp")]
#[derive(Debug)]
struct ManagedApp {
    #[graph(key)]
    id: String,
    version: Option<String>,
}

#[graph_union(path = "/apps/{appId}", odata_type = "#microsoft.graph.mobileApp")]
#[derive(Debug)]
enum App {
    Managed(ManagedApp),
    #[graph(base)]
    Base(MobileApp),
    #[graph(other)]
    Other(UntypedObject),
}

#[test]
fn derived_types_are_cast_and_tested() {
    let sent = |condition: for<'a> fn(&'a App) -> Filter<'a>| {
        option(&graph().list(App::collection()).filter(condition).dry_run().unwrap().url(), "filter").unwrap()
    };
    assert_eq!(sent(|app| !app.is_a::<ManagedApp>()), "not(isof('microsoft.graph.managedApp'))");
    assert_eq!(
        sent(|app| app.cast::<ManagedApp>(|app| app.version.is_null())),
        "microsoft.graph.managedApp/version eq null"
    );
    assert_eq!(sent(|app| app.cast::<MobileApp>(|app| app.display_name.is("x"))), "displayName eq 'x'");
    let url = graph().list(ManagedApp::collection()).dry_run().unwrap().url();
    assert_eq!(url, "https://graph.microsoft.com/v1.0/apps/microsoft.graph.managedApp?$select=id,version");
    let url = graph().list(App::collection()).dry_run().unwrap().url();
    assert_eq!(url, "https://graph.microsoft.com/v1.0/apps");
    let own = graph().list(MobileApp::collection()).filter(|app| app.is_a::<ManagedApp>() | app.id.is("1"));
    assert_eq!(
        option(&own.dry_run().unwrap().url(), "filter").unwrap(),
        "isof('microsoft.graph.managedApp') or id eq '1'"
    );
}

#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    mail: Option<String>,
}

#[test]
fn advanced_queries_of_directory_objects_have_the_header_and_the_count() {
    let headers = |list: graph_core::operation::ListOperation<User>| {
        let request = list.dry_run().unwrap();
        (request.headers().contains_key("consistencylevel"), option(&request.url(), "count").is_some())
    };
    let list = || graph().list(User::collection());
    assert_eq!(headers(list().filter(|u| u.mail.is("a"))), (false, false));
    assert_eq!(headers(list().filter(|u| u.mail.is_not("a"))), (true, true));
    assert_eq!(headers(list().filter(|u| !u.mail.is_null())), (true, true));
    assert_eq!(headers(list().filter(|u| u.mail.has_suffix("a"))), (true, true));
    assert_eq!(headers(list().filter(|u| u.mail.is("a")).order_by(|u| u.mail.ascending())), (true, true));
    assert_eq!(headers(list().order_by(|u| u.mail.ascending())), (false, false));
    assert_eq!(headers(list().search("mail:a")), (true, false));
    assert_eq!(headers(list().with_count()), (true, true));
    let people = graph().list(Person::collection()).filter(|p| p.department.is_not("a")).dry_run().unwrap();
    assert!(!people.headers().contains_key("consistencylevel"));
}

#[test]
fn a_property_on_request_is_set_and_compared_like_others() {
    use graph_core::Update as _;

    let update = Person::update().notes("seen");
    assert!(update.to_json().ends_with(r#""notes":"seen"}"#), "{}", update.to_json());
    assert!(Person::update().clear_notes().to_json().ends_with(r#""notes":null}"#));
    let blank = || Note { id: "1".into(), text: OnRequest::NotLoaded, pages: OnRequest::NotLoaded };
    let loaded = || Note { text: Some("a".to_owned()).into(), pages: 2.into(), ..blank() };
    assert!(Note::diff(&loaded(), &blank()).is_empty());
    assert!(Note::diff(&blank(), &blank()).is_empty());
    assert_eq!(Note::diff(&blank(), &loaded()).to_json(), r#"{"text":"a","pages":2}"#);
    let cleared = Note { text: None.into(), ..loaded() };
    assert_eq!(Note::diff(&loaded(), &cleared), Note::update().clear_text());
    let mut note = blank();
    Note::update().text("b").pages(3).apply_to(&mut note).unwrap();
    assert_eq!((note.text, note.pages), (Some("b".to_owned()).into(), 3.into()));
}

#[graph_resource(path = "/notes/{noteId}", odata_type = "#microsoft.graph.note", tag = never)]
#[derive(Debug, Clone)]
struct Note {
    #[graph(key)]
    id: String,
    #[graph(on_request)]
    text: OnRequest<Option<String>>,
    #[graph(on_request)]
    pages: OnRequest<i32>,
}
