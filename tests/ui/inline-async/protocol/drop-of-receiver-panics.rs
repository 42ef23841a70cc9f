//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// Where the receiver that a call has panics as it is dropped, because the object does, the
// arguments are dropped nevertheless, once, and what is left of the pointer is freed: in a call
// that consumes its object and waits, on the heap, in a place and where the object is in a frame,
// and in a direct call that waits with a `Box`.

#![feature(inline_async_fn, inline_async)]

extern crate kinds;

use std::future::inline_async::{HeapPlaced, InlinePlace, Placed, move_ref};
use std::pin::pin;

use kinds::{
    ByHand, End, First, Logged, Object, Panics, Plan, Ready, Receiver, Second, Suspending,
    assert_usable, caught, dropped, live,
};

const PANICS: Panics = Panics::DropOf(Receiver);
const PLAN: Plan = Plan::suspending(1).panicking(PANICS);

trait Boxed {
    inline async fn boxed(self: Box<Self>, first: Logged, second: Logged) -> usize;
}

struct InBox<O, const ROOM: usize>(#[allow(dead_code)] O);

impl<O: Object, const ROOM: usize> Boxed for InBox<O, ROOM> {
    async fn boxed(self: Box<Self>, _first: Logged, _second: Logged) -> usize {
        let room = [1u8; ROOM];
        std::future::pending::<()>().await;
        room.len()
    }
}

fn arguments() -> (Logged, Logged) {
    (Logged::new(First, PLAN), Logged::new(Second, PLAN))
}

fn check<O: Object>() {
    kinds::every_kind::<O>(|kind, stage| {
        if kind.is_consuming() {
            let before = live();
            let call = stage.call(PLAN).unwrap();
            assert_eq!(caught(|| drop(call)), PANICS, "{kind:?}");
            assert_eq!(dropped(), [Receiver, First, Second], "{kind:?}");
            assert_eq!(live(), before, "{kind:?}");
            assert_usable::<O>(kind, stage);
        }
    });

    let before = live();
    // The husk of this box is the program's allocator's.
    let object: Box<dyn End> = Box::new(O::new(PLAN));
    let (first, second) = arguments();
    let call = HeapPlaced::new(object).end(first, PLAN, second);
    assert_eq!(caught(|| drop(call)), PANICS);
    assert_eq!(dropped(), [Receiver, First, Second]);
    assert_eq!(live(), before);

    let mut place = pin!(InlinePlace::<1024>::new());
    for _ in 0..2 {
        let object = move_ref!(O::new(PLAN));
        let binding = Placed::new_in(object as _, place.as_mut());
        let binding: Placed<std::future::inline_async::MoveRef<'_, dyn End>, _> =
            binding.ok().unwrap();
        let (first, second) = arguments();
        let call = binding.end(first, PLAN, second);
        assert_eq!(caught(|| drop(call)), PANICS);
        assert_eq!(dropped(), [Receiver, First, Second]);
    }

    let objects: [Box<dyn Boxed>; 2] =
        [Box::new(InBox::<_, 0>(O::new(PLAN))), Box::new(InBox::<_, 300>(O::new(PLAN)))];
    for object in objects {
        let (first, second) = arguments();
        let call = object.boxed(first, second);
        assert_eq!(caught(|| drop(call)), PANICS);
        assert_eq!(dropped(), [Receiver, First, Second]);
    }
    assert_eq!(live(), before);
}

fn main() {
    check::<Suspending<0>>();
    check::<Suspending<300>>();
    check::<ByHand<0>>();
    check::<ByHand<300>>();
    check::<Ready<0>>();
}
