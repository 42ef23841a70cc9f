//@ run-pass
//@ edition: 2024
//@ exec-env:LSAN_OPTIONS=detect_leaks=0

// A copy of a pointer that owns its object is split when a call that takes `self` is made, and its husk
// forgotten. The object stays in its memory as the call waits, and is moved out at the first poll. When
// the call is done, the pointer itself is split, the place has its memory back, and then the husk is
// dropped; the place goes with the call.

#![feature(inline_async_fn, inline_async)]

use std::alloc::Layout;
use std::cell::RefCell;
use std::future::inline_async::{HeapPlace, ObjectPlace, ObjectPtr, OwnedPtr, PlaceError, Placed};
use std::ops::Deref;
use std::pin::Pin;
use std::ptr::NonNull;
use std::task::{Context, Poll, Waker};

thread_local! {
    static EVENTS: RefCell<Vec<&'static str>> = const { RefCell::new(vec![]) };
}

fn note(event: &'static str) {
    EVENTS.with_borrow_mut(|events| events.push(event));
}

#[track_caller]
fn expect(events: &[&str]) {
    assert_eq!(EVENTS.take(), events);
}

trait Tr {
    inline async fn close(self, suspends: bool) -> usize;
}

struct Object(#[allow(dead_code)] Box<u8>);

impl Drop for Object {
    fn drop(&mut self) {
        note("object");
    }
}

impl Tr for Object {
    async fn close(self, suspends: bool) -> usize {
        let mut first = suspends;
        std::future::poll_fn(|_| match std::mem::take(&mut first) {
            true => Poll::Pending,
            false => Poll::Ready(()),
        })
        .await;
        &raw const self as usize
    }
}

/// Owns an object in memory that is leaked.
struct Owner(NonNull<dyn Tr>);

struct Husk;

impl Drop for Husk {
    fn drop(&mut self) {
        note("husk");
    }
}

impl Deref for Owner {
    type Target = dyn Tr;

    fn deref(&self) -> &(dyn Tr + 'static) {
        // SAFETY: the object is there, and is not shared.
        unsafe { self.0.as_ref() }
    }
}

// SAFETY: the address is never changed.
unsafe impl ObjectPtr for Owner {}

// SAFETY: the memory is never freed.
unsafe impl OwnedPtr for Owner {
    type Husk = Husk;

    fn split(this: Self) -> (NonNull<dyn Tr>, Husk) {
        note("split");
        (this.0, Husk)
    }
}

/// A place that tells when it has its memory back, and when it goes.
struct Telling(HeapPlace);

// SAFETY: all is forwarded to a place that keeps the promises.
unsafe impl ObjectPlace for Telling {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        self.0.reserve(layout)
    }

    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        note("release");
        // SAFETY: the caller promises what is asked for.
        unsafe { self.0.release(memory, layout) }
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        note("place");
    }
}

fn poll<F: Future + Unpin>(call: &mut F) -> Poll<F::Output> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

fn main() {
    let bind = || {
        let object = Box::leak(Box::new(Object(Box::new(7))));
        let address = &raw const *object as usize;
        let owner = Owner(NonNull::from(object));
        (Placed::new_in(owner, Telling(HeapPlace::new())).ok().unwrap(), address)
    };

    // Done: the object is elsewhere by then.
    let (binding, address) = bind();
    let mut call = binding.close(true);
    expect(&["split"]);
    assert!(poll(&mut call).is_pending());
    expect(&[]);
    let Poll::Ready(moved) = poll(&mut call) else { panic!("pending") };
    assert_ne!(moved, address);
    expect(&["object", "split", "release", "husk"]);
    drop(call);
    expect(&["place"]);

    // Dropped as it waits: the object where it is.
    let (binding, _) = bind();
    let call = binding.close(false);
    expect(&["split"]);
    drop(call);
    expect(&["object", "split", "release", "husk", "place"]);
}
