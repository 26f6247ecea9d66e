//! Bodies of custom services, frame by frame.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame};

use crate::client::GraphClient;
use crate::client::tests::builder;

/// How many frames of all bodies were polled.
#[derive(Clone, Default)]
pub(super) struct Polled(Arc<AtomicUsize>);

impl Polled {
    pub(super) fn polled(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

pub(super) struct Frames {
    rest: VecDeque<Bytes>,
    end: End,
    polled: Polled,
}

enum End {
    Complete,
    /// The frame is repeated.
    Repeat(Bytes),
    /// Nothing more arrives.
    Stop,
}

impl Frames {
    pub(super) fn of<T: Into<Bytes>>(frames: impl IntoIterator<Item = T>) -> Self {
        let rest = frames.into_iter().map(Into::into).collect();
        Self { rest, end: End::Complete, polled: Polled::default() }
    }

    pub(super) fn endless(frame: &'static str) -> Self {
        Self { end: End::Repeat(frame.into()), ..Self::of::<Bytes>([]) }
    }

    pub(super) fn stopping(frame: &'static str) -> Self {
        Self { end: End::Stop, ..Self::of([frame]) }
    }
}

impl Body for Frames {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.polled.0.fetch_add(1, Ordering::Relaxed);
        match (self.rest.pop_front(), &self.end) {
            (Some(frame), _) => Poll::Ready(Some(Ok(Frame::data(frame)))),
            (None, End::Complete) => Poll::Ready(None),
            (None, End::Repeat(frame)) => Poll::Ready(Some(Ok(Frame::data(frame.clone())))),
            (None, End::Stop) => Poll::Pending,
        }
    }
}

/// Returns a client of a service with these responses, and how many frames of their bodies were polled.
pub(super) fn serving(
    respond: impl Fn() -> (http::response::Builder, Frames) + Clone + Send + Sync + 'static,
) -> (GraphClient, Polled) {
    let polled = Polled::default();
    let count = polled.clone();
    let service = tower::service_fn(move |_: http::Request<Bytes>| {
        let (head, mut frames) = respond();
        frames.polled = count.clone();
        async move { Ok::<_, Infallible>(head.body(frames).unwrap()) }
    });
    (builder().service(service).build().unwrap(), polled)
}
