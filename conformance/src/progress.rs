//! The progress bar.

use graph_conformance::run::Step;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A bar on standard error, if that is a terminal.
pub(crate) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(crate) fn new() -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10));
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {elapsed}") {
            bar.set_style(style);
        }
        Self { bar }
    }

    pub(crate) fn tell(&self, step: Step) {
        match step {
            Step::Declaring => self.bar.set_message("declaring"),
            Step::Compiling(types) => self.bar.set_message(format!("compiling {types} declarations")),
            Step::Replaying(done, of) => {
                self.bar.set_message("replaying");
                self.bar.set_length(u64::try_from(of).unwrap_or(u64::MAX));
                self.bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
            }
        }
        self.bar.tick();
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
