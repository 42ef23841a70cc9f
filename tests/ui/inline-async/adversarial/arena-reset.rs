//@ run-pass
//@ edition: 2024
//@ aux-build: hand.rs

// A heap place over an arena that is shared: a call that is leaked takes the allocator along, so
// the arena can never be had alone again, which resetting it takes. An idle place gives it back.

#![feature(allocator_api, inline_async_fn, inline_async)]

extern crate hand;

use std::alloc::{AllocError, Allocator, Layout};
use std::cell::{Cell, UnsafeCell};
use std::future::inline_async::{HeapPlace, Placed, placeable};
use std::mem::forget;
use std::pin::Pin;
use std::ptr::NonNull;
use std::rc::Rc;

use hand::{poll, suspend};

struct Arena {
    memory: UnsafeCell<[u128; 256]>,
    used: Cell<usize>,
}

impl Arena {
    /// Gives all of the memory out anew: it takes the arena alone.
    fn reset(&mut self) {
        self.used.set(0);
        self.memory.get_mut().fill(u128::MAX);
    }
}

#[derive(Clone)]
struct InArena(Rc<Arena>);

// SAFETY: memory is handed out once, until the arena is had alone, when no allocator is left.
unsafe impl Allocator for InArena {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let begin = self.0.used.get().next_multiple_of(layout.align());
        let end = begin + layout.size();
        if layout.align() > 16 || end > 256 * 16 {
            return Err(AllocError);
        }
        self.0.used.set(end);
        // SAFETY: it is inside of the memory.
        let memory = unsafe { self.0.memory.get().cast::<u8>().add(begin) };
        Ok(NonNull::slice_from_raw_parts(NonNull::new(memory).unwrap(), layout.size()))
    }

    unsafe fn deallocate(&self, _memory: NonNull<u8>, _layout: Layout) {}
}

#[placeable]
trait Work {
    inline async fn work(&mut self, seen: &'static Cell<Option<&'static Cell<u32>>>) -> u32;
}

struct Worker;

impl Work for Worker {
    async fn work(&mut self, seen: &'static Cell<Option<&'static Cell<u32>>>) -> u32 {
        let local = Cell::new(7);
        // SAFETY: the future is pinned, and it is leaked: its memory stays for ever.
        seen.set(Some(unsafe { &*(&raw const local) }));
        suspend().await;
        local.get()
    }
}

fn main() {
    let seen: &'static _ = Box::leak(Box::new(Cell::new(None)));
    let mut arena = Rc::new(Arena { memory: UnsafeCell::new([0; 256]), used: Cell::new(0) });
    for _ in 0..3 {
        // Finished, cancelled and idle places let the arena go.
        let place = HeapPlace::new_in(InArena(Rc::clone(&arena)));
        let mut binding = Placed::new_in(Box::new(Worker) as Box<dyn Work>, place).ok().unwrap();
        let mut call = binding.work(seen);
        assert!(poll(Pin::new(&mut call)).is_pending());
        assert!(Rc::get_mut(&mut arena).is_none());
        drop(call);
        drop(binding);
        Rc::get_mut(&mut arena).unwrap().reset();
    }

    let place = HeapPlace::new_in(InArena(Rc::clone(&arena)));
    let mut binding = Placed::new_in(Box::new(Worker) as Box<dyn Work>, place).ok().unwrap();
    let mut call = binding.work(seen);
    assert!(poll(Pin::new(&mut call)).is_pending());
    forget(call);
    let (object, place) = Placed::into_inner(binding);
    // The same place goes on, in other memory.
    let used = arena.used.get();
    let mut binding = Placed::new_in(object, place).ok().unwrap();
    assert!(arena.used.get() > used);
    let local = seen.get().unwrap();
    let mut call = binding.work(seen);
    assert!(poll(Pin::new(&mut call)).is_pending());
    assert_ne!(&raw const *local, &raw const *seen.get().unwrap());
    drop(call);
    drop(binding);
    // What the leaked call has is still there, and nobody can reset the arena.
    assert_eq!(local.get(), 7);
    assert!(Rc::get_mut(&mut arena).is_none());
    assert_eq!(Rc::strong_count(&arena), 2);
}
