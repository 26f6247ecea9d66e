//! Makes a JSON text that was cut off complete again, so that what arrived of an error can be read.

/// The texts to try, best first: the cut value closed where it stands, and everything up to the last complete member.
pub(super) fn completions(cut: &str) -> [Option<String>; 2] {
    let state = scan(cut);
    let closed = state.in_string.then(|| {
        // A cut inside an escape leaves no legal end; the escape goes.
        let text = state.escape.and_then(|escape| cut.get(..escape)).unwrap_or(cut);
        close(format!("{text}\""), &state.open)
    });
    let complete = state.complete.map(|(end, depth)| {
        let open = state.open.get(..depth).unwrap_or(&state.open);
        close(cut.get(..end).unwrap_or(cut).to_owned(), open)
    });
    [closed.or_else(|| Some(close(cut.to_owned(), &state.open))), complete]
}

#[derive(Default)]
struct Scan {
    /// The closing brackets that are due, outermost first.
    open: Vec<char>,
    in_string: bool,
    /// Where an escape began that is not complete.
    escape: Option<usize>,
    /// Where the last complete member ended, and how many brackets were open there.
    complete: Option<(usize, usize)>,
}

fn scan(text: &str) -> Scan {
    let mut state = Scan::default();
    let mut hex_due = 0_u8;
    for (at, character) in text.char_indices() {
        if state.in_string {
            match (state.escape, character) {
                (Some(_), 'u') if hex_due == 0 => hex_due = 4,
                (Some(_), _) if hex_due > 1 => hex_due -= 1,
                (Some(_), _) => {
                    hex_due = 0;
                    state.escape = None;
                }
                (None, '\\') => state.escape = Some(at),
                (None, '"') => state.in_string = false,
                (None, _) => {}
            }
            continue;
        }
        match character {
            '"' => state.in_string = true,
            '{' => state.open.push('}'),
            '[' => state.open.push(']'),
            '}' | ']' => {
                state.open.pop();
                state.complete = Some((at + 1, state.open.len()));
            }
            ',' => state.complete = Some((at, state.open.len())),
            _ => {}
        }
    }
    state
}

fn close(mut text: String, open: &[char]) -> String {
    text.extend(open.iter().rev());
    text
}

#[cfg(test)]
mod tests {
    use super::completions;

    fn repaired(cut: &str) -> Option<serde_json::Value> {
        completions(cut).into_iter().flatten().find_map(|text| serde_json::from_str(&text).ok())
    }

    #[test]
    fn what_arrived_can_be_read() {
        for (cut, expected) in [
            (r#"{"error":{"code":"A","message":"Some te"#, r#"{"error":{"code":"A","message":"Some te"}}"#),
            (r#"{"error":{"code":"A","message":"x\"#, r#"{"error":{"code":"A","message":"x"}}"#),
            (r#"{"error":{"code":"A","message":"x\u00"#, r#"{"error":{"code":"A","message":"x"}}"#),
            (r#"{"error":{"code":"A","mess"#, r#"{"error":{"code":"A"}}"#),
            (r#"{"error":{"code":"A","message":"#, r#"{"error":{"code":"A"}}"#),
            (r#"{"error":{"code":"A""#, r#"{"error":{"code":"A"}}"#),
            (
                r#"{"error":{"code":"A","details":[{"code":"B"},{"co"#,
                r#"{"error":{"code":"A","details":[{"code":"B"}]}}"#,
            ),
            (r#"{"error":{"code":"A","n":[1,2"#, r#"{"error":{"code":"A","n":[1,2]}}"#),
            (r#"{"error":{"code":"A","inner":{"x":{}},"d":tr"#, r#"{"error":{"code":"A","inner":{"x":{}}}}"#),
        ] {
            let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
            assert_eq!(repaired(cut), Some(expected), "{cut}");
        }
    }
}
