//! Random rows.

use graph_core::{DateTimeOffset, Flags, Guid, graph_complex, graph_enum, graph_resource};
use proptest::prelude::*;
use serde_json::{Value, json};

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum AgeGroup {
    Minor,
    NotAdult,
    #[graph(other)]
    Other(String),
}

#[graph_complex(odata_type = "#microsoft.graph.physicalAddress", undeclared = drop)]
#[derive(Debug, Clone)]
pub(crate) struct Address {
    pub(crate) city: Option<String>,
}

#[graph_resource(path = "/people/{personId}", odata_type = "#microsoft.graph.person")]
#[derive(Debug, Clone)]
pub(crate) struct Person {
    #[graph(key)]
    pub(crate) id: String,
    pub(crate) department: Option<String>,
    pub(crate) logins: i32,
    pub(crate) bytes: Option<i64>,
    pub(crate) ratio: Option<f64>,
    pub(crate) is_enabled: Option<bool>,
    pub(crate) created: DateTimeOffset,
    pub(crate) sku: Option<Guid>,
    pub(crate) age_group: Option<AgeGroup>,
    pub(crate) days: Flags<AgeGroup>,
    pub(crate) mails: Vec<String>,
    pub(crate) address: Option<Address>,
    pub(crate) home: Address,
}

/// The values of a row, in types of this test.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) department: Option<String>,
    pub(crate) logins: i32,
    pub(crate) bytes: Option<i64>,
    pub(crate) ratio: Option<i32>,
    pub(crate) is_enabled: Option<bool>,
    /// Seconds after the start of 2026, and an offset in quarters of an hour.
    pub(crate) created: (i32, i8),
    pub(crate) sku: Option<u8>,
    pub(crate) age_group: Option<&'static str>,
    pub(crate) days: Vec<&'static str>,
    pub(crate) mails: Vec<String>,
    /// The value and its property can be null.
    pub(crate) address: Option<Address>,
    pub(crate) home: Option<String>,
}

impl Row {
    pub(crate) fn to_json(&self) -> Value {
        json!({
            "id": self.id,
            "department": self.department,
            "logins": self.logins,
            "bytes": self.bytes,
            "ratio": self.ratio.map(ratio),
            "isEnabled": self.is_enabled,
            "created": moment(self.created),
            "sku": self.sku.map(|sku| guid(sku).to_string().to_uppercase()),
            "ageGroup": self.age_group,
            "days": self.days.join(","),
            "mails": self.mails,
            "address": self.address.as_ref().map(|address| json!({ "city": address.city })),
            "home": { "city": self.home },
        })
    }
}

pub(crate) fn ratio(number: i32) -> f64 {
    f64::from(number) / 8.0
}

pub(crate) fn guid(number: u8) -> Guid {
    format!("0b3f6d2a-8f1e-4f57-8c29-7d1e0a0000{number:02x}").parse().expect("a GUID")
}

/// Returns the text of a moment with its offset.
pub(crate) fn moment((seconds, quarters): (i32, i8)) -> String {
    let local = i64::from(seconds) + i64::from(quarters) * 900 + 86_400;
    let (day, time) = (local / 86_400, local % 86_400);
    let offset = if quarters == 0 {
        "Z".to_owned()
    } else {
        let minutes = i32::from(quarters).abs() * 15;
        format!("{}{:02}:{:02}", if quarters < 0 { '-' } else { '+' }, minutes / 60, minutes % 60)
    };
    format!("2026-01-{:02}T{:02}:{:02}:{:02}{offset}", day + 1, time / 3_600, time / 60 % 60, time % 60)
}

/// Few texts, so that equal ones are frequent: with other case, accents, and blanks at the end.
pub(crate) fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "Sales", "sales", "SALES", "Sale", "les", "Sales ", "IT", "O'Neil", "M\u{fc}ller", "MULLER", "Muller", "M\u{dc}LLER",
            "Stra\u{df}e", "STRASSE", "\u{65e5}\u{672c}", "\u{e9}", "e\u{301}", "E", " ", "100%", "a+b&c#d",
        ]).prop_map(str::to_owned),
        1 => "[a-cA-C]{1,3}",
    ]
}

pub(crate) fn created() -> impl Strategy<Value = (i32, i8)> {
    // moments are equal, or at least a second apart
    (0..6_i32, -40..40_i8).prop_map(|(seconds, quarters)| (seconds * 3_599, quarters))
}

pub(crate) fn member() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["minor", "notAdult", "adult"])
}

pub(crate) fn row() -> impl Strategy<Value = Row> {
    let optional = prop::option::of::<BoxedStrategy<String>>;
    let scalars =
        (text(), optional(text().boxed()), -2..3_i32, prop::option::of(-2..3_i64), prop::option::of(-9..9_i32));
    let others = (prop::option::of(any::<bool>()), created(), prop::option::of(0..3_u8), prop::option::of(member()));
    let collections = (
        prop::collection::btree_set(member(), 0..3),
        prop::collection::vec(text(), 0..3),
        prop::option::of(optional(text().boxed()).prop_map(|city| Address { city })),
        optional(text().boxed()),
    );
    (scalars, others, collections).prop_map(
        |(
            (id, department, logins, bytes, ratio),
            (is_enabled, created, sku, age_group),
            (days, mails, address, home),
        )| {
            let days = days.into_iter().collect();
            Row {
                id,
                department,
                logins,
                bytes,
                ratio,
                is_enabled,
                created,
                sku,
                age_group,
                days,
                mails,
                address,
                home,
            }
        },
    )
}
