//! The checker itself, on small crates in memory.

use super::document::layers_of;
use super::modules::Modules;
use super::rules;

/// Checks a crate `c`; `layers` is a list of modules per line, lowest first.
fn check(files: &[(&str, &str)], layers: &str) -> Vec<String> {
    let modules = Modules::read("lib.rs", |path| {
        files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned())
    });
    let layers = layers_of(&format!("```layers c\n{layers}\n```"), "c").expect("layers");
    rules::check(&modules, "c/src/", &layers)
}

const NONE: [String; 0] = [];

#[test]
fn a_module_may_name_lower_modules() {
    let files = [
        ("lib.rs", "mod high; mod low; pub use high::High;"),
        ("low.rs", "pub struct Low;"),
        ("high.rs", "use crate::low::Low; pub struct High(Low, crate::low::Low);"),
    ];
    assert_eq!(check(&files, "low\nhigh"), NONE);
}

#[test]
fn a_use_of_a_higher_module_is_reported_with_its_line() {
    let files = [
        ("lib.rs", "mod high; mod low;"),
        ("low.rs", "//! Low.\nuse std::fmt;\nuse crate::high::{self, High};\nstruct Low(High);"),
        ("high.rs", "pub struct High;"),
    ];
    let problems = check(&files, "low # the leaves\nhigh");
    assert_eq!(
        problems,
        ["c/src/low.rs:3: use crate::high::High;\n    `low` names `high`, which is in a higher layer"]
    );
}

#[test]
fn modules_of_one_layer_do_not_name_each_other() {
    let files = [("lib.rs", "mod a; mod b;"), ("a.rs", "pub struct A;"), ("b.rs", "fn b(_: crate::a::A) {}")];
    let problems = check(&files, "a b");
    assert_eq!(problems, ["c/src/b.rs:1: fn b(_: crate::a::A) {}\n    `b` names `a`, which is in the same layer"]);
}

#[test]
fn re_exports_lead_to_the_file_that_defines_the_item() {
    let files = [
        ("lib.rs", "mod facade; mod high; mod low; mod middle;"),
        ("low.rs", "pub struct Low;"),
        ("middle.rs", "pub fn middle(_: crate::facade::Renamed) {} pub fn other(_: crate::facade::High) {}"),
        ("high.rs", "pub struct High;"),
        ("facade.rs", "pub(crate) use crate::low::Low as Renamed; pub use crate::high::*;"),
    ];
    let problems = check(&files, "low\nmiddle\nhigh\nfacade");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].ends_with("`middle` names `high`, which is in a higher layer"), "{problems:?}");
}

#[test]
fn names_of_a_glob_are_found() {
    let files = [
        ("lib.rs", "mod high; mod low;"),
        ("low.rs", "use crate::high::*;\n\nfn low() {\n    let _: High;\n}"),
        ("high.rs", "pub struct High;"),
    ];
    let problems = check(&files, "low\nhigh");
    assert_eq!(problems, ["c/src/low.rs:4: let _: High;\n    `low` names `high`, which is in a higher layer"]);
}

#[test]
fn names_inside_macro_calls_are_found() {
    let files = [
        ("lib.rs", "mod high; mod low;"),
        ("low.rs", "fn low() -> bool {\n    matches!(0, crate::high::HIGH)\n}"),
        ("high.rs", "pub const HIGH: i32 = 0;"),
    ];
    let problems = check(&files, "low\nhigh");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("c/src/low.rs:2: matches!(0, crate::high::HIGH)"), "{problems:?}");
}

#[test]
fn a_macro_depends_on_what_it_names_and_a_call_on_the_macro() {
    let files = [
        ("lib.rs", "mod high; mod low;"),
        ("low.rs", "macro_rules! low { ($x:ident) => { $crate::high::high($x.high) }; }\npub(crate) use low;"),
        ("high.rs", "use crate::low::low;\npub fn high(x: i32) { low!(x) }"),
    ];
    let problems = check(&files, "low\nhigh");
    assert_eq!(problems.len(), 2, "{problems:?}");
    assert!(problems[0].starts_with("c/src/low.rs:1: "), "{problems:?}");
    assert!(problems[1].starts_with("a circle of 2 files:"), "{problems:?}");
}

#[test]
fn a_circle_of_files_in_one_module_is_reported() {
    let files = [
        ("lib.rs", "mod a;"),
        ("a.rs", "mod b; mod c; use b::B; pub struct A(B);"),
        ("a/b.rs", "use super::c::C;\npub struct B(C);"),
        ("a/c.rs", "use super::A;\npub struct C(Box<A>);"),
    ];
    let problems = check(&files, "a");
    let circle = "a circle of 3 files:
    c/src/a.rs:1: use b::B;
        names c/src/a/b.rs
    c/src/a/b.rs:1: use super::c::C;
        names c/src/a/c.rs
    c/src/a/c.rs:1: use super::A;
        names c/src/a.rs";
    assert_eq!(problems, [circle]);
}

#[test]
fn a_circle_of_folders_is_reported() {
    let files = [
        ("lib.rs", "mod a;"),
        ("a.rs", "mod b; mod c;"),
        ("a/b.rs", "pub mod deep; fn b(_: super::c::C) {}"),
        ("a/b/deep.rs", "pub struct Deep;"),
        ("a/c.rs", "pub mod user; pub struct C;"),
        ("a/c/user.rs", "use crate::a::b::deep::Deep;\npub struct User(Deep);"),
    ];
    let problems = check(&files, "a");
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].starts_with("a circle of 2 modules in `a`:"), "{problems:?}");
}

#[test]
fn tests_are_left_out() {
    let files = [
        ("lib.rs", "mod high; mod low;"),
        (
            "low.rs",
            "#[cfg(test)] mod tests;
             #[cfg(all(test, unix))] use crate::high::High;
             pub struct Low { #[cfg(test)] high: crate::high::High }
             impl Low { #[cfg(test)] fn high() -> crate::high::High {} }
             fn low() { #[cfg(test)] let _ = crate::high::High; }",
        ),
        ("high.rs", "pub struct High;"),
    ];
    assert_eq!(check(&files, "low\nhigh"), NONE);
}

#[test]
fn names_of_other_crates_and_of_variables_are_left_out() {
    let files = [
        ("lib.rs", "mod http; mod low;"),
        (
            "low.rs",
            "use ::http::Method;\nfn low(value: u8) { let Method { value, .. } = value.http(); print!(\"{}\", x.http); }",
        ),
        ("http.rs", "pub struct Method; pub fn http() {}"),
    ];
    assert_eq!(check(&files, "low\nhttp"), NONE);
}

#[test]
fn a_module_without_a_layer_is_reported() {
    let files = [
        ("lib.rs", "#[path = \"private.rs\"] mod __private;\nmod a;"),
        ("a.rs", "pub struct A;"),
        ("private.rs", "fn a(_: crate::a::A) {}"),
    ];
    let problems = check(&files, "gone\na");
    assert_eq!(problems.len(), 3, "{problems:?}");
    assert!(problems[0].starts_with("ARCHITECTURE.md lists `gone`, which is not a module of c"), "{problems:?}");
    assert!(problems[1].starts_with("the module `__private` of c is not in a layer: add it to"), "{problems:?}");
    assert_eq!(problems[2], "the lowest possible layers of the modules of c:\n    a\n    __private");
}

#[test]
fn the_crate_root_is_above_all_layers() {
    let files = [("lib.rs", "mod a;\npub struct Root(a::A);"), ("a.rs", "pub struct A;\nuse crate::Root;")];
    let problems = check(&files, "a");
    assert_eq!(problems[0], "c/src/a.rs:2: use crate::Root;\n    `a` names an item of the crate root");
    assert!(problems[1].starts_with("a circle of 2 files:"), "{problems:?}");
}

#[test]
fn a_missing_block_is_reported() {
    let problem = layers_of("```layers d\na\n```", "c").expect_err("no block");
    assert_eq!(problem, "ARCHITECTURE.md does not have a block that starts with ```layers c");
}
