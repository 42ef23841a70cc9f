//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A call that finishes, at its first poll or after some suspensions, has dropped arguments and
// object once when it gives its output, and its memory is free again. To drop it then does nothing.
// Made and polled, it allocates nothing but what a direct call needs that does not fit.

extern crate kinds;

use std::task::Poll;

use kinds::{ByHand, Object, Plan, Ready, Suspending, allocations, assert_usable, dropped, live};

fn check<O: Object>(ready: bool) {
    kinds::every_kind::<O>(|kind, stage| {
        for suspends in [0, 1, 3] {
            let before = live();
            let (made, call) = allocations(|| stage.call(Plan::suspending(suspends)).unwrap());
            let mut call = call;
            assert_eq!(made, kind.allocations_as_made(), "{kind:?}");
            for poll in 0..if ready { 0 } else { suspends } {
                let (started, result) = allocations(|| kinds::poll(&mut call));
                assert_eq!(result, Poll::Pending, "{kind:?}");
                let expected = if poll == 0 { kind.allocations_as_started::<O>() } else { 0 };
                assert_eq!(started, expected, "{kind:?}");
                assert_eq!(dropped(), [], "{kind:?}");
            }
            assert_eq!(kinds::poll(&mut call), Poll::Ready(7), "{kind:?}");
            assert_eq!(dropped(), kind.parts(O::drop_order()), "{kind:?}");
            // Of the call's own memory nothing is left either.
            assert_eq!(live(), before, "{kind:?}");
            drop(call);
            assert_eq!(dropped(), [], "{kind:?}");
            assert_eq!(live(), before, "{kind:?}");
        }
        assert_usable::<O>(kind, stage);
    });
}

fn main() {
    check::<Suspending<0>>(false);
    check::<Suspending<300>>(false);
    check::<ByHand<0>>(false);
    check::<ByHand<300>>(false);
    check::<Ready<0>>(true);
}
