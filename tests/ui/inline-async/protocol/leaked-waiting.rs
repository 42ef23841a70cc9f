//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A call that is leaked as it waits leaks its receiver and its arguments, and nothing else: nothing
// is pinned yet. The place is not occupied, binding and place allocate no more than before, and all
// of their memory is freed in the end. Two exceptions: a shared call that had found the machine
// taken has memory of its own, which is leaked; and one that has the machine of a binding keeps it
// from other shared calls until the binding is borrowed mutably (`leaked-waiting-shared.rs`).

extern crate kinds;

use std::mem::forget;

use kinds::{ByHand, Kind, Object, Plan, Ready, Suspending, assert_usable, dropped, live};

fn check<O: Object>() {
    let leaked = |kind, times| match kind {
        // The first one has the machine.
        Kind::Shared | Kind::SharedInline => times - 1,
        Kind::SharedBeside => times,
        _ => 0,
    };
    kinds::every_kind_that_leaks::<O>(
        |kind| leaked(kind, 3),
        |kind, stage| {
            let before = live();
            for times in 1..4 {
                forget(stage.call(Plan::suspending(1)).unwrap());
                assert_eq!(dropped(), [], "{kind:?}");
                assert_eq!(live() - before, leaked(kind, times), "{kind:?}");
                if !matches!(kind, Kind::Shared | Kind::SharedInline) {
                    assert_usable::<O>(kind, stage);
                }
            }
        },
    );
}

fn main() {
    check::<Suspending<0>>();
    check::<Suspending<300>>();
    check::<ByHand<0>>();
    check::<ByHand<300>>();
    check::<Ready<0>>();
}
