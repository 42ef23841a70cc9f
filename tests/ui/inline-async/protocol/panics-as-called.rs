//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// An implementation of the form `fn -> impl Future` that panics before there is a future does so in
// the first poll of the call. It has dropped its arguments, and the object that it consumes;
// nothing is dropped a second time, the call is done, and binding and place can be used.

extern crate kinds;

use kinds::{
    ByHand, First, Object, Panics, Plan, Receiver, Second, assert_usable, caught, dropped, live,
};

fn check<O: Object>() {
    kinds::every_kind::<O>(|kind, stage| {
        for suspends in 0..2 {
            let before = live();
            let plan = Plan::suspending(suspends).panicking(Panics::AsCalled);
            let mut call = stage.call(plan).unwrap();
            assert_eq!(dropped(), [], "{kind:?}");
            assert_eq!(caught(|| kinds::poll(&mut call)), Panics::AsCalled, "{kind:?}");
            assert_eq!(dropped(), kind.parts([Second, First, Receiver]), "{kind:?}");
            assert_eq!(live(), before, "{kind:?}");
            drop(call);
            assert_eq!(dropped(), [], "{kind:?}");
            assert_eq!(live(), before, "{kind:?}");
        }
        assert_usable::<O>(kind, stage);
    });
}

fn main() {
    check::<ByHand<0>>();
    check::<ByHand<300>>();
}
