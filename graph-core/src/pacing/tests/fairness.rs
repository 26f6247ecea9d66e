use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Method;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use super::{CONFIGURATION, DEVICE, WINDOW, send, ten_per_window};
use crate::pacing::{Limit, Pacing};

#[tokio::test(start_paused = true)]
async fn permits_are_granted_in_the_order_of_arrival() {
    let pacing = ten_per_window();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut tasks = JoinSet::new();
    for number in 0..100 {
        let (pacing, order) = (pacing.clone(), Arc::clone(&order));
        tasks.spawn(async move {
            sleep(Duration::from_millis(number)).await;
            send(&pacing).await;
            order.lock().unwrap().push(number);
        });
    }
    tasks.join_all().await;
    assert_eq!(*order.lock().unwrap(), (0..100).collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn all_tasks_get_the_same_share() {
    let pacing = ten_per_window();
    let mut tasks = JoinSet::new();
    for _ in 0..7 {
        let pacing = pacing.clone();
        tasks.spawn(async move {
            let mut sent = 0;
            let end = Instant::now() + WINDOW * 20;
            while Instant::now() < end {
                send(&pacing).await;
                sleep(Duration::from_millis(1)).await;
                sent += 1;
            }
            sent
        });
    }
    let sent = tasks.join_all().await;
    assert!(sent.iter().max().unwrap() - sent.iter().min().unwrap() <= 2, "{sent:?}");
}

#[tokio::test(start_paused = true)]
async fn requests_to_one_service_do_not_wait_for_another_service() {
    let pacing = Pacing::published();
    for _ in 0..100 {
        send(&pacing).await;
    }
    let mut permit = pacing.acquire(&Method::PATCH, DEVICE, None).await.unwrap();
    let blocked = tokio::spawn({
        let pacing = pacing.clone();
        async move { send(&pacing).await }
    });
    tokio::task::yield_now().await;
    permit.mark_sent();
    permit.release_throttled(Some(Duration::from_secs(3_600)));

    let start = Instant::now();
    for (method, path) in [
        (Method::GET, CONFIGURATION),
        (Method::GET, DEVICE),
        (Method::PATCH, "/v1.0/deviceAppManagement/mobileApps/1"),
        (Method::PATCH, "/v1.0/users/1"),
        (Method::GET, "/beta/groups"),
    ] {
        pacing.acquire(&method, path, None).await.unwrap().mark_sent();
        assert!(start.elapsed().is_zero(), "{method} {path}");
    }
    blocked.await.unwrap();
    assert!(start.elapsed() > WINDOW && start.elapsed() < WINDOW * 2);
}

/// One request needs two limiters, and others keep each of the limiters busy.
#[tokio::test(start_paused = true)]
async fn a_request_that_needs_two_limiters_does_not_starve() {
    let limit = |name: &str, count| Limit::new(name, count, Duration::from_secs(1));
    let pacing =
        Pacing::off().limit(limit("x", 3).below("/x").below("/both")).limit(limit("y", 2).below("/y").below("/both"));
    let busy = |path: &'static str, pause| {
        let pacing = pacing.clone();
        async move {
            loop {
                let mut permit = pacing.acquire(&Method::GET, path, None).await.unwrap();
                permit.mark_sent();
                sleep(Duration::from_millis(pause)).await;
                permit.release_served();
            }
        }
    };
    let mut tasks = JoinSet::<()>::new();
    for _ in 0..20 {
        tasks.spawn(busy("/x/1", 7));
        tasks.spawn(busy("/y/1", 11));
    }
    sleep(Duration::from_millis(2_345)).await;
    let start = Instant::now();
    for _ in 0..10 {
        pacing.acquire(&Method::GET, "/both/1", None).await.unwrap().mark_sent();
    }
    // each time, twenty others are before it, and two are sent per second
    assert!(start.elapsed() < Duration::from_secs(115), "{:?}", start.elapsed());
}
