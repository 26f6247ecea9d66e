//! The code that the macros generate, in full: the derives and the declaration macros of `graph-core`, expanded and formatted.
//!
//! The declarations are in `expansion/`, their code in `expansion/expanded/`. `EXPANSION=overwrite` renews the code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn generated_code_is_as_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("expansion");
    let crate_text = rustc(&folder.join("mod.rs"), "-Zunpretty=expanded");
    let syntax = syn::parse_file(&crate_text).expect("rustc prints Rust");
    let overwrite = std::env::var_os("EXPANSION").is_some_and(|value| value == "overwrite");
    let mut modules = 0;
    for item in syntax.items {
        let syn::Item::Mod(syn::ItemMod { ident, content: Some((_, mut items)), attrs, .. }) = item else { continue };
        modules += 1;
        // the documentation of the module becomes that of the file
        let attrs = attrs.into_iter().filter(|attribute| attribute.path().is_ident("doc")).collect();
        items.iter_mut().for_each(remove_helper_attributes);
        let code = spaced(&prettyplease::unparse(&syn::File { shebang: None, frontmatter: None, attrs, items }));
        let file = folder.join("expanded").join(format!("{ident}.rs"));
        if overwrite {
            fs::write(&file, code).expect("the file can be written");
            continue;
        }
        let reviewed = fs::read_to_string(&file).unwrap_or_default();
        if let Some((number, (reviewed, generated))) =
            (1..).zip(lines(&reviewed).zip(lines(&code))).find(|(_, (reviewed, generated))| reviewed != generated)
        {
            panic!(
                "{}:{number}: the generated code differs from the reviewed one\n  reviewed: {reviewed}\n generated: \
                 {generated}\nRenew it with `EXPANSION=overwrite cargo test -p graph-tests --test expansion` and read the \
                 difference.",
                file.display()
            );
        }
    }
    assert_eq!(modules, 4, "one module per kind of declaration: {crate_text}");
    // what is reviewed is Rust that works without the macros
    for root in [folder.join("mod.rs"), folder.join("expanded/mod.rs")] {
        rustc(&root, "--emit=metadata");
    }
}

/// The lines of a text, then empty ones.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().chain(std::iter::repeat_n("", 10_000 - text.lines().count()))
}

/// Calls the compiler with the `graph-core` that this test is linked with. Returns its output.
fn rustc(root: &Path, argument: &str) -> String {
    let dependencies = std::env::current_exe().expect("this test is a file");
    let dependencies = dependencies.parent().expect("it is in a folder");
    let mut unusable = String::new();
    for library in libraries(dependencies) {
        let output = Command::new("rustc")
            // allows -Z options of the pinned stable compiler, for this call alone
            .env("RUSTC_BOOTSTRAP", "1")
            .args([argument, "--edition=2024", "--crate-type=lib", "--crate-name=expansion"])
            .arg(format!("--out-dir={}", env!("CARGO_TARGET_TMPDIR")))
            .arg(format!("-Ldependency={}", dependencies.display()))
            .arg(format!("--extern=graph_core={}", library.display()))
            .arg(root)
            .output()
            .expect("rustc can be called");
        if output.status.success() {
            return String::from_utf8(output.stdout).expect("source text is UTF-8");
        }
        let errors = String::from_utf8_lossy(&output.stderr);
        // another build of a dependency has replaced the one that this build needs
        let is_unusable = ["E0460", "E0463", "E0514"].iter().any(|code| errors.contains(code));
        assert!(is_unusable, "{} does not compile: {errors}", root.display());
        unusable.push_str(&errors);
    }
    panic!("no `graph-core` in {} can be used: {unusable}", dependencies.display());
}

/// All builds of `graph-core`, the last one first: it is never older than the sources that this test was built from.
fn libraries(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(folder)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the entry can be read"))
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("libgraph_core-"))
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rlib"))
        .map(|entry| (entry.metadata().and_then(|metadata| metadata.modified()).expect("a time"), entry.path()))
        .collect();
    found.sort();
    found.into_iter().rev().map(|(_, path)| path).collect()
}

/// Removes what only the derives understand.
fn remove_helper_attributes(item: &mut syn::Item) {
    let (attributes, fields): (_, Vec<&mut Vec<syn::Attribute>>) = match item {
        syn::Item::Struct(item) => (&mut item.attrs, item.fields.iter_mut().map(|field| &mut field.attrs).collect()),
        syn::Item::Enum(item) => {
            (&mut item.attrs, item.variants.iter_mut().map(|variant| &mut variant.attrs).collect())
        }
        _ => return,
    };
    for attributes in fields.into_iter().chain([attributes]) {
        attributes.retain(|attribute| !attribute.path().is_ident("graph"));
    }
}

/// Writes documentation as `/// text`, and puts an empty line between implementations.
fn spaced(code: &str) -> String {
    let mut spaced = String::new();
    let mut is_block = false;
    let mut indent = "";
    let mut ends_item = false;
    for line in code.lines() {
        let mut text = line.trim_start();
        if !is_block {
            indent = &line[..line.len() - text.len()];
        }
        let starts_item = ["#", "///", "const", "pub", "impl"].iter().any(|start| text.starts_with(start));
        if ends_item && starts_item && indent.len() <= 4 {
            spaced.push('\n');
        }
        ends_item = text == "}" || text == "};" || text == ");";
        spaced.push_str(indent);
        let starts_block = text.starts_with("/**");
        let is_doc = is_block || starts_block || text.starts_with("///");
        if is_doc {
            text = if is_block { line } else { &text[3..] };
            is_block = (is_block || starts_block) && !text.ends_with("*/");
            text = text.trim_end_matches("*/").trim();
            spaced.push_str(if text.is_empty() { "///" } else { "/// " });
        }
        spaced.push_str(text);
        spaced.push('\n');
    }
    spaced
}
