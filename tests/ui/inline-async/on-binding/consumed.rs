//@ run-pass
//@ edition: 2024
//@ revisions: current next optimized
//@ compile-flags: -Zvalidate-mir
//@[next] compile-flags: -Znext-solver=globally
//@[optimized] compile-flags: -Copt-level=3 -Zmir-opt-level=4
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A call that has consumed its binding owns object, pointer and place. Whether it is finished,
// cancelled, or dropped before its first poll, each of them is dropped once, and the place has its
// memory back.

#![feature(inline_async_fn, inline_async, allocator_api)]

use std::alloc::{AllocError, Allocator, Global, Layout};
use std::future::inline_async::{HeapPlace, Placed};
use std::pin::Pin;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::atomic::{AtomicIsize, Ordering::Relaxed};
use std::task::{Context, Poll, Waker};

/// What was reserved and not yet given back.
static BLOCKS: AtomicIsize = AtomicIsize::new(0);

struct Counted;

// SAFETY: all of it is `Global`'s.
unsafe impl Allocator for Counted {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        BLOCKS.fetch_add(1, Relaxed);
        Global.allocate(layout)
    }
    unsafe fn deallocate(&self, memory: NonNull<u8>, layout: Layout) {
        BLOCKS.fetch_sub(1, Relaxed);
        // SAFETY: it was allocated with this layout.
        unsafe { Global.deallocate(memory, layout) }
    }
}

trait Work {
    inline async fn by_value(self, with: Rc<()>) -> u32;
    inline async fn by_box(self: Box<Self>, with: Rc<()>) -> u32;
    inline async fn run(&mut self);
}

struct It(#[allow(dead_code)] Rc<()>);

impl Work for It {
    async fn by_value(self, with: Rc<()>) -> u32 {
        suspend().await;
        drop(with);
        1
    }
    async fn by_box(self: Box<Self>, with: Rc<()>) -> u32 {
        suspend().await;
        drop(with);
        2
    }
    async fn run(&mut self) {
        suspend().await;
    }
}

/// Is pending once.
async fn suspend() {
    let mut pending = true;
    std::future::poll_fn(|_| match std::mem::take(&mut pending) {
        true => Poll::Pending,
        false => Poll::Ready(()),
    })
    .await
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

/// How far a call goes before it is dropped.
fn each_way<F: Future<Output = u32> + Unpin>(make: impl Fn() -> F, output: u32) {
    drop(make());
    let mut call = make();
    assert!(poll(&mut call).is_pending());
    drop(call);
    let mut call = make();
    assert!(poll(&mut call).is_pending());
    assert_eq!(poll(&mut call), Poll::Ready(output));
    drop(call);
    // Moved while it waits and while it runs.
    let mut call = Box::new(make());
    assert!(poll(&mut *call).is_pending());
    let mut call = *call;
    assert_eq!(poll(&mut call), Poll::Ready(output));
}

fn main() {
    let alive = Rc::new(());
    let object = || -> Box<dyn Work> { Box::new(It(alive.clone())) };

    let binding = || Placed::new_in(object(), HeapPlace::new_in(Counted)).ok().unwrap();
    each_way(|| binding().by_value(alive.clone()), 1);
    assert_eq!((Rc::strong_count(&alive), BLOCKS.load(Relaxed)), (1, 0));
    each_way(|| binding().by_box(alive.clone()), 2);
    assert_eq!((Rc::strong_count(&alive), BLOCKS.load(Relaxed)), (1, 0));

    // The place keeps its memory, and goes with the call.
    let mut place = HeapPlace::new_in(Counted);
    let mut call = Placed::new_in(object(), &mut place).ok().unwrap().by_value(alive.clone());
    assert!(poll(&mut call).is_pending());
    assert!(poll(&mut call).is_ready());
    drop(call);
    assert_eq!(BLOCKS.load(Relaxed), 1);
    drop(place);
    assert_eq!((Rc::strong_count(&alive), BLOCKS.load(Relaxed)), (1, 0));

    // A call that ran was leaked, object and all that it had lent: the next one has other memory.
    let mut binding = binding();
    let mut leaked = binding.run();
    assert!(poll(&mut leaked).is_pending());
    std::mem::forget(leaked);
    let mut call = binding.by_value(alive.clone());
    assert!(poll(&mut call).is_pending());
    assert_eq!(poll(&mut call), Poll::Ready(1));
    drop(call);
    assert_eq!((Rc::strong_count(&alive), BLOCKS.load(Relaxed)), (1, 1));
}
