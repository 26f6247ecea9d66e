//! The URLs of random queries, judged by the grammar in this folder.

use graph_conformance::urls;

#[test]
fn urls_of_random_queries_are_well_formed_and_keep_their_values() {
    let grammar = urls::grammar(include_str!("options.abnf")).expect("a grammar");
    let wrong = urls::judge(&grammar, 1_000, 1, &mut |_| {}).expect("a client");
    assert_eq!(wrong, []);
}
