//@ edition: 2024

// A heap place on an arena: memory in which a call was leaked stays for ever, so the allocator must
// be able to. One that borrows an arena, which can be reset while the place is gone, is refused.

#![feature(allocator_api, inline_async_fn, inline_async)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::future::inline_async::{HeapPlace, HeapPlaced, Placed};
use std::ptr::NonNull;

struct Arena;

impl Arena {
    fn reset(&mut self) {}
}

// SAFETY: the memory is from an allocator.
unsafe impl Allocator for &Arena {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        Global.allocate(layout)
    }
    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller promises it.
        unsafe { Global.deallocate(memory, layout) }
    }
}

trait Work {
    inline async fn work(&mut self);
}

fn reset_after_leak(object: &mut dyn Work) {
    let mut arena = Arena;
    let mut place = HeapPlace::new_in(&arena); //~ ERROR `arena` does not live long enough
    std::mem::forget(object.work().in_place(&mut place));
    drop(place);
    arena.reset(); //~ ERROR cannot borrow `arena` as mutable
}

fn generic<'a>(arena: &'a Arena, object: &mut dyn Work) {
    let _ = Placed::new_in(object, HeapPlace::new_in(arena));
    //~^ ERROR borrowed data escapes outside of function
}

fn own_memory(object: &mut dyn Work) {
    let _ = HeapPlaced::new(object);
}

fn main() {}
