use graph_metadata::Model;
use graph_metadata::declare::{Options, Root, declare};

/// Metadata files: the input is one.
///
/// # Panics
/// When a file that is read has declarations that are no Rust, or an error has no place in the file.
pub fn csdl(input: &[u8]) {
    let model = match Model::read_bytes(input) {
        Ok(model) => model,
        Err(error) => {
            assert!(error.faults().next().is_some(), "an error says what is wrong");
            for fault in error.faults() {
                assert!(fault.place.line > 0 && fault.place.column > 0 && fault.place.start <= input.len());
            }
            return;
        }
    };
    let roots: Vec<Root> = model.types().map(|found| Root::new(found.name().as_str())).collect();
    for partial in [false, true] {
        let mut options = Options::default();
        options.with_dependencies = true;
        options.partial = partial;
        options.paths = 3;
        let text = declare(&model, &roots, &options).expect("types of the model are known").to_string();
        let parsed = syn::parse_file(&text);
        assert!(parsed.is_ok(), "{:?} in\n{text}", parsed.err());
        let again = declare(&model, &roots, &options).expect("types of the model are known").to_string();
        assert_eq!(text, again, "the same file gives the same text");
    }
}
