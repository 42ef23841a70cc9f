//@ run-pass
//@ edition: 2024

// A heap place on an arena that takes all of its memory back as it goes: where a call was leaked
// the place keeps the arena, and so the memory of the leaked future, for ever.

#![feature(allocator_api, inline_async_fn, inline_async)]

use std::alloc::{AllocError, Allocator, Layout};
use std::cell::{Cell, UnsafeCell};
use std::future::inline_async::{HeapPlace, Placed, placeable};
use std::mem::{MaybeUninit, forget};
use std::pin::Pin;
use std::ptr::NonNull;
use std::task::{Context, Waker};

/// Gives memory out one after another, and all of it back at once.
struct Arena {
    bytes: Box<[UnsafeCell<MaybeUninit<u128>>]>,
    used: Cell<usize>,
    ended: &'static Cell<u32>,
}

impl Arena {
    fn new(ended: &'static Cell<u32>) -> Self {
        let bytes = (0..64).map(|_| UnsafeCell::new(MaybeUninit::uninit())).collect();
        Arena { bytes, used: Cell::new(0), ended }
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        self.ended.set(self.ended.get() + 1);
    }
}

// SAFETY: no memory is given out twice, and it stays as long as the arena, also if that is moved.
unsafe impl Allocator for Arena {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let count = layout.size().div_ceil(16);
        let from = self.used.get();
        let units = self.bytes.get(from..from + count).ok_or(AllocError)?;
        if layout.align() > 16 {
            return Err(AllocError);
        }
        self.used.set(from + count);
        let start = NonNull::from(units).cast::<u8>();
        Ok(NonNull::slice_from_raw_parts(start, count * 16))
    }

    unsafe fn deallocate(&self, _: NonNull<u8>, _: Layout) {}
}

#[placeable]
trait Work {
    inline async fn work(&mut self);
}

struct Worker;

impl Work for Worker {
    async fn work(&mut self) {
        let local = [1u8; 20];
        std::future::pending::<()>().await;
        drop(local);
    }
}

fn counter() -> &'static Cell<u32> {
    Box::leak(Box::new(Cell::new(0)))
}

fn poll(call: &mut (impl Future + Unpin)) {
    assert!(Pin::new(call).poll(&mut Context::from_waker(Waker::noop())).is_pending());
}

fn main() {
    let object: &mut dyn Work = &mut Worker;

    let ended = counter();
    let mut place = HeapPlace::new_in(Arena::new(ended));
    for _ in 0..3 {
        poll(&mut object.work().in_place(&mut place).unwrap());
    }
    drop(place);
    assert_eq!(ended.get(), 1);

    let ended = counter();
    let mut place = HeapPlace::new_in(Arena::new(ended));
    let mut call = object.work().in_place(&mut place).unwrap();
    poll(&mut call);
    forget(call);
    // Fresh memory.
    poll(&mut object.work().in_place(&mut place).unwrap());
    drop(place);
    assert_eq!(ended.get(), 0);

    let ended = counter();
    let mut binding = Placed::new_in(object, HeapPlace::new_in(Arena::new(ended))).unwrap();
    forget(binding.work());
    poll(&mut binding.work());
    drop(binding);
    assert_eq!(ended.get(), 0);
}
