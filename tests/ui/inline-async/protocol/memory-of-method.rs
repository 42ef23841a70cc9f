//@ run-pass
//@ edition: 2024
//@ no-prefer-dynamic
//@ revisions: debug release mir
//@[debug] compile-flags: -g -Zvalidate-mir
//@[release] compile-flags: -O
//@[mir] compile-flags: -Zmir-opt-level=4 -Zvalidate-mir

// A call that finds its own place has memory for its method alone, in a trait that has a method
// which needs 16 kB as well: so does a direct call that does not fit, one that is moved into a
// place, and a shared call beside another one on a binding. The binding itself has reserved for
// both.

#![allow(dead_code)]
#![feature(inline_async_fn, inline_async)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::future::inline_async::{HeapPlace, HeapPlaced, layout_for, placeable};
use std::hint::black_box;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

thread_local!(static ALLOCATED: Cell<usize> = const { Cell::new(0) });

struct Measuring;

// SAFETY: all is forwarded to the system's allocator; what is provided calls these two.
unsafe impl GlobalAlloc for Measuring {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATED.try_with(|bytes| bytes.set(bytes.get() + layout.size()));
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Measuring = Measuring;

#[placeable]
trait Work {
    inline async fn small(&self) -> usize;
    inline async fn middle(&self) -> usize;
    inline async fn large(&self) -> usize;
}

/// Has no other method than `Work::middle`.
trait Middle {
    inline async fn middle(&self) -> usize;
}

struct Worker;

async fn suspend() {
    let mut done = false;
    std::future::poll_fn(|_| {
        if std::mem::replace(&mut done, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await
}

macro_rules! body {
    ($size:literal) => {{
        let room = [1u8; $size];
        suspend().await;
        black_box(&room).len()
    }};
}

impl Work for Worker {
    async fn small(&self) -> usize {
        suspend().await;
        0
    }

    async fn middle(&self) -> usize {
        body!(200)
    }

    async fn large(&self) -> usize {
        body!(16384)
    }
}

impl Middle for Worker {
    async fn middle(&self) -> usize {
        body!(200)
    }
}

fn finish<F: Future>(mut call: Pin<&mut F>) -> F::Output {
    loop {
        let mut cx = Context::from_waker(Waker::noop());
        if let Poll::Ready(output) = call.as_mut().poll(&mut cx) {
            return output;
        }
    }
}

/// How many bytes are allocated as `run` runs.
fn bytes(run: impl FnOnce()) -> usize {
    let before = ALLOCATED.get();
    run();
    ALLOCATED.get() - before
}

fn main() {
    let middle = layout_for::<Worker, dyn Middle>().size();
    let all = layout_for::<Worker, dyn Work>().size();
    assert!(middle < 300 && all > 16384);

    let object: &dyn Work = &Worker;
    assert_eq!(bytes(|| assert_eq!(finish(pin!(object.small())), 0)), 0);
    assert_eq!(bytes(|| assert_eq!(finish(pin!(object.middle())), 200)), middle);
    assert_eq!(bytes(|| assert_eq!(finish(pin!(object.large())), 16384)), all);

    let in_place = || {
        let mut call = object.middle().in_place(HeapPlace::new()).unwrap();
        assert_eq!(finish(Pin::new(&mut call)), 200);
    };
    assert_eq!(bytes(in_place), middle);

    let mut binding = None;
    assert_eq!(bytes(|| binding = Some(HeapPlaced::new(object))), all);
    let binding = binding.unwrap();
    let mut first = binding.large();
    assert_eq!(bytes(|| assert_eq!(finish(pin!(binding.middle())), 200)), middle);
    assert_eq!(finish(Pin::new(&mut first)), 16384);
    assert_eq!(bytes(|| assert_eq!(finish(pin!(binding.middle())), 200)), 0);
}
