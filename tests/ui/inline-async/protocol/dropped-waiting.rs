//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A call that is dropped as it waits for its first poll drops its receiver and its arguments, in
// this order, and nothing of the implementation has run. Nothing was allocated, and binding and
// place are as they were.

extern crate kinds;

use kinds::{
    ByHand, First, Object, Panics, Plan, Ready, Receiver, Second, Suspending, allocations,
    assert_usable, dropped, live,
};

fn check<O: Object>() {
    kinds::every_kind::<O>(|kind, stage| {
        // It would panic as it is called, or polled.
        for panics in [Panics::Never, Panics::AsCalled, Panics::After(0), Panics::DropOfFuture] {
            let before = live();
            let plan = Plan::suspending(1).panicking(panics);
            let (made, call) = allocations(|| stage.call(plan).unwrap());
            assert_eq!(made, kind.allocations_as_made(), "{kind:?}");
            assert_eq!(dropped(), [], "{kind:?}");
            drop(call);
            assert_eq!(dropped(), kind.parts([Receiver, First, Second]), "{kind:?}");
            assert_eq!(live(), before, "{kind:?}");
        }
        assert_usable::<O>(kind, stage);
    });
}

fn main() {
    check::<Suspending<0>>();
    check::<Suspending<300>>();
    check::<ByHand<0>>();
    check::<ByHand<300>>();
    check::<Ready<0>>();
}
