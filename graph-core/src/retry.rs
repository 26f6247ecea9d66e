//! Retries failed requests: what is retried, when, and what is not.
//!
//! A call is one `await`: all its attempts, the waits between them, and the acquisition of access tokens. It ends at its
//! [deadline](crate::GraphClientBuilder::deadline), which defaults to five minutes.
//!
//! # What is retried
//!
//! | failure | retried | reason |
//! |---|---|---|
//! | 429 | always | the service did not process the request |
//! | 503 | always, over a new connection | the service reports that it did not process the request |
//! | HTTP/2 reports that the request was not processed: `REFUSED_STREAM`, or `GOAWAY` with a lower stream id | always | the service did not process the request ([RFC 9113, 8.7](https://www.rfc-editor.org/rfc/rfc9113#section-8.7)) |
//! | 408, 502, 504 | if the request is retryable | the service may have processed the request |
//! | a broken connection, or a timeout of the attempt | if the request is retryable, over a new connection | the service may have processed the request |
//! | no connection, or a timeout of connecting | always | the service did not receive the request |
//! | a TLS error, such as a wrong certificate | never | a retry would fail as well |
//! | 401 | once, for every request, with a new token | the service did not process the request |
//! | 500 | never | the service failed while it processed the request, and would fail again |
//! | any other response | never | a retry would get the same response |
//!
//! A request is retryable if processing it twice has the same effect as once: `GET`, `PUT`, `DELETE`, and `PATCH`, which sets absolute
//! values here, without `If-Match`. [`retryable`](crate::request::Request::retryable) overrides that.
//!
//! # Connections
//!
//! - After a timeout, a broken connection or a 503, later attempts do not use the connections that were open at that moment: a dead
//!   connection would make each later call wait for its timeout, and one to the unavailable part of the service would return 503 to each
//!   of them. Many calls that fail at the same time replace the connections once, and share the new one if the service supports HTTP/2.
//! - An HTTP/2 stream that ends with an error does not affect its connection.
//! - An HTTP/2 connection that is silent for 20 seconds is sent a `PING`, and is closed if the response does not arrive within
//!   20 seconds. With a shorter [`attempt_timeout`](crate::GraphClientBuilder::attempt_timeout) both times are a fifth of it, at least half
//!   a second.
//! - At most a hundred connections, plus one per ten responses, are closed for this reason, so that a service in trouble does not receive
//!   a flood of handshakes. Beyond that limit only the retries use a new connection, which is closed after them.
//! - While no connection is open, one attempt goes first, because only its handshake shows whether the service supports HTTP/2. The others
//!   wait for its response, for at most one second. A program that starts 500 tasks opens one HTTP/2 connection.
//!
//! A [service](crate::GraphClientBuilder::service) of your own finds [`NewConnection`](crate::transport::NewConnection) in the extensions
//! of the request.
//!
//! # When
//!
//! - A retry waits at least for `Retry-After`: seconds, decimals, lists (the largest counts), repeated lines, the three forms of HTTP dates
//!   (relative to the `Date` of the response), `retry-after-ms` and `x-ms-retry-after-ms`. Other values are ignored.
//! - If that wait would end after the deadline, the call fails at once with
//!   [`ErrorKind::Throttled`](crate::ErrorKind::Throttled); [`Error::retry_at`](crate::Error::retry_at) returns when to retry.
//! - Without `Retry-After` the backoff doubles from half a second to 30 seconds; half of it is random.
//! - [`RetryPolicy`] limits the attempts of a call, and the retries of all clones of a client together.
//!
//! # Request ids
//!
//! All attempts of a call have the same `client-request-id`, so that one search finds all of them. Retries have their number in
//! `retry-attempt`, as those of Microsoft's own clients do. The service gives each attempt a `request-id` of its own, which
//! [`FailedAttempt`] contains.
//!
//! # Cancellation
//!
//! A call can be dropped at any time. The service may have processed the request; the client and its connections are not affected.
//! [`GraphClient::shutdown`](crate::GraphClient::shutdown) ends a client, and waits for the requests in flight.

mod backoff;
mod class;
mod policy;
mod retry_after;

pub use crate::failure::FailedAttempt;
pub use policy::RetryPolicy;

pub(crate) use backoff::equal_jitter;
pub(crate) use class::RetryClass;
pub(crate) use retry_after::retry_after;
