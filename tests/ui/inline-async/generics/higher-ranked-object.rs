//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A call on a higher-ranked object type, `dyn for<'a> Tr<&'a str>`, for any lifetime.

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

trait Handle<A> {
    inline async fn handle(&mut self, argument: A) -> usize;
}

struct Length(usize);

impl<'a> Handle<&'a str> for Length {
    async fn handle(&mut self, argument: &'a str) -> usize {
        self.0 += argument.len();
        self.0
    }
}

async fn run(object: &mut dyn for<'a> Handle<&'a str>) -> usize {
    object.handle("static").await;
    let owned = "owned".to_owned();
    object.handle(&owned).await
}

async fn bound<H: for<'a> Handle<&'a str> + ?Sized>(handle: &mut H) -> usize {
    let owned = "ab".to_owned();
    handle.handle(&owned).await
}

fn main() {
    let mut length = Length(0);
    assert_eq!(block_on(run(&mut length)), 11);
    assert_eq!(block_on(bound(&mut length)), 13);
    assert_eq!(block_on(bound::<dyn for<'a> Handle<&'a str>>(&mut length)), 15);
}
