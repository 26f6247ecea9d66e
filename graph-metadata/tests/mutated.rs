//! Files that something happened to: an error, or a model and declarations that are Rust, but no panic.

use graph_metadata::Model;
use graph_metadata::declare::{Options, Root, declare};
use proptest::prelude::*;

const FILES: [&str; 3] =
    [include_str!("golden/shapes.xml"), include_str!("golden/names.xml"), include_str!("golden/reference.xml")];

/// Reads a file and, if that works, declares all of it.
fn survive(bytes: &[u8]) {
    match Model::read_bytes(bytes) {
        Ok(model) => {
            let roots: Vec<Root> = model.types().map(|found| Root::new(found.name().as_str())).collect();
            for partial in [false, true] {
                let mut options = Options::default();
                options.with_dependencies = true;
                options.partial = partial;
                options.paths = 3;
                let declared = declare(&model, &roots, &options).expect("types of the model are known");
                assert!(declared.missing.is_empty() || !declared.items.is_empty());
                let text = declared.to_string();
                let parsed = syn::parse_file(&text);
                assert!(parsed.is_ok(), "{:?} in\n{text}", parsed.err());
            }
        }
        Err(error) => {
            for fault in error.faults() {
                assert!(fault.place.line > 0 && fault.place.column > 0 && fault.place.start <= bytes.len());
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        survive(&bytes);
    }

    #[test]
    fn any_text(text in "\\PC{0,100}") {
        survive(text.as_bytes());
    }

    #[test]
    fn a_truncated_file(file in 0..FILES.len(), at in any::<prop::sample::Index>()) {
        let text = FILES[file];
        let cut = &text.as_bytes()[..at.index(text.len() - 30)];
        prop_assert!(Model::read_bytes(cut).is_err());
    }

    #[test]
    fn a_file_with_other_words(file in 0..FILES.len(), changes in proptest::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6,
    )) {
        let text = FILES[file];
        let mut words: Vec<&str> = text.split_inclusive('"').collect();
        for (to, from) in changes {
            let (to, from) = (to.index(words.len()), from.index(words.len()));
            words[to] = words[from];
        }
        survive(words.concat().as_bytes());
    }

    #[test]
    fn a_file_with_other_bytes(file in 0..FILES.len(), changes in proptest::collection::vec(
        (any::<prop::sample::Index>(), any::<u8>()), 1..4,
    )) {
        let mut bytes = FILES[file].as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        survive(&bytes);
    }

    #[test]
    fn a_file_with_values_swapped(file in 0..FILES.len(), changes in proptest::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8,
    )) {
        // values of attributes only, so that most files stay well-formed and the rules of the model are met
        let mut words: Vec<&str> = FILES[file].split('"').collect();
        for (to, from) in changes {
            let (to, from) = (to.index(words.len() / 2) * 2 + 1, from.index(words.len() / 2) * 2 + 1);
            words[to] = words[from];
        }
        survive(words.join("\"").as_bytes());
    }
}
