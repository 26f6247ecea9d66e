use graph_metadata::Model;
use graph_metadata::StructuredKind;
use graph_metadata::declare::{Declaration, Declarations, Options, RequestedType, declare};

/// Metadata files: the input is one.
///
/// # Panics
/// When a file that is read has declarations that are not Rust or let an update clear a collection, or an error has no
/// place in the file.
pub fn csdl(input: &[u8]) {
    let model = match Model::read_bytes(input) {
        Ok(model) => model,
        Err(error) => {
            assert!(error.diagnostics().next().is_some(), "an error says what is wrong");
            for fault in error.diagnostics() {
                assert!(fault.span.line > 0 && fault.span.column > 0 && fault.span.start <= input.len());
            }
            return;
        }
    };
    let roots: Vec<RequestedType> = model.types().map(|found| RequestedType::new(found.name().as_str())).collect();
    for partial in [false, true] {
        let mut options = Options::default();
        options.with_dependencies = true;
        options.partial = partial;
        options.max_paths = 3;
        let declared = declare(&model, &roots, &options).expect("types of the model are known");
        no_update_clears_a_collection(&model, &declared);
        let text = declared.to_string();
        let parsed = syn::parse_file(&text);
        assert!(parsed.is_ok(), "{:?} in\n{text}", parsed.err());
        let again = declare(&model, &roots, &options).expect("types of the model are known").to_string();
        assert_eq!(text, again, "the same file gives the same text");
    }
}

/// A collection is never null (OData CSDL 4.01, section 7.2.1), so nothing that has an update is declared with a method that
/// clears one.
fn no_update_clears_a_collection(model: &Model, declared: &Declarations) {
    for item in &declared.items {
        let Declaration::Struct(item) = item else { continue };
        if model.structured_type(&item.type_name).is_some_and(|of| of.kind == StructuredKind::Complex) {
            continue;
        }
        for field in item.fields.iter().filter(|field| !field.is_optional) {
            let is_cleared = field.ty.starts_with("Option<Vec<") || field.ty.starts_with("Nullable<Vec<");
            assert!(!is_cleared, "{}/{}: {}", item.type_name, field.wire_name, field.ty);
        }
    }
}
