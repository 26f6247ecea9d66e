//! What is sent again when a request fails, when, and what is not.
//!
//! A call is one `await`: all its attempts, the waits between them, and asking for access tokens. It ends at its
//! [deadline](crate::GraphClientBuilder::deadline), five minutes unless said, whatever happens.
//!
//! # What is sent again
//!
//! | what happened | sent again | why | test |
//! |---|---|---|---|
//! | 429 | always | the service did nothing | `throttled_requests_are_repeated` |
//! | 503 | always, over a new connection | the service did nothing, as far as it says | `unavailable_is_repeated_over_a_new_connection` |
//! | 408, 502, 504 | if it may be repeated | the service may have done it | `gateway_faults_are_repeated_where_nothing_can_happen_twice` |
//! | the connection broke, or an attempt took too long | if it may be repeated | the same | `broken_connections_are_repeated_where_nothing_can_happen_twice` |
//! | no connection, or none in time | always | the service saw nothing | `refused_connections_are_always_repeated` |
//! | TLS failed, for example a wrong certificate | never | it stays wrong | `a_failed_handshake_is_not_tried_again` |
//! | 401 | once, for every request, with a new token | the service did nothing | `a_refused_token_is_replaced_once` |
//! | 500 | never | the service failed within the request and would again | `other_answers_are_not_repeated` |
//! | any other answer | never | it would be the same | `other_answers_are_not_repeated` |
//!
//! A request may be repeated if doing it twice is the same as once: GET, PUT, DELETE, and a PATCH, which here sets absolute
//! values, unless it carries `If-Match`. [`repeatable`](crate::Request::repeatable) says otherwise.
//! (Test: `the_caller_decides_what_is_repeatable`.)
//!
//! # When
//!
//! - `Retry-After` is a floor: seconds, decimals, lists (the largest counts), repeated lines, the three forms of HTTP dates
//!   (counted from the answer's own `Date`), `retry-after-ms`, `x-ms-retry-after-ms`. What makes no sense is ignored.
//!   (Tests: `retry_after_is_a_floor`, and those of `after`.)
//! - If that would pass the deadline, the call ends at once, without waiting, with
//!   [`ErrorKind::Throttled`](crate::ErrorKind::Throttled); [`Error::until`](crate::Error::until) says when to come again.
//!   (Test: `a_wait_beyond_the_deadline_is_not_begun`.)
//! - Else the wait doubles from half a second to 30 seconds, half of it random.
//!   (Tests: `without_retry_after_waits_double`, and those of `backoff`.)
//! - [`RetryPolicy`] limits the attempts of a call, and the repetitions of all clones of a client together.
//!   (Tests: `attempts_are_limited`, `the_budget_is_shared_by_clones`.)
//!
//! # Which is which
//!
//! All attempts of a call carry one `client-request-id`: it names what the program asked for, so that one search finds the
//! whole story. Repetitions carry their number in `retry-attempt`, as Microsoft's own clients do, and the service gives each
//! attempt a `request-id` of its own, which [`FailedAttempt`] keeps.
//!
//! # Dropping a call
//!
//! A call can be dropped at any moment. Nothing stays behind but what the service may have done already: the client and its
//! connections are as usable as before. (Test: `a_call_can_be_dropped_at_every_await`.)
//! [`GraphClient::shutdown`](crate::GraphClient::shutdown) ends a client and lets what is being sent come to its end. (Test: `closing`.)

mod after;
mod backoff;
mod failed;
mod policy;
mod verdict;

pub use failed::FailedAttempt;
pub use policy::RetryPolicy;

pub(crate) use after::retry_after;
pub(crate) use verdict::Verdict;
