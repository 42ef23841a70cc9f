//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A call that is polled after it was ready, or after it panicked, as it was called or polled or as
// its future was dropped, panics with the words of an `async fn`, as often as it is polled. Nothing
// is dropped, freed or run by that, not even where another call has the machine by then.

extern crate kinds;

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use kinds::{
    ByHand, Local, Object, Panics, Plan, Ready, Suspending, assert_usable, caught, dropped, live,
};

fn assert_done(call: &mut kinds::Call<'_>) {
    for _ in 0..2 {
        let panic = catch_unwind(AssertUnwindSafe(|| kinds::poll(call))).unwrap_err();
        assert_eq!(
            *panic.downcast_ref::<&str>().expect("a message that is known at compile time"),
            "`async fn` resumed after completion"
        );
    }
}

fn check<O: Object>(suspends: u8) {
    kinds::every_kind::<O>(|kind, stage| {
        for panics in [
            Panics::Never,
            Panics::After(suspends),
            Panics::AsCalled,
            Panics::DropOf(Local),
            Panics::DropOfFuture,
        ] {
            if O::IS_COROUTINE && matches!(panics, Panics::AsCalled | Panics::DropOfFuture) {
                continue;
            }
            let before = live();
            let mut call = stage.call(Plan::suspending(suspends).panicking(panics)).unwrap();
            let found = caught(|| while kinds::poll(&mut call).is_pending() {});
            assert_eq!(found, panics, "{kind:?}");
            dropped();
            assert_done(&mut call);
            assert_eq!(dropped(), [], "{kind:?}");
            assert_eq!(live(), before, "{kind:?}");
            drop(call);
            assert_eq!(dropped(), [], "{kind:?}");
            assert_eq!(live(), before, "{kind:?}");
        }
        assert_usable::<O>(kind, stage);
    });
}

fn main() {
    // The first panic of a thread allocates what stays.
    set_hook(Box::new(|_| ()));
    assert!(catch_unwind(|| panic!()).is_err());
    check::<Suspending<0>>(1);
    check::<Suspending<300>>(1);
    check::<ByHand<0>>(1);
    check::<ByHand<300>>(1);
    check::<Ready<0>>(0);
}
