//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ revisions: current next
//@[next] compile-flags: -Znext-solver=globally

// A trait has a method that consumes its object. Who borrows the object binds it and calls the
// others; then its owner calls that one. It all is in one place, without an allocation.

#![feature(inline_async_fn, inline_async)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::inline_async::{InlinePlace, MoveRef, Placed, move_ref};
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

thread_local!(static ALLOCATIONS: Cell<u32> = const { Cell::new(0) });

struct Counting;

// SAFETY: all is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

type Place<'a> = Pin<&'a mut InlinePlace<512>>;

trait Upload {
    inline async fn write(&mut self, bytes: &[u8; 64]) -> usize;
    inline async fn written(&self) -> usize;
    inline async fn finish(self, closed: &Cell<bool>) -> usize;
}

struct Length(usize);

async fn suspend() {
    let mut first = true;
    poll_fn(|_| if std::mem::take(&mut first) { Poll::Pending } else { Poll::Ready(()) }).await
}

impl Upload for Length {
    async fn write(&mut self, bytes: &[u8; 64]) -> usize {
        let bytes = *bytes;
        suspend().await;
        self.0 += bytes.len();
        bytes.len()
    }
    async fn written(&self) -> usize {
        suspend().await;
        self.0
    }
    async fn finish(self, closed: &Cell<bool>) -> usize {
        suspend().await;
        closed.set(true);
        self.0
    }
}

async fn write_all(upload: &mut dyn Upload, place: Place<'_>, chunks: u8) -> usize {
    let mut upload = Placed::new_in(upload, place).unwrap();
    for chunk in 0..chunks {
        upload.write(&[chunk; 64]).await;
    }
    upload.written().await
}

async fn all(closed: &Cell<bool>) -> usize {
    let mut place: Place<'_> = pin!(InlinePlace::new());
    let mut upload: MoveRef<'_, dyn Upload> = move_ref!(Length(0));
    assert_eq!(write_all(&mut *upload, place.as_mut(), 2).await, 128);
    assert_eq!(write_all(&mut *upload, place.as_mut(), 1).await, 192);
    assert!(!closed.get());
    Placed::new_in(upload, place).unwrap().finish(closed).await
}

fn main() {
    let closed = Cell::new(false);
    let before = ALLOCATIONS.get();
    let mut all = pin!(all(&closed));
    let written = loop {
        if let Poll::Ready(written) = all.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            break written;
        }
    };
    assert_eq!(ALLOCATIONS.get() - before, 0);
    assert_eq!((written, closed.get()), (192, true));
}
