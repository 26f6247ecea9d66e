use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use futures_util::Stream;

use super::page_items::{InvalidItems, Items, RowCounts};
use super::progress::Progress;
use super::resume_token::ResumeToken;
use crate::client::call::SuccessfulResponse;
use crate::client::decode::{complete_error, decode_page};
use crate::client::execute::execute;
use crate::client::inner::ClientInner;
use crate::client::row::PageItem;
use crate::error::Error;
use crate::query::{RowCheck, expansion_limit};
use crate::redact::Redactor;
use crate::request::Request;
use crate::response::Page;
use crate::schema::TypeDescriptor;

/// The pages of a list, returned by [`ListOperation::pages`](super::ListOperation::pages).
///
/// It is a [`Stream`], and has a method for those who do not use one. No request is sent before it is polled, and dropping it ends the request in
/// flight. It ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct PageStream<R> {
    client: Arc<ClientInner>,
    /// The first request, whose headers all requests have; absent if it is not valid.
    request: Option<Request>,
    state: State,
    /// The link to the page that is read, or was read last; `None` is the first page.
    pub(super) link: Option<String>,
    /// A hash of the query.
    pub(super) query: u64,
    subject: PageSubject,
    check: Option<RowCheck>,
    invalid_items: InvalidItems,
    is_prefetched: bool,
    progress: Progress,
    counts: RowCounts,
    /// How many entities of the first page were returned before the list was resumed.
    to_skip: Option<usize>,
    /// How many entities of the current page were left out for this reason.
    pub(super) resumed: usize,
    row: std::marker::PhantomData<fn() -> R>,
}

enum State {
    /// The page at `link` is requested next.
    Ready,
    InFlight(CallFuture),
    /// The call of the next page, with its link.
    Ahead(String, Result<CallFuture, Error>),
    /// The page after the current one, whose request has not been sent.
    Next(String),
    Failed(Error),
    Done,
}

pub(super) type CallFuture = Pin<Box<dyn Future<Output = Result<SuccessfulResponse, Error>> + Send>>;

/// What is known about the items of a page without their Rust type.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageSubject {
    /// What errors call the items.
    odata_type: &'static str,
    /// The type of the entities, if the request expands their navigation properties.
    expanded: Option<&'static TypeDescriptor>,
}

impl PageSubject {
    pub(super) fn of_entities(descriptor: &'static TypeDescriptor) -> Self {
        Self { odata_type: descriptor.odata_type(), expanded: Some(descriptor) }
    }

    pub(super) fn of_values(name: &'static str) -> Self {
        Self { odata_type: name, expanded: None }
    }

    fn is_expanded(self) -> bool {
        self.expanded.is_some_and(TypeDescriptor::has_expanded)
    }
}

/// Nothing in it is pinned.
impl<R> Unpin for PageStream<R> {}

impl<R: PageItem> PageStream<R> {
    pub(super) fn new(
        client: Arc<ClientInner>,
        first: Result<(Request, u64, Option<ResumeToken>), Error>,
        subject: PageSubject,
        check: Option<RowCheck>,
        invalid_items: InvalidItems,
        is_prefetched: bool,
    ) -> Self {
        let (request, query, token, state) = match first {
            Ok((request, query, token)) => (Some(request), query, token, State::Ready),
            Err(error) => (None, 0, None, State::Failed(error)),
        };
        let to_skip = token.as_ref().map(|token| token.taken);
        let link = token.and_then(|token| token.link);
        let progress = Progress::starting_at(link.as_deref());
        Self {
            client,
            request,
            state,
            link,
            query,
            subject,
            check,
            invalid_items,
            is_prefetched,
            progress,
            counts: RowCounts::default(),
            to_skip,
            resumed: 0,
            row: std::marker::PhantomData,
        }
    }

    /// Reads the next page; `None` after the last one.
    ///
    /// # Errors
    /// The errors of a call; [`FilterIgnored`](crate::ErrorKind::FilterIgnored) if an entity does not match the filter,
    /// [`Decode`](crate::ErrorKind::Decode) if one is not of the declared type, and [`EndlessPages`](crate::ErrorKind::EndlessPages) if
    /// the pages do not end.
    pub async fn try_next(&mut self) -> Result<Option<Page<R>>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Starts another call of the list.
    pub(super) fn call(&self, request: Request) -> CallFuture {
        Box::pin(execute(Arc::clone(&self.client), request))
    }

    /// Ends the stream, and the call in flight.
    pub(super) fn end(&mut self) {
        self.state = State::Done;
    }

    pub(super) fn request(&self) -> Option<&Request> {
        self.request.as_ref()
    }

    /// Lets the request for the next page make progress, without waiting for it.
    pub(super) fn poll_ahead(&mut self, context: &mut Context<'_>) {
        if let State::Ahead(_, Ok(call)) = &mut self.state
            && let Poll::Ready(outcome) = call.as_mut().poll(context)
        {
            *call = Box::pin(std::future::ready(outcome));
        }
    }

    fn call_page(&self, link: Option<&str>) -> Result<CallFuture, Error> {
        let Some(request) = &self.request else { return Err(closed()) };
        let request = match link {
            Some(link) => request.with_link(link)?,
            None => request.clone(),
        };
        Ok(self.call(request))
    }

    /// Decodes a page, and returns the error that follows it if the pages do not end.
    fn decode(&mut self, response: SuccessfulResponse) -> Result<(Page<R>, Option<Error>), Error> {
        let mut items = Items::<R>::new(
            self.check.as_mut(),
            self.invalid_items,
            self.subject.expanded.and_then(|descriptor| expansion_limit(descriptor, response.context.template())),
        );
        let context = response.context;
        let (annotations, info, authorization) =
            decode_page(response, self.subject.odata_type, self.subject.is_expanded(), &mut items)?;
        let is_eventual = self.request.as_ref().is_some_and(|request| request.paging().is_eventual);
        if let Some(error) = items.filter_error(is_eventual, self.counts) {
            return Err(complete_error(error, info, context, &Redactor::new(&authorization)));
        }
        let progress =
            annotations.next_link.as_deref().map_or(Ok(()), |link| self.progress.record(items.count(), link));
        let endless =
            progress.err().map(|error| complete_error(error, info.clone(), context, &Redactor::new(&authorization)));
        self.counts.read += items.count();
        self.counts.dropped += items.dropped;
        let info = Arc::new(info);
        let (dropped, skipped) = (items.dropped, items.skipped);
        let mut entities = items.into_entities(&info);
        // these were returned before the list was resumed
        self.resumed = self.to_skip.take().map_or(0, |taken| taken.min(entities.len()));
        entities.drain(..self.resumed);
        let page = Page {
            items: entities,
            count: annotations.count,
            next_link: annotations.next_link,
            dropped,
            skipped,
            info,
        };
        Ok((page, endless))
    }
}

/// The error of a stream that was polled after an error.
#[cold]
fn closed() -> Error {
    Error::new(crate::ErrorKind::Request, "the list has ended with an error")
}

impl<R: PageItem> Stream for PageStream<R> {
    type Item = Result<Page<R>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            match std::mem::replace(&mut this.state, State::Done) {
                State::Ready => match this.call_page(this.link.as_deref()) {
                    Ok(call) => this.state = State::InFlight(call),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Next(link) => {
                    this.link = Some(link);
                    this.state = State::Ready;
                }
                State::Ahead(link, call) => {
                    this.link = Some(link);
                    match call {
                        Ok(call) => this.state = State::InFlight(call),
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    }
                }
                State::InFlight(mut call) => {
                    let outcome = match call.as_mut().poll(context) {
                        Poll::Ready(outcome) => outcome,
                        Poll::Pending => {
                            this.state = State::InFlight(call);
                            return Poll::Pending;
                        }
                    };
                    let (page, endless) = match outcome.and_then(|response| this.decode(response)) {
                        Ok(decoded) => decoded,
                        Err(error) => return Poll::Ready(Some(Err(error))),
                    };
                    if let Some(error) = endless {
                        // the entities of the page are returned first
                        this.state = State::Failed(error);
                    } else if let Some(link) = &page.next_link {
                        this.state = if this.is_prefetched {
                            State::Ahead(link.clone(), this.call_page(Some(link)))
                        } else {
                            State::Next(link.clone())
                        };
                        this.poll_ahead(context);
                    }
                    return Poll::Ready(Some(Ok(page)));
                }
                State::Failed(error) => return Poll::Ready(Some(Err(error))),
                State::Done => return Poll::Ready(None),
            }
        }
    }
}

impl<R> fmt::Debug for PageStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match self.state {
            State::Ready => "ready",
            State::InFlight(_) => "in flight",
            State::Ahead(..) | State::Next(_) => "next",
            State::Failed(_) => "failed",
            State::Done => "done",
        };
        f.debug_struct("PageStream").field("state", &state).finish_non_exhaustive()
    }
}
