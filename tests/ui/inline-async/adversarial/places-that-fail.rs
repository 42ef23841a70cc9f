//@ run-pass
//@ edition: 2024
//@ needs-unwind

// Places that fail, that hand out more than was asked for, and that panic. Whatever they do, call,
// arguments, pointer and place are dropped once, and nothing is run twice.

#![feature(inline_async_fn, inline_async)]

use std::alloc::Layout;
use std::cell::Cell;
use std::future::inline_async::{HeapPlace, ObjectPlace, PlaceError, Placed, placeable};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::ptr::NonNull;
use std::task::{Context, Poll, Waker};

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Fails,
    Larger,
    PanicsToReserve,
    PanicsToRelease,
}

use Way::*;

thread_local!(static DROPS: Cell<[u32; 3]> = const { Cell::new([0; 3]) });

/// Counts its drops: of places, arguments and locals.
struct Counted(usize);

impl Drop for Counted {
    fn drop(&mut self) {
        let mut drops = DROPS.get();
        drops[self.0] += 1;
        DROPS.set(drops);
    }
}

struct Odd {
    way: Way,
    place: HeapPlace,
    _counted: Counted,
}

fn larger(layout: Layout) -> Layout {
    Layout::from_size_align(layout.size() + 4096, 512).unwrap()
}

// SAFETY: the memory is a heap place's, asked for more than was asked.
unsafe impl ObjectPlace for Odd {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        match self.way {
            Fails => Err(PlaceError::out_of_memory(layout)),
            PanicsToReserve => panic!("reserve"),
            Larger | PanicsToRelease => self.place.reserve(larger(layout)),
        }
    }

    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller's promise, for what was asked for.
        unsafe { self.place.release(memory, larger(layout)) }
        if self.way == PanicsToRelease {
            panic!("release");
        }
    }
}

#[placeable]
trait Work {
    inline async fn work(&mut self, argument: Counted) -> u8;
}

struct Worker;

impl Work for Worker {
    async fn work(&mut self, _argument: Counted) -> u8 {
        let _local = Counted(2);
        std::future::ready(()).await;
        7
    }
}

fn place(way: Way) -> Odd {
    Odd { way, place: HeapPlace::new(), _counted: Counted(0) }
}

fn drops(run: impl FnOnce()) -> [u32; 3] {
    DROPS.set([0; 3]);
    run();
    DROPS.get()
}

fn panics<R>(run: impl FnOnce() -> R) {
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
}

fn poll(call: &mut (impl Future<Output = u8> + Unpin)) -> Poll<u8> {
    Pin::new(call).poll(&mut Context::from_waker(Waker::noop()))
}

fn main() {
    let object: &mut dyn Work = &mut Worker;

    // Both come back, and the call runs elsewhere.
    let counts = drops(|| {
        let error = object.work(Counted(1)).in_place(place(Fails)).unwrap_err();
        let (call, _place) = error.into_inner();
        assert_eq!(poll(&mut call.in_place(HeapPlace::new()).unwrap()), Poll::Ready(7));
    });
    assert_eq!(counts, [1, 1, 1]);
    let counts = drops(|| {
        let error = Placed::new_in(&mut *object, place(Fails)).err().unwrap();
        let (object, _place) = error.into_inner();
        let mut binding = Placed::new_in(object, place(Larger)).unwrap();
        assert_eq!(poll(&mut binding.work(Counted(1))), Poll::Ready(7));
    });
    assert_eq!(counts, [2, 1, 1]);

    let counts = drops(|| {
        let mut call = object.work(Counted(1)).in_place(place(Larger)).unwrap();
        assert_eq!(poll(&mut call), Poll::Ready(7));
    });
    assert_eq!(counts, [1, 1, 1]);

    // Nothing was started.
    let counts = drops(|| panics(|| object.work(Counted(1)).in_place(place(PanicsToReserve))));
    assert_eq!(counts, [1, 1, 0]);
    let counts = drops(|| panics(|| Placed::new_in(&mut *object, place(PanicsToReserve))));
    assert_eq!(counts, [1, 0, 0]);

    // Unfinished, finished, and as a binding ends in either way.
    let counts = drops(|| {
        let call = object.work(Counted(1)).in_place(place(PanicsToRelease)).unwrap();
        panics(|| drop(call));
    });
    assert_eq!(counts, [1, 1, 0]);
    let counts = drops(|| {
        let mut call = object.work(Counted(1)).in_place(place(PanicsToRelease)).unwrap();
        panics(|| {
            let _ = poll(&mut call);
            drop(call);
        });
    });
    assert_eq!(counts, [1, 1, 1]);
    let counts = drops(|| {
        let mut binding = Placed::new_in(&mut *object, place(PanicsToRelease)).unwrap();
        assert_eq!(poll(&mut binding.work(Counted(1))), Poll::Ready(7));
        panics(|| drop(binding));
    });
    assert_eq!(counts, [1, 1, 1]);
    let counts = drops(|| {
        let binding = Placed::new_in(&mut *object, place(PanicsToRelease)).unwrap();
        panics(|| drop(Placed::into_inner(binding)));
    });
    assert_eq!(counts, [1, 0, 0]);
}
