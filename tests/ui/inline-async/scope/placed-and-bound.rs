//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: holds.rs

// A call that has a place takes nothing of the scope that it is polled in: neither one in a place of
// its own nor one on a binding. The arena of the scope has no room for any of them here, and nothing
// is allocated.

#![feature(inline_async)]

extern crate holds;

use std::future::inline_async::{Arena, InlinePlace, Placed, within};
use std::pin::pin;
use std::task::{Context, Waker};

use holds::{Holds, Work};

fn main() {
    let object: &dyn Work = &Holds::<1024>;
    let mut place = pin!(InlinePlace::<8192>::new());
    let before = holds::allocations();
    let arena = pin!(Arena::<8>::new());
    let mut future = pin!(within(arena, async {
        assert_eq!(object.work(2).in_place(place.as_mut()).unwrap().await, 2);
        let binding = Placed::new_in(object, place.as_mut()).ok().unwrap();
        assert_eq!(binding.work(3).await, 3);
        assert_eq!(holds::allocations(), before);
        // One without a place does.
        assert_eq!(object.work(1).await, 1);
        assert_eq!(holds::allocations(), before + 1);
    }));
    let mut cx = Context::from_waker(Waker::noop());
    while future.as_mut().poll(&mut cx).is_pending() {}
}
