//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ needs-unwind
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// Where the drop of a future panics, be it cancelled or ready, or something that it has does, the
// rest of it is dropped once, the panic goes on, and the call is done. Binding and place can be
// used, and a call's own memory is freed.

extern crate kinds;

use std::task::Poll;

use kinds::{
    ByHand, First, Local, Object, Panics, Plan, Ready, Receiver, Second, Suspending, assert_usable,
    caught, dropped, live,
};

fn check<O: Object>(ready: bool) {
    let of_fields = [Local, Second, First, Receiver].map(Panics::DropOf);
    kinds::every_kind::<O>(|kind, stage| {
        for panics in of_fields.into_iter().chain([Panics::DropOfFuture]) {
            match panics {
                // The call does not have the object.
                Panics::DropOf(Receiver) if !kind.is_consuming() => continue,
                // A coroutine does not have a drop of its own.
                Panics::DropOfFuture if O::IS_COROUTINE => continue,
                _ => {}
            }
            for cancelled in [true, false] {
                if cancelled && ready {
                    continue;
                }
                let before = live();
                let mut call = stage.call(Plan::suspending(1).panicking(panics)).unwrap();
                if !ready {
                    assert_eq!(kinds::poll(&mut call), Poll::Pending, "{kind:?}");
                }
                assert_eq!(dropped(), [], "{kind:?}");
                if cancelled {
                    assert_eq!(caught(|| drop(call)), panics, "{kind:?}");
                } else {
                    // The output is lost.
                    assert_eq!(caught(|| kinds::poll(&mut call)), panics, "{kind:?}");
                    assert_eq!(dropped(), kind.parts(O::drop_order()), "{kind:?} {panics:?}");
                    assert_eq!(live(), before, "{kind:?}");
                    drop(call);
                    assert_eq!(dropped(), [], "{kind:?}");
                    assert_eq!(live(), before, "{kind:?}");
                    continue;
                }
                assert_eq!(dropped(), kind.parts(O::drop_order()), "{kind:?} {panics:?}");
                assert_eq!(live(), before, "{kind:?} {panics:?}");
            }
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
