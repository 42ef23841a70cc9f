//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// Where an argument panics as it is dropped with a call that waits, the other arguments are dropped
// nevertheless, once. The panic goes on, a call's own memory is freed, and binding and place can be
// used. (`drop-of-future-panics.rs` has the same for calls that run or finish.)

extern crate kinds;

use kinds::{
    ByHand, First, Object, Panics, Plan, Ready, Receiver, Second, Suspending, assert_usable,
    caught, dropped, live,
};

fn check<O: Object>() {
    kinds::every_kind::<O>(|kind, stage| {
        for part in [First, Second] {
            let before = live();
            let panics = Panics::DropOf(part);
            let call = stage.call(Plan::suspending(1).panicking(panics)).unwrap();
            assert_eq!(caught(|| drop(call)), panics, "{kind:?}");
            assert_eq!(dropped(), kind.parts([Receiver, First, Second]), "{kind:?} {part:?}");
            assert_eq!(live(), before, "{kind:?} {part:?}");
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
