//@ run-pass
//@ edition: 2024
//@ revisions: debug release
//@[release] compile-flags: -O

// The tag of a machine, as the place that handed its memory out sees it, and the implementation in the
// middle of a call: 0 where nothing is inside, or an exclusive call waits; 1 where a shared call waits;
// 3 from before the first poll of a future until that has been dropped. While the body of an
// implementation of the form `fn -> impl Future` runs, or a future that never suspends, the tag is that
// of a call that waits.

#![feature(inline_async_fn, inline_async)]

use std::alloc::Layout;
use std::cell::{Cell, RefCell};
use std::future::inline_async::{HeapPlace, ObjectPlace, PlaceError, Placed};
use std::mem::{forget, take};
use std::pin::Pin;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

thread_local! {
    static MEMORY: Cell<Option<NonNull<u8>>> = const { Cell::new(None) };
    static SEEN: RefCell<Vec<(&'static str, usize)>> = const { RefCell::new(vec![]) };
}

fn tag() -> usize {
    let memory = MEMORY.get().unwrap();
    // SAFETY: the first word is initialized, and accessed atomically by everybody. The place is there.
    unsafe { AtomicUsize::from_ptr(memory.as_ptr().cast()) }.load(Ordering::Relaxed)
}

fn see(when: &'static str) {
    SEEN.with_borrow_mut(|seen| seen.push((when, tag())));
}

#[track_caller]
fn expect(seen: &[(&str, usize)]) {
    assert_eq!(SEEN.take(), seen);
}

/// A place that shows where its memory is.
struct Shown(HeapPlace);

// SAFETY: all is forwarded to a place that keeps the promises, and nothing but the tag is looked at.
unsafe impl ObjectPlace for Shown {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        let memory = self.0.reserve(layout)?;
        MEMORY.set(Some(memory));
        Ok(memory)
    }

    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller promises what is asked for.
        unsafe { self.0.release(memory, layout) }
    }
}

trait Tr {
    inline async fn exclusive(&mut self);
    inline async fn shared(&self);
    inline async fn ready(&mut self);
    inline async fn ready_shared(&self);
    inline async fn by_hand(&mut self);
}

struct It;

/// Says when it is polled and dropped, and suspends once.
struct Says(bool);

impl Future for Says {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        see("poll");
        if take(&mut self.0) { Poll::Pending } else { Poll::Ready(()) }
    }
}

impl Drop for Says {
    fn drop(&mut self) {
        see("drop");
    }
}

impl Tr for It {
    async fn exclusive(&mut self) {
        see("begin");
        Says(true).await
    }

    async fn shared(&self) {
        see("begin");
        Says(true).await
    }

    async fn ready(&mut self) {
        see("begin");
    }

    async fn ready_shared(&self) {
        see("begin");
    }

    fn by_hand(&mut self) -> impl Future<Output = ()> {
        see("called");
        Says(true)
    }
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

/// Polls a call that waits to its end, and says what the tag was and is.
#[track_caller]
fn run(mut call: impl Future<Output = ()> + Unpin, waiting: usize, seen: &[(&str, usize)]) {
    assert_eq!(tag(), waiting);
    if poll(&mut call).is_pending() {
        assert_eq!(tag(), 3);
        assert!(poll(&mut call).is_ready());
    }
    expect(seen);
    assert_eq!(tag(), 0);
    drop(call);
    assert_eq!(tag(), 0);
}

fn main() {
    let mut object = It;
    let mut binding =
        Placed::new_in(&mut object as &mut dyn Tr, Shown(HeapPlace::new())).ok().unwrap();
    assert_eq!(tag(), 0);
    let running = [("begin", 3), ("poll", 3), ("poll", 3), ("drop", 3)];
    run(binding.exclusive(), 0, &running);
    run(binding.shared(), 1, &running);
    run(binding.ready(), 0, &[("begin", 0)]);
    run(binding.ready_shared(), 1, &[("begin", 1)]);
    run(binding.by_hand(), 0, &[("called", 0), ("poll", 3), ("poll", 3), ("drop", 3)]);

    // Cancelled, and dropped as they wait.
    let mut call = binding.exclusive();
    assert!(poll(&mut call).is_pending());
    drop(call);
    expect(&[("begin", 3), ("poll", 3), ("drop", 3)]);
    assert_eq!(tag(), 0);
    drop(binding.shared());
    assert_eq!(tag(), 0);

    // Leaked: a shared call that waits, whose claim an exclusive one ends, and one that runs.
    forget(binding.shared());
    assert_eq!(tag(), 1);
    drop(binding.exclusive());
    assert_eq!(tag(), 0);
    let mut call = binding.exclusive();
    assert!(poll(&mut call).is_pending());
    forget(call);
    assert_eq!(tag(), 3);
    expect(&[("begin", 3), ("poll", 3)]);
    drop(binding.exclusive());
    assert_eq!(tag(), 3);
}
