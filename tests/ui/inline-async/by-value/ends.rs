//@ run-pass
//@ edition: 2024
//@ aux-build: counted.rs
//@ needs-unwind
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// At every point where a call that consumes its object can end, object, arguments and place are
// dropped exactly once and the object's memory is released: not polled, polled and dropped,
// completed, panicked in each segment, leaked. With `Box`, `Box` on an allocator, and `MoveRef`.

#![feature(allocator_api, inline_async)]

extern crate counted;

use std::future::inline_async::{MoveRef, OwnedPtr, Placed, move_ref};
use std::mem::forget;
use std::ops::DerefMut;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use counted::{Alive, Argument, Counting, Job, Object, Panics, Place, alive, poll};

fn bound<'a, Ptr: OwnedPtr<Target = dyn Job + 'a> + DerefMut>(ptr: Ptr) -> Placed<Ptr, Place> {
    let placed = Placed::new_in(ptr, Place::new()).unwrap_or_else(|_| panic!("out of memory"));
    assert_eq!((alive().objects, alive().places), (1, 1));
    placed
}

/// Ends a call in every way that leaves nothing behind.
fn every_end<'a, Ptr: OwnedPtr<Target = dyn Job + 'a> + DerefMut>(
    allocations: i32,
    mut with_object: impl FnMut(&mut dyn FnMut(Ptr)),
) {
    // The binding is never consumed.
    with_object(&mut |ptr| drop(bound(ptr)));
    assert_eq!(alive(), Alive::default());

    // Not polled, and dropped after each number of polls.
    for polls in 0..3 {
        with_object(&mut |ptr| {
            let mut call = bound(ptr).finish(Argument::new(), Panics::Never);
            for _ in 0..polls {
                assert!(poll(&mut call).is_pending());
            }
            let locals = i32::from(polls > 0);
            // The object is in the machine, and its memory is still there.
            assert_eq!(
                alive(),
                Alive { objects: 1, arguments: 1, locals, places: 1, allocations }
            );
            drop(call);
            assert_eq!(alive(), Alive::default());
        });
    }

    // Completed.
    with_object(&mut |ptr| {
        let mut call = bound(ptr).finish(Argument::new(), Panics::Never);
        assert!(poll(&mut call).is_pending());
        assert!(poll(&mut call).is_pending());
        assert_eq!(poll(&mut call), Poll::Ready(7));
        // The call has the place, and nothing else.
        assert_eq!(alive(), Alive { places: 1, ..Alive::default() });
        drop(call);
        assert_eq!(alive(), Alive::default());
    });

    // Panicked in each segment.
    for segment in 0..3 {
        with_object(&mut |ptr| {
            let mut call = bound(ptr).finish(Argument::new(), Panics::InSegment(segment));
            for _ in 0..segment {
                assert!(poll(&mut call).is_pending());
            }
            let panic = catch_unwind(AssertUnwindSafe(|| poll(&mut call))).unwrap_err();
            assert_eq!(*panic.downcast::<u32>().unwrap(), segment);
            assert_eq!(alive(), Alive { places: 1, ..Alive::default() });
            drop(call);
            assert_eq!(alive(), Alive::default());
        });
    }
}

fn with_room<const ROOM: usize>() {
    every_end::<Box<dyn Job>>(0, |run| run(Box::new(Object::<ROOM>::new(7))));
    every_end::<Box<dyn Job, Counting>>(1, |run| {
        run(Box::new_in(Object::<ROOM>::new(7), Counting));
    });
    every_end::<MoveRef<'_, dyn Job>>(0, |run| {
        let object = move_ref!(Object::<ROOM>::new(7));
        // SAFETY: `run` uses the reference up before it returns; the lifetime cannot be named.
        run(unsafe { std::mem::transmute::<MoveRef<'_, dyn Job>, MoveRef<'_, dyn Job>>(object) });
    });
}

fn main() {
    with_room::<0>();
    with_room::<1>();
    with_room::<1000>();

    // Leaked: nothing is dropped, and nothing is freed, ever.
    let object: Box<dyn Job, Counting> = Box::new_in(Object::<3>::new(7), Counting);
    let mut call = bound(object).finish(Argument::new(), Panics::Never);
    assert!(poll(&mut call).is_pending());
    forget(call);
    let leaked = Alive { objects: 1, arguments: 1, locals: 1, places: 1, allocations: 1 };
    assert_eq!(alive(), leaked);
}
