//! How fast requests are sent again after the service refused some of them.

use std::time::Duration;

use super::simulation::{Answer, History, Random, Simulation, SlidingWindow, number};
use super::{CONFIGURATION, Pacing};

const USERS: &str = "/v1.0/users/1";
const MINUTE: Duration = Duration::from_secs(60);
const SECOND: Duration = Duration::from_secs(1);

fn simulation(path: &'static str, tasks: u64, lasts: Duration) -> Simulation {
    // On a slow network, so that a simulation ends soon: 5 requests per second from one task, 100 from 200 tasks.
    let way = Duration::from_millis(if tasks == 1 { 100 } else { 1_000 });
    Simulation { path, tasks, way, jitter: Duration::ZERO, lasts }
}

/// Half of the possible rate within 30 seconds after the last refusal, and nine tenths within two minutes.
fn assert_recovered(name: &str, history: &History, possible_per_minute: usize) {
    let last = history.last_refusal();
    let half = history.served_between(last + SECOND * 30, last + SECOND * 90);
    assert!(half * 2 >= possible_per_minute, "{name}: {half} in the minute after half a minute");
    let most = history.served_between(last + MINUTE * 2, last + MINUTE * 3);
    assert!(most * 10 >= possible_per_minute * 9, "{name}: {most} in the third minute after the last refusal");
    let between = history.served_between(last + SECOND * 30, last + MINUTE * 3);
    assert!(number(between) >= 2.5 * 0.5 * number(possible_per_minute), "{name}: {between} in the next 150 s");
}

/// What is served when nothing is refused.
async fn possible_per_minute(path: &'static str, tasks: u64) -> usize {
    let history = simulation(path, tasks, MINUTE * 4).run(&Pacing::published(), |_| Answer::Served).await;
    history.served_between(MINUTE, MINUTE * 4) / 3
}

const PAUSES: [Option<Duration>; 3] = [None, Some(Duration::from_secs(1)), Some(Duration::from_secs(10))];

#[tokio::test(start_paused = true)]
async fn one_refusal_costs_a_single_task_its_pause_and_nothing_else() {
    let possible = possible_per_minute(USERS, 1).await;
    for pause in PAUSES {
        let mut first = true;
        let history =
            simulation(USERS, 1, MINUTE * 4)
                .run(&Pacing::published(), move |_| {
                    if std::mem::take(&mut first) { Answer::Refused(pause) } else { Answer::Served }
                })
                .await;
        assert_recovered(&format!("{pause:?}"), &history, possible);
        let pause = pause.unwrap_or(SECOND / 2) + SECOND;
        let minute = history.served_between(pause, pause + MINUTE);
        assert!(minute * 100 >= possible * 99, "{minute} of {possible} in the minute after the pause");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wave_of_refusals_does_not_slow_many_tasks_down() {
    for path in [USERS, CONFIGURATION] {
        let possible = possible_per_minute(path, 200).await;
        for pause in PAUSES {
            let history = simulation(path, 200, MINUTE * 5)
                .run(&Pacing::published(), move |now| {
                    // the first wave meets requests that begin, and the second one full work
                    let refused = now < SECOND || (MINUTE..MINUTE + SECOND * 3).contains(&now);
                    if refused { Answer::Refused(pause) } else { Answer::Served }
                })
                .await;
            assert_recovered(&format!("{path} {pause:?}"), &history, possible);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_outage_of_a_minute_leaves_nothing_behind() {
    for path in [USERS, CONFIGURATION] {
        for tasks in [1, 200] {
            let possible = possible_per_minute(path, tasks).await;
            for pause in PAUSES {
                let starts = SECOND * 35;
                let history = simulation(path, tasks, starts + MINUTE * 5)
                    .run(&Pacing::published(), move |now| {
                        let out = now >= starts && now < starts + MINUTE;
                        if out { Answer::Refused(pause) } else { Answer::Served }
                    })
                    .await;
                assert_recovered(&format!("{path} {tasks} {pause:?}"), &history, possible);
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_overload_that_refuses_every_second_request_is_forgotten() {
    for path in [USERS, CONFIGURATION] {
        for tasks in [1, 200] {
            let possible = possible_per_minute(path, tasks).await;
            for pause in PAUSES {
                let mut random = Random::new(7);
                let history = simulation(path, tasks, MINUTE * 5)
                    .run(&Pacing::published(), move |now| {
                        let out = now < MINUTE && random.next().is_multiple_of(2);
                        if out { Answer::Refused(pause) } else { Answer::Served }
                    })
                    .await;
                assert_recovered(&format!("{path} {tasks} {pause:?}"), &history, possible);
            }
        }
    }
}

/// Sixty-four tasks; two of a hundred requests are refused, wherever the client is.
#[tokio::test(start_paused = true)]
async fn refusals_that_do_not_depend_on_the_rate_do_not_lower_it() {
    for seed in 0..3 {
        let mut random = Random::new(seed);
        let history = Simulation { way: SECOND / 5, ..simulation(USERS, 64, MINUTE * 5) }
            .run(&Pacing::published(), move |_| {
                if random.next() % 100 < 2 { Answer::Refused(Some(SECOND)) } else { Answer::Served }
            })
            .await;
        // Most of the time is a pause: one of the 64 requests that are under way together is refused more often than not.
        let minute = |minute| history.served_between(MINUTE * minute, MINUTE * (minute + 1));
        let minutes: Vec<_> = (0..5).map(minute).collect();
        assert!(minutes.iter().all(|served| *served > 1_000), "{minutes:?}");
    }
}

/// A limit that is lower than what is published, or not published at all: it is found, and used.
///
/// Somebody else has `taken` of it; `told` is whether the service sends `Retry-After`.
async fn assert_used(
    name: &str,
    simulation: Simulation,
    (limit, window, told): (usize, Duration, bool),
    taken: usize,
    least: f64,
) {
    let mut service = SlidingWindow::new(limit, window);
    let mut other = Duration::ZERO;
    let history = simulation
        .run(&Pacing::published(), move |now| {
            // somebody else, in equal distances
            while taken > 0 && other <= now {
                _ = service.arrive(other);
                other += window / u32::try_from(taken).unwrap();
            }
            match service.arrive(now) {
                Ok(()) => Answer::Served,
                // whole seconds, as the service tells them
                Err(wait) => Answer::Refused(told.then(|| Duration::from_secs(wait.as_secs() + 1))),
            }
        })
        .await;
    let possible = number(limit - taken) * simulation.lasts.as_secs_f64() / window.as_secs_f64();
    let used = number(history.served.len()) / possible;
    let refused = history.refused_percent();
    assert!(refused < 3.0 && used > least, "{name} told {told}: {refused:.2} % refused, {used:.3} of the limit used");
}

#[tokio::test(start_paused = true)]
async fn a_published_limit_that_is_lower_or_shared_is_kept() {
    for told in [true, false] {
        for (tasks, way) in [(1, 25), (64, 25), (64, 80), (200, 25), (200, 80)] {
            let (name, way) = (format!("{tasks} tasks, {way} ms"), Duration::from_millis(way));
            let simulation = Simulation { path: CONFIGURATION, tasks, way, jitter: way / 2, lasts: MINUTE * 20 };
            let window = SECOND * 20;
            assert_used(&format!("half, {name}"), simulation, (50, window, told), 0, 0.95).await;
            assert_used(&format!("shared, {name}"), simulation, (100, window, told), 50, 0.95).await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_that_is_not_published_is_found() {
    let way = Duration::from_millis(25);
    for told in [true, false] {
        for (limit, window) in [(200, SECOND * 10), (1_200, MINUTE)] {
            let simulation = Simulation { path: USERS, tasks: 64, way, jitter: way / 2, lasts: MINUTE * 20 };
            assert_used("unknown", simulation, (limit, window, told), 0, 0.9).await;
        }
    }
}
