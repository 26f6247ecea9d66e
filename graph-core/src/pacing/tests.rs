//! Pacing on tokio's paused clock.

mod deadlines;
mod fairness;
mod learning;
mod limits;
mod properties;
mod recovery;
mod simulation;
mod throughput;
mod windows;

use std::time::Duration;

use http::Method;
use tokio::time::Instant;

use super::{DeadlineExceeded, Limit, Pacing, Permit};

const CONFIGURATION: &str = "/v1.0/deviceManagement/deviceConfigurations/1/userStatusOverview";
const DEVICE: &str = "/v1.0/deviceManagement/managedDevices/1";
const WINDOW: Duration = Duration::from_secs(20);

fn ten_per_window() -> Pacing {
    Pacing::off().limit(Limit::new("ten", 10, WINDOW))
}

async fn acquire(pacing: &Pacing) -> Permit {
    pacing
        .acquire(&Method::PATCH, CONFIGURATION, None)
        .await
        .expect("a request without a deadline always gets a permit")
}

/// Acquires a permit without waiting.
fn try_acquire(pacing: &Pacing, method: &Method, path: &str) -> Result<Permit, DeadlineExceeded> {
    let mut acquiring = Box::pin(pacing.acquire(method, path, Some(Instant::now())));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match acquiring.as_mut().poll(&mut context) {
        std::task::Poll::Ready(outcome) => outcome,
        std::task::Poll::Pending => panic!("a request whose deadline is now must not wait"),
    }
}

/// Sends a request whose response arrives at once.
async fn send(pacing: &Pacing) {
    let mut permit = acquire(pacing).await;
    permit.mark_sent();
    permit.release_served();
}
