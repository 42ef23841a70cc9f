//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ aux-build: kinds.rs
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// The memory of a call that is leaked as it runs is never used again and never freed: a place on
// the heap lets it go and has other memory, an `InlinePlace` refuses, and so does a binding, which
// has memory of the allocator instead from then on. Nothing of the call is dropped.

extern crate kinds;

use std::mem::forget;
use std::task::Poll;

use kinds::{
    ByHand, First, Kind, Object, Plan, Receiver, Second, Suspending, allocations, assert_usable,
    dropped, live,
};

fn check<O: Object>() {
    let leaked = |kind: Kind| match kind {
        Kind::Direct | Kind::DirectShared | Kind::DirectOwning => {
            kind.allocations_as_started::<O>()
        }
        Kind::InHeapPlace | Kind::Exclusive | Kind::Consumed => 1,
        Kind::Shared | Kind::SharedBeside => 1,
        // The memory of the place.
        _ => 0,
    };
    kinds::every_kind_that_leaks::<O>(leaked, |kind, stage| {
        let before = live();
        let plan = Plan::suspending(1);
        let mut call = stage.call(plan).unwrap();
        assert_eq!(kinds::poll(&mut call), Poll::Pending, "{kind:?}");
        let at_work = live() - before;
        forget(call);
        assert_eq!(dropped(), [], "{kind:?}");
        assert_eq!(live() - before, at_work, "{kind:?}");

        let next = allocations(|| stage.call(plan).map(drop));
        match kind {
            Kind::InInlinePlace | Kind::ConsumedInline => {
                assert_eq!(next, (0, None), "{kind:?}");
                // The refused one has come back, and is dropped.
                let refused = kind.parts([Receiver, First, Second]);
                assert_eq!(dropped().len(), refused.len(), "{kind:?}");
                return;
            }
            // The place or the binding has other memory.
            Kind::InHeapPlace | Kind::Consumed | Kind::Exclusive | Kind::ExclusiveInline => {
                assert_eq!(next, (1, Some(())), "{kind:?}");
                assert_eq!(live() - before, at_work + 1, "{kind:?}");
            }
            // A call that finds the machine taken has its own, until it is done.
            Kind::Shared | Kind::SharedInline | Kind::SharedBeside => {
                assert_eq!(next, (1, Some(())), "{kind:?}");
                assert_eq!(live() - before, at_work, "{kind:?}");
            }
            Kind::Direct | Kind::DirectShared | Kind::DirectOwning => {
                assert_eq!(next, (0, Some(())), "{kind:?}");
                assert_eq!(live() - before, at_work, "{kind:?}");
            }
        }
        dropped();
        if !matches!(kind, Kind::Shared | Kind::SharedInline) {
            assert_usable::<O>(kind, stage);
        }
    });
}

fn main() {
    check::<Suspending<0>>();
    check::<Suspending<300>>();
    check::<ByHand<0>>();
    check::<ByHand<300>>();
}
