//@ edition: 2024

//! A trait with a method that takes `self`, and objects, arguments, places and an allocator whose
//! drops are counted.

#![feature(allocator_api, inline_async_fn, inline_async)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::cell::Cell;
use std::future::inline_async::{HeapPlace, ObjectPlace, PlaceError, placeable};
use std::future::poll_fn;
use std::mem::replace;
use std::pin::Pin;
use std::ptr::NonNull;
use std::task::{Context, Poll, Waker};

/// What is alive at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Alive {
    pub objects: i32,
    pub arguments: i32,
    pub locals: i32,
    pub places: i32,
    pub allocations: i32,
}

thread_local!(static ALIVE: Cell<Alive> = const {
    Cell::new(Alive { objects: 0, arguments: 0, locals: 0, places: 0, allocations: 0 })
});

pub fn alive() -> Alive {
    ALIVE.get()
}

fn change(change: impl FnOnce(&mut Alive)) {
    let mut alive = ALIVE.get();
    change(&mut alive);
    ALIVE.set(alive);
}

macro_rules! counted {
    ($name:ident: $field:ident) => {
        pub struct $name(());

        impl $name {
            pub fn new() -> Self {
                change(|alive| alive.$field += 1);
                $name(())
            }
        }

        impl Drop for $name {
            fn drop(&mut self) {
                change(|alive| alive.$field -= 1);
            }
        }
    };
}

counted!(Mark: objects);
counted!(Argument: arguments);
counted!(Local: locals);
counted!(PlaceMark: places);

/// Counts the allocations of boxes.
pub struct Counting;

unsafe impl Allocator for Counting {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        change(|alive| alive.allocations += 1);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        change(|alive| alive.allocations -= 1);
        unsafe { Global.deallocate(memory, layout) }
    }
}

/// A place on the heap that is counted.
pub struct Place(HeapPlace, #[allow(dead_code)] PlaceMark);

impl Place {
    pub fn new() -> Self {
        Place(HeapPlace::new(), PlaceMark::new())
    }
}

unsafe impl ObjectPlace for Place {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        self.0.reserve(layout)
    }

    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        unsafe { self.0.release(memory, layout) }
    }
}

/// Where an implementation panics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panics {
    Never,
    InSegment(u32),
}

#[placeable]
pub trait Job {
    inline async fn step(&mut self) -> u32;
    inline async fn peek(&self) -> u32;
    /// Suspends twice, so it has three segments.
    inline async fn finish(self, argument: Argument, panics: Panics) -> u32;
}

pub struct Object<const ROOM: usize> {
    pub value: u32,
    pub mark: Mark,
    pub room: [u8; ROOM],
}

impl<const ROOM: usize> Object<ROOM> {
    pub fn new(value: u32) -> Self {
        Object { value, mark: Mark::new(), room: [1; ROOM] }
    }
}

impl<const ROOM: usize> Job for Object<ROOM> {
    async fn step(&mut self) -> u32 {
        suspend().await;
        self.value += 1;
        self.value
    }

    async fn peek(&self) -> u32 {
        suspend().await;
        self.value
    }

    async fn finish(self, argument: Argument, panics: Panics) -> u32 {
        let _argument = argument;
        for segment in 0..3 {
            let _local = Local::new();
            if panics == Panics::InSegment(segment) {
                std::panic::resume_unwind(Box::new(segment));
            }
            if segment < 2 {
                suspend().await;
            }
        }
        self.value + self.room.iter().map(|&byte| u32::from(byte)).sum::<u32>() - ROOM as u32
    }
}

/// Is pending once.
pub async fn suspend() {
    let mut done = false;
    poll_fn(|_| if replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }).await
}

pub fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}
