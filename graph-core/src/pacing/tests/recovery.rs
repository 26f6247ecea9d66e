//! How fast the request rate recovers after throttling.

use std::time::Duration;

use super::simulation::{History, Random, Reply, Simulation, SlidingWindow, number};
use super::{CONFIGURATION, Pacing};

const USERS: &str = "/v1.0/users/1";
const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

fn simulation(path: &'static str, tasks: u64, lasts: Duration) -> Simulation {
    // A slow network keeps the simulation short: 5 requests per second from one task, 100 from 200 tasks.
    let way = Duration::from_millis(if tasks == 1 { 100 } else { 1_000 });
    Simulation { path, tasks, way, jitter: Duration::ZERO, lasts }
}

/// Asserts half of the possible rate within 30 seconds after the last 429, and nine tenths within two minutes.
fn assert_recovered(name: &str, history: &History, possible_per_minute: usize) {
    let last = history.last_throttled();
    let half = history.served_between(last + SECOND * 30, last + SECOND * 90);
    assert!(half * 2 >= possible_per_minute, "{name}: {half} in the minute after half a minute");
    let most = history.served_between(last + MINUTE * 2, last + MINUTE * 3);
    assert!(most * 10 >= possible_per_minute * 9, "{name}: {most} in the third minute after the last 429");
    let between = history.served_between(last + SECOND * 30, last + MINUTE * 3);
    assert!(number(between) >= 2.5 * 0.5 * number(possible_per_minute), "{name}: {between} in the next 150 s");
}

/// Returns how many requests are served per minute without throttling.
async fn possible_per_minute(path: &'static str, tasks: u64) -> usize {
    let history = simulation(path, tasks, MINUTE * 4).run(&Pacing::published(), |_| Reply::Served).await;
    history.served_between(MINUTE, MINUTE * 4) / 3
}

const BACKOFFS: [Option<Duration>; 3] = [None, Some(Duration::from_secs(1)), Some(Duration::from_secs(10))];

#[tokio::test(start_paused = true)]
async fn one_429_costs_a_single_task_its_backoff_only() {
    let possible = possible_per_minute(USERS, 1).await;
    for pause in BACKOFFS {
        let mut first = true;
        let history =
            simulation(USERS, 1, MINUTE * 4)
                .run(&Pacing::published(), move |_| {
                    if std::mem::take(&mut first) { Reply::Throttled(pause) } else { Reply::Served }
                })
                .await;
        assert_recovered(&format!("{pause:?}"), &history, possible);
        let pause = pause.unwrap_or(SECOND / 2) + SECOND;
        let minute = history.served_between(pause, pause + MINUTE);
        assert!(minute * 100 >= possible * 99, "{minute} of {possible} in the minute after the backoff");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wave_of_429_does_not_slow_many_tasks_down() {
    for path in [USERS, CONFIGURATION] {
        let possible = possible_per_minute(path, 200).await;
        for pause in BACKOFFS {
            let history = simulation(path, 200, MINUTE * 5)
                .run(&Pacing::published(), move |now| {
                    // the first wave hits the first requests, and the second one tasks at full speed
                    let throttled = now < SECOND || (MINUTE..MINUTE + SECOND * 3).contains(&now);
                    if throttled { Reply::Throttled(pause) } else { Reply::Served }
                })
                .await;
            assert_recovered(&format!("{path} {pause:?}"), &history, possible);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_rate_recovers_after_an_outage_of_a_minute() {
    for path in [USERS, CONFIGURATION] {
        for tasks in [1, 200] {
            let possible = possible_per_minute(path, tasks).await;
            for pause in BACKOFFS {
                let starts = SECOND * 35;
                let history = simulation(path, tasks, starts + MINUTE * 5)
                    .run(&Pacing::published(), move |now| {
                        let out = now >= starts && now < starts + MINUTE;
                        if out { Reply::Throttled(pause) } else { Reply::Served }
                    })
                    .await;
                assert_recovered(&format!("{path} {tasks} {pause:?}"), &history, possible);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_rate_recovers_after_an_overload_that_throttles_every_second_request() {
    for path in [USERS, CONFIGURATION] {
        for tasks in [1, 200] {
            let possible = possible_per_minute(path, tasks).await;
            for pause in BACKOFFS {
                let mut random = Random::new(7);
                let history = simulation(path, tasks, MINUTE * 5)
                    .run(&Pacing::published(), move |now| {
                        let out = now < MINUTE && random.next().is_multiple_of(2);
                        if out { Reply::Throttled(pause) } else { Reply::Served }
                    })
                    .await;
                assert_recovered(&format!("{path} {tasks} {pause:?}"), &history, possible);
            }
        }
    }
}

/// With 64 tasks, 2 % of the requests are throttled at random.
#[tokio::test(start_paused = true)]
async fn throttling_that_does_not_depend_on_the_rate_does_not_lower_it() {
    for seed in 0..3 {
        let mut random = Random::new(seed);
        let history = Simulation { way: SECOND / 5, ..simulation(USERS, 64, MINUTE * 5) }
            .run(&Pacing::published(), move |_| {
                if random.next() % 100 < 2 { Reply::Throttled(Some(SECOND)) } else { Reply::Served }
            })
            .await;
        // The backoff takes most of the time: of 64 requests in flight, one or more is usually throttled.
        let minute = |minute| history.served_between(MINUTE * minute, MINUTE * (minute + 1));
        let minutes: Vec<_> = (0..5).map(minute).collect();
        assert!(minutes.iter().all(|served| *served > 1_000), "{minutes:?}");
    }
}

/// Asserts that a limit that is lower than the published one, or not published at all, is learned and used.
///
/// Other clients use `taken` of it. `retry_after` states whether the service sends `Retry-After`.
async fn assert_used(
    name: &str,
    simulation: Simulation,
    (limit, window, retry_after): (usize, Duration, bool),
    taken: usize,
    least: f64,
) {
    let mut service = SlidingWindow::new(limit, window);
    let mut other = Duration::ZERO;
    let history = simulation
        .run(&Pacing::published(), move |now| {
            // the other clients, at equal intervals
            while taken > 0 && other <= now {
                _ = service.arrive(other);
                other += window / u32::try_from(taken).unwrap();
            }
            match service.arrive(now) {
                Ok(()) => Reply::Served,
                // the service sends whole seconds
                Err(wait) => Reply::Throttled(retry_after.then(|| Duration::from_secs(wait.as_secs() + 1))),
            }
        })
        .await;
    let possible = number(limit - taken) * simulation.lasts.as_secs_f64() / window.as_secs_f64();
    let used = number(history.served.len()) / possible;
    let throttled = history.throttled_percent();
    assert!(
        throttled < 3.0 && used > least,
        "{name}, Retry-After {retry_after}: {throttled:.2} % throttled, {used:.3} of the limit used"
    );
}

#[tokio::test(start_paused = true)]
async fn a_lower_or_shared_limit_is_learned() {
    for retry_after in [true, false] {
        for (tasks, way) in [(1, 25), (64, 25), (64, 80), (200, 25), (200, 80)] {
            let (name, way) = (format!("{tasks} tasks, {way} ms"), Duration::from_millis(way));
            let simulation = Simulation { path: CONFIGURATION, tasks, way, jitter: way / 2, lasts: MINUTE * 20 };
            let window = SECOND * 20;
            assert_used(&format!("half, {name}"), simulation, (50, window, retry_after), 0, 0.95).await;
            assert_used(&format!("shared, {name}"), simulation, (100, window, retry_after), 50, 0.95).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_unpublished_limit_is_learned() {
    let way = Duration::from_millis(25);
    for retry_after in [true, false] {
        for (limit, window) in [(200, SECOND * 10), (1_200, MINUTE)] {
            let simulation = Simulation { path: USERS, tasks: 64, way, jitter: way / 2, lasts: MINUTE * 20 };
            assert_used("unknown", simulation, (limit, window, retry_after), 0, 0.9).await;
        }
    }
}
