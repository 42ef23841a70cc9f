//@ run-pass
//@ edition: 2024
//@ needs-unwind

// An allocator that unwinds out of `deallocate` is dropped with its heap place, once, and what it
// was to free is not given to it a second time. A place that unwinds as it grows is empty, and can
// be used.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::cell::Cell;
use std::future::inline_async::{HeapPlace, Placed, placeable};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::NonNull;

thread_local! {
    static DROPS: Cell<u32> = const { Cell::new(0) };
    static LIVE: Cell<i32> = const { Cell::new(0) };
}

struct Unwinding;

// SAFETY: all is forwarded to `Global`. The memory is freed before it unwinds.
unsafe impl Allocator for Unwinding {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        LIVE.set(LIVE.get() + 1);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        LIVE.set(LIVE.get() - 1);
        // SAFETY: as the caller promises.
        unsafe { Global.deallocate(memory, layout) }
        resume_unwind(Box::new("deallocate"));
    }
}

impl Drop for Unwinding {
    fn drop(&mut self) {
        DROPS.set(DROPS.get() + 1);
    }
}

#[placeable]
trait Work {
    inline async fn work(&mut self);
}

struct Worker<const ROOM: usize>;

impl<const ROOM: usize> Work for Worker<ROOM> {
    async fn work(&mut self) {
        let room = [1u8; ROOM];
        std::future::pending::<()>().await;
        std::hint::black_box(room);
    }
}

#[track_caller]
fn unwinds<R>(run: impl FnOnce() -> R) {
    let payload = catch_unwind(AssertUnwindSafe(run)).err().unwrap();
    assert_eq!(*payload.downcast::<&str>().unwrap(), "deallocate");
}

fn main() {
    let small: &mut dyn Work = &mut Worker::<1>;
    let large: &mut dyn Work = &mut Worker::<500>;
    let place = || HeapPlace::new_in(Unwinding);

    // By itself, with a call that was not polled, and with a binding.
    let mut own = place();
    drop(small.work().in_place(&mut own).unwrap());
    unwinds(|| drop(own));
    assert_eq!((DROPS.take(), LIVE.get()), (1, 0));

    let call = small.work().in_place(place()).unwrap();
    unwinds(|| drop(call));
    assert_eq!((DROPS.take(), LIVE.get()), (1, 0));

    let binding = Placed::new_in(&mut *small, place()).unwrap();
    unwinds(|| drop(binding));
    assert_eq!((DROPS.take(), LIVE.get()), (1, 0));

    // As it grows.
    let mut own = place();
    drop(small.work().in_place(&mut own).unwrap());
    unwinds(|| large.work().in_place(&mut own));
    assert_eq!((DROPS.take(), LIVE.get()), (0, 0));
    drop(large.work().in_place(&mut own).unwrap());
    assert_eq!((DROPS.take(), LIVE.get()), (0, 1));
    unwinds(|| drop(own));
    assert_eq!((DROPS.take(), LIVE.get()), (1, 0));

    // An empty one has nothing to free.
    drop(place());
    assert_eq!((DROPS.take(), LIVE.get()), (1, 0));
}
