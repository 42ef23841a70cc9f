//@ run-pass
//@ edition: 2024

// Undoing a binding gives pointer and place back, and the place serves the next.

#![feature(inline_async_fn, inline_async)]

use std::future::inline_async::{HeapPlace, InlinePlace, ObjectPlace, Placed, placeable};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

#[placeable]
trait Work {
    inline async fn work(&mut self) -> u32;
}

struct Worker(u32, #[allow(dead_code)] Rc<()>);

impl Work for Worker {
    async fn work(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }
}

fn check(mut place: impl ObjectPlace) {
    let alive = Rc::new(());
    let mut object: Box<dyn Work> = Box::new(Worker(0, Rc::clone(&alive)));
    for i in 1..4 {
        let mut binding = Placed::new_in(object, place).ok().unwrap();
        let poll = Pin::new(&mut binding.work()).poll(&mut Context::from_waker(Waker::noop()));
        assert_eq!(poll, Poll::Ready(i));
        (object, place) = Placed::into_inner(binding);
        assert_eq!(Rc::strong_count(&alive), 2);
    }
    // A binding that is dropped drops what it owns.
    drop(Placed::new_in(object, place).ok().unwrap());
    assert_eq!(Rc::strong_count(&alive), 1);
}

fn main() {
    check(HeapPlace::new());
    check(&mut HeapPlace::new() as &mut dyn ObjectPlace);
    check(pin!(InlinePlace::<256>::new()));
}
