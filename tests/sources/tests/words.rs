//! The text uses the terms of the glossary.

use std::collections::BTreeMap;

#[test]
fn the_text_uses_the_terms_of_the_glossary() {
    let found = graph_source_checks::words::find().unwrap_or_else(|problem| panic!("{problem}"));
    let mut counts = BTreeMap::new();
    for found in &found {
        println!("{}:{}: `{}`: write {}\n    {}", found.path, found.line, found.words, found.instead, found.text);
        *counts.entry(found.package()).or_insert(0) += 1;
    }
    for (package, count) in &counts {
        println!("{count:6} {package}");
    }
    assert!(found.is_empty(), "{} lines do not use the terms of the glossary in ARCHITECTURE.md", found.len());
}
