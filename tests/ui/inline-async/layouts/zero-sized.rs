//@ run-pass
//@ edition: 2024

// A machine whose futures have no size has room for a tag and for a receiver that waits, and runs them;
// the machine of an object type without inline async methods is a bare tag.

#![feature(inline_async_fn, inline_async)]

use std::alloc::Layout;
use std::future::inline_async::{
    HeapPlaced, InlinePlace, Placed, layout_for, layout_of_val, placeable,
};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&self) -> u32;
}

struct Nothing;

impl Future for Nothing {
    type Output = u32;

    fn poll(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<u32> {
        Poll::Ready(7)
    }
}

struct Worker;

impl Work for Worker {
    fn work(&self) -> impl Future<Output = u32> {
        Nothing
    }
}

fn poll<F: Future>(future: F) -> Poll<F::Output> {
    pin!(future).poll(&mut Context::from_waker(Waker::noop()))
}

const TAG: Layout = Layout::new::<usize>();
const MACHINE: Layout = layout_for::<Worker, dyn Work>();
const _: () = assert!(MACHINE.size() == 2 * TAG.size());
const _: () = assert!(layout_for::<u32, dyn std::fmt::Debug>().size() == TAG.size());

fn main() {
    let object: &dyn Work = &Worker;
    assert_eq!(layout_of_val(object), MACHINE);
    assert_eq!(layout_of_val(&7 as &dyn std::fmt::Debug), TAG);
    assert_eq!(poll(object.work()), Poll::Ready(7));
    let mut place = pin!(InlinePlace::<{ MACHINE.size() }>::new());
    assert_eq!(poll(object.work().in_place(place.as_mut()).unwrap()), Poll::Ready(7));
    let binding = Placed::new_in(object, place).unwrap();
    assert_eq!(poll(binding.work()), Poll::Ready(7));
    assert_eq!(poll(HeapPlaced::new(object).work()), Poll::Ready(7));
}
