//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A call that is dropped as it runs drops the future of the implementation in its place, which
// drops arguments, locals and the object that it consumes, once. Its own memory is freed, and
// binding and place can be used.

extern crate kinds;

use std::task::Poll;

use kinds::{ByHand, Object, Plan, Suspending, assert_usable, dropped, live};

fn check<O: Object>() {
    kinds::every_kind::<O>(|kind, stage| {
        for polls in 1..4 {
            let before = live();
            let mut call = stage.call(Plan::suspending(3)).unwrap();
            for _ in 0..polls {
                assert_eq!(kinds::poll(&mut call), Poll::Pending, "{kind:?}");
            }
            assert_eq!(dropped(), [], "{kind:?}");
            drop(call);
            assert_eq!(dropped(), kind.parts(O::drop_order()), "{kind:?}");
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
}
