//@ run-pass
//@ edition: 2024
//@ aux-build: hand.rs
//@ needs-unwind

// What is left of a box whose object was moved into a call panics as it is dropped, for its
// allocator does: the panic goes on, and object, output and memory are released once whenever that
// happens.

#![feature(allocator_api, inline_async_fn, inline_async)]

extern crate hand;

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::cell::Cell;
use std::future::inline_async::{HeapPlaced, placeable};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::ptr::NonNull;

use hand::poll;

thread_local! {
    static ALLOCATED: Cell<i32> = const { Cell::new(0) };
    static OBJECTS: Cell<i32> = const { Cell::new(0) };
    static OUTPUTS: Cell<i32> = const { Cell::new(0) };
    static ALLOCATORS: Cell<i32> = const { Cell::new(0) };
}

struct Panics;

impl Drop for Panics {
    fn drop(&mut self) {
        ALLOCATORS.set(ALLOCATORS.get() - 1);
        resume_unwind(Box::new("husk"));
    }
}

// SAFETY: all is forwarded.
unsafe impl Allocator for Panics {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        ALLOCATED.set(ALLOCATED.get() + 1);
        Global.allocate(layout)
    }
    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        ALLOCATED.set(ALLOCATED.get() - 1);
        // SAFETY: the caller promises it.
        unsafe { Global.deallocate(memory, layout) }
    }
}

struct Output;

impl Drop for Output {
    fn drop(&mut self) {
        OUTPUTS.set(OUTPUTS.get() - 1);
    }
}

struct Object([u64; 3]);

impl Drop for Object {
    fn drop(&mut self) {
        assert_eq!(self.0, [1, 2, 3]);
        OBJECTS.set(OBJECTS.get() - 1);
    }
}

#[placeable]
trait Work {
    inline async fn finish(self, is_pending: bool) -> Output;
}

impl Work for Object {
    async fn finish(self, is_pending: bool) -> Output {
        if is_pending {
            std::future::pending::<()>().await;
        }
        OUTPUTS.set(OUTPUTS.get() + 1);
        Output
    }
}

fn state() -> [i32; 4] {
    [ALLOCATED.get(), OBJECTS.get(), OUTPUTS.get(), ALLOCATORS.get()]
}

fn husk(result: std::thread::Result<()>) {
    assert_eq!(*result.unwrap_err().downcast::<&str>().unwrap(), "husk");
}

fn main() {
    for is_pending in [false, true] {
        for is_polled in [false, true] {
            OBJECTS.set(1);
            ALLOCATORS.set(1);
            let object: Box<dyn Work, Panics> = Box::new_in(Object([1, 2, 3]), Panics);
            let mut call = HeapPlaced::new(object).finish(is_pending);
            assert_eq!(state(), [1, 1, 0, 1]);
            let result = catch_unwind(AssertUnwindSafe(|| {
                if is_polled {
                    assert!(poll(Pin::new(&mut call)).is_pending());
                }
                drop(call);
            }));
            husk(result);
            assert_eq!(state(), [0; 4]);
        }
    }
}
