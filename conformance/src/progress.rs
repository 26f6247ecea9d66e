//! The progress bar.

use graph_conformance::run::Stage;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A progress bar on standard error, shown only if that is a terminal.
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

    pub(crate) fn update(&self, stage: Stage) {
        match stage {
            Stage::Declaring => self.bar.set_message("declaring"),
            Stage::Compiling(types) => self.bar.set_message(format!("compiling {types} declarations")),
            Stage::Replaying(done, total) => {
                self.bar.set_message("replaying");
                self.bar.set_length(u64::try_from(total).unwrap_or(u64::MAX));
                self.bar.set_position(u64::try_from(done).unwrap_or(u64::MAX));
            }
        }
        self.bar.tick();
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
