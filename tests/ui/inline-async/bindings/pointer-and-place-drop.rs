//@ run-pass
//@ edition: 2024

// A binding that is dropped gives its memory back to the place, drops the place, and then the
// pointer; the object is dropped once.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::cell::RefCell;
use std::future::inline_async::{HeapPlace, Placed, placeable};
use std::ptr::NonNull;

thread_local!(static EVENTS: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) });

fn event(event: &'static str) {
    EVENTS.with_borrow_mut(|events| events.push(event));
}

struct Noting;

// SAFETY: all is forwarded to `Global`.
unsafe impl Allocator for Noting {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        event("allocated");
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        event("freed");
        // SAFETY: as the caller promises.
        unsafe { Global.deallocate(memory, layout) }
    }
}

impl Drop for Noting {
    fn drop(&mut self) {
        event("allocator dropped");
    }
}

#[placeable]
trait Work {
    inline async fn work(&mut self);
}

struct Worker;

impl Work for Worker {
    async fn work(&mut self) {}
}

impl Drop for Worker {
    fn drop(&mut self) {
        event("object dropped");
    }
}

fn main() {
    let object: Box<dyn Work> = Box::new(Worker);
    let mut binding = Placed::new_in(object, HeapPlace::new_in(Noting)).ok().unwrap();
    drop(binding.work());
    assert_eq!(EVENTS.take(), ["allocated"]);
    drop(binding);
    assert_eq!(EVENTS.take(), ["freed", "allocator dropped", "object dropped"]);
}
