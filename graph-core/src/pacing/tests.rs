//! Pacing on tokio's paused clock.

mod adapting;
mod classes;
mod deadlines;
mod fairness;
mod law;
mod recovery;
mod service;
mod simulation;
mod windows;

use std::time::Duration;

use http::Method;
use tokio::time::Instant;

use super::{Limit, Pacing, Permit, Throttled};

const CONFIGURATION: &str = "/v1.0/deviceManagement/deviceConfigurations/1/userStatusOverview";
const DEVICE: &str = "/v1.0/deviceManagement/managedDevices/1";
const WINDOW: Duration = Duration::from_secs(20);

fn ten_in_a_window() -> Pacing {
    Pacing::off().limit(Limit::new("ten", 10, WINDOW))
}

async fn admit(pacing: &Pacing) -> Permit {
    pacing.admit(&Method::PATCH, CONFIGURATION, None).await.expect("without a deadline nobody is sent away")
}

/// Whether a request may go at once.
fn at_once(pacing: &Pacing, method: &Method, path: &str) -> Result<Permit, Throttled> {
    let mut admission = Box::pin(pacing.admit(method, path, Some(Instant::now())));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match admission.as_mut().poll(&mut context) {
        std::task::Poll::Ready(turn) => turn,
        std::task::Poll::Pending => panic!("one who cannot wait does not wait"),
    }
}

/// Sends a request that is answered at once.
async fn send(pacing: &Pacing) {
    let mut permit = admit(pacing).await;
    permit.sending();
    permit.answered();
}
