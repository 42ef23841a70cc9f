//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A call that is leaked when it is done leaks what is left of it, which is no memory of a machine:
// place and binding are as after a call that was dropped. What is left of a call that has consumed
// a binding is nothing either, since place and pointer went when it was done.

extern crate kinds;

use std::mem::forget;
use std::task::Poll;

use kinds::{ByHand, Object, Plan, Ready, Suspending, assert_usable, dropped, live};

fn check<O: Object>() {
    kinds::every_kind::<O>(|kind, stage| {
        for suspends in 0..2 {
            let before = live();
            let mut call = stage.call(Plan::suspending(suspends)).unwrap();
            let output = std::iter::repeat_with(|| kinds::poll(&mut call)).find(Poll::is_ready);
            assert_eq!(output, Some(Poll::Ready(7)), "{kind:?}");
            assert_eq!(dropped(), kind.parts(O::drop_order()), "{kind:?}");
            forget(call);
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
