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
//! | HTTP/2 says that the request was not processed: `REFUSED_STREAM`, or `GOAWAY` with a lower stream id | always | the service did nothing ([RFC 9113, 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7)) | `what_was_not_processed_is_always_repeated` |
//! | 408, 502, 504 | if it may be repeated | the service may have done it | `gateway_faults_are_repeated_where_nothing_can_happen_twice` |
//! | the connection broke, or an attempt took too long | if it may be repeated, over a new connection | the same | `broken_connections_are_repeated_where_nothing_can_happen_twice` |
//! | no connection, or none in time | always | the service saw nothing | `refused_connections_are_always_repeated` |
//! | TLS failed, for example a wrong certificate | never | it stays wrong | `a_failed_handshake_is_not_tried_again` |
//! | 401 | once, for every request, with a new token | the service did nothing | `a_refused_token_is_replaced_once` |
//! | 500 | never | the service failed within the request and would again | `other_answers_are_not_repeated` |
//! | any other answer | never | it would be the same | `other_answers_are_not_repeated` |
//!
//! A request may be repeated if doing it twice is the same as once: GET, PUT, DELETE, and a PATCH, which here sets absolute
//! values, unless it carries `If-Match`. [`retryable`](crate::request::Request::retryable) says otherwise.
//! (Test: `the_caller_decides_what_is_retryable`.)
//!
//! # Over which connection
//!
//! - After a timeout, a broken connection or a 503, nobody uses the connections any more that were open at that moment: one
//!   that died silently would make each later call wait for its timeout, and one that leads to the unavailable part of the
//!   service would answer 503 to each of them. Many calls that fail together replace the connections once, and share the new one
//!   where the service speaks HTTP/2. (Tests: those of `connections`.)
//! - A stream that HTTP/2 ends alone does not condemn its connection.
//! - An HTTP/2 connection over which nothing comes for 20 seconds is sent a `PING`, and is closed if that is not answered within
//!   20 seconds. With a shorter [`attempt_timeout`](crate::GraphClientBuilder::attempt_timeout) both times are a fifth of it, at least half a
//!   second.
//! - Connections are replaced as long as no more than a hundred, and one per ten responses, are closed for it, so that a service in
//!   trouble is not met with handshakes. Above that only the retries use a new connection, which is closed after them.
//! - While no connection is open, one attempt goes first, because only its handshake tells whether the service speaks HTTP/2. The
//!   others wait for its response, one second at most. A program that starts 500 tasks thus opens one HTTP/2 connection.
//!
//! A [service](crate::GraphClientBuilder::service) of your own finds [`NewConnection`](crate::transport::NewConnection) in the request.
//!
//! # When
//!
//! - `Retry-After` is a floor: seconds, decimals, lists (the largest counts), repeated lines, the three forms of HTTP dates
//!   (counted from the answer's own `Date`), `retry-after-ms`, `x-ms-retry-after-ms`. What makes no sense is ignored.
//!   (Tests: `retry_after_is_a_floor`, and those of `after`.)
//! - If that would pass the deadline, the call ends at once, without waiting, with
//!   [`ErrorKind::Throttled`](crate::ErrorKind::Throttled); [`Error::retry_at`](crate::Error::retry_at) says when to come again.
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
mod policy;
mod verdict;

pub use crate::failure::FailedAttempt;
pub use policy::RetryPolicy;

pub(crate) use after::retry_after;
pub(crate) use verdict::Verdict;
