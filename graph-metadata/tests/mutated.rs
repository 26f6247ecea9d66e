//! Modified files lead to an error, or to a model and valid Rust source code, without a panic.

use graph_metadata::Model;
use graph_metadata::declare::{Options, RequestedType, declare};
use proptest::prelude::*;

const FILES: [&str; 3] =
    [include_str!("golden/shapes.xml"), include_str!("golden/names.xml"), include_str!("golden/reference.xml")];

/// Reads a file and, if it is valid, declares all types.
fn read_and_declare(bytes: &[u8]) {
    match Model::read_bytes(bytes) {
        Ok(model) => {
            let roots: Vec<RequestedType> =
                model.types().map(|found| RequestedType::new(found.name().as_str())).collect();
            for partial in [false, true] {
                let mut options = Options::default();
                options.with_dependencies = true;
                options.partial = partial;
                options.max_paths = 3;
                let declared = declare(&model, &roots, &options).expect("the types exist");
                assert!(declared.missing.is_empty() || !declared.items.is_empty());
                let text = declared.to_string();
                let parsed = syn::parse_file(&text);
                assert!(parsed.is_ok(), "{:?} in\n{text}", parsed.err());
            }
        }
        Err(error) => {
            for diagnostic in error.diagnostics() {
                assert!(diagnostic.span.line > 0 && diagnostic.span.column > 0 && diagnostic.span.start <= bytes.len());
            }
        }
    }
}

proptest! {
    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_and_declare(&bytes);
    }

    #[test]
    fn any_text(text in "\\PC{0,100}") {
        read_and_declare(text.as_bytes());
    }

    #[test]
    fn a_truncated_file(file in 0..FILES.len(), at in any::<prop::sample::Index>()) {
        let text = FILES[file];
        let truncated = &text.as_bytes()[..at.index(text.len() - 30)];
        prop_assert!(Model::read_bytes(truncated).is_err());
    }

    #[test]
    fn a_file_with_parts_replaced(file in 0..FILES.len(), changes in proptest::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..6,
    )) {
        let text = FILES[file];
        let mut parts: Vec<&str> = text.split_inclusive('"').collect();
        for (to, from) in changes {
            let (to, from) = (to.index(parts.len()), from.index(parts.len()));
            parts[to] = parts[from];
        }
        read_and_declare(parts.concat().as_bytes());
    }

    #[test]
    fn a_file_with_bytes_replaced(file in 0..FILES.len(), changes in proptest::collection::vec(
        (any::<prop::sample::Index>(), any::<u8>()), 1..4,
    )) {
        let mut bytes = FILES[file].as_bytes().to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        read_and_declare(&bytes);
    }

    #[test]
    fn a_file_with_values_swapped(file in 0..FILES.len(), changes in proptest::collection::vec(
        (any::<prop::sample::Index>(), any::<prop::sample::Index>()), 1..8,
    )) {
        // only values of attributes, so that most files stay well-formed and reach the checks of the model
        let mut parts: Vec<&str> = FILES[file].split('"').collect();
        for (to, from) in changes {
            let (to, from) = (to.index(parts.len() / 2) * 2 + 1, from.index(parts.len() / 2) * 2 + 1);
            parts[to] = parts[from];
        }
        read_and_declare(parts.join("\"").as_bytes());
    }
}
