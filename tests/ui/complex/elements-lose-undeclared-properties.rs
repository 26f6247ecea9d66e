use graph_core::{DynamicProperties, Nullable, UntypedObject, graph_complex, graph_enum, graph_resource, graph_union};

#[graph_complex(odata_type = "#microsoft.graph.rule")]
struct Rule {
    name: Option<String>,
}

#[graph_complex(odata_type = "#microsoft.graph.open")]
struct Open {
    name: Option<String>,
    inner: Option<Box<Rule>>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

#[graph_complex(odata_type = "#microsoft.graph.dropped", undeclared = drop)]
struct Dropped {
    name: Option<String>,
}

#[graph_union]
enum AnyRule {
    Rule(Rule),
    Dropped(Dropped),
    #[graph(other)]
    Other(UntypedObject),
}

#[graph_enum]
enum Colour {
    Red,
    #[graph(other)]
    Other(String),
}

#[graph_resource(path = "/things/{thingId}", odata_type = "#microsoft.graph.thing")]
struct Thing {
    #[graph(key)]
    id: String,
    rules: Vec<Rule>,
    some_rules: Nullable<Vec<Option<AnyRule>>>,
    opens: Vec<Open>,
    dropped: Option<Vec<Dropped>>,
    colours: Vec<Colour>,
    names: Vec<String>,
    one: Option<Rule>,
    #[graph(read_only)]
    computed: Vec<Rule>,
}

type Rules = Vec<Rule>;

#[graph_resource(path = "/hidden/{hiddenId}", odata_type = "#microsoft.graph.hidden")]
struct Hidden {
    #[graph(key)]
    id: String,
    colour: Colour,
    rules: Option<Rules>,
    one: Option<Rule>,
}

#[graph_complex(odata_type = "#microsoft.graph.outer")]
struct Outer {
    #[graph(read_only)]
    computed: Option<Rule>,
    #[graph(dynamic_properties)]
    rest: DynamicProperties,
}

fn main() {}
