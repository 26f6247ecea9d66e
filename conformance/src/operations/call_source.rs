//! The functions of calls: actions and functions with their parameters, downloads and uploads.

use std::fmt::Write as _;

use graph_metadata::declare::{Declarations, OperationDeclaration, ReturnDeclaration};

use super::call_plan::{CallKind, PlannedCall};
use super::source::{RecordFunctions, addressed};

impl RecordFunctions {
    /// Adds the function of a call.
    ///
    /// # Errors
    /// If the type is not declared at the path, or if it has no such action or function.
    pub(super) fn add_call(&mut self, call: &PlannedCall, declared: &Declarations) -> Result<(), String> {
        let (ty, function) = addressed(declared, &call.type_name, &call.route.template, call.is_on_collection)?;
        let values: Vec<String> = (0..call.route.values.len()).map(|nth| format!("values[{nth}]")).collect();
        let target = format!("{ty}::{function}({})", values.join(", "));
        let mut text = format!("    use crate::{}::*;\n", call.module);
        let media = |property: &Option<String>| match property {
            Some(name) => format!("{target}.media_property({name:?})"),
            None => format!("{target}.media()"),
        };
        let (read, mut operation) = match &call.kind {
            CallKind::Download(property) => ("downloaded", format!("graph.download({})", media(property))),
            CallKind::Upload(property) => ("uploaded", format!("graph.upload({}, input.bytes())", media(property))),
            CallKind::Operation(name, parameters) => {
                let found = operation(declared, call, name, parameters)?;
                _ = writeln!(text, "    let parameters = {};", literal(found, parameters));
                let read = match &found.returns {
                    ReturnDeclaration::Nothing => "called",
                    ReturnDeclaration::One(_) => "returned",
                    ReturnDeclaration::Many(_) => "returned_page",
                    _ => "downloaded",
                };
                (read, format!("graph.call({target}, parameters)"))
            }
        };
        for (name, value) in &call.options {
            _ = write!(operation, ".query({name:?}, {value:?})");
        }
        if call.has_etag {
            operation.push_str(".if_match(input.etag()?)");
        }
        _ = writeln!(text, "    Ok({read}({operation}))");
        self.push(call.record, &text);
        Ok(())
    }
}

/// Returns the overload that has the parameters, with as few others as possible.
fn operation<'d>(
    declared: &'d Declarations,
    call: &PlannedCall,
    name: &str,
    parameters: &[String],
) -> Result<&'d OperationDeclaration, String> {
    let has_all = |operation: &&OperationDeclaration| {
        parameters.iter().all(|name| operation.parameters.iter().any(|field| field.wire_name == *name))
    };
    let of_this_name = || {
        declared
            .operations
            .iter()
            .filter(|operation| operation.qualified_name == name && operation.is_on_collection == call.is_on_collection)
    };
    // an operation of a base type is called on the derived type
    let own = || of_this_name().filter(|operation| operation.type_name == call.type_name);
    let fewest = |operation: &&OperationDeclaration| operation.parameters.len();
    own().filter(has_all).min_by_key(fewest).or_else(|| of_this_name().filter(has_all).min_by_key(fewest)).ok_or_else(
        || match of_this_name().next() {
            None => format!("`{}` has no operation `{name}`", call.type_name),
            Some(_) => format!("no overload of `{name}` has the parameters `{}`", parameters.join("`, `")),
        },
    )
}

/// Returns the value of the struct with its parameters.
fn literal(operation: &OperationDeclaration, parameters: &[String]) -> String {
    if operation.parameters.is_empty() {
        return operation.name.clone();
    }
    let mut text = format!("{} {{", operation.name);
    for field in &operation.parameters {
        _ = if parameters.contains(&field.wire_name) {
            write!(text, " {}: input.member({:?})?.read::<{}>()?,", field.name, field.wire_name, field.ty)
        } else {
            write!(text, " {}: Default::default(),", field.name)
        };
    }
    text + " }"
}
