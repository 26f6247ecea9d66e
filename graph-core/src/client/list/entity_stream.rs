use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_util::Stream;

use super::completion::Completion;
use super::page_stream::{CallFuture, PageStream};
use super::resume_token::ResumeToken;
use crate::address::EntityPath;
use crate::client::row::PageItem;
use crate::error::Error;
use crate::response::Entity;

/// The entities of a list, returned by [`ListOperation::stream`](super::ListOperation::stream).
///
/// It is a [`Stream`], and has methods for those who do not use one. It holds one page in memory, and one more after
/// [`prefetch`](super::ListOperation::prefetch). No request is sent before it is polled, and dropping it ends the request in flight. It ends after an
/// error.
#[must_use = "a stream does nothing until it is polled"]
pub struct EntityStream<R> {
    pages: PageStream<R>,
    entities: vec::IntoIter<Entity<R>>,
    /// How many entities of the current page were taken.
    taken: usize,
    /// The link to the page of `entities`.
    link: Option<String>,
    completion: Option<(Completion<R>, EntityPath)>,
    /// The entity that is being completed, and the call for it.
    completing: Option<(Entity<R>, CallFuture)>,
    dropped: usize,
    skipped: usize,
}

/// Nothing in it is pinned.
impl<R> Unpin for EntityStream<R> {}

impl<R: PageItem> EntityStream<R> {
    pub(super) fn new(pages: PageStream<R>, taken: usize, completion: Option<(Completion<R>, EntityPath)>) -> Self {
        let link = pages.link.clone();
        Self {
            pages,
            entities: Vec::new().into_iter(),
            taken,
            link,
            completion,
            completing: None,
            dropped: 0,
            skipped: 0,
        }
    }

    /// Reads the next entity; `None` after the last one.
    ///
    /// # Errors
    /// The errors of a call; [`FilterIgnored`](crate::ErrorKind::FilterIgnored) if an entity does not match the filter,
    /// [`Decode`](crate::ErrorKind::Decode) if one is not of the declared type, and [`EndlessPages`](crate::ErrorKind::EndlessPages) if
    /// the pages do not end.
    pub async fn try_next(&mut self) -> Result<Option<Entity<R>>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }

    /// Returns the position after the entity that was returned last, to continue later.
    ///
    /// It is valid after an error as well: the stream then continues with the page that failed.
    pub fn resume_token(&self) -> ResumeToken {
        ResumeToken { query: self.pages.query, taken: self.taken, link: self.link.clone() }
    }

    /// Ends the stream after an error.
    fn end(&mut self) {
        self.entities = Vec::new().into_iter();
        self.pages.end();
    }

    /// Returns the number of entities so far that were dropped because they do not match the filter; see
    /// [`Page::dropped`](crate::response::Page::dropped).
    pub fn dropped(&self) -> usize {
        self.dropped
    }

    /// Returns the number of items so far that could not be decoded, and were skipped.
    pub fn skipped(&self) -> usize {
        self.skipped
    }
}

impl<R: PageItem> Stream for EntityStream<R> {
    type Item = Result<Entity<R>, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if let Some((_, call)) = &mut this.completing {
                let response = ready!(call.as_mut().poll(context));
                let (Some((mut entity, _)), Some((completion, _))) = (this.completing.take(), &this.completion) else {
                    return Poll::Ready(None);
                };
                match response.and_then(|response| completion.read(response, &mut entity)) {
                    Ok(()) => {
                        this.taken += 1;
                        return Poll::Ready(Some(Ok(entity)));
                    }
                    Err(error) => {
                        this.end();
                        return Poll::Ready(Some(Err(error)));
                    }
                }
            }
            this.pages.poll_ahead(context);
            if let Some(entity) = this.entities.next() {
                if let (Some((completion, path)), Some(list)) = (&this.completion, this.pages.request()) {
                    match completion.request(list.clone(), path, &entity) {
                        Ok(request) => this.completing = Some((entity, this.pages.call(request))),
                        Err(error) => {
                            this.end();
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                    continue;
                }
                this.taken += 1;
                return Poll::Ready(Some(Ok(entity)));
            }
            match ready!(Pin::new(&mut this.pages).poll_next(context)) {
                Some(Ok(page)) => {
                    this.dropped += page.dropped();
                    this.skipped += page.skipped();
                    this.link.clone_from(&this.pages.link);
                    this.entities = page.into_items().into_iter();
                    this.taken = this.pages.resumed;
                }
                Some(Err(error)) => {
                    if this.link != this.pages.link {
                        this.link.clone_from(&this.pages.link);
                        this.taken = 0;
                    }
                    return Poll::Ready(Some(Err(error)));
                }
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R> fmt::Debug for EntityStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EntityStream")
            .field("pages", &self.pages)
            .field("taken", &self.taken)
            .field("dropped", &self.dropped)
            .field("skipped", &self.skipped)
            .finish_non_exhaustive()
    }
}
