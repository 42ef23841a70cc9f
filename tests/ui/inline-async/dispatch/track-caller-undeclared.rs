//@ run-pass
//@ edition: 2024
//@ revisions: current next optimized
//@[next] compile-flags: -Znext-solver
//@[optimized] compile-flags: -Copt-level=3 -Zmir-opt-level=4

// Where the trait does not say `#[track_caller]`, a call on an object does not tell the implementation
// who called. What that sees as its caller is in the program, as with any `dyn`, not in the library.

#![feature(inline_async_fn, inline_async, async_fn_track_caller)]
#![allow(refining_impl_trait)]

use std::future::inline_async::{HeapPlaced, placeable};
use std::panic::Location;
use std::pin::{Pin, pin};
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

type Caller = &'static Location<'static>;

#[placeable]
trait Where {
    inline async fn started(&self) -> Caller;
    inline async fn polled(&self) -> Caller;
    inline async fn named(&self) -> Caller;
}

struct It;

struct Named;

impl Future for Named {
    type Output = Caller;

    #[track_caller]
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Caller> {
        Poll::Ready(Location::caller())
    }
}

impl Where for It {
    #[track_caller]
    fn started(&self) -> impl Future<Output = Caller> {
        let caller = Location::caller();
        async move { caller }
    }
    #[track_caller]
    async fn polled(&self) -> Caller {
        Location::caller()
    }
    fn named(&self) -> Named {
        Named
    }
}

fn main() {
    let object: &dyn Where = &It;
    assert_eq!(block_on(object.started()).file(), file!());
    assert_eq!(block_on(object.polled()).file(), file!());
    assert_eq!(block_on(object.named()).file(), file!());

    let placed = HeapPlaced::new(object);
    assert_eq!(block_on(placed.started()).file(), file!());
    assert_eq!(block_on(placed.polled()).file(), file!());
    assert_eq!(block_on(placed.named()).file(), file!());
}
