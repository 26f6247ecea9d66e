# The recipes that `bash .ci/run` calls, and a few more. Each line is a plain shell command: `.ci/run` runs the lines itself where
# `just` is not installed. `just --list` shows the recipes.

set shell := ["sh", "-euc"]

# Runs everything that a change must pass.
ci:
    bash .ci/run

# Checks format and lints.
lint:
    cargo fmt --all -- --check
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Builds the documentation.
docs:
    RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --locked

# Runs the example that the README starts with.
quickstart:
    cargo run --example quickstart

# Runs all tests.
test:
    cargo test --workspace

# Tests graph-core in a program whose other crates turn on features of shared dependencies.
unified:
    cargo test --locked --manifest-path tests/unified/Cargo.toml --target-dir target/unified

# Compiles every combination of features.
features:
    cargo hack check --feature-powerset --locked -p graph-core

# Compiles with the oldest supported Rust.
msrv:
    rust=$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml); \
    if rustup run "$rust" cargo --version 2> /dev/null; then rustup run "$rust" cargo check --workspace --all-targets --locked --target-dir target/msrv; \
    else echo "SKIPPED: Rust $rust is not installed (rustup toolchain install $rust --profile minimal); 'lint' compares \
    the items of std with it (clippy::incompatible_msrv)"; fi

# Tests the laws of differences on 100,000 inputs.
laws:
    GRAPH_LAW_CASES=100000 cargo test --release --locked -p graph-fuzz-checks --test smoke the_laws

# Replays documented requests, and judges URLs by the grammar of OData. Neither is part of this repository.
conformance:
    shared=../shared; \
    if [ -f $shared/corpus/sample.jsonl ]; then \
    cargo run --release --locked -p graph-conformance -- --pages $shared/corpus/sample.jsonl \
    --v1 $shared/metadata/v1.0-2021.xml --beta $shared/metadata/beta-2021.xml --min-requests 168 --min-responses 151; \
    else echo "SKIPPED: there is no $shared/corpus/sample.jsonl"; fi
    shared=../shared; \
    if [ -f $shared/corpus/operations-sample.jsonl ]; then \
    cargo run --release --locked -p graph-conformance -- operations --pages $shared/corpus/operations-sample.jsonl \
    --v1 $shared/metadata/v1.0-2021.xml --beta $shared/metadata/beta-2021.xml --kinds get,list,count \
    --min-requests 314 --min-responses 323; \
    cargo run --release --locked -p graph-conformance -- operations --pages $shared/corpus/operations-sample.jsonl \
    --v1 $shared/metadata/v1.0-2021.xml --beta $shared/metadata/beta-2021.xml \
    --kinds create,delete,put,action,function,ref-add,ref-remove,media,update --min-requests 711 --min-responses 406; \
    else echo "SKIPPED: there is no $shared/corpus/operations-sample.jsonl"; fi
    metadata=$(realpath ../shared/metadata); \
    if [ -d $metadata ]; then \
    ASSIGNABLE_TYPES=$metadata/v1.0-2026.xml:$metadata/beta-2021.xml cargo test --locked -p graph-intune --test metadata; \
    else echo "SKIPPED: there is no ../shared/metadata"; fi
    abnf=../shared/odata-abnf; \
    if [ -d $abnf ]; then \
    cargo run --release --locked -p graph-conformance -- abnf --grammar $abnf/odata-abnf-construction-rules.txt \
    --cases $abnf/odata-abnf-testcases.yaml; \
    cargo run --release --locked -p graph-conformance -- urls --grammar $abnf/odata-abnf-construction-rules.txt; \
    else echo "SKIPPED: there is no $abnf"; fi

# Checks licences, duplicate versions and sources of dependencies (`cargo install cargo-deny --locked`).
deny:
    cargo deny --offline check licenses bans sources

# Finds unused dependencies (`cargo install cargo-machete --locked`).
unused:
    cargo machete

# Compares the public API with the last release (`cargo install cargo-semver-checks --locked`).
semver:
    if tag=$(git describe --tags --abbrev=0 --match 'v*' 2> /dev/null); then cargo semver-checks --baseline-rev "$tag" -p graph-core -p graph-intune -p graph-sandbox; \
    else echo 'SKIPPED: no release is tagged'; fi

# Finds words that the glossary replaces.
words:
    cargo test --locked -p graph-source-checks --test words

# Measures the cost beside hand-written code.
bench:
    cargo run --release --locked -p graph-benches -- all
