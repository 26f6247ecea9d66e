//! `cargo graph declare`

use std::io::{self, Write as _};
use std::time::Instant;

use graph_metadata::Model;
use graph_metadata::declare::{Declaration, Declarations, NamedPath, Options, Root, declare_with_progress};

use crate::arguments::{Declare, Version};
use crate::progress::Progress;
use crate::report;

/// So many declarations are a large run: it gets a summary.
const LARGE: usize = 20;

/// What went wrong, and the exit code that says so.
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) code: u8,
}

impl Failure {
    /// The file system, or the file.
    fn of_file(message: String) -> Self {
        Self { message, code: 1 }
    }

    /// What was asked for does not exist.
    fn of_request(message: &dyn std::fmt::Display) -> Self {
        Self { message: format!("error: {message}"), code: 2 }
    }
}

/// Reads the file, declares what was asked for, and writes it.
pub(crate) fn run(arguments: &Declare) -> Result<(), Failure> {
    let start = Instant::now();
    let name = arguments.metadata.display().to_string();
    let bytes = std::fs::read(&arguments.metadata)
        .map_err(|error| Failure::of_file(format!("error: `{name}` cannot be read: {error}")))?;
    let model = Model::read_bytes(&bytes)
        .map_err(|error| Failure::of_file(report::faults(&error, &String::from_utf8_lossy(&bytes), &name)))?;
    let mut options = Options::default();
    options.partial = arguments.partial;
    options.with_dependencies = arguments.with_dependencies || arguments.all;
    options.paths = arguments.find_paths;
    options.null_elements = !arguments.no_null_items;
    let roots = roots(&model, arguments, &mut options)?;
    let progress = Progress::new();
    let declared = declare_with_progress(&model, &roots, &options, &mut |done, of| progress.tell(done, of))
        .map_err(|error| Failure::of_request(&error))?;
    progress.finish();
    write(arguments, &declared)?;
    if declared.items.len() > LARGE || arguments.output.is_some() {
        eprintln!("{}", summary(&declared, start.elapsed().as_secs_f64()));
    }
    if !declared.missing.is_empty() && !options.with_dependencies {
        let them = if declared.missing.len() == 1 { "it" } else { "them" };
        let names = report::list(declared.missing.iter().map(String::as_str), 6);
        eprintln!("note: it uses {names}; `--with-dependencies` declares {them}, too");
    }
    Ok(())
}

/// What to declare.
fn roots(model: &Model, arguments: &Declare, options: &mut Options) -> Result<Vec<Root>, Failure> {
    options.is_beta = arguments.version == Version::Beta;
    let Some(what) = &arguments.what else {
        return Ok(model.types().map(|found| Root::new(found.name().as_str())).collect());
    };
    let mut root = if what.starts_with('/') {
        options.is_beta |= what.starts_with("/beta/");
        let found = model.resolve_path(what).map_err(|error| Failure::of_request(&error))?;
        Root::new(found.type_name).at(NamedPath::new(found.template))
    } else {
        Root::new(what)
    };
    for path in &arguments.paths {
        // an equals sign may stand in a path, but not before its first slash
        root = root.at(match path.split_once('=') {
            Some((name, template)) if !name.contains('/') => NamedPath::named(name, template),
            _ => NamedPath::new(path),
        });
    }
    Ok(vec![root])
}

fn write(arguments: &Declare, declared: &Declarations) -> Result<(), Failure> {
    let text = declared.to_string();
    match &arguments.output {
        Some(path) => std::fs::write(path, text)
            .map_err(|error| Failure::of_file(format!("error: `{}` cannot be written: {error}", path.display()))),
        None => match io::stdout().lock().write_all(text.as_bytes()) {
            // whoever reads has seen enough
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other.map_err(|error| Failure::of_file(format!("error: cannot write: {error}"))),
        },
    }
}

fn summary(declared: &Declarations, seconds: f64) -> String {
    let count = |is: fn(&Declaration) -> bool| declared.items.iter().filter(|item| is(item)).count();
    let resources = count(|item| matches!(item, Declaration::Struct(item) if !item.paths.is_empty()));
    let structs = count(|item| matches!(item, Declaration::Struct(_)));
    let unions = count(|item| matches!(item, Declaration::Union(_)));
    let enumerations = count(|item| matches!(item, Declaration::Enumeration(_)));
    format!(
        "declared {structs} structs ({resources} with a path), {enumerations} enumerations and {unions} unions in \
         {seconds:.1} s"
    )
}
