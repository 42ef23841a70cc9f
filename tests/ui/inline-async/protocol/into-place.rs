//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A call gives its place back in each state, which it says of itself: one that waits drops its
// arguments, one that runs its future, one that is done nothing. The place has its memory again,
// and is not dropped but where a drop panics: then nobody has it.

#![feature(inline_async_fn, inline_async)]

extern crate kinds;

use std::alloc::Layout;
use std::cell::Cell;
use std::future::inline_async::{
    HeapPlace, InlinePlace, ObjectPlace, PlaceError, PlacedCall, layout_for,
};
use std::pin::{Pin, pin};
use std::ptr::NonNull;
use std::task::{Context, Waker};

use kinds::{
    ByHand, First, Job, Local, Logged, Object, Panics, Plan, Receiver, Second, Suspending,
    allocations, caught, dropped, live,
};

/// A place that counts.
struct Counted<'a, P> {
    place: P,
    dropped: &'a Cell<u32>,
    released: &'a Cell<u32>,
}

// SAFETY: all is forwarded to a place that keeps the promises.
unsafe impl<P: ObjectPlace> ObjectPlace for Counted<'_, P> {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        self.place.reserve(layout)
    }

    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        self.released.set(self.released.get() + 1);
        // SAFETY: the caller's promise.
        unsafe { self.place.release(memory, layout) }
    }
}

impl<P> Drop for Counted<'_, P> {
    fn drop(&mut self) {
        self.dropped.set(self.dropped.get() + 1);
    }
}

fn check<O: Object>(mut place: impl ObjectPlace) {
    place.reserve(layout_for::<O, dyn Job>()).unwrap();
    let before = live();
    let (drops, releases) = (Cell::new(0), Cell::new(0));
    let mut object = O::new(Plan::suspending(0));
    let mut counted = Counted { place, dropped: &drops, released: &releases };
    let mut order = O::drop_order().to_vec();
    order.retain(|&part| part != Receiver);
    let start = live();
    for (i, (polls, state)) in (1..).zip([(0, "waiting"), (1, "running"), (2, "done")]) {
        let plan = Plan::suspending(1);
        let (first, second) = (Logged::new(First, plan), Logged::new(Second, plan));
        let call = (&mut object as &mut dyn Job).exclusive(first, plan, second);
        assert_eq!(format!("{call:?}"), r#"InlineCall { state: waiting }"#);
        let (allocated, call) = allocations(|| call.in_place(counted));
        assert_eq!(allocated, 0);
        let mut call = call.ok().unwrap();
        for _ in 0..polls {
            let _ = Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()));
        }
        assert_eq!(format!("{call:?}"), format!("PlacedCall {{ state: {state} }}"));
        if state == "done" {
            assert_eq!(dropped(), order);
            assert_eq!(releases.get(), i);
        }
        assert_eq!(dropped(), []);
        counted = PlacedCall::into_place(call);
        let expected = match state {
            "waiting" => &[First, Second],
            "running" => &order[..],
            _ => &[],
        };
        assert_eq!(dropped(), expected);
        assert_eq!((drops.get(), releases.get()), (0, i));
        assert_eq!(live(), start);
    }

    for (polls, part) in [(0, First), (0, Second), (1, Local), (1, Second)] {
        let panics = Panics::DropOf(part);
        let plan = Plan::suspending(1).panicking(panics);
        let (first, second) = (Logged::new(First, plan), Logged::new(Second, plan));
        let place = Counted { place: &mut counted, dropped: &drops, released: &releases };
        drops.set(0);
        releases.set(0);
        let call = (&mut object as &mut dyn Job).exclusive(first, plan, second);
        let mut call = call.in_place(place).ok().unwrap();
        for _ in 0..polls {
            let _ = Pin::new(&mut call).poll(&mut Context::from_waker(Waker::noop()));
        }
        assert_eq!(caught(|| PlacedCall::into_place(call)), panics);
        let expected = if polls == 0 { &[First, Second] } else { &order[..] };
        assert_eq!(dropped(), expected);
        // The outer place and the one that it refers to.
        assert_eq!((drops.get(), releases.get()), (1, 2));
    }
    drop(order);
    assert_eq!(live(), before);
    drop((object, counted));
    assert_eq!(dropped(), [Receiver]);
}

fn main() {
    check::<Suspending<0>>(HeapPlace::new());
    check::<Suspending<300>>(HeapPlace::new());
    check::<ByHand<300>>(HeapPlace::new());
    check::<Suspending<0>>(pin!(InlinePlace::<1024>::new()));
    check::<ByHand<0>>(pin!(InlinePlace::<1024>::new()));
}
