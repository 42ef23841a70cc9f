//@ run-pass
//@ edition: 2024

// An object that was pinned by a binding comes out of it pinned: it is where it was for the calls,
// also when a call was cancelled or leaked.

#![feature(inline_async_fn, inline_async)]

use std::cell::Cell;
use std::future::inline_async::{HeapPlaced, Placed, placeable};
use std::marker::PhantomPinned;
use std::mem::forget;
use std::pin::Pin;
use std::ptr;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Pinned {
    inline async fn remember(self: Pin<&mut Self>) -> bool;
    fn is_where_it_was(&self) -> bool;
}

struct Here(Cell<*const Here>, PhantomPinned);

impl Pinned for Here {
    async fn remember(self: Pin<&mut Self>) -> bool {
        let this = self.into_ref();
        if this.0.get().is_null() {
            this.0.set(&raw const *this);
        }
        std::future::ready(()).await;
        this.is_where_it_was()
    }

    fn is_where_it_was(&self) -> bool {
        self.0.get() == &raw const *self
    }
}

fn poll<F: Future<Output = bool> + Unpin>(mut call: F) {
    let result = Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()));
    assert_eq!(result, Poll::Ready(true));
}

fn main() {
    let object: Pin<Box<dyn Pinned>> = Box::pin(Here(Cell::new(ptr::null()), PhantomPinned));
    let mut binding = HeapPlaced::new(object);
    poll(Pin::new(&mut binding).remember());
    drop(Pin::new(&mut binding).remember());
    // The binding moves, the object does not.
    let mut moved = [Some(binding)];
    poll(Pin::new(moved[0].as_mut().unwrap()).remember());
    forget(Pin::new(moved[0].as_mut().unwrap()).remember());
    let (object, place) = Placed::into_inner(moved[0].take().unwrap());
    assert!(object.is_where_it_was());
    let mut binding = Placed::new_in(object, place).unwrap();
    poll(Pin::new(&mut binding).remember());
}
