//! A [`Stream`] of what an object gives.

use std::alloc::Global;
use std::future::inline_async::{HeapPlaced, OwnedCall, Placed};
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

/// Gives items, one after another.
pub trait Source<T>: Send {
    /// The next item, or none if there will be no more.
    inline async fn next(&mut self) -> Option<T>;
}

/// The items of a source.
pub struct Items<T>(State<T>);

enum State<T> {
    Idle(HeapPlaced<Box<dyn Source<T>>>),
    Busy(OwnedCall<Box<dyn Source<T>>, Global, (), Option<T>>),
    /// The source has given its last item, or has panicked.
    Ended,
}

impl<T> Items<T> {
    /// The items of `source`. Room for its calls is reserved here.
    pub fn new(source: Box<dyn Source<T>>) -> Self {
        Items(State::Idle(HeapPlaced::new(source)))
    }
}

impl<T> Stream for Items<T> {
    type Item = T;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        let state = &mut self.get_mut().0;
        let mut call = match mem::replace(state, State::Ended) {
            State::Idle(source) => Placed::into_call(source, |source| source.next()),
            State::Busy(call) => call,
            State::Ended => return Poll::Ready(None),
        };
        match Pin::new(&mut call).poll(cx) {
            Poll::Ready((source, item)) => {
                if item.is_some() {
                    *state = State::Idle(source);
                }
                Poll::Ready(item)
            }
            Poll::Pending => {
                *state = State::Busy(call);
                Poll::Pending
            }
        }
    }
}
