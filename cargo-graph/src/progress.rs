//! The progress bar.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The time after which the bar appears, so that short runs do not show it.
const DELAY: Duration = Duration::from_millis(100);

/// A progress bar on standard error, shown only if that is a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("declaring {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    pub(crate) fn update(&self, done: usize, total: usize) {
        if self.bar.elapsed() < DELAY {
            return;
        }
        self.bar.set_length(u64::try_from(total).unwrap_or(u64::MAX));
        self.bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
