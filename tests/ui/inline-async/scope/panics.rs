//@ run-pass
//@ edition: 2024
//@ needs-unwind

// However a call ends, its memory goes back to the arena: when the implementation panics, when the
// whole scope is dropped unfinished, when dropping a future panics. Where an arena's allocator
// panics, or has no memory, the arena goes on as it was: the next thing asked is the program's
// allocator.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::cell::Cell;
use std::future::inline_async::{Arena, HeapArena, within};
use std::future::poll_fn;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::ptr::NonNull;
use std::task::{Context, Poll, Waker};

trait Work {
    inline async fn work(&self, how: How) -> u32;
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    Finish,
    Panic,
    PanicAsDropped,
}

struct Guard(bool);

impl Drop for Guard {
    fn drop(&mut self) {
        if self.0 {
            panic!("dropped");
        }
    }
}

struct Large;

impl Work for Large {
    async fn work(&self, how: How) -> u32 {
        let held = [1; 32];
        let _guard = Guard(how == How::PanicAsDropped);
        let mut first = true;
        poll_fn(|_| if mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await;
        if how == How::Panic {
            panic!("polled");
        }
        held.iter().sum()
    }
}

fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

thread_local! {
    static ALLOCATIONS: Cell<Fails> = const { Cell::new(Fails::No) };
    static CHUNKS: Cell<usize> = const { Cell::new(0) };
}

#[derive(Clone, Copy, PartialEq)]
enum Fails {
    No,
    HasNone,
    Panics,
    PanicsAtEnd,
}

#[derive(Clone, Copy)]
struct Failing;

// SAFETY: memory is had from the global allocator, and given back there.
unsafe impl Allocator for Failing {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        match ALLOCATIONS.get() {
            Fails::HasNone => return Err(AllocError),
            Fails::Panics => panic!("allocated"),
            _ => {}
        }
        CHUNKS.set(CHUNKS.get() + 1);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        CHUNKS.set(CHUNKS.get() - 1);
        // SAFETY: the caller's promise.
        unsafe { Global.deallocate(memory, layout) }
        if ALLOCATIONS.replace(Fails::No) == Fails::PanicsAtEnd {
            panic!("deallocated");
        }
    }
}

fn main() {
    let work: &dyn Work = &Large;
    // It aborts when it is dropped with a call inside.
    let mut arena = pin!(Arena::<512>::new());
    for _ in 0..10 {
        for how in [How::Panic, How::PanicAsDropped, How::Finish] {
            let mut future = pin!(Some(within(arena.as_mut(), work.work(how))));
            let mut next = || poll(future.as_mut().as_pin_mut().unwrap());
            assert!(next().is_pending());
            let result = catch_unwind(AssertUnwindSafe(next));
            assert_eq!(result.is_ok(), how == How::Finish);
        }
        // Cancelled.
        for how in [How::PanicAsDropped, How::Finish] {
            let mut future = Box::pin(within(arena.as_mut(), work.work(how)));
            assert!(poll(future.as_mut()).is_pending());
            let result = catch_unwind(AssertUnwindSafe(|| drop(future)));
            assert_eq!(result.is_ok(), how == How::Finish);
        }
    }
    arena.set(Arena::new());

    let finish = |arena: &mut HeapArena<Failing>| {
        let mut future = pin!(within(arena, work.work(How::Finish)));
        assert!(poll(future.as_mut()).is_pending());
        assert_eq!(poll(future), Poll::Ready(32));
    };
    let mut arena = HeapArena::new_in(Failing);
    ALLOCATIONS.set(Fails::HasNone);
    finish(&mut arena);
    ALLOCATIONS.set(Fails::Panics);
    assert!(catch_unwind(AssertUnwindSafe(|| finish(&mut arena))).is_err());
    ALLOCATIONS.set(Fails::No);
    assert_eq!(CHUNKS.get(), 0);
    finish(&mut arena);
    assert_eq!(CHUNKS.get(), 1);

    // The chunks that are left are freed all the same.
    let mut future = Box::pin(within(&mut arena, async {
        let mut calls: Vec<_> = (0..30).map(|_| Box::pin(work.work(How::Finish))).collect();
        poll_fn(|cx| {
            assert!(calls.iter_mut().all(|call| call.as_mut().poll(cx).is_pending()));
            Poll::Ready(())
        })
        .await
    }));
    assert!(poll(future.as_mut()).is_ready());
    drop(future);
    assert!(CHUNKS.get() > 2);
    ALLOCATIONS.set(Fails::PanicsAtEnd);
    assert!(catch_unwind(AssertUnwindSafe(|| drop(arena))).is_err());
    assert_eq!(CHUNKS.get(), 0);
}
