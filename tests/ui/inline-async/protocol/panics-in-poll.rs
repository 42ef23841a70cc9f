//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A future that panics as it is polled, the first time or later, has dropped what it has when the
// panic leaves the call, be it a coroutine, one that never suspends, or a future written by hand.
// The call is done, nothing is dropped a second time, and binding and place can be used.

extern crate kinds;

use std::task::Poll;

use kinds::{
    ByHand, Object, Panics, Plan, Ready, Suspending, assert_usable, caught, dropped, live,
};

fn check<O: Object>(suspensions: &[u8]) {
    kinds::every_kind::<O>(|kind, stage| {
        for &after in suspensions {
            let before = live();
            let plan = Plan::suspending(after).panicking(Panics::After(after));
            let mut call = stage.call(plan).unwrap();
            for _ in 0..after {
                assert_eq!(kinds::poll(&mut call), Poll::Pending, "{kind:?}");
            }
            assert_eq!(dropped(), [], "{kind:?}");
            assert_eq!(caught(|| kinds::poll(&mut call)), Panics::After(after), "{kind:?}");
            assert_eq!(dropped(), kind.parts(O::drop_order()), "{kind:?}");
            assert_eq!(live(), before, "{kind:?}");
            drop(call);
            assert_eq!(dropped(), [], "{kind:?}");
            assert_eq!(live(), before, "{kind:?}");
        }
        assert_usable::<O>(kind, stage);
    });
}

fn main() {
    check::<Suspending<0>>(&[0, 1, 2]);
    check::<Suspending<300>>(&[0, 1, 2]);
    check::<ByHand<0>>(&[0, 1, 2]);
    check::<ByHand<300>>(&[0, 1, 2]);
    check::<Ready<0>>(&[0]);
}
