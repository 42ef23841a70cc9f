//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// The vtable entries of inline async methods stand among those of plain methods, of which some are
// not callable on an object at all, and none is mistaken for another.

#![feature(inline_async_fn)]

use std::pin::pin;
use std::task::{Context, Poll, Waker};

fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut cx = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

trait Mixed {
    fn a(&self) -> &'static str;
    inline async fn b(&self) -> &'static str;
    fn c(&mut self) -> &'static str;
    fn generic<T>(&self) -> &'static str
    where
        Self: Sized,
    {
        "generic"
    }
    inline async fn d(&mut self) -> &'static str;
    fn associated() -> &'static str
    where
        Self: Sized,
    {
        "associated"
    }
    async fn plain_async(&self) -> &'static str
    where
        Self: Sized,
    {
        "plain async"
    }
    inline async fn e(&self) -> &'static str;
    fn f(&self) -> &'static str;
}

struct It;

impl Mixed for It {
    fn a(&self) -> &'static str {
        "a"
    }
    async fn b(&self) -> &'static str {
        "b"
    }
    fn c(&mut self) -> &'static str {
        "c"
    }
    async fn d(&mut self) -> &'static str {
        "d"
    }
    async fn e(&self) -> &'static str {
        "e"
    }
    fn f(&self) -> &'static str {
        "f"
    }
}

fn main() {
    let mut it = It;
    let object: &mut dyn Mixed = &mut it;
    assert_eq!(object.a(), "a");
    assert_eq!(block_on(object.b()), "b");
    assert_eq!(object.c(), "c");
    assert_eq!(block_on(object.d()), "d");
    assert_eq!(block_on(object.e()), "e");
    assert_eq!(object.f(), "f");

    assert_eq!(it.generic::<u8>(), "generic");
    assert_eq!(It::associated(), "associated");
    assert_eq!(block_on(it.plain_async()), "plain async");
}
