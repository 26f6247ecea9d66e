//! The command `cargo graph declare`.

use std::io::{self, Write as _};
use std::time::Instant;

use graph_metadata::declare::{
    Declaration, Declarations, NamedPath, Options, RequestedOperations, RequestedType, declare_with_progress,
};
use graph_metadata::{Model, PathFinder};

use crate::arguments::{ApiVersion, DeclareArguments};
use crate::diagnostics;
use crate::output;
use crate::progress::Progress;

/// The number of declarations above which a summary is printed.
const SUMMARY_THRESHOLD: usize = 20;

/// The number of other paths that are listed.
const MAX_LISTED_PATHS: usize = 3;

/// The number of missing types that are listed by name.
const MAX_LISTED_NAMES: usize = 6;

/// An error message together with the exit code of the command.
pub(crate) struct CommandError {
    pub(crate) message: String,
    pub(crate) exit_code: u8,
}

impl CommandError {
    /// An input or output error, or an error in the metadata file.
    fn file(message: String) -> Self {
        Self { message, exit_code: 1 }
    }

    /// A type or path that cannot be declared.
    fn request(message: &dyn std::fmt::Display) -> Self {
        Self { message: format!("error: {message}"), exit_code: 2 }
    }
}

/// Reads the metadata file, generates the declarations and writes them.
pub(crate) fn run(arguments: &DeclareArguments) -> Result<(), CommandError> {
    let start = Instant::now();
    let name = arguments.metadata.display().to_string();
    let bytes = std::fs::read(&arguments.metadata)
        .map_err(|error| CommandError::file(format!("error: failed to read `{name}`: {error}")))?;
    let model = Model::read_bytes(&bytes)
        .map_err(|error| CommandError::file(diagnostics::render(&error, &String::from_utf8_lossy(&bytes), &name)))?;
    let mut options = Options::default();
    options.partial = arguments.partial;
    options.with_dependencies = arguments.with_dependencies || arguments.all;
    options.max_paths = arguments.find_paths;
    options.nullable_items = !arguments.no_null_items;
    options.links = arguments.links;
    options.operations = match &*arguments.named_operations {
        _ if arguments.operations => RequestedOperations::All,
        [] => RequestedOperations::None,
        names => RequestedOperations::Named(names.iter().cloned().collect()),
    };
    let requested = requested_types(&model, arguments, &mut options)?;
    let progress = Progress::new();
    let declared = declare_with_progress(&model, &requested, &options, &mut |done, total| progress.update(done, total))
        .map_err(|error| CommandError::request(&error))?;
    progress.finish();
    check_operations(arguments, &declared)?;
    write(arguments, &declared)?;
    if !arguments.all {
        note_chosen_paths(&model, &requested);
    }
    if declared.items.len() > SUMMARY_THRESHOLD || arguments.output.is_some() {
        eprintln!("{}", summary(&declared, start.elapsed().as_secs_f64()));
    }
    if !declared.missing.is_empty() && !options.with_dependencies {
        eprintln!("{}", missing_note(&declared.missing));
    }
    Ok(())
}

/// Returns the types to declare, and sets the API version in the options.
fn requested_types(
    model: &Model,
    arguments: &DeclareArguments,
    options: &mut Options,
) -> Result<Vec<RequestedType>, CommandError> {
    options.is_beta = arguments.version == ApiVersion::Beta;
    if arguments.all {
        return Ok(model.types().map(|found| RequestedType::new(found.name().as_str())).collect());
    }
    let mut requested = Vec::new();
    for type_or_path in &arguments.types_or_paths {
        requested.push(if let Some((_, host_and_path)) = type_or_path.split_once("://") {
            let path = host_and_path.find('/').and_then(|slash| host_and_path.get(slash..)).unwrap_or("/users/{id}");
            let message = format!("`{type_or_path}` is a URL; write the path after the host: `{path}`");
            return Err(CommandError::request(&message));
        } else if type_or_path.starts_with('/') {
            options.is_beta |= type_or_path.starts_with("/beta/");
            let found = model.resolve_path(type_or_path).map_err(|error| CommandError::request(&error))?;
            RequestedType::new(found.type_name).with_path(NamedPath::new(found.template))
        } else {
            RequestedType::new(type_or_path)
        });
    }
    if arguments.paths.is_empty() {
        return Ok(requested);
    }
    let Ok([mut only]) = <[RequestedType; 1]>::try_from(requested) else {
        let message = "`--path` needs one type, because it is the path of that type; declare the types one by one";
        return Err(CommandError::request(&message));
    };
    for path in &arguments.paths {
        // a path can contain an equals sign, but not before its first slash
        only = only.with_path(match path.split_once('=') {
            Some((name, template)) if !name.contains('/') => NamedPath::named(name, template),
            _ => NamedPath::new(path),
        });
    }
    Ok(vec![only])
}

/// Prints which path was chosen for each type without a given one, if there are several.
fn note_chosen_paths(model: &Model, requested: &[RequestedType]) {
    let finder = PathFinder::new(model);
    for request in requested.iter().filter(|request| request.paths.is_empty()) {
        let Ok(found) = model.find(&request.type_name) else { continue };
        let paths = finder.paths_to(found.name().as_str(), MAX_LISTED_PATHS + 1);
        if let [chosen, others @ ..] = &*paths
            && !others.is_empty()
        {
            let others: Vec<_> = others.iter().map(|path| format!("`{path}`")).collect();
            eprintln!(
                "note: `{}` is at `{chosen}`, because paths are preferred at which it can be updated, in a collection, and with few \
                 ids; pass `--path` for another one, such as {}",
                request.type_name,
                others.join(", ")
            );
        }
    }
}

/// Reports a named action or function that none of the types has.
fn check_operations(arguments: &DeclareArguments, declared: &Declarations) -> Result<(), CommandError> {
    let is_declared = |name: &str| {
        let short = |qualified: &str| qualified.rsplit('.').next() == Some(name);
        declared.operations.iter().any(|operation| short(&operation.qualified_name))
    };
    let Some(unknown) = arguments.named_operations.iter().find(|name| !is_declared(name)) else { return Ok(()) };
    let types = arguments.types_or_paths.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = format!(
        "none of {types} has an action or a function `{unknown}`; pass `--operations` to see all that they have"
    );
    Err(CommandError::request(&message))
}

fn write(arguments: &DeclareArguments, declared: &Declarations) -> Result<(), CommandError> {
    let text = declared.to_string();
    match &arguments.output {
        Some(path) => output::write_file(path, &text, &output::command(std::env::args()), arguments.force)
            .map_err(|error| CommandError::file(format!("error: {error}"))),
        None => match io::stdout().lock().write_all(text.as_bytes()) {
            // a reader such as `head` can close the pipe early
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => {
                other.map_err(|error| CommandError::file(format!("error: failed to write to standard output: {error}")))
            }
        },
    }
}

fn summary(declared: &Declarations, seconds: f64) -> String {
    let count = |is: fn(&Declaration) -> bool| declared.items.iter().filter(|item| is(item)).count();
    let resources = count(|item| matches!(item, Declaration::Struct(item) if !item.paths.is_empty()));
    let structs = count(|item| matches!(item, Declaration::Struct(_)));
    let unions = count(|item| matches!(item, Declaration::Union(_)));
    let enums = count(|item| matches!(item, Declaration::Enum(_)));
    let operations = match declared.operations.len() {
        0 => String::new(),
        1 => ", 1 action or function".to_owned(),
        count => format!(", {count} actions and functions"),
    };
    format!(
        "declared {structs} structs ({resources} with a path), {enums} enums and {unions} unions{operations} in {seconds:.1} s"
    )
}

/// Returns a note that lists types that are used but not declared.
fn missing_note(missing: &[String]) -> String {
    let listed: Vec<String> = missing.iter().take(MAX_LISTED_NAMES).map(|name| format!("`{name}`")).collect();
    let more = missing.len().saturating_sub(MAX_LISTED_NAMES);
    let more = if more > 0 { format!(" and {more} more types") } else { String::new() };
    let (verb, pronoun) = if missing.len() == 1 { ("is", "it") } else { ("are", "them") };
    format!(
        "note: the declarations use {}{more}, which {verb} not declared; pass `--with-dependencies` to declare {pronoun}",
        listed.join(", ")
    )
}
