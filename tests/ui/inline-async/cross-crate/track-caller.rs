//@ run-pass
//@ edition: 2024
//@ aux-build: tracked.rs

// The trait of another crate says that its method sees who called it.

#![feature(inline_async_fn, inline_async)]

extern crate tracked;

use std::future::inline_async::HeapPlaced;
use std::panic::Location;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use tracked::Where;

fn now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!(),
    }
}

struct It;

impl Where for It {
    fn line(&self) -> impl Future<Output = u32> {
        let line = Location::caller().line();
        async move { line }
    }
}

fn main() {
    let object: &dyn Where = &It;
    assert_eq!(now(object.line()), line!());
    assert_eq!(now(HeapPlaced::new(object).line()), line!());
}
