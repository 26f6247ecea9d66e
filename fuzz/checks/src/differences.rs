use graph_core::{Update as _, json};

use crate::Everything;
use crate::generate::{Document, Entropy};
use crate::merge::{NEVER_SENT, Tree};
use crate::service::{Service, value_of};

/// The laws of `diff`: the input chooses a resource and another state of it.
///
/// # Panics
/// When a resource differs from itself, merging the difference does not give the other state, or it sends what did not
/// change or may not be sent.
pub fn differences(input: &[u8]) {
    let mut entropy = Entropy::new(input);
    let first = Document::resource(&mut entropy, None);
    let second = Document::resource(&mut entropy, Some(&first));
    let (before, after) = (read(&first.to_string()), read(&second.to_string()));
    for (document, resource) in [(&first, &before), (&second, &after)] {
        let (read, written) = (document.to_string(), json::to_string(resource));
        assert_eq!(value_of(&written), value_of(&read), "another value is written than was read\n{read}\n{written}");
    }
    assert!(Everything::diff(&before, &before.clone()).is_empty(), "{first}");
    assert!(Everything::diff(&after, &after.clone()).is_empty(), "{second}");

    let update = Everything::diff(&before, &after);
    assert_eq!(update.body().refusal(), None);
    let (old, new) = (Tree::parse(&json::to_string(&before)), Tree::parse(&json::to_string(&after)));
    let sent = Tree::parse(&update.to_json());
    let shown = || format!("before {first}\nafter  {second}\nsent   {}", update.to_json());
    for name in sent.members().keys().filter(|name| *name != "@odata.type") {
        assert!(!NEVER_SENT.contains(&&**name), "{name} is not writable\n{}", shown());
        assert_ne!(old.members().get(name), new.members().get(name), "{name} did not change\n{}", shown());
    }
    let mut merged = old.clone();
    merged.merge(&sent);
    let expected = old.becomes(&new).plain();
    assert_eq!(merged.plain(), expected, "the service gets another state\n{}", shown());

    // the service has the text, and what it does with complex values is not known
    for service in [Service::Merges, Service::Replaces] {
        let held = service.update(&first.to_string(), &update.to_json());
        let (held, wanted) = (Service::comparable(&held), Service::comparable(&second.to_string()));
        for (name, wanted) in wanted.changed_from(&Service::comparable(&first.to_string())) {
            assert_eq!(held.member(name), wanted, "{service:?} holds another `{name}`\n{}", shown());
        }
    }

    let mut applied = before.clone();
    update.apply_to(&mut applied).unwrap_or_else(|error| panic!("{error}\n{}", shown()));
    assert_eq!(Tree::parse(&json::to_string(&applied)).plain(), expected, "applying is not merging\n{}", shown());
}

fn read(text: &str) -> Everything {
    json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}
