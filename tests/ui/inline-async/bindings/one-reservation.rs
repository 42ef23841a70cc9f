//@ run-pass
//@ edition: 2024

// A binding reserves room once, when it is made, and asks for no other layout after that, however
// many calls it runs; the room is given back once, with its layout, when the binding is gone.

#![feature(inline_async_fn, inline_async)]

use std::alloc::Layout;
use std::cell::RefCell;
use std::future::inline_async::{
    HeapPlace, ObjectPlace, PlaceError, Placed, layout_for, placeable,
};
use std::pin::pin;
use std::ptr::NonNull;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn small(&self) -> usize;
    inline async fn large(&mut self, bytes: [u8; 500]) -> usize;
}

impl Work for u8 {
    async fn small(&self) -> usize {
        std::future::ready(()).await;
        *self as usize
    }

    async fn large(&mut self, bytes: [u8; 500]) -> usize {
        std::future::ready(()).await;
        *self += 1;
        bytes.iter().map(|byte| *byte as usize).sum()
    }
}

/// A place that tells what it is asked for, and what it has back.
struct Telling<'a> {
    place: HeapPlace,
    told: &'a RefCell<Vec<(&'static str, Layout)>>,
}

// SAFETY: all is forwarded to a place that keeps the promises.
unsafe impl ObjectPlace for Telling<'_> {
    fn reserve(&mut self, layout: Layout) -> Result<NonNull<u8>, PlaceError<()>> {
        self.told.borrow_mut().push(("reserve", layout));
        self.place.reserve(layout)
    }

    unsafe fn release(&mut self, memory: NonNull<u8>, layout: Layout) {
        self.told.borrow_mut().push(("release", layout));
        // SAFETY: the caller promises what is asked for.
        unsafe { self.place.release(memory, layout) }
    }
}

fn finish<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!(),
    }
}

fn main() {
    let told = RefCell::new(Vec::new());
    let mut object = 7_u8;
    let place = Telling { place: HeapPlace::new(), told: &told };
    let mut binding = Placed::new_in(&mut object as &mut dyn Work, place).ok().unwrap();
    let layout = layout_for::<u8, dyn Work>();
    for number in 0..5 {
        assert_eq!(finish(binding.small()), 7 + number);
        assert_eq!(finish(binding.large([2; 500])), 1000);
        assert_eq!(Placed::layout(&binding), layout);
    }
    assert_eq!(*told.borrow(), [("reserve", layout)]);
    drop(binding);
    assert_eq!(*told.borrow(), [("reserve", layout), ("release", layout)]);
}
