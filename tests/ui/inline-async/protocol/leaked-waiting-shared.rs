//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A shared call that is leaked as it waits keeps the machine of its binding, so that other shared
// calls have memory of their own. That is no occupation, as nothing is pinned: a call that borrows
// the binding mutably has the machine, without an allocation, and frees it for all; the binding
// gives the memory back when it goes, and the place can be used, or destroyed.

#![feature(inline_async_fn, inline_async)]

extern crate kinds;

use std::future::inline_async::{
    HeapPlace, InlinePlace, ObjectPlace, Placed, layout_for, placeable,
};
use std::mem::forget;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use kinds::{First, Second};
use kinds::{Job, Logged, Object, Plan, Receiver, Suspending, allocations, dropped, live};

fn arguments() -> (Logged, Plan, Logged) {
    let plan = Plan::suspending(1);
    (Logged::new(First, plan), plan, Logged::new(Second, plan))
}

fn finish(mut call: impl Future<Output = u32> + Unpin) -> u32 {
    loop {
        let mut cx = Context::from_waker(Waker::noop());
        if let Poll::Ready(output) = Pin::new(&mut call).poll(&mut cx) {
            return output;
        }
    }
}

fn check<O: Object>(mut place: impl ObjectPlace) {
    let [mut object, mut other] = [0; 2].map(|_| O::new(Plan::suspending(0)));
    place.reserve(layout_for::<O, dyn Job>()).unwrap();
    let before = live();
    for _ in 0..2 {
        let object: &mut dyn Job = &mut object;
        let mut binding = Placed::new_in(object, &mut place).ok().unwrap();
        let shared = |binding: &Placed<&mut dyn Job, _>| {
            let (first, plan, second) = arguments();
            let result = allocations(|| finish(binding.shared(first, plan, second)));
            dropped();
            assert_eq!(result.1, 7);
            result.0
        };
        assert_eq!(shared(&binding), 0);
        let (first, plan, second) = arguments();
        forget(binding.shared(first, plan, second));
        assert_eq!(dropped(), []);
        assert_eq!(shared(&binding), 1);
        assert_eq!(live(), before);

        let (first, plan, second) = arguments();
        let exclusive = allocations(|| finish(binding.exclusive(first, plan, second)));
        assert_eq!(exclusive, (0, 7));
        dropped();
        assert_eq!(shared(&binding), 0);

        // Written over by an exclusive call that is leaked as well, and by one that is dropped.
        let (first, plan, second) = arguments();
        forget(binding.shared(first, plan, second));
        let (first, plan, second) = arguments();
        forget(binding.exclusive(first, plan, second));
        let (first, plan, second) = arguments();
        let (made, call) = allocations(|| binding.exclusive(first, plan, second));
        drop(call);
        assert_eq!((made, dropped()), (0, vec![First, Second]));
        assert_eq!(shared(&binding), 0);

        // Another object is bound, and the binding is undone, with a call that was leaked in it.
        let (first, plan, second) = arguments();
        forget(binding.shared(first, plan, second));
        let object = Placed::replace(&mut binding, &mut other).ok().unwrap();
        assert_eq!(shared(&binding), 0);
        let (first, plan, second) = arguments();
        forget(binding.shared(first, plan, second));
        let (_, place) = Placed::into_inner(binding);

        // It goes with one.
        let binding = Placed::new_in(object, place).ok().unwrap();
        assert_eq!(shared(&binding), 0);
        let (first, plan, second) = arguments();
        forget(binding.shared(first, plan, second));
        drop(binding);
        assert_eq!(live(), before);
    }
    assert!(place.reserve(layout_for::<O, dyn Job>()).is_ok());
    // And is not one after which a place aborts.
    drop(place);
    drop((object, other));
    assert_eq!(dropped(), [Receiver, Receiver]);
}

#[placeable]
trait Owned {
    inline async fn peek(&self) -> u32;
    inline async fn end(self, argument: Logged) -> u32;
}

struct Owner(#[allow(dead_code)] Logged);

impl Owned for Owner {
    async fn peek(&self) -> u32 {
        1
    }

    async fn end(self, argument: Logged) -> u32 {
        let _argument = argument;
        std::future::ready(()).await;
        2
    }
}

/// A binding that is consumed with such a call in it.
fn consume(mut place: impl ObjectPlace) {
    place.reserve(layout_for::<Owner, dyn Owned>()).unwrap();
    let before = live();
    let plan = Plan::suspending(0);
    for is_polled in [true, false] {
        let object: Box<dyn Owned> = Box::new(Owner(Logged::new(Receiver, plan)));
        let binding = Placed::new_in(object, &mut place).ok().unwrap();
        forget(binding.peek());
        let (made, call) = allocations(|| binding.end(Logged::new(First, plan)));
        assert_eq!((made, dropped()), (0, vec![]));
        if is_polled {
            assert_eq!(finish(call), 2);
            assert_eq!(dropped(), [First, Receiver]);
        } else {
            drop(call);
            assert_eq!(dropped(), [Receiver, First]);
        }
        assert_eq!(live(), before);
    }
    assert!(place.reserve(layout_for::<Owner, dyn Owned>()).is_ok());
}

fn main() {
    let before = live();
    consume(HeapPlace::new());
    check::<Suspending<0>>(HeapPlace::new());
    check::<Suspending<300>>(HeapPlace::new());
    assert_eq!(live(), before);
    check::<Suspending<0>>(pin!(InlinePlace::<1024>::new()));
    check::<Suspending<300>>(pin!(InlinePlace::<1024>::new()));
    consume(pin!(InlinePlace::<1024>::new()));
}
