//! What many runs of the same thing say.

/// The smallest value: what the work itself costs when nothing else disturbs. None of nothing.
pub(crate) fn smallest(values: &[f64]) -> Option<f64> {
    values.iter().copied().min_by(f64::total_cmp)
}

/// The cost of one iteration, from the totals of `n` and of `2 n`: what is done once cancels out.
pub(crate) fn per_iteration(n: u64, total_of_n: u64, total_of_2n: u64) -> Option<f64> {
    let more = total_of_2n.checked_sub(total_of_n)?;
    if n == 0 { None } else { Some(as_f64(more) / as_f64(n)) }
}

/// Counts here are far below 2^53.
#[expect(clippy::cast_precision_loss)]
pub(crate) fn as_f64(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::{per_iteration, smallest};

    #[test]
    fn the_smallest_of_nothing_is_nothing() {
        assert_eq!(smallest(&[]), None);
        assert_eq!(smallest(&[2.5, 1.5, 3.0]), Some(1.5));
    }

    #[test]
    fn startup_cancels_out() {
        assert_eq!(per_iteration(100, 5_000 + 100 * 7, 5_000 + 200 * 7), Some(7.0));
        assert_eq!(per_iteration(0, 1, 2), None);
        assert_eq!(per_iteration(10, 2, 1), None, "fewer instructions for more work is a failed measurement");
    }
}
