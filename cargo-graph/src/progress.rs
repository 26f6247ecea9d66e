//! The progress bar.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on standard error, if that is a terminal and the run is long enough to see it.
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

    pub(crate) fn tell(&self, done: usize, of: usize) {
        if self.bar.elapsed() < Duration::from_millis(100) {
            return;
        }
        self.bar.set_length(u64::try_from(of).unwrap_or(u64::MAX));
        self.bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
