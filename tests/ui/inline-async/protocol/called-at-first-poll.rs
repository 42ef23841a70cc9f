//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// The body of an implementation of the form `fn -> impl Future` runs in the first poll of the call,
// once, and never before: not as the call is made, bound or not, nor as it is moved into a place,
// nor as it is dropped or printed.

extern crate kinds;

use std::mem::forget;

use kinds::{ByHand, Kind, Object, Plan, assert_usable, dropped, starts};

fn check<O: Object>() {
    let leaked = |kind| usize::from(kind == Kind::SharedBeside);
    kinds::every_kind_that_leaks::<O>(leaked, |kind, stage| {
        let before = starts();
        drop(stage.call(Plan::suspending(2)).unwrap());
        forget(stage.call(Plan::suspending(2)).unwrap());
        assert_eq!(starts(), before, "{kind:?}");
        for polls in 1..4 {
            let mut call = stage.call(Plan::suspending(2)).unwrap();
            assert_eq!(starts(), before + polls - 1, "{kind:?}");
            for _ in 0..polls {
                let _ = kinds::poll(&mut call);
                assert_eq!(starts(), before + polls, "{kind:?}");
            }
            drop(call);
            assert_eq!(starts(), before + polls, "{kind:?}");
            dropped();
        }
        // What is usable after a call was leaked as it waits is said in `leaked-waiting.rs`.
        if !kind.is_shared() {
            assert_usable::<O>(kind, stage);
        }
    });
}

fn main() {
    check::<ByHand<0>>();
    check::<ByHand<300>>();
}
