//! Scratch.
use graph_metadata::{
    Model,
    declare::{Options, Root, declare},
};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let start = std::time::Instant::now();
    let bytes = std::fs::read(&args[1]).unwrap();
    let model = match Model::read_bytes(&bytes) {
        Ok(m) => m,
        Err(e) => {
            for f in e.faults() {
                eprintln!("{f}");
            }
            return;
        }
    };
    eprintln!(
        "read {:?} structured {} enums {} ops {} sets {} singletons {} warnings {}",
        start.elapsed(),
        model.structured_types().len(),
        model.enumerations().len(),
        model.operations().len(),
        model.entity_sets().len(),
        model.singletons().len(),
        model.warnings().len()
    );
    let mut options = Options::default();
    options.with_dependencies = true;
    options.partial = args.iter().any(|a| a == "--partial");
    let roots: Vec<Root> = if args[2] == "all" {
        model.types().map(|t| Root::new(t.name().as_str())).collect()
    } else {
        vec![Root::new(&args[2])]
    };
    let d = declare(&model, &roots, &options).unwrap();
    eprintln!("declared {:?} items {}", start.elapsed(), d.items.len());
    print!("{d}");
    eprintln!("written {:?}", start.elapsed());
}
