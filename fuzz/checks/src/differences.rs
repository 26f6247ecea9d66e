use graph_core::{Update as _, json};

use crate::Everything;
use crate::generate::{Document, Entropy};
use crate::merge::{JsonTree, NEVER_SENT};
use crate::service::{Service, value_of};

/// Checks the laws of `diff`. The input selects a resource and a second state of it.
///
/// # Panics
/// If a resource differs from itself, if merging the difference does not result in the second state, or if the difference
/// contains a property that did not change or is not writable.
pub fn differences(input: &[u8]) {
    let mut entropy = Entropy::new(input);
    let first = Document::resource(&mut entropy, None);
    let second = Document::resource(&mut entropy, Some(&first));
    let (before, after) = (read(&first.to_string()), read(&second.to_string()));
    for (document, resource) in [(&first, &before), (&second, &after)] {
        let (read, written) = (document.to_string(), json::to_string(resource));
        assert_eq!(
            value_of(&written),
            value_of(&read),
            "the written value differs from the value that was read\n{read}\n{written}"
        );
    }
    assert!(Everything::diff(&before, &before.clone()).is_empty(), "{first}");
    assert!(Everything::diff(&after, &after.clone()).is_empty(), "{second}");

    let update = Everything::diff(&before, &after);
    assert_eq!(update.body().check(), Ok(()));
    let (old, new) = (JsonTree::parse(&json::to_string(&before)), JsonTree::parse(&json::to_string(&after)));
    let sent = JsonTree::parse(&update.to_json());
    let states = || format!("before {first}\nafter  {second}\nsent   {}", update.to_json());
    for name in sent.members().keys().filter(|name| *name != "@odata.type") {
        assert!(!NEVER_SENT.contains(&&**name), "{name} is not writable\n{}", states());
        assert_ne!(old.members().get(name), new.members().get(name), "{name} did not change\n{}", states());
    }
    let mut merged = old.clone();
    merged.merge(&sent);
    let expected = old.expected_after_update(&new).without_redundant_nulls();
    assert_eq!(
        merged.without_redundant_nulls(),
        expected,
        "the merged state differs from the second state\n{}",
        states()
    );

    // the service holds the text, and it can merge or replace complex values
    for service in [Service::Merges, Service::Replaces] {
        let held = service.update(&first.to_string(), &update.to_json());
        let (held, wanted) = (Service::comparable(&held), Service::comparable(&second.to_string()));
        for (name, wanted) in wanted.changed_from(&Service::comparable(&first.to_string())) {
            assert_eq!(held.member(name), wanted, "{service:?} holds another value of `{name}`\n{}", states());
        }
    }

    let mut applied = before.clone();
    update.apply_to(&mut applied).unwrap_or_else(|error| panic!("{error}\n{}", states()));
    assert_eq!(
        JsonTree::parse(&json::to_string(&applied)).without_redundant_nulls(),
        expected,
        "the applied state differs from the merged state\n{}",
        states()
    );
}

fn read(text: &str) -> Everything {
    json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
