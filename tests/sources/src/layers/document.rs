//! The layers of a crate, read from ARCHITECTURE.md.

/// The layers of the crate, lowest first, each with its modules.
///
/// They stand in a fenced block with the info string `layers CRATE`, one layer per line, with a comment after `#`.
pub(crate) fn layers_of(document: &str, name: &str) -> Result<Vec<Vec<String>>, String> {
    let opening = format!("```layers {name}");
    let mut lines = document.lines().skip_while(|line| line.trim_end() != opening);
    if lines.next().is_none() {
        return Err(format!("ARCHITECTURE.md does not have a block that starts with {opening}"));
    }
    let mut layers = Vec::new();
    for line in lines {
        if line.trim_end() == "```" {
            return if layers.is_empty() { Err(format!("the block {opening} is empty")) } else { Ok(layers) };
        }
        let modules = line.split('#').next().unwrap_or_default();
        let modules: Vec<String> = modules.split_whitespace().map(str::to_owned).collect();
        if !modules.is_empty() {
            layers.push(modules);
        }
    }
    Err(format!("the block {opening} does not end"))
}
