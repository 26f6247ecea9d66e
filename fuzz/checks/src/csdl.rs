use graph_metadata::declare::{Declaration, Declarations, Options, RequestedType, declare};
use graph_metadata::{Model, StructuredKind};

/// Checks the reading of a metadata file and the declarations of its types. The input is the file.
///
/// # Panics
/// If the declarations are not valid Rust, or if an update could clear a collection. If an error has no position in the file.
pub fn csdl(input: &[u8]) {
    let model = match Model::read_bytes(input) {
        Ok(model) => model,
        Err(error) => {
            assert!(error.diagnostics().next().is_some(), "an error without a diagnostic");
            for diagnostic in error.diagnostics() {
                assert!(diagnostic.span.line > 0 && diagnostic.span.column > 0 && diagnostic.span.start <= input.len());
            }
            return;
        }
    };
    let requested: Vec<RequestedType> = model.types().map(|found| RequestedType::new(found.name().as_str())).collect();
    for partial in [false, true] {
        let mut options = Options::default();
        options.with_dependencies = true;
        options.partial = partial;
        options.max_paths = 3;
        let declared = declare(&model, &requested, &options).expect("the types exist");
        assert_no_update_clears_a_collection(&model, &declared);
        let text = declared.to_string();
        let parsed = syn::parse_file(&text);
        assert!(parsed.is_ok(), "{:?} in\n{text}", parsed.err());
        let again = declare(&model, &requested, &options).expect("the types exist").to_string();
        assert_eq!(text, again, "the output differs between two runs");
    }
}

/// Asserts that no type with an update has a method that clears a collection. A collection is never null (OData CSDL
/// 4.01, section 7.2.1).
fn assert_no_update_clears_a_collection(model: &Model, declared: &Declarations) {
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
