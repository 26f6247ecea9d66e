//! Completes truncated JSON text, so that the part of an error that arrived can be parsed.

/// Returns the completed texts, the best first: with the truncated value closed, and up to the last complete member.
pub(super) fn completions(truncated: &str) -> [Option<String>; 2] {
    let state = scan(truncated);
    let closed = state.in_string.then(|| {
        // A truncated escape sequence cannot be completed, so it is removed.
        let text = state.escape.and_then(|escape| truncated.get(..escape)).unwrap_or(truncated);
        close(format!("{text}\""), &state.open)
    });
    let complete = state.complete.map(|(end, depth)| {
        let open = state.open.get(..depth).unwrap_or(&state.open);
        close(truncated.get(..end).unwrap_or(truncated).to_owned(), open)
    });
    [closed.or_else(|| Some(close(truncated.to_owned(), &state.open))), complete]
}

#[derive(Default)]
struct Scan {
    /// The missing closing brackets, outermost first.
    open: Vec<char>,
    in_string: bool,
    /// The start of an incomplete escape sequence.
    escape: Option<usize>,
    /// The end of the last complete member, and the number of open brackets there.
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
