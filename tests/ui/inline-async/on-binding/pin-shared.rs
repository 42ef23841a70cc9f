//@ run-pass
//@ edition: 2024
//@ revisions: current next
//@[next] compile-flags: -Znext-solver

// A method that takes `Pin<&Self>` is called on a shared binding of a pointer that pins its object,
// beside other such calls.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{BoundCall, HeapPlaced, InlinePlace, Placed};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

trait Tr {
    inline async fn pinned(self: Pin<&Self>, n: u32) -> u32;
}

struct Adds(u32);

impl Tr for Adds {
    async fn pinned(self: Pin<&Self>, n: u32) -> u32 {
        let mut is_first = true;
        poll_fn(|_| if std::mem::take(&mut is_first) { Poll::Pending } else { Poll::Ready(()) }).await;
        self.0 + n
    }
}

fn poll<F: Future + Unpin>(future: &mut F) -> Poll<F::Output> {
    Pin::new(future).poll(&mut Context::from_waker(Waker::noop()))
}

fn two_at_once(
    mut first: impl Future<Output = u32> + Unpin,
    mut second: impl Future<Output = u32> + Unpin,
) {
    assert!(poll(&mut first).is_pending());
    assert!(poll(&mut second).is_pending());
    assert_eq!(poll(&mut second), Poll::Ready(12));
    assert_eq!(poll(&mut first), Poll::Ready(11));
}

fn main() {
    let boxed: HeapPlaced<Pin<Box<dyn Tr>>> = HeapPlaced::new(Box::pin(Adds(10)));
    let call: BoundCall<&HeapPlaced<Pin<Box<dyn Tr>>>, (u32,), u32> = boxed.pinned(1);
    two_at_once(call, boxed.pinned(2));

    let shared: HeapPlaced<Pin<Arc<dyn Tr>>> = HeapPlaced::new(Arc::pin(Adds(10)));
    two_at_once(shared.pinned(1), shared.pinned(2));

    let object = pin!(Adds(10));
    let object: Pin<&dyn Tr> = object.as_ref();
    let place = pin!(InlinePlace::<64>::new());
    let borrowed = Placed::new_in(object, place).unwrap();
    two_at_once(borrowed.pinned(1), borrowed.pinned(2));
}
