//@ run-pass
//@ edition: 2024

// `#[track_caller]` on a method with an inline async declaration does no harm: the method runs, and
// where it cares for its caller, called through an object it is told some location of the trait.

#![feature(inline_async_fn)]

use std::panic::Location;
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

trait Where {
    #[track_caller]
    fn plain(&self) -> u32;
    inline async fn declared(&self, n: u8) -> (u32, u8);
}

struct It;

impl Where for It {
    #[track_caller]
    fn plain(&self) -> u32 {
        Location::caller().line()
    }
    #[track_caller]
    fn declared(&self, n: u8) -> impl Future<Output = (u32, u8)> {
        let line = Location::caller().line();
        async move { (line, n) }
    }
}

fn main() {
    // On a known type the caller is known.
    let known = block_on(It.declared(3));
    assert_eq!(known, (line!() - 1, 3));
    let object: &dyn Where = &It;
    let (line, n) = block_on(object.declared(4));
    assert!(line > 0);
    assert_eq!(n, 4);
    assert!(object.plain() > 0);
}
